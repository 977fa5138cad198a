from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "kompas_site"
    verbose_name = _("Kompas: reference site")
    default_auto_field = "django.db.models.BigAutoField"
