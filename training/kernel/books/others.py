"""Workbooks in other formats (xls, xlsb), opened by calamine.

It tells merged cells and hidden sheets, but not hidden rows and columns, and
a cell with an error comes empty: the book says so by ``tells_hidden``.
"""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from training.kernel.books.biff import epoch_of
from training.kernel.books.book import Book, Limits, Row, Sheet, Unreadable
from training.kernel.books.merging import spread
from training.kernel.books.xlsx import tidy_text


def read_other_book(content: bytes, limits: Limits) -> Book:
    epoch = epoch_of(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as fault:
        raise Unreadable("is_protected") from fault
    except CalamineError as fault:
        raise Unreadable("is_damaged") from fault
    sheets: list[Sheet] = []
    left = limits.rows
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = Sheet(about.name, is_hidden=about.visible != SheetVisibleEnum.Visible)
        sheets.append(sheet)
        if sheet.is_hidden or sum(not one.is_hidden for one in sheets) > limits.sheets:
            continue
        try:
            found = book.get_sheet_by_name(about.name)
        except CalamineError as fault:
            raise Unreadable("is_damaged") from fault
        _read(found, sheet, limits, left)
        left -= len(sheet.rows)
    return Book(sheets, epoch, tells_hidden=False)


def _read(found: Any, sheet: Sheet, limits: Limits, rows: int) -> None:
    if found.start is None:
        return
    first_row, first_column = found.start
    for place, read in enumerate(found.iter_rows(), start=first_row):
        values = [*[None] * first_column, *map(_value, read)]
        if any(value is not None for value in values[limits.columns :]):
            sheet.is_cut = True
        del values[limits.columns :]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if len(sheet.rows) >= rows:
            raise Unreadable("too_many_rows")
        sheet.rows.append(Row(place + 1, values))
    spread(sheet, [(c1 + 1, r1 + 1, c2 + 1, r2 + 1) for (r1, c1), (r2, c2) in found.merged_cell_ranges or ()])


def _value(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, bool | int | date) else str(value)
