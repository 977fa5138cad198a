"""What people hold, what they lack, how they grew – on any day, as recorded until any moment."""

from training.assessments.queries.as_recorded import held_as_recorded, table
from training.assessments.queries.levels import (
    Attribution,
    Gap,
    Growth,
    Held,
    Portrait,
    attributions,
    gaps,
    growth,
    held_for_manager,
    held_levels,
    holders_by_level,
    holders_by_line,
    ledger_rows,
    newest_statements,
    portrait,
    sharing,
    whole_ledger,
)

__all__ = [
    "Attribution",
    "Gap",
    "Growth",
    "Held",
    "Portrait",
    "attributions",
    "gaps",
    "growth",
    "held_as_recorded",
    "held_for_manager",
    "held_levels",
    "holders_by_level",
    "holders_by_line",
    "ledger_rows",
    "newest_statements",
    "portrait",
    "sharing",
    "table",
    "whole_ledger",
]
