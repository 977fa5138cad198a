"""Spreadsheets out and in (xlsx): typed cells, local times, nothing that becomes a formula.

``write_xlsx`` writes a table that opens in Polish Excel as people expect;
``read_xlsx`` reads what people send, with limits, as plain values.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from training.kernel.conf import setting
from training.kernel.refusals import Refusal
from training.kernel.time import zone
from training.kernel.workbooks.refusals import NotASpreadsheet, SpreadsheetTooLarge

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet"
DATE_FORMAT = "dd.mm.yyyy"
MOMENT_FORMAT = "dd.mm.yyyy hh:mm"
CLOCK_FORMAT = "hh:mm"
# Excel's own limit of one cell; a longer text makes it call the whole file broken.
_CELL_LIMIT = 32_767
# A packed file may grow this many times when unpacked; real workbooks grow about ten times.
_MOST_GROWTH = 200
_UNPACKED_PER_PACKED_BYTE_FLOOR = 50 * 1024 * 1024
_HEAD = PatternFill("solid", fgColor="E4EEF8")


@dataclass(frozen=True)
class WorksheetColumn:
    """A heading and, when known, how wide it is in letters."""

    heading: str | Promise
    width: int | None = None


# ---- out -------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value as a cell holds it: local naive moments, words for yes and no, text for the rest."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        local = value.astimezone(zone()) if value.tzinfo else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | float | Decimal | date | time | timedelta):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(part) for part in value)
    return str(value)


def _text_cell(worksheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL_LIMIT])
    # openpyxl takes a text that begins with "=" for a formula, and "#N/A" for an error; ours are words.
    cell.data_type = "s"
    return cell


class _Cells:
    """Rows of values as rows of cells.  A cell object of its own for every word is half the work."""

    def __init__(self, worksheet: Any) -> None:
        self.worksheet = worksheet
        # A row is written when it is appended, so the next one may have the same cells for its moments.
        self.dated: dict[tuple[int, str], WriteOnlyCell] = {}

    def of(self, row: Sequence[Any]) -> list[Any]:
        return [self._cell(number, value) for number, value in enumerate(row)]

    def _cell(self, number: int, value: Any) -> Any:
        if type(value) is not str:
            value = plain(value)
            if isinstance(value, datetime):
                return self._dated(number, MOMENT_FORMAT, value)
            if isinstance(value, date):
                return self._dated(number, DATE_FORMAT, value)
            if isinstance(value, time):
                return self._dated(number, CLOCK_FORMAT, value)
            if not isinstance(value, str):
                return WriteOnlyCell(self.worksheet, value) if isinstance(value, timedelta) else value
        if not value:
            return None
        if value[0] not in "=#" and len(value) <= _CELL_LIMIT and (value.isprintable() or _is_legal(value)):
            return value
        return _text_cell(self.worksheet, value)

    def _dated(self, number: int, number_format: str, value: datetime | date | time) -> WriteOnlyCell:
        cell = self.dated.get((number, number_format))
        if cell is None:
            cell = self.dated[number, number_format] = WriteOnlyCell(self.worksheet)
            cell.number_format = number_format
        cell.value = value
        return cell


def _is_legal(text: str) -> bool:
    return not ILLEGAL_CHARACTERS_RE.search(text)


def _guess_width(heading: str, sample: Sequence[Any]) -> int:
    longest = max((_length(plain(value)) for value in sample), default=0)
    return max(8, min(60, max(longest, len(heading) + 3) + 2))


def _length(value: Any) -> int:
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    return len(str(value)) if value is not None else 0


def worksheet_name(title: str) -> str:
    """A title as Excel allows it on a tab: 31 letters, none of ``[]:*?/\\``."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in str(title)).strip(" '")
    return kept[:31] or "1"


def _add_worksheet(
    book: Workbook, columns: Sequence[WorksheetColumn | str], rows: Iterable[Sequence[Any]], title: str
) -> None:
    given = [column if isinstance(column, WorksheetColumn) else WorksheetColumn(column) for column in columns]
    worksheet = book.create_sheet(worksheet_name(title))
    rows = iter(rows)
    # Write-only worksheets take their widths before the first row, so the first rows are looked at ahead.
    ahead = [row for row, _number in zip(rows, range(200), strict=False)]
    for number, column in enumerate(given):
        sample = [row[number] for row in ahead if number < len(row)]
        letter = get_column_letter(number + 1)
        worksheet.column_dimensions[letter].width = column.width or _guess_width(str(column.heading), sample)
    worksheet.freeze_panes = "A2"
    head = []
    for column in given:
        cell = _text_cell(worksheet, str(column.heading))
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        head.append(cell)
    worksheet.append(head)
    count, cells = 1, _Cells(worksheet)
    for row in chain(ahead, rows):
        worksheet.append(cells.of(row))
        count += 1
    if given:
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(given))}{count}"


def write_xlsx(
    columns: Sequence[WorksheetColumn | str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str | Promise = "",
    output: IO[bytes] | None = None,
    more: Iterable[tuple[str, Sequence[WorksheetColumn | str], Iterable[Sequence[Any]]]] = (),
) -> bytes:
    """One table as a workbook: headings frozen, filter on, real dates, local times.

    ``rows`` may be a generator; memory does not grow with it.  ``more`` adds
    worksheets as ``(title, columns, rows)``.  The bytes come back, unless an
    ``output`` to write to is given (then ``b""``).
    """
    book = Workbook(write_only=True)
    _add_worksheet(book, columns, rows, str(title) or _("Data"))
    for name, its_columns, its_rows in more:
        _add_worksheet(book, its_columns, its_rows, str(name))
    if output is not None:
        book.save(output)
        return b""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# ---- in --------------------------------------------------------------------------------------------------------


def _too_large() -> SpreadsheetTooLarge:
    return SpreadsheetTooLarge(rows=setting("IMPORT_MAX_ROWS"), megabytes=setting("IMPORT_MAX_BYTES") // (1024 * 1024))


def _check(stream: IO[bytes]) -> None:
    """Refuse what is no workbook, what is too large, and what would unpack into something enormous."""
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    if size > setting("IMPORT_MAX_BYTES"):
        raise _too_large()
    try:
        with zipfile.ZipFile(stream) as packed:
            names = set(packed.namelist())
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise NotASpreadsheet from fault
    finally:
        stream.seek(0)
    if "xl/workbook.xml" not in names:
        raise NotASpreadsheet
    if unpacked > max(size * _MOST_GROWTH, _UNPACKED_PER_PACKED_BYTE_FLOOR) or unpacked > 40 * setting(
        "IMPORT_MAX_BYTES"
    ):
        raise _too_large()


def _read_value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if getattr(cell, "data_type", "") == "f" and not isinstance(value, str):
        value = getattr(value, "text", None) or str(value)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return value


def read_xlsx(file: IO[bytes] | bytes, *, worksheet: str | None = None) -> Iterator[list[Any]]:
    """The rows of the first worksheet that holds anything, as plain values; empty rows come as empty lists.

    Cells are ``None``, ``str``, numbers, ``bool``, ``date`` (a moment at
    midnight is a day) or ``datetime``.  A formula comes as its text and is
    never computed.  Rows keep their place: the n-th list is row n of the
    worksheet.

    Raises:
        NotASpreadsheet: not an xlsx file, or a broken one.
        SpreadsheetTooLarge: over ``IMPORT_MAX_BYTES`` or ``IMPORT_MAX_ROWS``.
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    _check(stream)
    return _rows(stream, worksheet)


def _rows(stream: IO[bytes], worksheet: str | None) -> Iterator[list[Any]]:
    limit = setting("IMPORT_MAX_ROWS")
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except Exception as fault:  # openpyxl raises what its XML parser happens to raise
        raise NotASpreadsheet from fault
    try:
        names = [worksheet] if worksheet else book.sheetnames
        for name in names:
            opened = book[name]
            if not hasattr(opened, "reset_dimensions"):
                continue  # a worksheet that is only a chart
            # The size a file states of itself may be a lie; rows are counted as they come.
            opened.reset_dimensions()
            filled = waiting = 0
            for row in opened.iter_rows():
                values = [_read_value(cell) for cell in row]
                while values and values[-1] is None:
                    values.pop()
                if not values:
                    waiting += 1
                    if waiting > limit:
                        break  # formatted down to the last row of the worksheet, but empty
                    continue
                filled += 1
                if filled > limit:
                    raise _too_large()
                for _blank in range(waiting):
                    yield []
                waiting = 0
                yield values
            if filled:
                return
    except Refusal:
        raise
    except Exception as fault:
        raise NotASpreadsheet from fault
    finally:
        book.close()
