"""The ways a file is no staff list: each with its cure."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class HeaderNotFound(Refusal):
    code = "header_not_found"
    status = 422
    message = _(
        "None of the first %(rows)d rows is a header. One row must name the columns: surname and first name "
        "(in one column or two), post and institution."
    )


class ColumnMissing(Refusal):
    code = "column_missing"
    status = 422
    message = _("The header in row %(row)d does not name the column “%(column)s”. Add it and send the list again.")


class ColumnHidden(ColumnMissing):
    code = "column_hidden"
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
