"""Workbooks of LibreOffice and OpenOffice (ods), with what is merged, hidden, linked and in error.

The names are those of OpenDocument 1.3, part 3, chapter 9.  calamine opens
the format too, but tells none of these.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

from training.kernel.workbooks.formats import refuse_doctypes
from training.kernel.workbooks.merged_cells import Range, spread
from training.kernel.workbooks.workbook import (
    EPOCH_1900,
    EPOCH_1904,
    CellError,
    Limits,
    Linked,
    Row,
    Unreadable,
    Workbook,
    Worksheet,
)
from training.kernel.workbooks.xlsx import mail_address, tidy_text

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_GROUPS = (f"{_TABLE}table-row-group", f"{_TABLE}table-column-group")
_NUMBERS = ("float", "percentage", "currency")


def read_ods_book(content: bytes, limits: Limits) -> Workbook:
    stream = io.BytesIO(content)
    refuse_doctypes(stream)
    with zipfile.ZipFile(stream) as packed, packed.open("content.xml") as part:
        return _Reader(limits).read(part)


def _count(element: ElementTree.Element, name: str) -> int:
    """How often the element stands there, or how much it spans."""
    text = element.get(_TABLE + name, "1")
    return max(int(text), 1) if text.isdecimal() else 1


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") != "visible"


class _Reader:
    """Goes through the file once; of a worksheet's rows only what they hold is kept."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.left = limits, limits.rows
        self.book = Workbook([], EPOCH_1900)
        self.hidden_styles: set[str] = set()
        self.worksheet: Worksheet | None = None
        self.merged: list[Range] = []
        self.closed_groups = self.row = self.column = self.depth = 0
        self.is_read = False

    def read(self, part: Any) -> Workbook:
        for event, element in ElementTree.iterparse(part, events=("start", "end")):
            if event == "start":
                self._opens(element)
            else:
                self._closes(element)
        return self.book

    def _opens(self, element: ElementTree.Element) -> None:
        if element.tag == f"{_TABLE}table":
            self.depth += 1
            # A table within a cell of another is part of a drawing.
            if self.depth == 1:
                self._begin(element)
        elif element.tag in _GROUPS and element.get(f"{_TABLE}display") == "false":
            self.closed_groups += 1

    def _begin(self, element: ElementTree.Element) -> None:
        is_hidden = element.get(f"{_TABLE}style-name", "") in self.hidden_styles
        self.worksheet = Worksheet(element.get(f"{_TABLE}name", ""), is_hidden=is_hidden)
        self.book.worksheets.append(self.worksheet)
        self.is_read = (
            not is_hidden
            and sum(not worksheet.is_hidden for worksheet in self.book.worksheets) <= self.limits.worksheets
        )
        self.merged, self.row, self.column = [], 0, 0

    def _closes(self, element: ElementTree.Element) -> None:
        tag = element.tag
        if tag == f"{_STYLE}style":
            look = element.find(f"{_STYLE}table-properties")
            if look is not None and look.get(f"{_TABLE}display") == "false":
                self.hidden_styles.add(element.get(f"{_STYLE}name", ""))
        elif tag == f"{_TABLE}null-date" and element.get(f"{_TABLE}date-value", "").startswith("1904-01-01"):
            self.book.epoch = EPOCH_1904
        elif tag in _GROUPS and element.get(f"{_TABLE}display") == "false":
            self.closed_groups -= 1
        elif tag == f"{_TABLE}table-column" and self.depth == 1:
            self._take_column(element)
        elif tag == f"{_TABLE}table-row" and self.depth == 1:
            self._take_row(element)
            element.clear()
        elif tag == f"{_TABLE}table":
            self.depth -= 1
            if not self.depth and self.worksheet is not None:
                spread(self.worksheet, self.merged)
                element.clear()

    def _take_column(self, element: ElementTree.Element) -> None:
        last = self.column + _count(element, "number-columns-repeated")
        if self.worksheet is not None and (self.closed_groups or _is_hidden(element)):
            self.worksheet.hidden_columns |= set(range(self.column, min(last, self.limits.columns)))
        self.column = last

    def _take_row(self, element: ElementTree.Element) -> None:
        first = self.row + 1
        times = _count(element, "number-rows-repeated")
        self.row += times
        if self.worksheet is None or not self.is_read:
            return
        cells = list(self._cells(element, first))
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if times > self.left:
            raise Unreadable("too_many_rows")
        self.left -= times
        is_hidden = bool(self.closed_groups) or _is_hidden(element)
        self.worksheet.rows += [Row(number, list(cells), is_hidden) for number in range(first, first + times)]

    def _cells(self, row: ElementTree.Element, number: int) -> Iterator[Any]:
        place = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            times = _count(element, "number-columns-repeated")
            value = None if element.tag == _CELLS[1] else _value(element)
            if place + times > self.limits.columns and value is not None and self.worksheet is not None:
                self.worksheet.is_cut = True
            wide, high = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
            if value is not None and (wide > 1 or high > 1):
                self.merged.append((place + 1, number, place + wide, number + high - 1))
            for _each in range(min(times, max(self.limits.columns - place, 0))):
                yield value
            place += times


def _value(cell: ElementTree.Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type", "")
    paragraphs = cell.findall(f"{_TEXT}p")
    text = "\n".join(map(_words, paragraphs))
    if cell.get(_ERROR) == "error":
        return CellError(text[:40] or "#N/A")
    value: Any = None
    if kind in _NUMBERS:
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        if number == number and abs(number) != float("inf"):
            value = int(number) if number.is_integer() else number
    elif kind == "boolean":
        value = cell.get(f"{_OFFICE}boolean-value") == "true"
    elif kind == "date":
        value = _moment(cell.get(f"{_OFFICE}date-value", "")) or tidy_text(text)
    elif kind or text:
        value = tidy_text(text or cell.get(f"{_OFFICE}string-value", ""))
    if value is None:
        return None
    addresses = (mail_address(link.get(_LINK, "")) for paragraph in paragraphs for link in paragraph.iter(f"{_TEXT}a"))
    address = next(filter(None, addresses), "")
    return Linked(value, address) if address else value


def _moment(text: str) -> date | datetime | None:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return moment.date() if moment.time() == time.min else moment


def _words(element: ElementTree.Element) -> str:
    """What a paragraph shows: several blanks, tabs and breaks are elements of their own; notes are not shown."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" ")
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note"):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
