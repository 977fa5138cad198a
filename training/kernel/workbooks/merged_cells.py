"""Merged cells: what their sender sees once belongs to every row and column it spans."""

from bisect import bisect_left
from collections.abc import Iterable

from training.kernel.workbooks.workbook import Worksheet

Range = tuple[int, int, int, int]


def spread(worksheet: Worksheet, ranges: Iterable[Range]) -> None:
    """Give each merged value to the cells it spans: ``(first column, first row, last column, last row)`` from 1.

    Only rows that hold something of their own take it, and only as far as
    the worksheet is wide: a range down to the last row of a worksheet costs nothing.
    """
    if not worksheet.rows:
        return
    by_number = {row.number: row for row in worksheet.rows}
    numbers = sorted(by_number)
    widest = max(len(row.cells) for row in worksheet.rows)
    for first_column, first_row, last_column, last_row in ranges:
        top = by_number.get(first_row)
        if top is None or first_column > len(top.cells) or (value := top.cells[first_column - 1]) is None:
            continue
        last_column = min(last_column, widest)
        for number in numbers[bisect_left(numbers, first_row) :]:
            if number > last_row:
                break
            cells = by_number[number].cells
            cells += [None] * (last_column - len(cells))
            for place in range(first_column - 1, last_column):
                if cells[place] is None:
                    cells[place] = value
