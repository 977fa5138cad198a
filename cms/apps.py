from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "kompas_cms"
    verbose_name = _("Kompas: page parts")
    default_auto_field = "django.db.models.BigAutoField"
