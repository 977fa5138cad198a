from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "kompas_pages"
    verbose_name = _("Kompas: pages")
    default_auto_field = "django.db.models.BigAutoField"
