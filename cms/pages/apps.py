"""Composition root of the concrete pages."""

import swapper
from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "kompas_pages"
    verbose_name = _("Kompas: pages")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self):
        # Wagtail cannot let pages of a package inherit from a base page that the site chose.
        swapper.set_app_prefix("wagtailcore", "wagtail")
        if chosen := swapper.is_swapped("wagtailcore", "Page"):
            raise ImproperlyConfigured(
                f"cms.pages is made for Wagtail's own Page, and WAGTAIL_PAGE_MODEL is {chosen!r}. Take 'cms.pages' out "
                "of INSTALLED_APPS and build your pages from cms.mixins: docs/how-to/add-to-your-site.md, “Your own "
                "page models”."
            )
        super().import_models()

    def ready(self):
        from django.db.models.signals import post_save

        from cms.addresses import models_of
        from cms.pages import permissions
        from training.accounts import registry as roles

        roles.prepares.register("pages", permissions.prepare)
        for model in models_of("practice_index"):
            post_save.connect(permissions.index_made, sender=model, dispatch_uid="kompas_pages.permissions")
