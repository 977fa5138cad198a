"""Composition root of the reference site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "kompas_site"
    verbose_name = _("Kompas: reference site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.site.files import register_policies
        from training.ui.exports import keep_local_time
        from training.ui.navigation import NavItem, navigation

        keep_local_time()
        navigation.register("search", NavItem(_("Search"), "kompas_site:search", icon="search"), order=90)
        register_policies()
