"""Closing a meeting and correcting its closing: the topic, the minutes and who taught."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from courses.attendance import refusals
from courses.attendance.actions.locking import lock
from courses.attendance.actions.marking import record, recount
from courses.attendance.models import ClosingChange, MeetingClosing, Teaching
from courses.attendance.queries import (
    closing_of,
    on_the_list,
    written_closing,
)
from courses.attendance.registry import teaching_guards
from courses.attendance.rules import (
    MarkEntry,
    check_minutes_taught,
)
from courses.attendance.states import ClosingChanged, MarkedHow, Presence
from courses.catalogue.models import Meeting
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.printing import printable
from training.people.models import Person


@transaction.atomic
def close_meeting(
    *,
    meeting: Meeting,
    topic: str,
    taught_by: Iterable[Person],
    actor: Actor,
    minutes: int | None = None,
    rest_absent: bool = False,
    now: datetime | None = None,
) -> MeetingClosing:
    """Say that ``meeting`` was held: the topic taught, the didactic minutes, and who taught, by name.

    Closing again with the same facts is harmless; with others it is a correction
    (``correct_closing``).  ``rest_absent`` records everybody without a mark as absent.
    A meeting that was opened again is closed with the facts given now; the journal keeps those before.

    Raises:
        MeetingHasNotStarted: it is too early.
        MinutesTaughtMissing: before its planned end, without ``minutes``.
        MinutesTaughtImpossible: none, or more than from its beginning to its end.
        PeopleNotMarked: somebody has no mark, and ``rest_absent`` was not asked for.
        MeetingIsClosed: it was closed with other facts.
        TopicMissing, NobodyTaught: the register needs both.
    """
    now = now or time.now()
    meeting = lock(meeting)
    topic = printable(topic, field="topic")
    teachers = _teachers(topic, taught_by)
    if closing := closing_of(meeting):
        if closing.facts() != _wanted(topic, closing.minutes if minutes is None else minutes, teachers):
            raise refusals.MeetingIsClosed(topic=meeting.topic)
        return closing
    if now < meeting.starts_at:
        raise refusals.MeetingHasNotStarted(start=meeting.starts_at)
    written = written_closing(meeting)
    if written is None and minutes is None and now < meeting.ends_at:
        # What was planned is not what was taught.
        raise refusals.MinutesTaughtMissing(end=meeting.ends_at)
    check_minutes_taught(minutes, meeting.starts_at, meeting.ends_at)
    _check_everybody_is_marked(meeting, actor, rest_absent, now)
    _ask_guards(meeting, teachers)
    if written:
        wanted = _wanted(topic, written.minutes if minutes is None else minutes, teachers)
        return _rewrite(meeting, written, wanted, teachers, ClosingChanged.CLOSED_AGAIN, "", actor, now)
    closing = MeetingClosing.objects.create(
        meeting=meeting,
        topic=topic.strip()[:250],
        minutes=meeting.minutes if minutes is None else minutes,
        teacher_count=len(teachers),
        closed_at=now,
        **acted(actor),
    )
    _write_teachers(closing, teachers)
    recount(meeting=meeting)
    return closing


@transaction.atomic
def correct_closing(
    *,
    meeting: Meeting,
    topic: str,
    taught_by: Iterable[Person],
    reason: str,
    actor: Actor,
    minutes: int | None = None,
    now: datetime | None = None,
) -> MeetingClosing:
    """Correct what a closed meeting says; the old value, who, when and why stay in its journal.

    Raises:
        MeetingIsOpen: it was not closed yet.
        ReasonMissing: a correction without a reason.
        MinutesTaughtImpossible: none, or more than from its beginning to its end.
    """
    now = now or time.now()
    meeting = lock(meeting)
    closing = closing_of(meeting)
    if closing is None:
        raise refusals.MeetingIsOpen(topic=meeting.topic)
    topic = printable(topic, field="topic")
    teachers = _teachers(topic, taught_by)
    old, new = closing.facts(), _wanted(topic, closing.minutes if minutes is None else minutes, teachers)
    if old == new:
        return closing
    if not reason.strip():
        raise refusals.ReasonMissing
    check_minutes_taught(minutes, meeting.starts_at, meeting.ends_at)
    _ask_guards(meeting, teachers)
    return _rewrite(meeting, closing, new, teachers, ClosingChanged.CORRECTED, reason.strip(), actor, now)


def _rewrite(
    meeting: Meeting,
    closing: MeetingClosing,
    wanted: dict[str, Any],
    teachers: list[Person],
    what: ClosingChanged,
    reason: str,
    actor: Actor,
    now: datetime,
) -> MeetingClosing:
    """Bring a closing to the facts wanted; its journal first."""
    ClosingChange.objects.create(
        closing=closing,
        what=what,
        old=closing.facts(),
        new=wanted,
        reason=reason[:250],
        recorded_at=now,
        **acted(actor),
    )
    closing.topic, closing.minutes, closing.reopened_at = wanted["topic"], wanted["minutes"], None
    closing.teacher_count = len(teachers)
    closing.save(update_fields=["topic", "minutes", "teacher_count", "reopened_at"])
    closing.teachings.exclude(person__in=teachers).delete()
    _write_teachers(closing, teachers)
    recount(meeting=meeting)
    return closing


def _check_everybody_is_marked(meeting: Meeting, actor: Actor, rest_absent: bool, now: datetime) -> None:
    unmarked = list(on_the_list(meeting).exclude(marks__meeting=meeting).select_related("person"))
    if not unmarked:
        return
    if not rest_absent:
        raise refusals.PeopleNotMarked(names=", ".join(enrolment.person.full_name for enrolment in unmarked))
    entries = [MarkEntry(enrolment.pk, Presence.ABSENT, uuid.uuid4()) for enrolment in unmarked]
    record(meeting, entries, actor, MarkedHow.CLOSING, now)


def _teachers(topic: str, taught_by: Iterable[Person]) -> list[Person]:
    if not topic.strip():
        raise refusals.TopicMissing
    teachers = sorted({person.pk: person for person in taught_by}.values(), key=lambda person: person.pk)
    if not teachers:
        raise refusals.NobodyTaught
    return teachers


def _ask_guards(meeting: Meeting, teachers: list[Person]) -> None:
    for guard in teaching_guards:
        guard(meeting, teachers)


def _wanted(topic: str, minutes: int, teachers: list[Person]) -> dict[str, Any]:
    return {
        "topic": topic.strip()[:250],
        "minutes": minutes,
        "taught_by": [[person.pk, person.full_name] for person in teachers],
    }


def _write_teachers(closing: MeetingClosing, teachers: list[Person]) -> None:
    # A name that was written stays as it was that day.
    there = set(closing.teachings.values_list("person_id", flat=True))
    Teaching.objects.bulk_create(
        Teaching(closing=closing, person=person, name=person.full_name) for person in teachers if person.pk not in there
    )
