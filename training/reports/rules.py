"""Which days and numbers a reader without names may see.  No database here.

Two exact answers can be subtracted: of two days, of a county and its kinds.
What is left is one person.  So these readers get the ends of quarters, as they
were known then, and rounded numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from training.kernel.rounding import rounded
from training.ui.charts import HIDDEN

K = TypeVar("K")


class By(StrEnum):
    """What the table's rows are."""

    COMPETENCE = "competence"
    COUNTY = "county"
    KIND = "kind"
    POSITION = "position"


@dataclass(frozen=True)
class Scope:
    """Whom and what the table is about; None means all.  Values are ids; a competence's is that of its line."""

    line: int | None = None
    county: int | None = None
    kind: int | None = None
    position: int | None = None


@dataclass(frozen=True)
class GrowthRow:
    """One row of the table.

    ``people`` work in this group on the day; ``assessed`` of them hold a
    level somebody else has given; ``both`` have one on both days;
    ``rose`` of those rose in at least one competence.  ``pairs`` counts
    person-and-competence pairs known on both days, and ``before`` and
    ``after`` are their mean levels.
    """

    key: int
    label: str
    people: int
    assessed: int
    both: int
    rose: int
    pairs: int
    before: Decimal | None
    after: Decimal | None
    code: str = ""


@dataclass(frozen=True)
class PersonGrowth:
    """One person in one competence behind a figure; levels are None where not known."""

    person_id: int
    line_id: int | None
    before: int | None
    after: int | None


@dataclass(frozen=True)
class ShownRow:
    """A row of the growth table as it is shown: a number, None (nothing known) or ``HIDDEN``."""

    key: int
    label: str
    code: str
    people: Any
    assessed: Any
    both: Any
    rose: Any
    before: Any
    after: Any

    @property
    def share(self) -> Any:
        """Per cent of people known on both days who rose."""
        if self.both is HIDDEN or self.rose is HIDDEN:
            return HIDDEN
        return None if not self.both else 100 * self.rose / self.both


def shown_rows(rows: Sequence[GrowthRow], *, small: int) -> list[ShownRow]:
    """Hide what rests on fewer than ``small`` people and round the rest to it; ``small=0`` leaves all as it is.

    Zero is shown, because nobody is in it.  Where exactly one group of a
    column would be hidden, the next smallest is hidden with it: otherwise
    the total gives it away by subtraction.
    """
    people = _hidden(rows, "people", small, frozenset())
    assessed = _hidden(rows, "assessed", small, people)
    both = _hidden(rows, "both", small, people)
    return [_shown(row, row.key in people, row.key in assessed, row.key in both, small) for row in rows]


def _hidden(rows: Sequence[GrowthRow], column: str, small: int, also: frozenset[int]) -> frozenset[int]:
    """Keys of the rows whose number in this column is not shown."""
    return hidden_keys({row.key: getattr(row, column) for row in rows}, small=small, also=also)


def hidden_keys(counts: Mapping[K, int], *, small: int, also: Collection[K] = ()) -> frozenset[K]:
    """Keys of the groups of fewer than ``small`` people, and of ``also``; never of one group alone."""
    hidden = {key for key, count in counts.items() if count and (count < small or key in also)}
    if len(hidden) == 1:
        others = [(count, key) for key, count in counts.items() if count and key not in hidden]
        if others:
            hidden.add(min(others, key=lambda pair: pair[0])[1])
    return frozenset(hidden)


def _shown(row: GrowthRow, no_people: bool, no_assessed: bool, no_both: bool, small: int) -> ShownRow:
    def count(number: int) -> int:
        return rounded(number, small) if small else number

    def mean(level: Decimal | None) -> Decimal | None:
        return round(level, 1) if small and level is not None else level

    return ShownRow(
        key=row.key,
        label=row.label,
        code=row.code,
        people=HIDDEN if no_people else count(row.people),
        assessed=HIDDEN if no_assessed else count(row.assessed),
        both=HIDDEN if no_both else count(row.both),
        rose=HIDDEN if no_both else count(row.rose),
        before=HIDDEN if no_both else mean(row.before),
        after=HIDDEN if no_both else mean(row.after),
    )
