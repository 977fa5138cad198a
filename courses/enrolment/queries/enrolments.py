"""Queries of places: what is offered, who takes part, who waits, and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.rules import phase
from courses.catalogue.states import EditionPhase, EditionState
from courses.enrolment import rules
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.refusals import RecruitmentClosed
from courses.enrolment.rules import Candidate, Taken, Terms
from courses.enrolment.states import HOLDS_A_SEAT, LIVE, EnrolmentState
from courses.records.queries import reopened_records
from training.kernel import time
from training.kernel.page_cache import once
from training.people.models import Person
from training.people.queries import records_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# ---- what the rules are fed -------------------------------------------------------------------------------------


def terms_of(recruitment: Recruitment, now: datetime | None = None) -> Terms:
    """The terms as rules read them; given ``now``, without a reserve list once the last meeting's day is over."""
    is_over = now is not None and has_ended(recruitment.edition, now)
    return Terms(
        seats=recruitment.seats,
        # Nobody is offered a seat afterwards: who waited then would wait for ever.
        has_reserve_list=recruitment.has_reserve_list and not is_over,
        at_once=recruitment.at_once,
        organisation_limit=recruitment.organisation_limit,
        county_limit=recruitment.county_limit,
    )


def candidate_of(enrolment: Enrolment) -> Candidate:
    return Candidate(enrolment.pk, enrolment.organisation_id, enrolment.county_id)


def taken_in(edition_id: int) -> Taken:
    """Who holds a seat of the edition, counted now.  Ask it inside the recruitment's lock before giving a seat."""
    return taken_by_edition([edition_id])[edition_id]


def taken_by_edition(editions: Iterable[int]) -> dict[int, Taken]:
    """The same for many editions, in one query."""
    taken = {edition: Taken() for edition in editions}
    groups = (
        Enrolment.objects.filter(edition__in=taken)
        .holding_a_seat()
        .order_by()
        .values_list("edition_id", "organisation_id", "county_id")
        .annotate(count=Count("pk"))
    )
    for edition, organisation, county, count in groups:
        taken[edition].add(Candidate(None, organisation, county), count)
    return taken


def waiting_in(edition_id: int) -> list[Candidate]:
    """The reserve list in the order of arrival."""
    return waiting_by_edition([edition_id])[edition_id]


def waiting_by_edition(editions: Iterable[int]) -> dict[int, list[Candidate]]:
    """The same for many editions, in one query."""
    waiting: dict[int, list[Candidate]] = {edition: [] for edition in editions}
    rows = Enrolment.objects.filter(edition__in=waiting).waiting()
    for edition, *row in rows.values_list("edition_id", "pk", "organisation_id", "county_id"):
        waiting[edition].append(Candidate(*row))
    return waiting


@dataclass(frozen=True)
class Queue:
    """What a newcomer meets: the last number given, how many wait, who holds a seat, and their own live enrolment."""

    last_arrival: int
    waiting: int
    taken: Taken
    live: int | None


def queue_for(edition_id: int, person: Person) -> Queue:
    """One query.  Ask it inside the recruitment's lock before giving a place."""
    theirs = Q(person__in=records_of(person))
    groups = (
        Enrolment.objects.filter(edition=edition_id)
        .order_by()
        .values_list("state", "organisation_id", "county_id")
        .annotate(count=Count("pk"), last=Max("arrival"), live=Max("pk", filter=theirs & Q(state__in=LIVE)))
    )
    last_arrival, waiting, taken, own = 0, 0, Taken(), None
    for state, organisation, county, count, last, live in groups:
        last_arrival = max(last_arrival, last)
        own = max(own or 0, live) if live else own
        if state == EnrolmentState.WAITING:
            waiting += count
        if state in HOLDS_A_SEAT:
            taken.add(Candidate(None, organisation, county), count)
    return Queue(last_arrival, waiting, taken, own)


def starts_at(edition_id: int) -> datetime | None:
    """When the first meeting that is not cancelled begins."""
    return starts_by_edition([edition_id]).get(edition_id)


def starts_by_edition(editions: Iterable[int]) -> dict[int, datetime]:
    """The same for many editions, in one query; those without such a meeting are left out."""
    meetings = Meeting.objects.filter(edition__in=list(editions)).not_cancelled()
    return dict(meetings.order_by().values_list("edition").annotate(Min("starts_at")))


# ---- the offer, as pages show it --------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfferedEdition:
    """One edition with what a visitor wants to know.  Without recruitment, ``seats`` and the rest are empty."""

    edition: Edition
    recruitment: Recruitment | None
    phase: EditionPhase
    seats: int | None
    places_left: int | None
    waiting: int
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    starts_at: datetime | None
    has_reserve_list: bool

    @property
    def pk(self) -> int:
        return self.edition.pk

    @property
    def is_full(self) -> bool:
        return self.places_left == 0

    @property
    def can_be_joined(self) -> bool:
        """An application sent now would not be refused for want of places (limits aside)."""
        if self.recruitment is None:
            return False
        return self.is_open and (not self.is_full or self.has_reserve_list or not self.recruitment.at_once)


def has_ended(edition: Edition, now: datetime) -> bool:
    """The day of the last meeting is over."""
    return edition.ends_on is not None and edition.ends_on < time.today(now)


def is_running(edition: Edition, now: datetime) -> bool:
    """People may still come in by themselves: published, and not over."""
    return edition.state == EditionState.PUBLISHED and not has_ended(edition, now)


def takes_people(edition: Edition) -> bool:
    """ROPS may still add somebody, also after the last meeting, until the edition is closed."""
    return edition.state == EditionState.PUBLISHED


def refusal_of_window(recruitment: Recruitment, now: datetime) -> RecruitmentClosed | None:
    """Why no application is accepted at this moment, or ``None`` when it is."""
    edition = recruitment.edition
    try:
        rules.check_window(
            is_running=is_running(edition, now),
            opens_at=recruitment.opens_at,
            closes_at=recruitment.closes_at,
            now=now,
        )
    except RecruitmentClosed as refusal:
        return refusal
    return None


def is_open(recruitment: Recruitment | None, now: datetime) -> bool:
    return recruitment is not None and refusal_of_window(recruitment, now) is None


def open_recruitments(now: datetime) -> QuerySet[Recruitment]:
    """The same as ``is_open``, for filters of lists."""
    return Recruitment.objects.filter(
        Q(edition__ends_on__isnull=True) | Q(edition__ends_on__gte=time.today(now)),
        edition__state=EditionState.PUBLISHED,
        opens_at__lte=now,
        closes_at__gt=now,
    )


def with_recruitment(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The editions with recruitment and its counts at hand: ``offers_of_counted`` then asks nothing about them."""
    enrolled = Enrolment.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    states = {"seats_taken": HOLDS_A_SEAT, "people_waiting": {EnrolmentState.WAITING}}
    counts = {name: Subquery(enrolled.filter(state__in=those).values(n=Count("pk"))) for name, those in states.items()}
    return editions.select_related("recruitment").annotate(**{name: Coalesce(n, 0) for name, n in counts.items()})


def offers_of_editions(editions: QuerySet[Edition], *, now: datetime | None = None) -> dict[int, OfferedEdition]:
    """``{edition_id: OfferedEdition}`` in two queries."""
    return offers_of_counted(with_recruitment(editions.select_related("course", "county")), now=now)


def offers_of_counted(
    editions: Iterable[Any], *, now: datetime | None = None, starts: Mapping[int, datetime] | None = None
) -> dict[int, OfferedEdition]:
    """The same of editions that ``with_recruitment`` gave; ``starts``, when known, are the first meetings."""
    now, editions = now or time.now(), list(editions)
    if starts is None:
        starts = starts_by_edition([edition.pk for edition in editions])
    offers = {}
    for edition in editions:
        recruitment: Recruitment | None = getattr(edition, "recruitment", None)
        if recruitment is not None:
            recruitment.edition = edition
        offers[edition.pk] = OfferedEdition(
            edition=edition,
            recruitment=recruitment,
            phase=phase(edition, time.today(now)),
            seats=recruitment.seats if recruitment else None,
            places_left=max(recruitment.seats - edition.seats_taken, 0) if recruitment else None,
            waiting=edition.people_waiting if recruitment else 0,
            is_open=is_open(recruitment, now),
            opens_at=recruitment.opens_at if recruitment else None,
            closes_at=recruitment.closes_at if recruitment else None,
            starts_at=starts.get(edition.pk),
            has_reserve_list=bool(recruitment and recruitment.has_reserve_list),
        )
    return offers


def offers(courses: Iterable[Course], *, now: datetime | None = None) -> dict[int, list[OfferedEdition]]:
    """``{course_id: its editions still to come or in progress}``, the nearest first, in constant queries."""
    now = now or time.now()
    editions = Edition.objects.upcoming(time.today(now)).filter(course__in=list(courses))
    by_course = defaultdict(list)
    for offered in offers_of_editions(editions, now=now).values():
        by_course[offered.edition.course_id].append(offered)
    for listed in by_course.values():
        listed.sort(key=lambda offered: (offered.starts_at is None, offered.starts_at or now, offered.pk))
    return dict(by_course)


def offer(course: Course, *, now: datetime | None = None) -> list[OfferedEdition]:
    """The editions of a course that are still to come or in progress."""
    return offers([course], now=now).get(course.pk, [])


def places_left(editions: Iterable[Edition]) -> dict[int, int]:
    """``{edition_id: free places}``; editions without recruitment are missing."""
    holders = Count("pk", filter=Q(edition__enrolments__state__in=HOLDS_A_SEAT))
    rows = Recruitment.objects.filter(edition__in=[edition.pk for edition in editions]).order_by()
    return {
        edition: max(seats - taken, 0)
        for edition, seats, taken in rows.annotate(taken=holders).values_list("edition", "seats", "taken")
    }


# ---- the queue --------------------------------------------------------------------------------------------------


def position_in_queue(enrolment: Enrolment, *, as_waiting: bool = False) -> int | None:
    """The position on the reserve list, from one, by arrival; ``None`` for who does not wait.

    ``as_waiting`` asks which position they would have.
    """
    if enrolment.state != EnrolmentState.WAITING and not as_waiting:
        return None
    before = Enrolment.objects.filter(edition=enrolment.edition_id, arrival__lt=enrolment.arrival)
    return before.filter(state=EnrolmentState.WAITING).count() + 1


def arrivals_in_line(edition_id: int) -> list[int]:
    """The arrivals of those who wait, in order."""
    return list(Enrolment.objects.filter(edition=edition_id).waiting().values_list("arrival", flat=True))


# ---- who takes part ---------------------------------------------------------------------------------------------


def participants(edition: Edition) -> QuerySet[Enrolment]:
    """Confirmed enrolments with their people and institutions, in the Polish order of surnames."""
    return (
        Enrolment.objects.filter(edition=edition)
        .taking_part()
        .select_related("person", "organisation", "position", "county")
        .order_by("person__sort_key", "pk")
    )


def with_positions(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with ``in_line``: its position on the reserve list, if it waits."""
    before = Enrolment.objects.waiting().filter(edition=OuterRef("edition"), arrival__lte=OuterRef("arrival"))
    counted = before.order_by().values("edition").annotate(n=Count("pk")).values("n")
    return enrolments.annotate(in_line=Case(When(state=EnrolmentState.WAITING, then=Subquery(counted))))


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """Everything the person ever applied for, the newest first."""
    return (
        Enrolment.objects.of_person(person)
        .select_related("edition__course", "edition__recruitment", "organisation")
        .order_by("-applied_at", "-pk")
    )


class OnDesk(TypedDict):
    """What ``live_enrolments_of`` annotates beside the position."""

    is_reopened: bool


def live_enrolments_of(person: Person) -> "list[WithAnnotations[Enrolment, OnDesk]]":
    """Those of the person's applications that live, ``with_positions``; several parts of a desk ask.

    ``is_reopened`` says whether the edition is open again for a correction; the rest as ``nearest_first``.
    """
    mine = nearest_first(with_positions(enrolments_of(person).filter(state__in=LIVE)), time.now()).annotate(
        is_reopened=Exists(reopened_records().filter(edition=OuterRef("edition")))
    )
    return once(("live enrolments", person.pk), lambda: list(mine))


def nearest_first(enrolments: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    """In the order of ``next_meeting_at``, the meeting that is not over yet; without one, the newest edition first."""
    coming = Meeting.objects.not_cancelled().filter(edition=OuterRef("edition"), ends_at__gt=now)
    return enrolments.annotate(next_meeting_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1])).order_by(
        F("next_meeting_at").asc(nulls_last=True), F("edition__starts_on").desc(nulls_last=True), "-pk"
    )


def live_of(person: Person, edition: Edition) -> Enrolment | None:
    return Enrolment.objects.of_person(person).filter(edition=edition).live().first()


def history_of(enrolment: Enrolment) -> QuerySet[EnrolmentChange]:
    return EnrolmentChange.objects.filter(enrolment=enrolment).order_by("pk")


def applicants() -> QuerySet[Enrolment]:
    """Rows of the applicants' list, ``with_positions``."""
    rows = Enrolment.objects.select_related("person", "organisation", "county", "position", "edition__course")
    return with_positions(rows).order_by("edition", "arrival")


def counts_by_state(edition: Edition) -> Mapping[str, int]:
    rows = Enrolment.objects.filter(edition=edition).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state, 0) for state in EnrolmentState.values}
