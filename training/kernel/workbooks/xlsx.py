"""Workbooks of Excel 2007 and later (xlsx, xlsm, also Strict), with what is merged, hidden and linked.

openpyxl's own read-only worksheets leave merged cells, hidden rows and links out,
and its full mode makes an object of every cell that a merged range spans: 48 kB
of XML become gigabytes.  So its parser of one worksheet is used as it is.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import ARC_STYLE

from training.kernel.workbooks.formats import refuse_doctypes
from training.kernel.workbooks.merged_cells import spread
from training.kernel.workbooks.workbook import (
    EPOCH_1900,
    EPOCH_1904,
    LONGEST_TEXT,
    CellError,
    Formula,
    Limits,
    Linked,
    Row,
    Unreadable,
    Workbook,
    Worksheet,
)

_MOST_RANGES = 50_000
_MOST_LINKS = 100_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# A link as a formula: both parts are texts, so nothing has to be computed.
_LINK_FORMULA = re.compile(r'=\s*HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
# A text as a formula: what programs write so that it stays a text.
_TEXT_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"\s*')
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}


def read_xlsx_book(content: bytes, limits: Limits) -> Workbook:
    stream = io.BytesIO(content)
    refuse_doctypes(stream)
    stream = _without_strict(stream)
    book = _workbook(stream)
    worksheets: list[Worksheet] = []
    left = limits.rows
    for source in book.worksheets:
        if not hasattr(source, "_worksheet_path"):
            continue  # a worksheet that is only a chart
        is_hidden = source.sheet_state != "visible"
        worksheet = Worksheet(source.title, is_hidden=is_hidden)
        worksheets.append(worksheet)
        if is_hidden or sum(not other.is_hidden for other in worksheets) > limits.worksheets:
            continue
        _WorksheetReader(book, source, worksheet, limits, left).read()
        left -= len(worksheet.rows)
    is_mac = book.epoch == CALENDAR_MAC_1904
    return Workbook(worksheets, EPOCH_1904 if is_mac else EPOCH_1900)


def _workbook(stream: io.BytesIO) -> Any:
    """The workbook as openpyxl opens it, without what a list does not need.

    Other programs write fills, properties and themes that openpyxl refuses,
    and a file of kilobytes can hold a million styles; only the formats of
    numbers are read, because they tell a day from a number.
    """
    reader = ExcelReader(stream, read_only=True, data_only=False, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    reader.wb._date_formats, reader.wb._timedelta_formats = _formats_of_time(reader.archive)
    reader.read_worksheets()
    return reader.wb


def _formats_of_time(archive: zipfile.ZipFile) -> tuple[set[int], set[int]]:
    """Which styles of cells show a number as a day, and which as a length of time."""
    days: set[int] = set()
    lengths: set[int] = set()
    if ARC_STYLE not in archive.namelist():
        return days, lengths
    codes: dict[str, str] = {}
    style = 0
    with archive.open(ARC_STYLE) as part:
        inside = False
        for event, element in ElementTree.iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if tag == "cellXfs":
                inside = event == "start"
            elif event == "start":
                continue
            elif tag == "numFmt":
                codes[element.get("numFmtId", "")] = element.get("formatCode", "")
            elif tag == "xf" and inside:
                number = element.get("numFmtId", "0")
                code = codes.get(number) or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0, "")
                if code and is_date_format(code):
                    days.add(style)
                    if is_timedelta_format(code):
                        lengths.add(style)
                style += 1
            element.clear()
    return days, lengths


def _without_strict(stream: io.BytesIO) -> io.BytesIO:
    """The same workbook with the names that openpyxl knows, when it was saved as “Strict Open XML”."""
    with zipfile.ZipFile(stream) as packed:
        names = packed.namelist()
        part = next((name for name in names if re.fullmatch(r"xl/workbook\d*\.xml", name)), "")
        if not part or b"purl.oclc.org/ooxml" not in packed.read(part):
            stream.seek(0)
            return stream
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as other:
            for name in names:
                data = packed.read(name)
                if name.endswith((".xml", ".rels")):
                    for strict, usual in _STRICT.items():
                        data = data.replace(strict, usual)
                other.writestr(name, data)
    made.seek(0)
    return made


def tidy_text(text: str) -> str | None:
    """A text of a cell without the escapes of control characters (``_x000D_``) and without blanks around it."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a pair of UTF-16 that lost the other: no database takes them.
    text = "".join(" " if "\ud800" <= mark <= "\udfff" else mark for mark in text) if not text.isascii() else text
    return text[:LONGEST_TEXT].replace("\x00", "").strip() or None


def constant_of(formula: str) -> str:
    """The text of a formula that is nothing but a text (``="601234567"``); of another, none."""
    match = _TEXT_FORMULA.fullmatch(formula)
    return match[1].replace('""', '"') if match else ""


def mail_address(target: str) -> str:
    """The address of a ``mailto:`` link; another link has none."""
    scheme, _colon, rest = target.strip().partition(":")
    return unquote(rest.partition("?")[0]).strip() if scheme.lower() == "mailto" else ""


class _WorksheetReader:
    """Reads the rows of one worksheet, then gives merged cells and links what the end of its file says of them."""

    def __init__(self, book: Any, source: Any, worksheet: Worksheet, limits: Limits, rows: int) -> None:
        self.archive, self.path = book._archive, source._worksheet_path
        self.worksheet, self.limits, self.rows = worksheet, limits, rows
        self.source = self.archive.open(self.path)
        self.parser = WorkSheetParser(
            self.source,
            source._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def read(self) -> None:
        with self.source:
            for number, cells in self.parser.parse():
                self._row(number, cells)
        self._hide_columns()
        links = dict(self._links())
        if self.worksheet.rows:
            self._link(links)
            spread(self.worksheet, self._ranges())

    def _row(self, number: int, cells: list[dict[str, Any]]) -> None:
        values: list[Any] = []
        for cell in cells:
            column = cell["column"]
            value = _value(cell)
            if value is None:
                continue
            if column > self.limits.columns:
                self.worksheet.is_cut = True
                continue
            values += [None] * (column - len(values))
            values[column - 1] = value
        about = self.parser.row_dimensions.pop(str(number), {})
        if not values:
            return
        if len(self.worksheet.rows) >= self.rows:
            raise Unreadable("too_many_rows")
        self.worksheet.rows.append(Row(number, values, _is_hidden(about, "ht")))

    def _hide_columns(self) -> None:
        for about in self.parser.column_dimensions.values():
            if _is_hidden(about, "width"):
                last = min(int(about.get("max", about["min"])), self.limits.columns)
                self.worksheet.hidden_columns |= set(range(int(about["min"]) - 1, last))

    def _ranges(self) -> list[tuple[int, int, int, int]]:
        merged = self.parser.merged_cells
        ranges = [range_boundaries(cell_range.ref) for cell_range in merged.mergeCell[:_MOST_RANGES]] if merged else []
        return [cell_range for cell_range in ranges if None not in cell_range]

    def _links(self) -> Iterator[tuple[tuple[int, int, int, int], str]]:
        links = self.parser.hyperlinks.hyperlink if self.parser.hyperlinks else []
        if not links:
            return
        targets = {}
        rels = get_rels_path(self.path)
        if rels in self.archive.namelist():
            targets = {dependent.Id: dependent.Target for dependent in get_dependents(self.archive, rels)}
        for link in links[:_MOST_LINKS]:
            address = mail_address(str(targets.get(link.id) or link.location or ""))
            bounds = range_boundaries(link.ref)
            if address and None not in bounds:
                yield bounds, address

    def _link(self, links: dict[tuple[int, int, int, int], str]) -> None:
        by_number = {row.number: row for row in self.worksheet.rows}
        for (first_column, first_row, last_column, last_row), address in links.items():
            for number in range(first_row, min(last_row, first_row + 1000) + 1):
                cells = by_number[number].cells if number in by_number else []
                for place in range(first_column - 1, min(last_column, len(cells))):
                    if cells[place] is not None and not isinstance(cells[place], Linked):
                        cells[place] = Linked(cells[place], address)


def _is_hidden(about: dict[str, str], size: str) -> bool:
    if str(about.get("hidden", "")).lower() in ("1", "true"):
        return True
    try:
        return size in about and float(about[size]) == 0
    except ValueError:
        return False


def _value(cell: dict[str, Any]) -> Any:
    value, kind = cell["value"], cell["data_type"]
    if value is None:
        return None
    if kind == "e":
        return CellError(str(value)[:40])
    if kind == "f":
        text = value if isinstance(value, str) else str(getattr(value, "text", None) or value)
        return _formula(text[:LONGEST_TEXT])
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value.replace(tzinfo=None)
    if isinstance(value, bool | int | date):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return str(value)[:LONGEST_TEXT]


def _formula(text: str) -> Any:
    text = text if text.startswith("=") else f"={text}"
    if constant := constant_of(text):
        return tidy_text(constant)
    if match := _LINK_FORMULA.fullmatch(text):
        target, shown = match.groups()
        address = mail_address(target)
        value = tidy_text(shown if shown is not None else (address or target))
        return Linked(value, address) if address and value else (value or Formula(text))
    return Formula(text)
