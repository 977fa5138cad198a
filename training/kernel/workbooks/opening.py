"""Any file as a book, in this process: what the child does.  No Django."""

import zipfile
from xml.etree.ElementTree import ParseError

from training.kernel.workbooks.formats import format_of
from training.kernel.workbooks.workbook import Limits, Unreadable, Workbook


def open_book(content: bytes, limits: Limits) -> Workbook:
    """Read a file.

    Raises:
        Unreadable: with the code of a sentence in ``refusals``.
    """
    kind = format_of(content, limits)
    try:
        return _open(kind, content, limits)
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:  # a parser raises what its file happens to make it raise
        if isinstance(fault, RecursionError):
            raise Unreadable("takes_too_much") from fault
        if kind == "xlsx" and not isinstance(fault, zipfile.BadZipFile | ParseError):
            # openpyxl is strict about styles and properties that a list does not need.
            return _open("other", content, limits)
        raise Unreadable("is_damaged") from fault


def _open(kind: str, content: bytes, limits: Limits) -> Workbook:
    if kind == "xlsx":
        from training.kernel.workbooks.xlsx import read_xlsx_book

        return read_xlsx_book(content, limits)
    if kind == "ods":
        from training.kernel.workbooks.ods import read_ods_book

        return read_ods_book(content, limits)
    if kind == "csv":
        from training.kernel.workbooks.csv_files import read_text_book

        return read_text_book(content, limits)
    from training.kernel.workbooks.calamine import read_other_book

    return read_other_book(content, limits)
