"""How applications look in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.enrolment import queries
from courses.enrolment.models import Enrolment
from courses.enrolment.registry import CourseResult, Document
from courses.enrolment.states import LIVE, EnrolmentState

# How a state looks, beside its words.
TONES: dict[str, str] = {
    EnrolmentState.CONFIRMED: "ok",
    EnrolmentState.OFFERED: "warn",
    EnrolmentState.WAITING: "info",
    EnrolmentState.UNDER_DECISION: "info",
    EnrolmentState.REFUSED: "bad",
}


def tone(state: str) -> str:
    return TONES.get(state, "")


@dataclass(frozen=True)
class Row:
    """One application in a list; of a course that is over, how it ended and what was issued for it."""

    enrolment: Enrolment
    position: int | None
    result: CourseResult | None
    document: Document | None

    @property
    def text(self) -> str:
        return self.result.text if self.result else str(EnrolmentState(self.enrolment.state).label)

    @property
    def tone(self) -> str:
        return self.result.tone if self.result else tone(self.enrolment.state)

    @property
    def is_current(self) -> bool:
        return self.enrolment.state in LIVE and self.result is None


def rows(enrolments: Iterable[Any], today: date) -> list[Row]:
    """Rows of enrolments that ``queries.with_positions`` gave."""
    listed = list(enrolments)
    results = queries.results_of(listed, today)
    documents = queries.documents_of(enrolment for enrolment in listed if enrolment.pk in results)
    return [
        Row(
            enrolment,
            enrolment.in_line if enrolment.pk not in results else None,
            results.get(enrolment.pk),
            documents.get(enrolment.pk),
        )
        for enrolment in listed
    ]
