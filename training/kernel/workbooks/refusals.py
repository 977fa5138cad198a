"""Why a file is no list that can be read: each with its cure."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class NotASpreadsheet(Refusal):
    code = "not_a_spreadsheet"
    message = _("This file is not an Excel workbook (.xlsx). Save it as .xlsx and send it again.")
    status = 422


class ProtectedByPassword(NotASpreadsheet):
    code = "is_protected"
    message = _(
        "This workbook is protected by a password, so nobody but its sender can read it. Open it, remove the password "
        "(File, Info, Protect Workbook, Encrypt with Password: leave it empty), save it and send it again."
    )


class Damaged(NotASpreadsheet):
    code = "is_damaged"
    message = _("This workbook is damaged and cannot be read. Open it in Excel, save it as .xlsx and send it again.")


class QuoteLeftOpen(NotASpreadsheet):
    code = "quote_left_open"
    message = _(
        "A quotation mark in this text file has no second one, so rows below it would fall into one cell. Open the "
        "file in Excel, check that every person has a row, save it as .xlsx and send that."
    )


class EmptyFile(NotASpreadsheet):
    code = "empty_file"
    message = _("This file is empty. Check that it was saved and sent whole, and send it again.")


class IsPdf(NotASpreadsheet):
    code = "is_pdf"
    message = _("This is a PDF, not a workbook. Ask for the list as an Excel workbook (.xlsx).")


class IsPicture(NotASpreadsheet):
    code = "is_picture"
    message = _("This is a picture, not a workbook. Ask for the list as an Excel workbook (.xlsx).")


class IsWordDocument(NotASpreadsheet):
    code = "is_word"
    message = _("This is a text document. Copy its table into an Excel workbook, save it as .xlsx and send that.")


class IsWebPage(NotASpreadsheet):
    code = "is_web_page"
    message = _(
        "This is a web page with the ending of a workbook, as some programs export it. Open it in Excel, save it as "
        "an Excel workbook (.xlsx) and send that."
    )


class IsOldXml(NotASpreadsheet):
    code = "is_old_xml"
    message = _("This is a spreadsheet saved as XML. Open it, save it as an Excel workbook (.xlsx) and send that.")


class IsNumbers(NotASpreadsheet):
    code = "is_numbers"
    message = _("This is a table of Apple Numbers. Export it as an Excel workbook (.xlsx) and send that.")


class IsArchive(NotASpreadsheet):
    code = "is_archive"
    message = _("This is a packed archive. Unpack it and send the workbook that is in it.")


class SpreadsheetTooLarge(Refusal):
    code = "spreadsheet_too_large"
    message = _("This workbook is too large: at most %(rows)s rows and %(megabytes)s MB are accepted.")
    status = 413


class TakesTooMuch(SpreadsheetTooLarge):
    code = "takes_too_much"
    message = _(
        "Reading this workbook takes more time or memory than a list ever does. Copy the cells of the list alone into "
        "a new workbook, save it as .xlsx and send that."
    )


_ALL: tuple[type[Refusal], ...] = (NotASpreadsheet, *NotASpreadsheet.__subclasses__(), TakesTooMuch)
BY_CODE: dict[str, type[Refusal]] = {refusal.code: refusal for refusal in _ALL}
