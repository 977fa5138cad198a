"""Who gets a place, and why: facts in, verdict out, no database.

The same facts decide and explain.  ``Terms`` are what ROPS set for an edition,
``Taken`` is who holds a seat at this moment, a ``Candidate`` is somebody who
wants one.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from courses.enrolment.refusals import (
    ChooseInstitution,
    CountyLimitReached,
    DecisionsBeforeTheEnd,
    EditionIsFull,
    EditionNotRecruiting,
    IdentityNotConfirmed,
    NoSeats,
    OfferExpired,
    OrganisationLimitReached,
    RecruitmentClosed,
    RecruitmentNotOpenYet,
    WindowOutOfOrder,
    WithdrawalTooLate,
)
from courses.enrolment.states import EnrolmentState, Obstacle
from training.kernel.polish import fold
from training.kernel.time import add_working_hours, today


@dataclass(frozen=True)
class Terms:
    """What ROPS set.  A limit of ``None`` means there is none."""

    seats: int
    has_reserve_list: bool = True
    at_once: bool = True
    organisation_limit: int | None = None
    county_limit: int | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody who wants a seat, by keys; ``None`` where no institution or county is known."""

    key: int | None = None
    organisation: int | None = None
    county: int | None = None


@dataclass
class Taken:
    """How many hold a seat: in all, of each institution, of each county."""

    total: int = 0
    organisations: Counter[int | None] = field(default_factory=Counter)
    counties: Counter[int | None] = field(default_factory=Counter)

    def add(self, candidate: Candidate, count: int = 1) -> None:
        self.total += count
        # People of no known institution or county share no limit.
        if candidate.organisation is not None:
            self.organisations[candidate.organisation] += count
        if candidate.county is not None:
            self.counties[candidate.county] += count

    def copy(self) -> "Taken":
        return Taken(self.total, self.organisations.copy(), self.counties.copy())


# ---- places -----------------------------------------------------------------------------------------------------


def obstacles(terms: Terms, taken: Taken, candidate: Candidate) -> list[Obstacle]:
    """Everything that keeps ``candidate`` from a seat now, the seats first; empty when nothing does."""
    obstacles = [Obstacle.SEATS] if taken.total >= terms.seats else []
    if terms.organisation_limit is not None and taken.organisations[candidate.organisation] >= terms.organisation_limit:
        obstacles.append(Obstacle.ORGANISATION_LIMIT)
    if terms.county_limit is not None and taken.counties[candidate.county] >= terms.county_limit:
        obstacles.append(Obstacle.COUNTY_LIMIT)
    return obstacles


def obstacle(terms: Terms, taken: Taken, candidate: Candidate) -> Obstacle | None:
    """What keeps ``candidate`` from a seat now before all else, or ``None`` when nothing does."""
    return next(iter(obstacles(terms, taken, candidate)), None)


def place(terms: Terms, taken: Taken, candidate: Candidate, *, needs_decision: bool = False) -> EnrolmentState:
    """Decide where an applicant lands.

    A free seat confirms.  Whoever waits already was held back by a limit that
    does not bind this candidate, or would have been offered the seat before.

    Raises:
        EditionIsFull, OrganisationLimitReached, CountyLimitReached: no seat, and no reserve list.
    """
    if needs_decision:
        return EnrolmentState.UNDER_DECISION
    held_by = obstacle(terms, taken, candidate)
    if held_by is None:
        return EnrolmentState.CONFIRMED
    if terms.has_reserve_list:
        return EnrolmentState.WAITING
    if held_by == Obstacle.ORGANISATION_LIMIT:
        raise OrganisationLimitReached(limit=terms.organisation_limit)
    if held_by == Obstacle.COUNTY_LIMIT:
        raise CountyLimitReached(limit=terms.county_limit)
    raise EditionIsFull(seats=terms.seats, taken=taken.total)


def facts(terms: Terms, taken: Taken, candidate: Candidate) -> dict[str, Any]:
    """What ``place`` saw, in plain values for the history."""
    held_by = obstacles(terms, taken, candidate)
    seen: dict[str, Any] = {
        "seats": terms.seats,
        "taken": taken.total,
        "obstacle": held_by[0].value if held_by else None,
    }
    if held_by:
        seen["obstacles"] = [obstacle.value for obstacle in held_by]
    if terms.organisation_limit is not None:
        seen |= {
            "organisation_limit": terms.organisation_limit,
            "organisation_taken": taken.organisations[candidate.organisation],
        }
    if terms.county_limit is not None:
        seen |= {"county_limit": terms.county_limit, "county_taken": taken.counties[candidate.county]}
    return seen


def who_is_next(terms: Terms, taken: Taken, waiting: Iterable[Candidate]) -> list[Candidate]:
    """Those of the reserve list to whom the free seats go, in the order given (arrival).

    Somebody held back by a limit keeps their position and is passed over, not removed.
    """
    taken, chosen = taken.copy(), []
    for candidate in waiting:
        if taken.total >= terms.seats:
            break
        if obstacle(terms, taken, candidate) is None:
            taken.add(candidate)
            chosen.append(candidate)
    return chosen


def check_choice(institutions: Collection[int]) -> None:
    """
    Raises:
        ChooseInstitution: somebody employed in several must say which one sends them.
    """
    if len(institutions) > 1:
        raise ChooseInstitution(count=len(institutions))


def check_identity(is_unconfirmed: bool, person: str) -> None:
    """
    Raises:
        IdentityNotConfirmed: nobody gets a place before ROPS knows who they are.
    """
    if is_unconfirmed:
        raise IdentityNotConfirmed(person=person)


# ---- clashes of dates -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """When and where an edition meets; ``place`` is empty for a remote meeting, and where none is known."""

    edition: int
    starts_at: datetime
    ends_at: datetime
    place: str = ""


@dataclass(frozen=True)
class Clash:
    """Days on which another edition meets at the same time, or else in another place."""

    edition: int
    is_same_time: bool
    days: tuple[date, ...]


def place_key(venue: str, county: int | None, *, is_remote: bool) -> str:
    """Where people have to be, to compare: what stands before the first comma of a venue, mostly the town."""
    if is_remote:
        return ""
    return fold(venue.partition(",")[0]) or (f"county {county}" if county else "")


def clashes(wanted: Iterable[Slot], others: Iterable[Slot]) -> list[Clash]:
    """What keeps somebody from attending both, the earliest day first.

    Meetings overlap when each begins before the other ends; one right after
    another does not.  One day in two places is told as well, though the hours
    do not overlap: only the person knows whether the way can be made.
    """
    wanted = list(wanted)
    # By edition and day: true for the same hours, false for another place.
    overlapping: dict[tuple[int, date], bool] = {}
    for other in others:
        for slot in wanted:
            day = today(slot.starts_at)
            if slot.starts_at < other.ends_at and other.starts_at < slot.ends_at:
                overlapping[other.edition, day] = True
            elif today(other.starts_at) == day and slot.place and other.place and slot.place != other.place:
                overlapping.setdefault((other.edition, day), False)
    days: dict[tuple[int, bool], list[date]] = {}
    for (edition, day), is_same_time in sorted(overlapping.items(), key=lambda item: item[0][1]):
        days.setdefault((edition, is_same_time), []).append(day)
    return [Clash(edition, is_same_time, tuple(those)) for (edition, is_same_time), those in days.items()]


# ---- time -------------------------------------------------------------------------------------------------------


def check_window(*, is_running: bool, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse an application outside the window, or to an edition that does not run.

    Raises:
        EditionNotRecruiting, RecruitmentNotOpenYet, RecruitmentClosed: in this order.
    """
    if not is_running:
        raise EditionNotRecruiting()
    if now < opens_at:
        raise RecruitmentNotOpenYet(opens_at=opens_at)
    if now >= closes_at:
        raise RecruitmentClosed(closes_at=closes_at)


def is_late_offer(now: datetime, starts_at: datetime | None) -> bool:
    """Whether an offer made now comes after the first meeting began, where applications are accepted so long."""
    return starts_at is not None and starts_at <= now


def offer_ends(
    *, offered_at: datetime, lasts_until: datetime, starts_at: datetime | None, is_late: bool = False
) -> datetime:
    """When an offer ends: with its working hours, but not past the first meeting as it stands now.

    One made after the first meeting began has all its working hours.  That is
    known when it is made (``is_late``): a first meeting moved to before the
    offer afterwards ends it at once.
    """
    if starts_at is None or (is_late and starts_at <= offered_at):
        return lasts_until
    return min(lasts_until, starts_at)


def offer_deadline(now: datetime, hours: int, starts_at: datetime | None) -> datetime:
    """Until when an offer made now can be accepted: working hours, but not past the first meeting."""
    lasts_until, is_late = add_working_hours(now, hours), is_late_offer(now, starts_at)
    return offer_ends(offered_at=now, lasts_until=lasts_until, starts_at=starts_at, is_late=is_late)


def offers_are_made(now: datetime, starts_at: datetime | None, closes_at: datetime) -> bool:
    """The queue moves until the first meeting begins; then a free seat stays free.

    Where applications are accepted longer, so long does the queue move:
    nobody who applies today may pass those who wait.
    """
    return starts_at is None or now < starts_at or now < closes_at


def check_offer(expires_at: datetime | None, now: datetime) -> None:
    """
    Raises:
        OfferExpired: also when the command that passes the place on has not run yet.
    """
    if expires_at is not None and now >= expires_at:
        raise OfferExpired(until=expires_at)


def withdrawal_deadline(withdraw_until: datetime | None, starts_at: datetime | None) -> datetime | None:
    """The last moment to withdraw oneself: what ROPS set, else the first meeting."""
    return withdraw_until or starts_at


def check_withdrawal(*, withdraw_until: datetime | None, starts_at: datetime | None, now: datetime) -> None:
    """Refuse a late withdrawal of a confirmed place by the person.  Leaving the queue harms nobody and is never late.

    Raises:
        WithdrawalTooLate
    """
    deadline = withdrawal_deadline(withdraw_until, starts_at)
    if deadline is not None and now >= deadline:
        raise WithdrawalTooLate(until=deadline)


def check_terms(*, seats: int, opens_at: datetime, closes_at: datetime, decides_by: date | None = None) -> None:
    """
    Raises:
        NoSeats, WindowOutOfOrder, DecisionsBeforeTheEnd
    """
    if seats < 1:
        raise NoSeats()
    if closes_at <= opens_at:
        raise WindowOutOfOrder()
    # The end itself belongs to no application: a window until midnight ends on the day before.
    last_day = today(closes_at - timedelta(microseconds=1))
    if decides_by and decides_by < last_day:
        raise DecisionsBeforeTheEnd(day=last_day)


def default_window(now: datetime, starts_at: datetime | None) -> tuple[datetime, datetime]:
    """A window to begin with: from now, until a week before the first meeting."""
    closes_at = (starts_at or now + timedelta(days=28)) - timedelta(days=7)
    return now, max(closes_at, now + timedelta(days=1))


def window_warnings(*, closes_at: datetime, withdraw_until: datetime | None, starts_at: datetime | None) -> list[str]:
    """What is unusual about the terms, in sentences; none of it forbids them."""
    oddities = []
    if starts_at and closes_at > starts_at:
        oddities.append(_("Applications are accepted after the first meeting has begun."))
    if starts_at and withdraw_until and withdraw_until > starts_at:
        oddities.append(_("People may still withdraw by themselves after the first meeting has begun."))
    return oddities
