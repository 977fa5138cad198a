"""How applications look in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState

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
    """One application in a list."""

    enrolment: Enrolment
    position: int | None

    @property
    def tone(self) -> str:
        return tone(self.enrolment.state)


def rows(enrolments: Iterable[Any]) -> list[Row]:
    """Rows of enrolments that ``queries.with_positions`` gave."""
    return [Row(enrolment, enrolment.in_line) for enrolment in enrolments]
