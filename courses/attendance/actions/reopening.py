"""Opening a closed meeting again, on the day it was closed.

A closing is never taken back: its row stays, with the topic, the minutes and
who taught, until the meeting is closed again.  Its journal says who opened
the meeting and when.
"""

from datetime import datetime

from django.db import transaction

from courses.attendance import refusals
from courses.attendance.actions.locking import lock
from courses.attendance.models import ClosingChange, MeetingClosing
from courses.attendance.queries import closing_of, written_closing
from courses.attendance.rules import may_open_again
from courses.attendance.states import ClosingChanged
from courses.catalogue.models import Meeting
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> MeetingClosing:
    """Open a closed meeting again, so that its trainer can put the register right; marks stay as they are.

    Twice is harmless.  After the organiser's day of the closing only corrections remain (``correct_closing``).

    Raises:
        MeetingIsOpen: it was not closed yet.
        ClosedOnAnotherDay: the day of the closing is over.
        MeetingIsCancelled, EditionIsClosed, EditionIsNotTaught: nothing is recorded any more.
    """
    now = now or time.now()
    meeting = lock(meeting)
    closing = written_closing(meeting)
    if closing is None:
        raise refusals.MeetingIsOpen(topic=meeting.topic)
    if closing_of(meeting) is None:
        return closing
    if not may_open_again(closing.closed_at, now):
        raise refusals.ClosedOnAnotherDay(topic=closing.topic, day=time.today(closing.closed_at))
    facts = closing.facts()
    ClosingChange.objects.create(
        closing=closing, what=ClosingChanged.OPENED_AGAIN, old=facts, new=facts, recorded_at=now, **acted(actor)
    )
    closing.reopened_at = now
    closing.save(update_fields=["reopened_at"])
    return closing
