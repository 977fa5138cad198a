"""Staff lists as institutions send them: from the cells of a file to rows.

``read_staff_file`` finds the header of each visible worksheet, reads each row
below it and says of each what it read and why it cannot be read.  It decides
nothing about who anybody is.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from training.kernel.polish import squeeze
from training.kernel.refusals import Refusal
from training.kernel.workbooks.reading import limits, read_book
from training.kernel.workbooks.workbook import EPOCH_1900, Workbook, Worksheet
from training.people.refusals import lists as list_refusals
from training.people.rules import (
    Header,
    ListRow,
    RowReader,
    StaffList,
    find_header,
    group_heading,
    not_a_person,
    problem,
    repeated_header,
    spelling,
)
from training.people.rules import not_read as unread

__all__ = ["Header", "ListRow", "StaffList", "find_header", "problem", "read_staff_file", "read_staff_list"]

# Numbers of rows tell the rows of one list apart; these keep worksheets, and the posts of one line, from meeting.
_WORKSHEET_STEP = 2_000_000
_POST_STEP = 100_000_000
_MOST_POSTS = 10


# ---- the file --------------------------------------------------------------------------------------------------


def read_staff_file(content: bytes, *, on: date, has_organisation: bool = False) -> StaffList:
    """The lists on all visible worksheets with a header.

    Raises:
        NotASpreadsheet, SpreadsheetTooLarge, HeaderNotFound, ColumnMissing, ListIsEmpty
    """
    return read_staff_book(read_book(content), on=on, has_organisation=has_organisation)


def read_staff_book(book: Workbook, *, on: date, has_organisation: bool = False) -> StaffList:
    """The lists in a book that was opened; each worksheet that is not read is named.

    Raises:
        HeaderNotFound, ColumnMissing, ListIsEmpty: no worksheet can be read; the reason of the one that came nearest.
    """
    lists: list[tuple[Worksheet, StaffList]] = []
    notes: list[dict[str, str]] = []
    faults: list[Refusal] = []
    shown = [worksheet for worksheet in book.worksheets if not worksheet.is_hidden]
    most = limits().worksheets
    for worksheet in shown[:most]:
        if not worksheet.rows:
            continue
        try:
            lists.append((worksheet, _read_worksheet(worksheet, on, has_organisation, book.epoch)))
        except list_refusals.HeaderNotFound as fault:
            faults.append(fault)
            notes.append(unread.note("worksheet_without_header", worksheet=worksheet.name))
        except (list_refusals.ColumnMissing, list_refusals.ColumnHidden, list_refusals.ListIsEmpty) as fault:
            faults.insert(0, fault)
            notes.append(unread.note("worksheet_incomplete", worksheet=worksheet.name, fault=list_refusals.kept(fault)))
    if not lists:
        raise faults[0] if faults else list_refusals.HeaderNotFound(rows=10)
    notes += [unread.note("too_many_worksheets", worksheet=worksheet.name) for worksheet in shown[most:]]
    notes += [
        unread.note("hidden_worksheet", worksheet=worksheet.name)
        for worksheet in book.worksheets
        if worksheet.is_hidden
    ]
    if not book.tells_hidden:
        notes.append(unread.note("hidden_not_told"))
    return _together(lists, notes)


def _together(lists: list[tuple[Worksheet, StaffList]], notes: list[dict[str, str]]) -> StaffList:
    rows: list[ListRow] = []
    columns: list[dict[str, str]] = []
    for index, (worksheet, staff_list) in enumerate(lists):
        name = worksheet.name if len(lists) > 1 else ""
        for row in staff_list.rows:
            row.number += index * _WORKSHEET_STEP
            row.worksheet = name
        rows += staff_list.rows
        notes = [*notes, *(note | ({"worksheet": name} if name else {}) for note in staff_list.unread)]
        columns += [column | ({"worksheet": name} if name else {}) for column in staff_list.columns]
    headings: dict[str, str] = {}
    for _worksheet, staff_list in reversed(lists):
        headings |= staff_list.headings
    first = lists[0][1].header
    header = Header(first.row, first.places, headings)
    return StaffList(header, sorted(rows, key=lambda row: row.number), notes, columns)


# ---- one worksheet -------------------------------------------------------------------------------------------------


def _read_worksheet(worksheet: Worksheet, on: date, has_organisation: bool, epoch: date) -> StaffList:
    values = _placed(worksheet, without=worksheet.hidden_columns)
    try:
        read = read_staff_list(
            values,
            on=on,
            has_organisation=has_organisation,
            epoch=epoch,
            title=worksheet.name,
            hidden=frozenset(row.number for row in worksheet.rows if row.is_hidden),
        )
    except (list_refusals.HeaderNotFound, list_refusals.ColumnMissing) as fault:
        if worksheet.hidden_columns and (hidden := _missing_is_hidden(worksheet, fault)):
            raise hidden from None
        raise
    notes = list(read.unread)
    if worksheet.hidden_columns:
        notes += _hidden_columns(worksheet, read.header)
    if worksheet.is_cut:
        notes.append(unread.note("columns_beyond", column=get_column_letter(limits().columns)))
    return StaffList(read.header, read.rows, notes, read.columns)


def _placed(worksheet: Worksheet, *, without: set[int]) -> list[list[Any]]:
    """The rows at their places: the n-th list is row n of the worksheet."""
    nothing: list[Any] = []
    rows = [nothing] * worksheet.rows[-1].number if worksheet.rows else []
    for row in sorted(worksheet.rows, key=lambda row: row.number):
        if row.number > len(rows):
            rows += [nothing] * (row.number - len(rows))
        kept = [None if place in without else value for place, value in enumerate(row.cells)]
        rows[row.number - 1] = kept
    return rows


def _missing_is_hidden(worksheet: Worksheet, fault: Refusal) -> Refusal | None:
    """The refusal that says so, when the column that is missing is there and hidden."""
    try:
        header = find_header(_placed(worksheet, without=set()))
    except list_refusals.HeaderNotFound:
        return None
    hidden = {column for column, place in header.places.items() if place in worksheet.hidden_columns}
    needed = ("surname_first", "given_first", "last_name", "first_name", "position", "organisation")
    column = next((name for name in (*needed, "organisation_number") if name in hidden), None)
    if column is None:
        return None
    letter = get_column_letter(header.places[column] + 1)
    return list_refusals.ColumnHidden(column=header.heading(column), letter=letter, row=header.row)


def _hidden_columns(worksheet: Worksheet, header: Header) -> Iterator[dict[str, str]]:
    rows = {row.number: row.cells for row in worksheet.rows}
    for place in sorted(worksheet.hidden_columns):
        if not any(place < len(cells) and cells[place] is not None for cells in rows.values()):
            continue
        cells = rows.get(header.row, [])
        heading = cells[place] if place < len(cells) and isinstance(cells[place], str) else ""
        yield unread.note("hidden_column", column=get_column_letter(place + 1), heading=squeeze(heading)[:80])


# ---- the rows --------------------------------------------------------------------------------------------------


def read_staff_list(
    rows: Iterable[list[Any]],
    *,
    on: date,
    has_organisation: bool = False,
    epoch: date = EPOCH_1900,
    title: str = "",
    hidden: frozenset[int] = frozenset(),
) -> StaffList:
    """The list in ``rows`` (the n-th is row n of its worksheet), with ``on`` as the day dates are judged against.

    ``title`` is the worksheet's name and ``hidden`` the numbers of rows that its
    sender did not see.

    Raises:
        HeaderNotFound, ColumnMissing, ListIsEmpty
    """
    kept = list(rows)
    header = find_header(kept)
    if "position" not in header.places:
        raise list_refusals.ColumnMissing(row=header.row, column="position")
    needs_organisation = not (has_organisation or {"organisation", "organisation_number"} & header.places.keys())
    institution = _institution_of(kept[: header.row], title) if needs_organisation else ""
    below = kept[header.row :]
    if needs_organisation and not institution and not any(map(group_heading, below)):
        raise list_refusals.ColumnMissing(row=header.row, column="organisation")
    read = list(_rows(header, below, on, has_organisation, epoch=epoch, institution=institution, hidden=hidden))
    if not read:
        raise list_refusals.ListIsEmpty(row=header.row)
    return StaffList(header, read, list(_unread_columns(header, below)), _describe_columns(header))


def _institution_of(above: list[list[Any]], title: str) -> str:
    """The institution of the whole worksheet, where its title or its name is the name of one."""
    texts = [squeeze(value) for row in above for value in row if isinstance(value, str)]
    return next((text for text in [*texts, squeeze(title)] if spelling.organisation_key(text)), "")


def _unread_columns(header: Header, below: list[list[Any]]) -> Iterator[dict[str, str]]:
    for column in header.unread:
        yield unread.note(column.code, column=get_column_letter(column.place + 1), heading=column.heading[:80])
    filled = {place for row in below for place, value in enumerate(row) if value is not None}
    numbers = {place for place in filled if all(_is_number(row[place]) for row in below if place < len(row))}
    for place in sorted(filled - numbers - header.labelled):
        if sum(place < len(row) and row[place] is not None for row in below) > 1:
            yield unread.note("no_heading", column=get_column_letter(place + 1))


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, int | float)


def _describe_columns(header: Header) -> list[dict[str, str]]:
    """What each column was taken for, in the order of the worksheet; a guess says so."""
    placed = sorted(header.places.items(), key=lambda column: column[1])
    told = [{"heading": header.heading(column)[:80], "column": column} for column, _place in placed]
    for column in told:
        if column["column"] in header.guessed:
            column["guessed"] = "yes"
    return told


def _rows(
    header: Header,
    rows: list[list[Any]],
    on: date,
    has_organisation: bool,
    *,
    epoch: date = EPOCH_1900,
    institution: str = "",
    hidden: frozenset[int] = frozenset(),
) -> Iterator[ListRow]:
    place = institution
    above: dict[str, Any] = {}
    first = header.row + 1
    for number, values in enumerate(rows, start=first):
        cells = {
            column: values[at]
            for column, at in header.places.items()
            if at < len(values) and not spelling.is_nothing(values[at], column)
        }
        # A row that holds only its own number is an empty line of a form.
        if not cells and not any(isinstance(value, str) and len(value) > 3 for value in values):
            continue
        _join_name(header, cells, values)
        row = ListRow(number, line=number, is_hidden=number in hidden)
        if heading := group_heading(values):
            place = heading
        if told := not_a_person(header, cells, values):
            row.problems.append(told)
            if repeated_header(values):
                header = _header_from_here(values, header, number)
        else:
            _repeat(cells, above)
            above = cells
            RowReader(header, cells, row, on, has_organisation, epoch=epoch, institution=place).read()
        yield from _posts(row)


_REPEATED = ("position", "organisation", "organisation_number", "county", "since")


def _repeat(cells: dict[str, Any], above: dict[str, Any]) -> None:
    """Put what stands above where a cell says “as above”; below nothing it says nothing."""
    for column in _REPEATED:
        if spelling.is_ditto(cells.get(column)):
            del cells[column]
            if column in above:
                cells[column] = above[column]


def _join_name(header: Header, cells: dict[str, Any], values: list[Any]) -> None:
    """One heading over two columns, the surname in the one and the first name in the other."""
    place = header.name_tail
    if place is None or place >= len(values):
        return
    first, second = cells.get(header.name_column), values[place]
    if isinstance(first, str) and isinstance(second, str) and first != second:
        cells[header.name_column] = f"{first} {second}"


def _header_from_here(values: list[Any], header: Header, number: int) -> Header:
    """A second table below the first may have its columns in another order."""
    lower = find_header([values])
    return Header(number, lower.places, {**header.headings, **lower.headings}, name_tail=header.name_tail)


def _posts(row: ListRow) -> Iterator[ListRow]:
    """A row of Kompas's own export names every post of a person, and what goes with it, between semicolons."""
    posts, places = row.position.split("; "), row.organisation.split("; ")
    yield row
    if not (1 < len(posts) == len(places) <= _MOST_POSTS) or row.problems:
        return
    numbers = ["" if number == "–" else number for number in row.staff_number.split("; ")]
    if len(numbers) != len(posts):
        numbers = [""] * len(posts)
    row.position, row.organisation, row.staff_number = posts[0], places[0], numbers[0]
    for number, (post, place) in enumerate(zip(posts[1:], places[1:], strict=True), start=1):
        more = ListRow(**vars(row))
        more.number, more.position, more.organisation = row.number + number * _POST_STEP, post, place
        more.staff_number = numbers[number]
        more.problems = []
        yield more
