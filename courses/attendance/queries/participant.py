"""A participant's own register; part of ``attendance.queries``."""

from dataclasses import dataclass
from datetime import datetime

from courses.attendance.models import Mark
from courses.attendance.queries import recorded
from courses.attendance.queries.meetings import minutes_of
from courses.attendance.rules import Minutes
from courses.catalogue.models import Meeting
from courses.catalogue.states import MeetingState
from courses.enrolment.models import Enrolment


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
