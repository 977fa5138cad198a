"""The map of a team's competences: a table is the accessible heat map."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from laces.components import Component

from training.ui.charts.base import CSS


@dataclass(frozen=True)
class HeatCell:
    """A person's level in one competence against the required one.

    ``required`` is ``None`` where the post asks for nothing; ``held`` is
    ``None`` where nobody assessed it.
    """

    held: int | None
    required: int | None
    url: str = ""

    @property
    def gap(self) -> int | None:
        """How many levels are missing; ``None`` when that is not known or not asked."""
        if self.required is None or self.held is None:
            return None
        return max(0, self.required - self.held)

    @property
    def is_unknown(self) -> bool:
        return self.required is not None and self.held is None

    @property
    def css(self) -> str:
        if self.required is None:
            return "kc-gapna"
        if self.gap is None:
            return "kc-gapx"
        return ("kc-gap0", "kc-gap1", "kc-gap2")[min(self.gap, 2)]

    @property
    def text(self) -> str:
        if self.required is None:
            return "·"
        if self.held is None:
            return "?"
        return f"−{self.gap}" if self.gap else "✓"

    @property
    def words(self) -> str:
        if self.required is None:
            return _("not required")
        if self.held is None:
            return _("not assessed, level %(required)d required") % {"required": self.required}
        return _("level %(held)d, level %(required)d required") % {"held": self.held, "required": self.required}


@dataclass(frozen=True)
class HeatRow:
    """A person: ``cells`` in the order of the columns."""

    label: str
    cells: Sequence[HeatCell]
    note: str = ""
    url: str = ""

    @property
    def below(self) -> int:
        """Competences below the required level."""
        return sum(1 for cell in self.cells if cell.gap)

    @property
    def unknown(self) -> int:
        return sum(1 for cell in self.cells if cell.is_unknown)


@dataclass(frozen=True)
class HeatColumn:
    label: str
    url: str = ""


class HeatTable(Component):
    """People by competence.

    Rows stay in the order given – alphabetical, because sorting by gaps
    ranks people.  The last columns and rows count gaps and what is unknown.
    """

    template_name = "kompas_ui/charts/heat.html"

    def __init__(self, uid: str, caption: str, columns: Sequence[HeatColumn], rows: Sequence[HeatRow]) -> None:
        self.uid, self.caption, self.columns, self.rows = uid, caption, columns, rows

    @property
    def below(self) -> list[int]:
        """Per column: people below the required level."""
        return [sum(1 for row in self.rows if row.cells[i].gap) for i in range(len(self.columns))]

    @property
    def unknown(self) -> list[int]:
        return [sum(1 for row in self.rows if row.cells[i].is_unknown) for i in range(len(self.columns))]

    @property
    def required(self) -> list[int]:
        """Per column: people of whom the competence is required, the denominator of both totals."""
        return [sum(1 for row in self.rows if row.cells[i].required is not None) for i in range(len(self.columns))]

    def get_context_data(self, parent_context=None):
        return {
            "heat": self,
            "below": self.below,
            "unknown": self.unknown,
            "required": self.required,
            "all_below": sum(self.below),
            "all_unknown": sum(self.unknown),
            "all_required": sum(self.required),
        }

    class Media:
        css = CSS
