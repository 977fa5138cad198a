"""What happens to the register of classes; the only code that writes it.

Everything about one edition's register happens one after another: each action
locks the edition's row first.  Two devices marking at once, or a mark while
the edition is being closed, cannot pass each other.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from courses.attendance import refusals
from courses.attendance.locking import closing_of as _closing
from courses.attendance.locking import lock as _lock
from courses.attendance.locking import minutes_of_meeting as _minutes
from courses.attendance.locking import written_closing
from courses.attendance.models import ClosingChange, Mark, MarkChange, MeetingClosing, Teaching
from courses.attendance.queries import lines_of, on_the_list, standing_of
from courses.attendance.registry import teaching_guards
from courses.attendance.rules import (
    Marked,
    MarkEntry,
    Standing,
    check_minutes,
    check_minutes_taught,
    minutes_attended,
    takes_effect,
    undo_id,
    what_stands,
)
from courses.attendance.states import ClosingChanged, MarkedHow, Presence
from courses.catalogue.models import Edition, Meeting
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.printing import printable
from training.kernel.refusals import Refusal
from training.people.models import Person

__all__ = ["MarkEntry", "Marked", "close_meeting", "correct_closing", "mark", "recount", "undo"]


@transaction.atomic
def mark(
    *, meeting: Meeting, entries: Sequence[MarkEntry], actor: Actor, how: MarkedHow, now: datetime | None = None
) -> Marked:
    """Record attendance of people at ``meeting``.

    A repeated message (same ``client_id``) changes nothing.  A late one, said
    before what stands, is kept in the journal and changes nothing else.  An
    entry that cannot be recorded is refused by itself; the others are saved.
    The number of queries does not depend on the number of entries.

    Args:
        how: ``MarkedHow.OFFICE`` is the organiser's correction, the only one a closed meeting takes.

    Raises:
        MeetingIsAhead: before the day of the meeting.
        MeetingIsClosed: closed, and ``how`` is not the organiser's.
        ReasonMissing: closed, and an entry does not say why it is changed.
        MeetingIsCancelled, EditionIsClosed, EditionIsNotTaught: nothing is recorded any more.
    """
    now = now or time.now()
    meeting = _lock(meeting)
    day = time.today(meeting.starts_at)
    if time.today(now) < day:
        raise refusals.MeetingIsAhead(day=day)
    _check_may_change(meeting, how, [entry.reason for entry in entries])
    return _record(meeting, entries, actor, how, now)


def _check_may_change(meeting: Meeting, how: MarkedHow, reasons: Iterable[str]) -> None:
    """A closed meeting takes only the organiser's corrections, each with its reason."""
    if _closing(meeting) is None:
        return
    if how != MarkedHow.OFFICE:
        raise refusals.MeetingIsClosed(topic=meeting.topic)
    if not all(reason.strip() for reason in reasons):
        raise refusals.ReasonMissing


def _record(meeting: Meeting, entries: Sequence[MarkEntry], actor: Actor, how: MarkedHow, now: datetime) -> Marked:
    outcome = Marked()
    wanted = {entry.enrolment_id for entry in entries}
    known = set(
        MarkChange.objects.filter(client_id__in=[entry.client_id for entry in entries]).values_list(
            "client_id", flat=True
        )
    )
    listed = set(on_the_list(meeting).filter(pk__in=wanted).values_list("pk", flat=True))
    standing = standing_of(meeting, wanted)
    before = dict(standing)
    minutes, journal = _minutes(meeting), []
    for entry in entries:
        if entry.client_id in known:
            outcome.repeated.append(entry.client_id)
            continue
        known.add(entry.client_id)
        try:
            if entry.enrolment_id not in listed:
                raise refusals.NotOnTheList
            missed = check_minutes(entry.presence, entry.minutes_missed, minutes)
        except Refusal as refusal:
            outcome.refused[entry.client_id] = refusal
            continue
        old = standing.get(entry.enrolment_id, Standing())
        if entry.is_rest and (heard := old.presence or old.unheeded):
            outcome.left[entry.client_id] = Presence(heard)
            continue
        # A device whose clock runs ahead must not silence everybody after it.
        said_at = min(entry.said_at or now, now)
        if entry.after and entry.after == old.client_id and old.said_at:
            said_at = max(said_at, old.said_at)
        counts = takes_effect(said_at, old)
        journal.append(
            MarkChange(
                meeting=meeting,
                enrolment_id=entry.enrolment_id,
                client_id=entry.client_id,
                old_presence=old.presence,
                old_minutes_missed=old.minutes_missed,
                new_presence=entry.presence or "",
                new_minutes_missed=missed if entry.presence else None,
                how=MarkedHow.REST if entry.is_rest and how != MarkedHow.OFFICE else how,
                said_at=said_at,
                recorded_at=now,
                took_effect=counts,
                reason=entry.reason[:250],
                **acted(actor),
            )
        )
        if counts:
            standing[entry.enrolment_id] = Standing(
                entry.presence or "", missed if entry.presence else None, said_at, entry.is_rest, entry.client_id
            )
            outcome.applied.append(entry.client_id)
        else:
            outcome.late.append(entry.client_id)
    MarkChange.objects.bulk_create(journal)
    changed = {pk: value for pk, value in standing.items() if value != before.get(pk, Standing())}
    _keep(meeting, changed, minutes, now)
    return outcome


def _keep(meeting: Meeting, changed: dict[int, Standing], minutes: int, now: datetime) -> None:
    """Bring the marks to what the journal says."""
    if gone := [pk for pk, value in changed.items() if not value.presence]:
        Mark.objects.filter(meeting=meeting, enrolment_id__in=gone).delete()
    Mark.objects.bulk_create(
        [
            Mark(
                meeting=meeting,
                enrolment_id=pk,
                presence=value.presence,
                minutes_missed=value.minutes_missed or 0,
                minutes=minutes_attended(value.presence, value.minutes_missed or 0, minutes),
                marked_at=now,
            )
            for pk, value in changed.items()
            if value.presence
        ],
        update_conflicts=True,
        unique_fields=["meeting", "enrolment"],
        update_fields=["presence", "minutes_missed", "minutes", "marked_at"],
    )


@transaction.atomic
def undo(
    *,
    meeting: Meeting,
    client_ids: Iterable[uuid.UUID],
    actor: Actor,
    how: MarkedHow = MarkedHow.UNDO,
    reason: str = "",
    now: datetime | None = None,
) -> Marked:
    """Put back what stands without the named messages, as long as nothing newer was recorded.

    That is what stood before them, or what somebody said before them and which arrived after them.
    Undoing twice is harmless.  Ids in the answer are those of the undone messages.
    ``how`` is ``MarkedHow.OFFICE``, with a ``reason``, when the organiser undoes a correction of a closed meeting.
    """
    now = now or time.now()
    meeting = _lock(meeting)
    _check_may_change(meeting, how, [reason])
    undone = {undo_id(client_id): client_id for client_id in client_ids}
    said = list(
        MarkChange.objects.filter(meeting=meeting, client_id__in=undone.values(), took_effect=True).order_by("pk")
    )
    repeated = set(MarkChange.objects.filter(client_id__in=undone).values_list("client_id", flat=True))
    journal = lines_of(meeting, {change.enrolment_id for change in said})
    outcome, entries = Marked(), []
    for change in said:
        key, lines = undo_id(change.client_id), journal[change.enrolment_id]
        if key in repeated:
            outcome.repeated.append(change.client_id)
        elif max(line.pk for line in lines if line.took_effect) != change.pk:
            outcome.refused[change.client_id] = refusals.SomethingNewerStands()
        else:
            before = what_stands(lines, without=change.client_id)
            entries.append(
                MarkEntry(
                    enrolment_id=change.enrolment_id,
                    presence=Presence(before.presence) if before.presence else None,
                    minutes_missed=before.minutes_missed or 0,
                    client_id=key,
                    reason=reason,
                )
            )
    recorded = _record(meeting, entries, actor, how, now)
    outcome.applied = [undone[key] for key in recorded.applied]
    outcome.late = [undone[key] for key in recorded.late]
    outcome.refused |= {undone[key]: refusal for key, refusal in recorded.refused.items()}
    return outcome


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
    meeting = _lock(meeting)
    topic = printable(topic, field="topic")
    teachers = _teachers(topic, taught_by)
    if closing := _closing(meeting):
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
    meeting = _lock(meeting)
    closing = _closing(meeting)
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
    wanted: dict,
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


@transaction.atomic
def recount(*, meeting: Meeting) -> None:
    """Count the attended minutes again, when the minutes of the meeting have changed."""
    meeting = Meeting.objects.select_related("closing").get(pk=meeting.pk)
    Edition.objects.select_for_update(no_key=True).get(pk=meeting.edition_id)
    minutes, changed = _minutes(meeting), []
    for each in Mark.objects.filter(meeting=meeting):
        counted = minutes_attended(each.presence, each.minutes_missed, minutes)
        if counted != each.minutes:
            each.minutes = counted
            changed.append(each)
    Mark.objects.bulk_update(changed, ["minutes"])


def _check_everybody_is_marked(meeting: Meeting, actor: Actor, rest_absent: bool, now: datetime) -> None:
    unmarked = list(on_the_list(meeting).exclude(marks__meeting=meeting).select_related("person"))
    if not unmarked:
        return
    if not rest_absent:
        raise refusals.PeopleNotMarked(names=", ".join(enrolment.person.full_name for enrolment in unmarked))
    entries = [MarkEntry(enrolment.pk, Presence.ABSENT, uuid.uuid4()) for enrolment in unmarked]
    _record(meeting, entries, actor, MarkedHow.CLOSING, now)


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


def _wanted(topic: str, minutes: int, teachers: list[Person]) -> dict:
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
