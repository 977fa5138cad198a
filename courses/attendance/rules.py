"""Decisions about attendance without a database: minutes, and which message counts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from courses.attendance.refusals import MinutesImpossible, MinutesMissing, MinutesTaughtImpossible
from courses.attendance.states import WITH_MINUTES_MISSED, MarkedHow, Presence
from training.kernel import time
from training.kernel.refusals import Refusal

_UNDO = uuid.UUID("8f0c2a52-6b0f-4f6e-9f0e-3f5f5f7c1d5e")


@dataclass(frozen=True)
class MarkEntry:
    """A mark that somebody reported of one person at one meeting.

    ``presence`` empty takes the mark away.  ``minutes_missed`` counts only for
    late and left early.  ``client_id`` is made by whoever reports it, once per
    message; ``reported_at`` is when it was made, by the device's clock (default:
    when it is recorded).  ``is_rest`` is "the rest present": it counts only
    where the server has no mark of the person.  ``after``
    is the message that the same device sent about the person before this one:
    of two from one device the second counts, however slow the first was.
    """

    enrolment_id: int
    presence: Presence | None
    client_id: uuid.UUID
    minutes_missed: int = 0
    reported_at: datetime | None = None
    reason: str = ""
    is_rest: bool = False
    after: uuid.UUID | None = None


@dataclass
class Marked:
    """What became of the messages, by client id.

    ``applied`` changed the register, ``late`` were only journaled because
    one reported later counts, ``repeated`` were recorded before, ``refused``
    say why not.  ``left`` are those of the rest about whom somebody had spoken
    already, with their current marks: nothing changed for them.
    """

    applied: list[uuid.UUID] = field(default_factory=list)
    late: list[uuid.UUID] = field(default_factory=list)
    repeated: list[uuid.UUID] = field(default_factory=list)
    refused: dict[uuid.UUID, Refusal] = field(default_factory=dict)
    left: dict[uuid.UUID, Presence] = field(default_factory=dict)


@dataclass(frozen=True)
class CurrentMark:
    """The current mark of one person: the value, when it was reported, and whether only as one of the rest.

    ``client_id`` is the message that reported it.  ``unheeded`` is what arrived too
    late to count over a mark that was taken away: somebody did speak of the person.
    """

    presence: str = ""
    minutes_missed: int | None = None
    reported_at: datetime | None = None
    is_rest: bool = False
    client_id: uuid.UUID | None = None
    unheeded: str = ""


class JournalLine(Protocol):
    """What the decisions read of a line of the journal (``MarkChange``)."""

    client_id: uuid.UUID
    new_presence: str
    new_minutes_missed: int | None
    reported_at: datetime
    how: str
    took_effect: bool


@dataclass(frozen=True)
class Minutes:
    """Minutes of one person in one edition.

    ``taught`` are those of closed meetings, ``planned`` of all that are not cancelled;
    ``required`` is the threshold's share of ``planned``, rounded up.
    """

    taught: int = 0
    attended: int = 0
    planned: int = 0
    required: int = 0
    threshold: int = 0

    @property
    def is_begun(self) -> bool:
        """Something was taught or recorded."""
        return bool(self.taught or self.attended)

    @property
    def missing(self) -> int:
        """How many more minutes are needed."""
        return max(0, self.required - self.attended)

    @property
    def is_enough(self) -> bool:
        return self.attended > 0 and self.attended >= self.required

    @property
    def left(self) -> int:
        """Minutes not taught yet."""
        return max(0, self.planned - self.taught)

    @property
    def is_lost(self) -> bool:
        """Even being present to the end would not be enough."""
        return self.missing > self.left


def may_open_again(closed_at: datetime, now: datetime) -> bool:
    """A meeting is opened again on the organiser's day it was closed, not later."""
    return time.today(closed_at) == time.today(now)


def minutes_attended(presence: str, minutes_missed: int, minutes: int) -> int:
    """Minutes of a meeting of ``minutes`` that count.  Excused minutes are not attended minutes."""
    if presence == Presence.PRESENT:
        return minutes
    if presence in WITH_MINUTES_MISSED:
        return max(0, minutes - minutes_missed)
    return 0


def minutes_required(minutes: int, threshold: int) -> int:
    """``threshold`` percent of ``minutes``, rounded up to a whole minute."""
    return -(-minutes * threshold // 100)


def check_minutes(presence: str | None, minutes_missed: int, minutes: int) -> int:
    """The minutes missed as they are kept: none unless somebody came late or left early.

    Raises:
        MinutesMissing: late or left early, without saying how many minutes.
        MinutesImpossible: more minutes missed than the meeting has.
    """
    if presence not in WITH_MINUTES_MISSED:
        return 0
    if minutes_missed < 1:
        raise MinutesMissing(presence=Presence(presence).label)
    if minutes_missed > minutes:
        raise MinutesImpossible(missed=minutes_missed, minutes=minutes)
    return minutes_missed


def check_minutes_taught(minutes: int | None, starts_at: datetime, ends_at: datetime) -> None:
    """A meeting taught at least a minute, and no more than it lasted; without a number there is nothing to check.

    Raises:
        MinutesTaughtImpossible
    """
    lasted = round((ends_at - starts_at).total_seconds() / 60)
    if minutes is not None and not 1 <= minutes <= lasted:
        raise MinutesTaughtImpossible(minutes=minutes, lasted=lasted)


def takes_effect(reported_at: datetime, current: CurrentMark) -> bool:
    """A message counts unless one reported later was recorded; of two reported at once the one recorded later wins.

    A mark of one person counts also against "the rest present" of
    another device that was pressed later and arrived first.
    """
    return current.is_rest or current.reported_at is None or reported_at >= current.reported_at


def undo_id(client_id: uuid.UUID) -> uuid.UUID:
    """The id of the message that takes another back: the same each time, so that taking back twice is one undo."""
    return uuid.uuid5(_UNDO, str(client_id))


def current_mark(lines: Iterable[JournalLine], without: uuid.UUID | None = None) -> CurrentMark:
    """The current mark of one person by the journal, in the order of recording; ``without`` one message.

    What was taken back counts as never reported: then also that counts which had
    arrived too late against it.
    """
    lines = list(lines)
    taken_back_by = {undo_id(line.client_id): line.client_id for line in lines}
    taken_back = {without}
    for line in reversed(lines):
        if line.client_id in taken_back_by and line.client_id not in taken_back:
            taken_back.add(taken_back_by[line.client_id])
    now = CurrentMark()
    for line in lines:
        if line.client_id in taken_back or line.client_id in taken_back_by:
            continue
        is_rest = line.how == MarkedHow.REST
        if line.took_effect or (not is_rest and takes_effect(line.reported_at, now)):
            now = CurrentMark(line.new_presence, line.new_minutes_missed, line.reported_at, is_rest, line.client_id)
        elif not is_rest and line.new_presence and not now.presence:
            now = replace(now, unheeded=line.new_presence)
    return now
