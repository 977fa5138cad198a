"""Courses that one can apply for now, and who of some people need not be told of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from courses.catalogue.models import Edition, Outcome
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.enrolments import live_enrolments_of, open_recruitments, with_recruitment
from courses.enrolment.queries.results import is_over
from courses.enrolment.states import LIVE, TAKES_PART
from training.people.models import Person
from training.people.queries import records_of_all, root_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class OpenEdition(TypedDict):
    """What ``with_open_edition`` annotates."""

    open_edition: int
    open_from: date
    open_until: datetime
    open_seats: int
    open_taken: int
    open_waiting: int
    open_reserve_list: bool


def with_open_edition(
    outcomes: QuerySet[Outcome], now: datetime
) -> "QuerySet[WithAnnotations[Outcome, OpenEdition], WithAnnotations[Outcome, OpenEdition]]":
    """Outcomes of courses that one can apply for now, each with one open edition of its course.

    That is the nearest with a place left; where there is none, the nearest whose reserve list is open.
    ``open_edition`` is its key, ``open_from`` its first day, ``open_until`` the end of its recruitment; then its
    seats, how many are taken, how many people wait, and whether there is a reserve list.
    """
    of_course = Edition.objects.filter(course=OuterRef("standard__course"), recruitment__in=open_recruitments(now))
    turn = Case(When(recruitment__seats__gt=F("seats_taken"), then=Value(0)), default=Value(1))
    best = (
        with_recruitment(of_course)
        .annotate(turn=turn)
        .filter(Q(turn=0) | Q(recruitment__has_reserve_list=True) | Q(recruitment__at_once=False))
        .order_by("turn", F("starts_on").asc(nulls_last=True), "pk")
    )
    return (
        outcomes.select_related("standard__course")
        .annotate(
            open_edition=Subquery(best.values("pk")[:1]),
            open_from=Subquery(best.values("starts_on")[:1]),
            open_until=Subquery(best.values("recruitment__closes_at")[:1]),
            open_seats=Subquery(best.values("recruitment__seats")[:1]),
            open_taken=Subquery(best.values("seats_taken")[:1]),
            open_waiting=Subquery(best.values("people_waiting")[:1]),
            open_reserve_list=Subquery(best.values("recruitment__has_reserve_list")[:1]),
        )
        .filter(open_edition__isnull=False)
    )


def taken_courses(people: Collection[Person], courses: Collection[int], on: date) -> dict[int, frozenset[int]]:
    """Who of the people has applied for each course and was not turned away, or has attended it: keys of people.

    For one person nothing is asked where their desk has asked already (``live_enrolments_of``).
    """
    if not people or not courses:
        return {}
    taken: dict[int, set[int]] = defaultdict(set)
    if len(people) == 1:
        (person,) = people
        for enrolment in live_enrolments_of(person):
            if _is_current_or_attended(enrolment, on):
                taken[enrolment.edition.course_id].add(person.pk)
    else:
        rows = Enrolment.objects.filter(
            person__in=records_of_all(person.pk for person in people), edition__course__in=courses, state__in=LIVE
        )
        for row in rows.annotate(root=root_of()).select_related("edition"):
            if _is_current_or_attended(row, on):
                taken[row.edition.course_id].add(row.root)
    return {course: frozenset(those) for course, those in taken.items()}


def _is_current_or_attended(enrolment: Enrolment, on: date) -> bool:
    return enrolment.state in TAKES_PART or not is_over(enrolment, on)
