from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "training.ui"
    label = "kompas_ui"
    verbose_name = _("Kompas: shared screens")
    default_auto_field = "django.db.models.BigAutoField"
