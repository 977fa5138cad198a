"""Composition root of the reference site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "kompas_site"
    verbose_name = _("Kompas: reference site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.permissions import register_permission_policy

        from cms.site.files import FilesInUsePolicy
        from training.ui.exports import keep_local_time
        from training.ui.navigation import NavItem, navigation

        keep_local_time()
        navigation.register("search", NavItem(_("Search"), "kompas_site:search", icon="search"), order=90)
        for model, rights in (
            (get_image_model(), "wagtailimages.Image"),
            (get_document_model(), "wagtaildocs.Document"),
        ):
            policy = FilesInUsePolicy(model, auth_model=rights, owner_field_name="uploaded_by_user")
            # For this class alone, so that it holds whichever app is ready first.
            register_permission_policy(model, policy, exact_class=True)
