"""The ways a file is no staff list: each with its cure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal
from training.kernel.workbooks import refusals as books


class HeaderNotFound(Refusal):
    code = "header_not_found"
    status = 422
    message = _(
        "None of the first %(rows)d rows is a header. One row must name the columns: surname and first name "
        "(in one column or two), post and institution."
    )


class ColumnMissing(Refusal):
    """``column`` is ``position`` or ``organisation``."""

    code = "column_missing"
    status = 422
    message = _("The header in row %(row)d does not name the column “%(column)s”. Add it and send the list again.")

    @property
    def sentence(self) -> str:
        names = {"position": _("Post"), "organisation": _("Institution")}
        return str(self.message) % {**self.facts, "column": names[self.facts["column"]]}


class ColumnHidden(Refusal):
    """``column`` is the heading in the file, ``letter`` where it stands."""

    code = "column_hidden"
    status = 422
    message = _(
        "The column “%(column)s” (%(letter)s) is hidden, and hidden columns are not read. Show it and send the list "
        "again."
    )


class ListIsEmpty(Refusal):
    code = "list_is_empty"
    status = 422
    message = _("There is no row below the header in row %(row)d.")


class GivenUp(Refusal):
    code = "given_up"
    status = 422
    message = _(
        "Reading this list was begun twice and never ended, so it is not tried again. Copy the cells of the list alone "
        "into a new workbook, save it as .xlsx and send that."
    )


class FileGone(Refusal):
    code = "file_gone"
    status = 422
    message = _("The file of this list is not there any more. Send it again.")


class FaultInKompas(Refusal):
    code = "fault_in_kompas"
    status = 500
    message = _("The list could not be read because of a fault in Kompas.")


_OWN = (HeaderNotFound, ColumnMissing, ColumnHidden, ListIsEmpty, GivenUp, FileGone, FaultInKompas)
_BY_CODE: dict[str, type[Refusal]] = {
    **books.BY_CODE,
    **{refusal.code: refusal for refusal in (books.SpreadsheetTooLarge, *_OWN)},
}


def kept(refusal: Refusal) -> dict[str, Any]:
    """As an import keeps it: whoever reads it later may read another language."""
    return {"code": refusal.code, "facts": refusal.facts}


def describe(failure: dict[str, Any]) -> str:
    """What was kept, as a sentence in the active language."""
    return _BY_CODE[failure["code"]](**failure["facts"]).sentence
