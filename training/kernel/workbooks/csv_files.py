"""Tables as text (csv): the encoding and the delimiter are found, not asked for."""

import csv
import io

from training.kernel.workbooks.workbook import Limits, Row, Unreadable, Workbook, Worksheet
from training.kernel.workbooks.xlsx import constant_of, tidy_text

_DELIMITERS = ";,\t|"
_LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_MOST_COLUMNS_OF_A_LINE = 5000
# Windows, the Latin 2 of other systems, DOS, old Macs.
_POLISH = ("cp1250", "iso-8859-2", "cp852", "mac_latin2")


def read_text_book(content: bytes, limits: Limits) -> Workbook:
    text = _decoded(content)
    worksheet = Worksheet("")
    delimiter = ""
    first, _newline, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:
        # Excel's own way to say it; the line stays, so that rows keep their places.
        delimiter, text = told[4], "\n" + rest
    delimiter = delimiter or _delimiter(text)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(reader, start=1):
            if any(_swallowed_rows(value, delimiter, place) for place, value in enumerate(values)):
                raise Unreadable("quote_left_open")
            _add(worksheet, number, values, limits)
    except csv.Error as fault:
        raise Unreadable("is_damaged") from fault
    # A table has a header and a row below it, and more than one column.
    if len(worksheet.rows) < 2 or max(len(row.cells) for row in worksheet.rows) < 2:
        raise Unreadable("not_a_spreadsheet")
    return Workbook([worksheet])


def _add(worksheet: Worksheet, number: int, values: list[str], limits: Limits) -> None:
    if len(values) > _MOST_COLUMNS_OF_A_LINE:
        raise Unreadable("takes_too_much")
    cells = [_value(value) for value in values[: limits.columns]]
    worksheet.is_cut = worksheet.is_cut or any(value.strip() for value in values[limits.columns :])
    while cells and cells[-1] is None:
        cells.pop()
    if not cells:
        return
    if len(worksheet.rows) >= limits.rows:
        raise Unreadable("too_many_rows")
    worksheet.rows.append(Row(number, list(cells)))


def _swallowed_rows(value: str, delimiter: str, place: int) -> bool:
    """Whether rows fell into one cell, because a quotation mark before them has no second one.

    Such a line has at least the delimiters that stand before this cell; one
    with a blank behind it belongs to a text.
    """
    if "\n" not in value:
        return False
    most = max(line.count(delimiter) - line.count(f"{delimiter} ") for line in value.split("\n")[1:])
    return most >= max(2, place)


def _value(text: str) -> str | None:
    # Programs write ="601234567" so that Excel keeps it a text; nothing has to be computed.
    return tidy_text(constant_of(text) or text)


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if content[:200].count(b"\x00") > len(content[:200]) // 4:
        return _strictly(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    if b"\x00" in content:
        raise Unreadable("not_a_spreadsheet")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # All have Polish letters, some at other places: the right one gives more of them.
        texts = [content.decode(encoding, errors="replace") for encoding in _POLISH]
        return max(texts, key=lambda text: sum(letter in _LETTERS for letter in text[:200_000]))


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable("is_damaged") from fault


def _delimiter(text: str) -> str:
    """The sign that parts the most of the first lines into the same number of cells."""
    lines = text[:20_000].splitlines()[:30]

    def fitness(delimiter: str) -> tuple[int, int]:
        sizes = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        most = max(map(sizes.count, sizes), default=0)
        return most * max(sizes, default=0), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=fitness)
