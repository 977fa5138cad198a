"""Composition root of the courses: what this floor plugs into the one below."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

VERIFICATION_FROZEN = [
    "enrolment",
    "outcome",
    "assessor",
    "is_met",
    "method",
    "verified_on",
    "comment",
    "recorded_at",
]


class CoursesConfig(AppConfig):
    name = "courses"
    label = "kompas_courses"
    verbose_name = _("Kompas: courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from courses.attendance import queries as attendance
        from courses.attendance.registry import teaching_guards
        from courses.catalogue.registry import meetings_held
        from courses.completion import actions as completion
        from training.kernel import triggers

        meetings_held.register("attendance", attendance.held)
        teaching_guards.register("completion", completion.object_to_teacher)

        triggers.guard("kompas_courses.MarkChange")
        triggers.guard("kompas_courses.ClosingChange")
        triggers.guard("kompas_courses.EnrolmentChange")
        triggers.guard("kompas_courses.Enrolment", frozen=["edition", "arrival"])
        # A changed mind is a new row; the old one only learns when it was superseded.
        triggers.guard("kompas_courses.Verification", frozen=VERIFICATION_FROZEN)
        triggers.guard_locked("kompas_courses.Standard", lock="locked_at")
        triggers.guard_locked("kompas_courses.Outcome", lock="locked_at", parent="standard")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_courses.triggers")
