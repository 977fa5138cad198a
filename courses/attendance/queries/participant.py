"""A participant's own register and meetings; part of ``attendance.queries``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from courses.attendance.models import Mark
from courses.attendance.queries import recorded
from courses.attendance.queries.meetings import minutes_of
from courses.attendance.rules import Minutes, minutes_required
from courses.catalogue.models import Meeting
from courses.catalogue.states import EditionState, MeetingState
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import live_enrolments_of
from courses.enrolment.states import TAKES_PART
from training.kernel.page_cache import once
from training.people.models import Person


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting on a participant's own register: what was taught, how long, and what was recorded about them."""

    starts_at: datetime
    ends_at: datetime
    topic: str
    minutes: int
    mark: Mark | None


@dataclass(frozen=True)
class OwnRegister:
    meetings: list[OwnMeeting]
    minutes: Minutes


def own_register(enrolment: Enrolment) -> OwnRegister:
    """A participant's own register: as it stands, and from the closing of the edition on as its record says.

    While that record is being corrected it goes on saying what was decided; who
    joined since is not on it yet.
    """
    if facts := recorded.own_facts(enrolment):
        payload, person = facts
        recorded_marks = recorded.marks_of(payload)
        held = [recorded.meeting_of(enrolment.edition, meeting) for meeting in payload["meetings"]]
        own = [
            OwnMeeting(
                meeting.starts_at,
                meeting.ends_at,
                meeting.topic,
                meeting.minutes,
                recorded_marks.get((enrolment.pk, meeting.pk)),
            )
            for meeting in held
        ]
        return OwnRegister(own, Minutes(**person["minutes"]))
    marks = {mark.meeting_id: mark for mark in Mark.objects.filter(enrolment=enrolment)}
    meetings = (
        Meeting.objects.filter(edition_id=enrolment.edition_id, state=MeetingState.PLANNED)
        .select_related("closing")
        .order_by("starts_at", "pk")
    )
    rows = []
    for meeting in meetings:
        taught = getattr(meeting, "closing", None) or meeting
        rows.append(OwnMeeting(meeting.starts_at, meeting.ends_at, taught.topic, taught.minutes, marks.get(meeting.pk)))
    return OwnRegister(rows, minutes_of([enrolment])[enrolment.pk])


@dataclass(frozen=True)
class Participation:
    """An edition that goes on and that a person takes part in, with its meetings, the first one first.

    Each meeting has ``taught`` (its minutes once it is closed), ``planned`` (the same, else as planned),
    ``attended`` (minutes of this person) and the names of its trainers.
    """

    # Of ``live_enrolments_of``.
    enrolment: Any
    meetings: list[Any]

    @property
    def minutes(self) -> Minutes:
        """As ``minutes_of`` counts them."""
        planned = sum(meeting.planned for meeting in self.meetings)
        threshold = self.enrolment.edition.attendance_threshold
        return Minutes(
            taught=sum(meeting.taught or 0 for meeting in self.meetings),
            attended=sum(meeting.attended or 0 for meeting in self.meetings),
            planned=planned,
            required=minutes_required(planned, threshold),
            threshold=threshold,
        )

    def meetings_to_come(self, now: datetime) -> list[Any]:
        """Those that are not over."""
        return [meeting for meeting in self.meetings if meeting.ends_at > now]


def participations(person: Person) -> list[Participation]:
    """What the person takes part in and is not closed; one query beside those of ``live_enrolments_of``."""
    return once(("participations", person.pk), lambda: _participations(person))


def _participations(person: Person) -> list[Participation]:
    by_edition = {
        enrolment.edition_id: Participation(enrolment, [])
        for enrolment in live_enrolments_of(person)
        if enrolment.state in TAKES_PART and enrolment.edition.state == EditionState.PUBLISHED
    }
    own = Mark.objects.filter(
        meeting=OuterRef("pk"), enrolment__in=[taken.enrolment.pk for taken in by_edition.values()]
    )
    meetings = Meeting.objects.filter(edition__in=by_edition, state=MeetingState.PLANNED).annotate(
        taught=F("closing__minutes"),
        planned=Coalesce("closing__minutes", "minutes"),
        attended=Subquery(own.values("minutes")[:1]),
        # Of one trainer: a meeting comes once for each, so that their names need no query of their own.
        first_name=F("trainers__first_name"),
        last_name=F("trainers__last_name"),
    )
    for meeting in meetings.order_by("starts_at", "pk", "trainers__sort_key"):
        taken = by_edition[meeting.edition_id]
        if not taken.meetings or taken.meetings[-1].pk != meeting.pk:
            meeting.edition, meeting.taught_by = taken.enrolment.edition, []
            taken.meetings.append(meeting)
        if meeting.last_name:
            taken.meetings[-1].taught_by.append(f"{meeting.first_name} {meeting.last_name}")
    return list(by_edition.values())
