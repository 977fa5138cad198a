"""Tables as text (csv): the encoding and the delimiter are found, not asked for."""

import csv
import io

from training.kernel.books.book import Book, Limits, Row, Sheet, Unreadable
from training.kernel.books.xlsx import tidy_text

_DELIMITERS = ";,\t|"
_LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_MOST_COLUMNS_OF_A_LINE = 5000


def read_text_book(content: bytes, limits: Limits) -> Book:
    text = _decoded(content)
    sheet = Sheet("")
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
            _add(sheet, number, values, limits)
    except csv.Error as fault:
        raise Unreadable("is_damaged") from fault
    # A table has a header and a row below it, and more than one column.
    if len(sheet.rows) < 2 or max(len(row.cells) for row in sheet.rows) < 2:
        raise Unreadable("not_a_spreadsheet")
    return Book([sheet])


def _add(sheet: Sheet, number: int, values: list[str], limits: Limits) -> None:
    if len(values) > _MOST_COLUMNS_OF_A_LINE:
        raise Unreadable("takes_too_much")
    cells = [tidy_text(value) for value in values[: limits.columns]]
    sheet.is_cut = sheet.is_cut or any(value.strip() for value in values[limits.columns :])
    while cells and cells[-1] is None:
        cells.pop()
    if not cells:
        return
    if len(sheet.rows) >= limits.rows:
        raise Unreadable("too_many_rows")
    sheet.rows.append(Row(number, list(cells)))


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
        # Both have Polish letters, some at other places: the right one gives more of them.
        texts = [content.decode(encoding, errors="replace") for encoding in ("cp1250", "iso-8859-2")]
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
