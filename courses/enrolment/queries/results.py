"""How courses ended for those who applied: an application to a course that is over says that, not its own state."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from courses.enrolment.registry import CourseResult, Document, course_documents, course_results
from courses.enrolment.states import LIVE, TAKES_PART


def is_over(enrolment: Enrolment, today: date) -> bool:
    """Its edition is closed, or the last day of it has passed."""
    edition = enrolment.edition
    return edition.is_closed or (edition.ends_on is not None and edition.ends_on < today)


def results_of(enrolments: Iterable[Enrolment], today: date) -> dict[int, CourseResult]:
    """How the course ended, by the key of the enrolment, for each that lived to its end; one query, if any is over.

    Who withdrew or was refused is left out: the state says how that ended.
    """
    over = [enrolment for enrolment in enrolments if enrolment.state in LIVE and is_over(enrolment, today)]
    took_part = [enrolment.pk for enrolment in over if enrolment.state in TAKES_PART]
    decided: dict[int, CourseResult] = {}
    if took_part:
        for results in course_results:
            decided |= results(took_part)
    return {enrolment.pk: decided.get(enrolment.pk) or _undecided(enrolment) for enrolment in over}


def _undecided(enrolment: Enrolment) -> CourseResult:
    if enrolment.state in TAKES_PART:
        return CourseResult(_("it is over, the result is not known yet"), "info", is_decided=False)
    return CourseResult(_("it is over, no place was given"), "")


def documents_of(enrolments: Iterable[Enrolment]) -> dict[int, Document]:
    """What was issued for the course, by the key of the enrolment; one query, if there is any to ask about."""
    keys = [enrolment.pk for enrolment in enrolments if enrolment.state in TAKES_PART]
    issued: dict[int, Document] = {}
    if keys:
        for documents in course_documents:
            issued.update(documents(keys))
    return issued
