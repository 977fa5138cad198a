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
        from django.db.models.signals import post_migrate, post_save
        from wagtail.signals import page_published

        from cms.addresses import models_of
        from cms.pages import actions, integrity, permissions, queries
        from training.accounts import registry as roles
        from training.kernel import triggers
        from training.kernel.integrity import checks
        from training.notices.registry import catch_up

        roles.prepares.register("pages", permissions.prepare)
        roles.published_texts.register("pages", queries.published_text)
        catch_up.register("versions of texts", actions.keep_missing, order=90)
        checks.register("texts are kept", integrity.texts_are_kept, order=90)
        checks.register("versions of texts", integrity.versions_are_as_written, order=91)
        triggers.guard("kompas_pages.TextVersion")
        for kind in queries.VERSIONED:
            for model in models_of(kind):
                page_published.connect(actions.on_published, sender=model, dispatch_uid="kompas_pages.versions")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_pages.triggers")
        for model in models_of("practice_index"):
            post_save.connect(permissions.index_made, sender=model, dispatch_uid="kompas_pages.permissions")
