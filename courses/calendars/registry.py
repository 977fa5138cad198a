"""What upper rooms give the calendars: they register it in ``AppConfig.ready()``."""

from collections.abc import Callable, Collection, Mapping

from django.db.models import QuerySet

from courses.catalogue.models import Meeting
from training.kernel.registry import Registry
from training.people.models import Person

# Meetings that belong in a person's own calendar: taking part, teaching, verifying.
# Cancelled ones too: a calendar must learn that they are off.
meetings_of_person: Registry[Callable[[Person], QuerySet[Meeting]]] = Registry("meetings in a person's calendar")

# Where each of these meetings, by its key, leads the person from the own calendar: the application, the roster.
meeting_pages: Registry[Callable[[Person, Collection[int]], Mapping[int, str]]] = Registry(
    "pages of a person's meetings"
)
