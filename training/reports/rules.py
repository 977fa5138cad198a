"""Which numbers a reader without names may see.  No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training.reports.growth import GrowthRow
from training.ui.charts import HIDDEN


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
    """Hide groups of fewer than ``small`` people; ``small=0`` hides nothing.

    Zero is shown, because nobody is in it.  When exactly one group is
    hidden, the next smallest is hidden with it: otherwise the total gives it
    away by subtraction.
    """
    hidden = {row.key for row in rows if 0 < row.people < small}
    if len(hidden) == 1 and len(rows) > 1:
        others = [row for row in rows if row.key not in hidden and row.people]
        if others:
            hidden.add(min(others, key=lambda row: (row.people, row.key)).key)
    return [_shown(row, small, row.key in hidden) for row in rows]


def _shown(row: GrowthRow, small: int, is_hidden: bool) -> ShownRow:
    def safe(count: int) -> bool:
        return not is_hidden and not 0 < count < small

    return ShownRow(
        key=row.key,
        label=row.label,
        code=row.code,
        people=row.people if safe(row.people) else HIDDEN,
        assessed=row.assessed if safe(row.people) and safe(row.assessed) else HIDDEN,
        both=row.both if safe(row.both) else HIDDEN,
        rose=row.rose if safe(row.both) else HIDDEN,
        before=row.before if safe(row.both) else HIDDEN,
        after=row.after if safe(row.both) else HIDDEN,
    )
