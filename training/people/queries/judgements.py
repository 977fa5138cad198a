"""What was found of one row: the outcome, the questions it raises, the steps that applying takes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from training.people.rules import ListRow, Reference, RegisteredPerson
from training.people.states import RowOutcome


@dataclass(frozen=True)
class Step:
    """One thing to do with an employment: ``start``, ``correct`` its first day, ``change`` its post, ``end`` it."""

    verb: str
    day: date
    employment_id: int | None = None


@dataclass
class Judgement:
    row: ListRow
    outcome: str = RowOutcome.REFUSED
    person: RegisteredPerson | None = None
    same_as: int | None = None
    organisation: Reference | None = None
    position: Reference | None = None
    # The county that the row's institution moves to.
    county_id: int | None = None
    problems: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    choices: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    # The number of the institution's HR system that the person gets.
    staff_number: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None

    def verdict(self) -> tuple[Any, ...]:
        """What applying compares with the preview."""
        return (self.outcome, self.person_id, self.same_as, self.changes)
