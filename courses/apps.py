"""Composition root of the courses: each room plugs itself into the house, the lowest first."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "kompas_courses"
    verbose_name = _("Kompas: courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from courses.attendance import wiring as attendance
        from courses.calendars import wiring as calendars
        from courses.catalogue import wiring as catalogue
        from courses.completion import wiring as completion
        from courses.demand import wiring as demand
        from courses.enrolment import wiring as enrolment
        from courses.funding import wiring as funding
        from courses.records import wiring as records
        from courses.transcripts import wiring as transcripts
        from training.kernel import triggers

        rooms = (records, catalogue, calendars, funding, enrolment, demand, attendance, completion, transcripts)
        for room in rooms:
            room.register()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_courses.triggers")
