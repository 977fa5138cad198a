"""What the reader of a page has to do with its courses: places, positions and offers, and how earlier ones ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, Q, When

from courses.catalogue.states import EditionState
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import with_positions
from courses.enrolment.states import LIVE, TAKES_PART, EnrolmentState
from training.kernel.subqueries import count_of
from training.people.models import Person


@dataclass(frozen=True)
class OwnEnrolment:
    """One application of the reader.

    ``position`` of ``waiting`` is theirs on the reserve list.  ``has_ended`` says that the last day of the edition
    is over; ``result`` is how the course ended for them, empty until the edition is closed.
    """

    pk: int
    edition_id: int
    course_id: int
    code: str
    state: EnrolmentState
    position: int | None
    waiting: int | None
    offer_expires_at: datetime | None
    ends_on: date | None
    has_ended: bool
    result: Result | None


@dataclass(frozen=True)
class OwnEnrolments:
    """Those that still say something, the nearest first; a visitor has none."""

    listed: tuple[OwnEnrolment, ...] = ()

    def current_in(self, edition_id: int) -> OwnEnrolment | None:
        """The one that an application to this edition would repeat."""
        return next((own for own in self.listed if own.edition_id == edition_id and not own.has_ended), None)

    def of_course(self, course_id: int) -> list[OwnEnrolment]:
        """Those to come, the nearest first, then those that ended, the latest first."""
        mine = [own for own in self.listed if own.course_id == course_id]
        ended = [own for own in mine if own.has_ended]
        return [own for own in mine if not own.has_ended] + ended[::-1]


def own_enrolments(person: Person, courses: Iterable[int], on: date) -> OwnEnrolments:
    """The person's applications to these courses that live, and the courses they took part in; one query.

    What was withdrawn, refused or cancelled bars nobody from applying again, so it is left out.
    """
    to_come = Q(edition__ends_on__gte=on) | Q(edition__ends_on__isnull=True)
    mine = Enrolment.objects.of_person(person).filter(
        Q(state__in=TAKES_PART) | Q(edition__state=EditionState.PUBLISHED) & to_come,
        edition__course__in=set(courses),
        edition__state__in=[EditionState.PUBLISHED, EditionState.CLOSED],
        state__in=LIVE,
    )
    rows = (
        with_positions(mine)
        .annotate(
            in_all=Case(
                When(state=EnrolmentState.WAITING, then=count_of(Enrolment.objects.waiting(), "edition", "edition"))
            ),
            # While the edition is open for a correction nobody has a result.
            result=Case(When(edition__state=EditionState.CLOSED, then=F("completion__result"))),
        )
        .order_by(F("edition__starts_on").asc(nulls_last=True), "pk")
        .values_list(
            "pk",
            "edition_id",
            "edition__course_id",
            "edition__code",
            "state",
            "in_line",
            "in_all",
            "offer_expires_at",
            "edition__ends_on",
            "edition__state",
            "result",
        )
    )
    return OwnEnrolments(
        tuple(
            OwnEnrolment(
                pk=pk,
                edition_id=edition,
                course_id=course,
                code=code,
                state=EnrolmentState(state),
                position=position,
                waiting=waiting,
                offer_expires_at=expires_at,
                ends_on=ends_on,
                has_ended=edition_state == EditionState.CLOSED or (ends_on is not None and ends_on < on),
                result=Result(result) if result else None,
            )
            for (
                pk,
                edition,
                course,
                code,
                state,
                position,
                waiting,
                expires_at,
                ends_on,
                edition_state,
                result,
            ) in rows
        )
    )
