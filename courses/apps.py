"""Composition root of the courses: what this floor plugs into the one below."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "kompas_courses"
    verbose_name = _("Kompas: courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from training.kernel import triggers

        triggers.guard("kompas_courses.MarkChange")
        triggers.guard("kompas_courses.ClosingChange")
        triggers.guard("kompas_courses.EnrolmentChange")
        triggers.guard_locked("kompas_courses.Standard", lock="locked_at")
        triggers.guard_locked("kompas_courses.Outcome", lock="locked_at", parent="standard")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_courses.triggers")
