"""Marks of attendance: recording, undoing, counting minutes again."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from courses.attendance import refusals
from courses.attendance.actions.locking import lock
from courses.attendance.models import Mark, MarkChange
from courses.attendance.queries import (
    closing_of,
    current_marks,
    lines_of,
    minutes_of_meeting,
    on_the_list,
)
from courses.attendance.rules import (
    CurrentMark,
    Marked,
    MarkEntry,
    check_minutes,
    current_mark,
    minutes_attended,
    takes_effect,
    undo_id,
)
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue.models import Edition, Meeting
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal


@transaction.atomic
def mark(
    *, meeting: Meeting, entries: Sequence[MarkEntry], actor: Actor, how: MarkedHow, now: datetime | None = None
) -> Marked:
    """Record attendance of people at ``meeting``.

    A repeated message (same ``client_id``) changes nothing.  A late one, reported
    before the current mark, is kept in the journal and changes nothing else.  An
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
    meeting = lock(meeting)
    day = time.today(meeting.starts_at)
    if time.today(now) < day:
        raise refusals.MeetingIsAhead(day=day)
    _check_may_change(meeting, how, [entry.reason for entry in entries])
    return record(meeting, entries, actor, how, now)


def _check_may_change(meeting: Meeting, how: MarkedHow, reasons: Iterable[str]) -> None:
    """A closed meeting takes only the organiser's corrections, each with its reason."""
    if closing_of(meeting) is None:
        return
    if how != MarkedHow.OFFICE:
        raise refusals.MeetingIsClosed(topic=meeting.topic)
    if not all(reason.strip() for reason in reasons):
        raise refusals.ReasonMissing


def record(meeting: Meeting, entries: Sequence[MarkEntry], actor: Actor, how: MarkedHow, now: datetime) -> Marked:
    outcome = Marked()
    wanted = {entry.enrolment_id for entry in entries}
    recorded_ids = set(
        MarkChange.objects.filter(client_id__in=[entry.client_id for entry in entries]).values_list(
            "client_id", flat=True
        )
    )
    listed = set(on_the_list(meeting).filter(pk__in=wanted).values_list("pk", flat=True))
    current = current_marks(meeting, wanted)
    before = dict(current)
    minutes, journal = minutes_of_meeting(meeting), []
    for entry in entries:
        if entry.client_id in recorded_ids:
            outcome.repeated.append(entry.client_id)
            continue
        recorded_ids.add(entry.client_id)
        try:
            if entry.enrolment_id not in listed:
                raise refusals.NotOnTheList
            missed = check_minutes(entry.presence, entry.minutes_missed, minutes)
        except Refusal as refusal:
            outcome.refused[entry.client_id] = refusal
            continue
        old = current.get(entry.enrolment_id, CurrentMark())
        if entry.is_rest and (recorded := old.presence or old.unheeded):
            outcome.left[entry.client_id] = Presence(recorded)
            continue
        # A device whose clock runs ahead must not silence everybody after it.
        reported_at = min(entry.reported_at or now, now)
        if entry.after and entry.after == old.client_id and old.reported_at:
            reported_at = max(reported_at, old.reported_at)
        counts = takes_effect(reported_at, old)
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
                reported_at=reported_at,
                recorded_at=now,
                took_effect=counts,
                reason=entry.reason[:250],
                **acted(actor),
            )
        )
        if counts:
            current[entry.enrolment_id] = CurrentMark(
                entry.presence or "", missed if entry.presence else None, reported_at, entry.is_rest, entry.client_id
            )
            outcome.applied.append(entry.client_id)
        else:
            outcome.late.append(entry.client_id)
    MarkChange.objects.bulk_create(journal)
    changed = {pk: value for pk, value in current.items() if value != before.get(pk, CurrentMark())}
    _keep(meeting, changed, minutes, now)
    return outcome


def _keep(meeting: Meeting, changed: dict[int, CurrentMark], minutes: int, now: datetime) -> None:
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
    """Put back the marks as they are without the named messages, as long as nothing newer was recorded.

    That is the mark before them, or one reported before them that arrived after them.
    Undoing twice is harmless.  Ids in the answer are those of the undone messages.
    ``how`` is ``MarkedHow.OFFICE``, with a ``reason``, when the organiser undoes a correction of a closed meeting.
    """
    now = now or time.now()
    meeting = lock(meeting)
    _check_may_change(meeting, how, [reason])
    undone = {undo_id(client_id): client_id for client_id in client_ids}
    changes = list(
        MarkChange.objects.filter(meeting=meeting, client_id__in=undone.values(), took_effect=True).order_by("pk")
    )
    repeated = set(MarkChange.objects.filter(client_id__in=undone).values_list("client_id", flat=True))
    journal = lines_of(meeting, {change.enrolment_id for change in changes})
    outcome, entries = Marked(), []
    for change in changes:
        key, lines = undo_id(change.client_id), journal[change.enrolment_id]
        if key in repeated:
            outcome.repeated.append(change.client_id)
        elif max(line.pk for line in lines if line.took_effect) != change.pk:
            outcome.refused[change.client_id] = refusals.SomethingNewerStands()
        else:
            before = current_mark(lines, without=change.client_id)
            entries.append(
                MarkEntry(
                    enrolment_id=change.enrolment_id,
                    presence=Presence(before.presence) if before.presence else None,
                    minutes_missed=before.minutes_missed or 0,
                    client_id=key,
                    reason=reason,
                )
            )
    recorded = record(meeting, entries, actor, how, now)
    outcome.applied = [undone[key] for key in recorded.applied]
    outcome.late = [undone[key] for key in recorded.late]
    outcome.refused |= {undone[key]: refusal for key, refusal in recorded.refused.items()}
    return outcome


@transaction.atomic
def recount(*, meeting: Meeting) -> None:
    """Count the attended minutes again, when the minutes of the meeting have changed."""
    meeting = Meeting.objects.select_related("closing").get(pk=meeting.pk)
    Edition.objects.select_for_update(no_key=True).get(pk=meeting.edition_id)
    minutes, changed = minutes_of_meeting(meeting), []
    for each in Mark.objects.filter(meeting=meeting):
        counted = minutes_attended(each.presence, each.minutes_missed, minutes)
        if counted != each.minutes:
            each.minutes = counted
            changed.append(each)
    Mark.objects.bulk_update(changed, ["minutes"])
