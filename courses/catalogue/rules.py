"""Decisions of the catalogue: facts in, verdict out."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from courses.catalogue.refusals import (
    MeetingEndsBeforeItStarts,
    MeetingOutsideTheDay,
    MeetingsOverlap,
    MoreMinutesThanTime,
)
from courses.catalogue.states import EditionPhase, EditionState, EndDocument
from training.kernel.canonical_json import fingerprint
from training.kernel.time import zone

# A meeting outside these hours is a slip of the hand: 9:00 typed as 21:00, a wrong day.
EARLIEST = time(6, 0)
LATEST = time(22, 0)


class HasDays(Protocol):
    state: str
    starts_on: date | None
    ends_on: date | None


def phase(edition: HasDays, on: date) -> EditionPhase:
    """Where an edition stands on the day ``on``.

    On its first and its last day it is running; a published edition without
    meetings is planned.
    """
    if edition.state == EditionState.DRAFT:
        return EditionPhase.DRAFT
    if edition.state == EditionState.CANCELLED:
        return EditionPhase.CANCELLED
    if edition.state == EditionState.CLOSED:
        return EditionPhase.CLOSED
    if edition.starts_on is None or on < edition.starts_on:
        return EditionPhase.PLANNED
    is_over = edition.ends_on is not None and edition.ends_on < on
    return EditionPhase.FINISHED if is_over else EditionPhase.RUNNING


# ---- standards -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutcomeEntry:
    """One learning outcome as written; ``competence_id`` with ``level`` is what meeting it proves."""

    kind: str
    text: str
    criterion: str
    method: str
    competence_id: int
    level: int
    is_required: bool = True


def standard_hash(*, version: int, scope: str, target_group: str, outcomes: Iterable[OutcomeEntry]) -> str:
    """SHA-256 over everything that makes the standard what it is; the order of outcomes counts."""
    content: dict[str, Any] = {
        "version": version,
        "scope": scope,
        "target_group": target_group,
        "outcomes": [
            {
                "kind": str(outcome.kind),
                "text": outcome.text,
                "criterion": outcome.criterion,
                "method": str(outcome.method),
                "competence": outcome.competence_id,
                "level": outcome.level,
                "is_required": outcome.is_required,
            }
            for outcome in outcomes
        ],
    }
    return fingerprint(content)


def is_locked_before_teaching(locked_at: datetime | None, first_meeting: datetime | None) -> bool:
    """Whether the standard stood before anybody was taught by it; one that was not proves no competence."""
    return locked_at is not None and (first_meeting is None or locked_at < first_meeting)


def standard_holds_since(standard_locked_at: datetime | None, rules_locked_at: datetime | None) -> datetime | None:
    """Since when an edition is held to its standard: since both the standard and the choice of it are locked.

    A standard that another edition locked long ago says nothing about one
    that chose it only after it had been taught.
    """
    if standard_locked_at is None or rules_locked_at is None:
        return None
    return max(standard_locked_at, rules_locked_at)


# ---- the rules of completion of an edition ------------------------------------------------------------------------


@dataclass(frozen=True)
class ModuleRule:
    """A part of the programme, as an edition promises it."""

    title: str
    description: str
    minutes: int


@dataclass(frozen=True)
class EditionRules:
    """By what an edition is counted and how it ends; ``threshold`` is a percentage of the didactic minutes."""

    title: str
    language: str
    didactic_hour: int
    threshold: int
    end_document: str
    programme: tuple[ModuleRule, ...] = ()

    @property
    def programme_minutes(self) -> int:
        return sum(module.minutes for module in self.programme)

    @property
    def modules(self) -> list[dict[str, Any]]:
        """The programme as it is stored."""
        return [asdict(module) for module in self.programme]


def rules_hash(own: EditionRules) -> str:
    """SHA-256 over all the rules of an edition."""
    return fingerprint(asdict(own))


def end_document(*, has_standard: bool) -> EndDocument:
    return EndDocument.COMPETENCE if has_standard else EndDocument.PARTICIPATION


# ---- meetings --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """A stretch of time that a meeting takes."""

    starts_at: datetime
    ends_at: datetime
    topic: str = ""

    def overlaps(self, other: "Slot") -> bool:
        """Meetings that follow one another without a break do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes that pass, also over a change of the clock."""
    return int((ends_at.timestamp() - starts_at.timestamp()) // 60)


def check_meeting(slot: Slot, *, minutes: int, others: Sequence[Slot]) -> None:
    """Say no to a meeting that cannot be.

    Raises:
        MeetingEndsBeforeItStarts, MeetingOutsideTheDay, MoreMinutesThanTime, MeetingsOverlap
    """
    if slot.ends_at <= slot.starts_at:
        raise MeetingEndsBeforeItStarts
    begins, ends = slot.starts_at.astimezone(zone()), slot.ends_at.astimezone(zone())
    if begins.date() != ends.date() or begins.time() < EARLIEST or ends.time() > LATEST:
        raise MeetingOutsideTheDay(earliest=EARLIEST, latest=LATEST)
    duration = minutes_between(slot.starts_at, slot.ends_at)
    if minutes > duration:
        raise MoreMinutesThanTime(minutes=minutes, duration=duration)
    for other in others:
        if slot.overlaps(other):
            raise MeetingsOverlap(topic=other.topic, when=other.starts_at)


# ---- hours -----------------------------------------------------------------------------------------------------


def didactic_hours(minutes: int, didactic_hour: int) -> float:
    """Didactic hours, to two places; whole ones come as whole numbers."""
    hours = round(minutes / didactic_hour, 2)
    return int(hours) if hours == int(hours) else hours
