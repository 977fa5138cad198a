"""Workbooks in other formats (xls, xlsb), opened by calamine.

It tells merged cells and hidden worksheets, but not hidden rows and columns, and
a cell with an error comes empty: the book says so by ``tells_hidden``.
"""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from training.kernel.workbooks.biff import epoch_of
from training.kernel.workbooks.merged_cells import spread
from training.kernel.workbooks.workbook import Limits, Row, Unreadable, Workbook, Worksheet
from training.kernel.workbooks.xlsx import tidy_text


def read_other_book(content: bytes, limits: Limits) -> Workbook:
    epoch = epoch_of(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as fault:
        raise Unreadable("is_protected") from fault
    except CalamineError as fault:
        raise Unreadable("is_damaged") from fault
    worksheets: list[Worksheet] = []
    left = limits.rows
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        worksheet = Worksheet(about.name, is_hidden=about.visible != SheetVisibleEnum.Visible)
        worksheets.append(worksheet)
        if worksheet.is_hidden or sum(not other.is_hidden for other in worksheets) > limits.worksheets:
            continue
        try:
            worksheet_data = book.get_sheet_by_name(about.name)
        except CalamineError as fault:
            raise Unreadable("is_damaged") from fault
        _read(worksheet_data, worksheet, limits, left)
        left -= len(worksheet.rows)
    return Workbook(worksheets, epoch, tells_hidden=False)


def _read(worksheet_data: Any, worksheet: Worksheet, limits: Limits, rows: int) -> None:
    if worksheet_data.start is None:
        return
    first_row, first_column = worksheet_data.start
    for place, read in enumerate(worksheet_data.iter_rows(), start=first_row):
        values = [*[None] * first_column, *map(_value, read)]
        if any(value is not None for value in values[limits.columns :]):
            worksheet.is_cut = True
        del values[limits.columns :]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if len(worksheet.rows) >= rows:
            raise Unreadable("too_many_rows")
        worksheet.rows.append(Row(place + 1, values))
    spread(
        worksheet, [(c1 + 1, r1 + 1, c2 + 1, r2 + 1) for (r1, c1), (r2, c2) in worksheet_data.merged_cell_ranges or ()]
    )


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
