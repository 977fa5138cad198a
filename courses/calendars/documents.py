"""Finished iCalendar files: the public programme of an edition, a person's feed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from courses.calendars import queries, rules
from courses.catalogue.models import Edition
from training.kernel.conf import setting
from training.people.models import Person

CONTENT_TYPE = "text/calendar; charset=utf-8"


def edition_calendar(edition: Edition) -> bytes:
    """The programme of an edition for anybody's calendar; it names no participant and no link to join."""
    with translation.override(edition.language):
        return rules.feed(
            queries.entries_of_edition(edition),
            name=f"{edition.title} ({edition.code})",
            zone_name=setting("TIME_ZONE"),
        )


@dataclass(frozen=True)
class PersonalCalendar:
    content: bytes
    # When something in it last changed; nothing when it is empty.
    changed_at: datetime | None


def personal_calendar(person: Person, *, now: datetime | None = None) -> PersonalCalendar:
    """Everything the person takes part in or teaches, in their language."""
    with translation.override(person.language):
        entries = queries.entries_of(person, now=now)
        organiser = setting("ORGANISER")
        content = rules.feed(
            entries,
            name=_("Courses – %(organiser)s") % {"organiser": organiser["short_name"]},
            description=_("Meetings of %(person)s in Kompas") % {"person": person.full_name},
            zone_name=setting("TIME_ZONE"),
        )
    return PersonalCalendar(content, max((entry.stamp for entry in entries), default=None))
