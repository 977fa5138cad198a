"""Composition root of the ground floor: what ``training`` plugs in, and where."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "kompas_training"
    verbose_name = _("Kompas: people and competences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from training import checks  # noqa: F401  registers system checks
        from training.kernel import triggers

        triggers.guard("kompas_training.Assessment")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_training.triggers")
