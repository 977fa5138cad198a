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

        from training.notices import leftovers, registry, tasks

        registry.queued.register("send", tasks.nudge)
        registry.catch_up.register("tasks", leftovers.free_tasks, order=10)
        # Last, because what the others do may write to people.
        registry.catch_up.register("notices", leftovers.deliver_all, order=900)

        triggers.guard("kompas_training.Assessment")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_training.triggers")
