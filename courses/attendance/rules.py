"""Decisions about attendance without a database: minutes, and which message counts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from courses.attendance.refusals import MinutesImpossible, MinutesMissing
from courses.attendance.states import WITH_MINUTES_MISSED, Presence
from training.kernel import time
from training.kernel.refusals import Refusal


@dataclass(frozen=True)
class MarkEntry:
    """What somebody said about one person at one meeting.

    ``presence`` empty takes the mark away.  ``minutes_missed`` counts only for
    late and left early.  ``client_id`` is made by whoever says it, once per
    message; ``said_at`` is when it was said, by the device's clock (default:
    when it is recorded).  ``is_rest`` is "the rest present": it counts only
    where nobody has said anything about the person on the server.
    """

    enrolment_id: int
    presence: Presence | None
    client_id: uuid.UUID
    minutes_missed: int = 0
    said_at: datetime | None = None
    reason: str = ""
    is_rest: bool = False


@dataclass
class Marked:
    """What became of the messages, by client id.

    ``applied`` changed the register, ``late`` were only journaled because
    something said later stands, ``repeated`` were already known, ``refused``
    say why not.  ``left`` are those of the rest about whom somebody had spoken
    already, with what stands: nothing changed for them.
    """

    applied: list[uuid.UUID] = field(default_factory=list)
    late: list[uuid.UUID] = field(default_factory=list)
    repeated: list[uuid.UUID] = field(default_factory=list)
    refused: dict[uuid.UUID, Refusal] = field(default_factory=dict)
    left: dict[uuid.UUID, Presence] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """What stands for one person: the value, when it was said, and whether only as one of the rest."""

    presence: str = ""
    minutes_missed: int | None = None
    said_at: datetime | None = None
    is_rest: bool = False


@dataclass(frozen=True)
class Minutes:
    """Minutes of one person in one edition.

    ``taught`` are those of closed meetings, ``planned`` of all that stand;
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


def takes_effect(said_at: datetime, standing: Standing) -> bool:
    """A message counts unless something said later already stands; of two said at once the one recorded later wins.

    What was said about one person counts also against "the rest present" of
    another device that was pressed later and arrived first.
    """
    return standing.is_rest or standing.said_at is None or said_at >= standing.said_at


def replay(changes: Iterable) -> dict[int, Standing]:
    """What the journal says now stands, per enrolment; ``changes`` in the order of recording."""
    standing: dict[int, Standing] = {}
    for change in changes:
        if change.took_effect:
            standing[change.enrolment_id] = Standing(change.new_presence, change.new_minutes_missed, change.said_at)
    return standing
