"""Composition root of the ground floor: the kernel is connected, then each room plugs itself in."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "kompas_training"
    verbose_name = _("Kompas: people and competences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from training import checks  # noqa: F401  registers system checks
        from training.accounts import wiring as accounts
        from training.assessments import wiring as assessments
        from training.competences import wiring as competences
        from training.desk import wiring as desk
        from training.notices import wiring as notices
        from training.people import wiring as people
        from training.synonyms import wiring as synonyms

        self._connect_kernel()
        for room in (people, notices, accounts, synonyms, competences, assessments, desk):
            room.register()

    def _connect_kernel(self) -> None:
        from training.kernel import background, bounds, health, integrity, triggers
        from training.kernel.actor_columns import check_actors
        from training.kernel.history import ACTION

        background.connect()
        health.register()
        triggers.guard("wagtailcore.ModelLogEntry", only=("action", ACTION))
        integrity.checks.register("bounds", bounds.check_bounds, order=5)
        integrity.checks.register("actors", check_actors, order=90)
        connection_created.connect(triggers.follow_replacements, dispatch_uid="kompas_training.replacements")
        pre_migrate.connect(triggers.make_way, sender=self, dispatch_uid="kompas_training.make_way")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_training.triggers")
