"""What of a file was not read, in words: nothing of a list is passed over in silence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.people.refusals import lists as list_refusals

REASONS = {
    "unknown_column": _("The heading is not understood, so the column was not read."),
    "repeated_column": _("Another column already says this, so this one was not read."),
    "no_heading": _("The column has values but no heading, so it was not read."),
    "hidden_column": _("The column is hidden, so it was not read."),
    "columns_beyond": _("The sheet is too wide: what stands further to the right was not read."),
    "hidden_worksheet": _("The sheet is hidden, so it was not read."),
    "worksheet_without_header": _("No row of the sheet names the columns of a staff list, so it was not read."),
    "worksheet_incomplete": _("The sheet was not read."),
    "too_many_worksheets": _("There are too many sheets: this one was not read."),
    "hidden_not_told": _(
        "In this format of files, hidden rows and columns are read like all others, and a cell with an error looks "
        "empty. If the list has such, save it as .xlsx and send it again."
    ),
}


def note(
    code: str, *, worksheet: str = "", column: str = "", heading: str = "", fault: dict[str, Any] | None = None
) -> dict[str, Any]:
    """As the import keeps it; ``fault``, a kept refusal (see ``list_refusals``), goes with the code."""
    entry = {"code": code, "worksheet": worksheet, "column": column, "heading": heading, "fault": fault}
    return {name: value for name, value in entry.items() if value}


def describe(kept: dict[str, Any]) -> dict[str, str]:
    """A kept note in words of the active language: worksheet, column, heading, reason."""
    reason = str(REASONS[kept["code"]])
    if fault := kept.get("fault"):
        reason = f"{reason} {list_refusals.describe(fault)}"
    return {name: kept.get(name, "") for name in ("worksheet", "column", "heading")} | {"reason": reason}
