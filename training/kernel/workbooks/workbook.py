"""A workbook as it was read: worksheets of rows of plain values, and what its sender did not see.

Cells are ``None``, ``str``, numbers, ``bool``, ``date`` (a moment at midnight
is a day), ``datetime``, or one of the three kinds of cell below.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
# Nothing that Kompas keeps of a list is as long; a hostile cell of megabytes is not carried about.
LONGEST_TEXT = 1000


class Unreadable(Exception):
    """The file cannot be read; ``code`` says why (see ``refusals``)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Limits:
    """How much of a file is read: rows and bytes in all, worksheets and their columns, seconds, bytes of memory."""

    rows: int = 50_000
    columns: int = 200
    worksheets: int = 30
    unpacked: int = 200 * 1024 * 1024
    seconds: int = 30
    memory: int = 768 * 1024 * 1024


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error instead of a value: ``#N/A``, ``#ADR!`` …"""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula: its text, never its result."""

    text: str


@dataclass(frozen=True)
class Linked:
    """A value with an e-mail address behind it."""

    value: Any
    address: str


@dataclass(frozen=True)
class Row:
    """A row that holds something of its own; ``number`` is its place in the worksheet, from 1."""

    number: int
    cells: list[Any]
    is_hidden: bool = False


@dataclass
class Worksheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    # Something stands beyond the columns that are read.
    is_cut: bool = False


@dataclass
class Workbook:
    worksheets: list[Worksheet]
    epoch: date = EPOCH_1900
    # Whether the reader tells hidden rows, hidden columns and errors; what opens old formats does not.
    tells_hidden: bool = True


# ---- between two processes -------------------------------------------------------------------------------------


def _packed_cell(value: Any) -> Any:
    if isinstance(value, CellError):
        return {"$e": value.text}
    if isinstance(value, Formula):
        return {"$f": value.text}
    if isinstance(value, Linked):
        return {"$l": [_packed_cell(value.value), value.address]}
    if isinstance(value, datetime):
        return {"$t": value.isoformat()}
    if isinstance(value, date):
        return {"$d": value.isoformat()}
    return value


_UNPACK = {
    "$e": CellError,
    "$f": Formula,
    "$l": lambda pair: Linked(*pair),
    "$t": datetime.fromisoformat,
    "$d": date.fromisoformat,
}


def _unpacked_cell(packed: dict[str, Any]) -> Any:
    if len(packed) == 1:
        [(kind, value)] = packed.items()
        if kind in _UNPACK:
            return _UNPACK[kind](value)
    return packed


def pack(book: Workbook) -> str:
    """The book as JSON: no reader of it runs anything that a file brought along."""
    worksheets = [
        {
            "name": worksheet.name,
            "rows": [
                [row.number, row.is_hidden, [_packed_cell(value) for value in row.cells]] for row in worksheet.rows
            ],
            "hidden_columns": sorted(worksheet.hidden_columns),
            "is_hidden": worksheet.is_hidden,
            "is_cut": worksheet.is_cut,
        }
        for worksheet in book.worksheets
    ]
    return json.dumps({"worksheets": worksheets, "epoch": book.epoch.isoformat(), "tells_hidden": book.tells_hidden})


def unpack(text: str) -> Workbook:
    document = json.loads(text, object_hook=_unpacked_cell)
    worksheets = [
        Worksheet(
            packed["name"],
            [Row(number, cells, is_hidden) for number, is_hidden, cells in packed["rows"]],
            set(packed["hidden_columns"]),
            packed["is_hidden"],
            packed["is_cut"],
        )
        for packed in document["worksheets"]
    ]
    return Workbook(worksheets, date.fromisoformat(document["epoch"]), document["tells_hidden"])
