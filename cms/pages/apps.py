"""Composition root of the concrete pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "kompas_pages"
    verbose_name = _("Kompas: pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_save

        from cms.addresses import models_of
        from cms.pages import permissions
        from training.accounts import registry as roles

        roles.prepares.register("pages", permissions.prepare)
        for model in models_of("practice_index"):
            post_save.connect(permissions.index_made, sender=model, dispatch_uid="kompas_pages.permissions")
