"""The whole register of an edition, part of ``attendance.queries``: as it stands, or as its record says."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from courses.attendance.models import Mark
from courses.attendance.queries import recorded
from courses.attendance.queries.meetings import minutes_of
from courses.attendance.rules import Minutes
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import MeetingState
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from courses.records import queries as records
from courses.records.payload import RecordPayload


@dataclass(frozen=True)
class RegisterMeeting:
    """A meeting as the register prints it."""

    meeting: Meeting
    topic: str
    minutes: int
    teachers: list[str]
    is_closed: bool
    closed_by: str = ""
    closed_at: datetime | None = None
    teacher_keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class Register:
    """The register of classes (dziennik zajęć): who, how long, on what, and who was there.

    ``payload`` is the record it was read from, once the edition is closed.
    """

    edition: Edition
    meetings: list[RegisterMeeting]
    people: list[Enrolment]
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    minutes: dict[int, Minutes] = field(default_factory=dict)
    payload: RecordPayload | None = None

    @property
    def taught(self) -> int:
        return sum(each.minutes for each in self.meetings if each.is_closed)

    @property
    def planned(self) -> int:
        return sum(each.minutes for each in self.meetings)


def register(edition: Edition) -> Register:
    """The whole register of an edition, in constant queries; of a closed one, as its record says.

    Somebody who left after a meeting stays in it: the register keeps what happened.
    """
    if payload := records.current_payload(edition):
        return _recorded(edition, payload)
    meetings = (
        Meeting.objects.filter(edition=edition, state=MeetingState.PLANNED)
        .select_related("closing")
        .prefetch_related("trainers", "closing__teachings")
        .order_by("starts_at", "pk")
    )
    people = list(
        Enrolment.objects.filter(edition=edition)
        .filter(Q(state__in=TAKES_PART) | Exists(Mark.objects.filter(enrolment=OuterRef("pk"))))
        .select_related("person", "organisation", "organisation_at_start", "position", "county", "edition")
        .order_by("person__sort_key", "person_id")
    )
    marks = {(mark.enrolment_id, mark.meeting_id): mark for mark in Mark.objects.filter(meeting__edition=edition)}
    return Register(edition, [_printed(meeting) for meeting in meetings], people, marks, minutes_of(people))


def _printed(meeting: Meeting) -> RegisterMeeting:
    closing = getattr(meeting, "closing", None)
    if closing is None:
        planned = list(meeting.trainers.all())
        names, keys = [trainer.full_name for trainer in planned], tuple(trainer.pk for trainer in planned)
        return RegisterMeeting(meeting, meeting.topic, meeting.minutes, names, False, teacher_keys=keys)
    taught = list(closing.teachings.all())
    return RegisterMeeting(
        meeting,
        closing.topic,
        closing.minutes,
        [teaching.name for teaching in taught],
        True,
        closing.actor_name,
        closing.closed_at,
        tuple(teaching.person_id for teaching in taught),
    )


def _recorded(edition: Edition, payload: RecordPayload) -> Register:
    meetings = [
        RegisterMeeting(
            recorded.meeting_of(edition, facts),
            facts["topic"],
            facts["minutes"],
            [trainer["name"] for trainer in facts["trainers"]],
            True,
            facts["closed_by"],
            datetime.fromisoformat(facts["closed_at"]),
        )
        for facts in payload["meetings"]
    ]
    people = [recorded.enrolment_of(edition, facts) for facts in payload["people"]]
    return Register(edition, meetings, people, recorded.marks_of(payload), recorded.minutes_of(payload), payload)
