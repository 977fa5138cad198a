"""Dates of other applications of a person that an edition collides with.  It is said, and forbids nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.models import Edition, Meeting
from courses.catalogue.queries import edition_title
from courses.catalogue.states import EditionState, MeetingState, Mode
from courses.enrolment import rules
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import Slot
from courses.enrolment.states import LIVE, EnrolmentState
from training.kernel.date_texts import days_text
from training.people.models import Person
from training.people.queries import records_of_all, root_id, root_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DateClash:
    """Another application of the person, by its key, and the days on which both cannot be attended."""

    enrolment: int
    course: str
    state: EnrolmentState
    days: tuple[date, ...]
    is_same_time: bool

    @property
    def text(self) -> str:
        facts = {"days": _days_in_words(self.days), "course": self.course, "state": self.state.label}
        if self.is_same_time:
            text = ngettext(
                "%(days)s clashes with: %(course)s (%(state)s)",
                "%(days)s clash with: %(course)s (%(state)s)",
                len(self.days),
            )
            return text % facts
        return _("%(days)s, also in another place: %(course)s (%(state)s)") % facts


def clashes_of(person: Person, edition: Edition, meetings: Iterable[Meeting], now: datetime) -> list[DateClash]:
    """What the person has on the days of this edition, whose meetings are at hand; one query, none for no meetings."""
    wanted = [_slot(edition, meeting) for meeting in meetings if meeting.ends_at > now]
    return _clashes({root_id(person): [(edition.pk, wanted)]}).get((root_id(person), edition.pk), [])


def clashes_of_all(enrolments: Iterable[Enrolment], now: datetime) -> dict[int, list[DateClash]]:
    """The same for many applications, by their keys, in two queries; of one that no longer lives nothing is said."""
    live = [enrolment for enrolment in enrolments if enrolment.state in LIVE]
    slots: dict[int, list[Slot]] = {enrolment.edition_id: [] for enrolment in live}
    coming = Meeting.objects.not_cancelled().filter(edition__in=slots, ends_at__gt=now).select_related("edition")
    for meeting in coming.order_by("starts_at", "pk") if slots else ():
        slots[meeting.edition_id].append(_slot(meeting.edition, meeting))
    wanted: dict[int, list[tuple[int, list[Slot]]]] = {}
    for enrolment in live:
        wanted.setdefault(root_id(enrolment.person), []).append((enrolment.edition_id, slots[enrolment.edition_id]))
    clashes = _clashes(wanted)
    return {enrolment.pk: clashes.get((root_id(enrolment.person), enrolment.edition_id), []) for enrolment in live}


def _slot(edition: Edition, meeting: Meeting) -> Slot:
    place = rules.place_key(meeting.venue or edition.venue, edition.county_id, is_remote=edition.mode == Mode.REMOTE)
    return Slot(edition.pk, meeting.starts_at, meeting.ends_at, place)


def _clashes(wanted: dict[int, list[tuple[int, list[Slot]]]]) -> dict[tuple[int, int], list[DateClash]]:
    """By person and edition; ``wanted`` are the editions of each person, with their meetings to come."""
    slots = [slot for editions in wanted.values() for _edition, those in editions for slot in those]
    if not slots:
        return {}
    first, last = min(slot.starts_at for slot in slots) - DAY, max(slot.ends_at for slot in slots) + DAY
    applied: dict[tuple[int, int], tuple[int, str, EnrolmentState]] = {}
    occupied: dict[int, list[Slot]] = {person: [] for person in wanted}
    for row in _occupied(wanted, first, last):
        person, key, edition, title, state, starts_at, ends_at, venue, own_venue, county, mode = row
        place = rules.place_key(own_venue or venue, county, is_remote=mode == Mode.REMOTE)
        occupied[person].append(Slot(edition, starts_at, ends_at, place))
        applied[person, edition] = key, title, EnrolmentState(state)
    clashes = {}
    for person, editions in wanted.items():
        for edition, those in editions:
            others = [slot for slot in occupied[person] if slot.edition != edition]
            clashes[person, edition] = [
                DateClash(*applied[person, clash.edition], clash.days, clash.is_same_time)
                for clash in rules.clashes(those, others)
            ]
    return clashes


def _occupied(people: Iterable[int], first: datetime, last: datetime) -> QuerySet[Enrolment, tuple[Any, ...]]:
    """Meetings between two moments of all that these people have applied for and that lives."""
    return (
        Enrolment.objects.filter(
            person__in=records_of_all(people),
            state__in=LIVE,
            edition__state=EditionState.PUBLISHED,
            edition__meetings__state=MeetingState.PLANNED,
            edition__meetings__ends_at__gt=first,
            edition__meetings__starts_at__lt=last,
        )
        .annotate(root=root_of(), title=edition_title("edition__"))
        .order_by("edition__meetings__starts_at", "edition__meetings__pk", "pk")
        .values_list(
            "root",
            "pk",
            "edition_id",
            "title",
            "state",
            "edition__meetings__starts_at",
            "edition__meetings__ends_at",
            "edition__venue",
            "edition__meetings__venue",
            "edition__county_id",
            "edition__mode",
        )
    )


def _days_in_words(days: tuple[date, ...]) -> str:
    """Days one after another are said as one: ``21–22 December 2026``."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == DAY:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return ", ".join(days_text(first, last) for first, last in runs)
