"""Staff lists as institutions send them, and codes as they print them: from cells to rows.

``read_staff_list`` finds the header by its names, reads each row below it
and says of each what it read and why it cannot be read.  It decides
nothing about who anybody is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from training.kernel.polish import fold, squeeze
from training.kernel.sheets import read_xlsx, sheet_names
from training.people import refusals, spelling
from training.people.refusals import RowFault

HEADER_ROWS = 10
# A list is on one of the first sheets; what comes after them is somebody else's book.
MOST_SHEETS = 10
# What each column is called in the lists that come, folded.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "surname_first": (
        "nazwisko i imie", "nazwisko imie", "nazwisko i imiona", "nazwisko imiona", "surname and first name",
        "last name first name", "surname first name", "nazwisko i imie pracownika",
    ),
    "given_first": (
        "imie i nazwisko", "imie nazwisko", "imiona i nazwisko", "imie i nazwisko pracownika", "pracownik", "osoba",
        "name", "full name", "first name and surname",
    ),
    "last_name": ("nazwisko", "nazwisko pracownika", "surname", "last name"),
    "first_name": ("imie", "imiona", "imie pracownika", "first name", "given name"),
    "position": ("stanowisko", "stanowisko pracy", "zajmowane stanowisko", "funkcja", "post", "position", "job title"),
    "organisation": (
        "nazwa instytucji", "instytucja", "jednostka", "nazwa jednostki", "jednostka organizacyjna", "zaklad pracy",
        "miejsce pracy", "pracodawca", "nazwa pracodawcy", "osrodek", "placowka", "institution", "organisation",
        "employer", "workplace",
    ),
    "organisation_number": (
        "numer instytucji", "nr instytucji", "numer jednostki", "nr jednostki", "kod jednostki", "kod instytucji",
        "institution number",
    ),
    "county": ("powiat", "powiat instytucji", "county", "district"),
    "email": ("adres e mail", "e mail", "email", "mail", "adres email", "adres mailowy", "adres poczty elektronicznej"),
    "phone": ("telefon", "nr telefonu", "numer telefonu", "tel", "telefon kontaktowy", "telefon sluzbowy", "phone"),
    "since": (
        "zatrudniony od", "zatrudniona od", "zatrudnienie od", "data zatrudnienia", "pracuje od", "od kiedy",
        "zatrudniony a od", "na stanowisku od", "employed since", "employed from", "since", "start date",
    ),
    "notes": ("uwagi", "uwaga", "komentarz", "notes", "remarks"),
}  # fmt: skip
_COLUMN_OF = {synonym: column for column, synonyms in SYNONYMS.items() for synonym in synonyms}
_NAMES = ("surname_first", "given_first", "last_name", "first_name")
LIMITS = {"last_name": 100, "first_name": 100, "position": 200, "organisation": 250, "email": 254, "county": 100}
_TOTALS = re.compile(
    r"(razem|suma|ogolem|lacznie|podsumowanie|liczba (osob|pracownikow|etatow)|total|sporzadzil[ao]?|zatwierdzil[ao]?"
    r"|podpis\w*|stan na dzien)\b"
)
_VACANCY = re.compile(r"\b(wakat|vacat|nieobsadzon\w*|vacancy|vacant)\b")


@dataclass
class ListRow:
    """One row as read.  ``problems`` are why it is refused: column, value, code, facts."""

    number: int
    last_name: str = ""
    first_name: str = ""
    position: str = ""
    organisation: str = ""
    organisation_number: str = ""
    county: str = ""
    email: str = ""
    phone: str = ""
    since: date | None = None
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name_fold(self) -> str:
        return fold(f"{self.last_name} {self.first_name}")

    def as_cells(self) -> dict[str, str]:
        """As a stored row keeps it."""
        cells = {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "position": self.position,
            "organisation": self.organisation,
            "organisation_number": self.organisation_number,
            "county": self.county,
            "email": self.email,
            "phone": self.phone,
            "since": self.since.isoformat() if self.since else "",
        }
        return {name: text for name, text in cells.items() if text}

    @classmethod
    def of_cells(cls, number: int, cells: dict[str, str]) -> "ListRow":
        since = date.fromisoformat(cells["since"]) if cells.get("since") else None
        return cls(number, **{**cells, "since": since})


@dataclass(frozen=True)
class Header:
    """Which row names the columns, where each is, and what the list calls it."""

    row: int
    places: dict[str, int]
    headings: dict[str, str]

    @property
    def name_column(self) -> str:
        for column in _NAMES:
            if column in self.places:
                return column
        return "surname_first"

    def heading(self, column: str) -> str:
        return self.headings.get(column, "")


@dataclass(frozen=True)
class StaffList:
    header: Header
    rows: list[ListRow]


def problem(column: str, value: Any, fault: RowFault) -> dict[str, Any]:
    return {"column": column, "value": squeeze(str(value or ""))[:120], "code": fault.code, "facts": fault.facts}


# ---- the header ------------------------------------------------------------------------------------------------


def find_header(rows: Iterable[list[Any]]) -> Header:
    """The first row, of the first ten, that names who and at least one thing more.

    Raises:
        HeaderNotFound
    """
    for number, row in enumerate(rows, start=1):
        if number > HEADER_ROWS:
            break
        places: dict[str, int] = {}
        headings: dict[str, str] = {}
        for place, value in enumerate(row):
            column = _COLUMN_OF.get(spelling.plain_words(value)) if isinstance(value, str) else None
            if column and column not in places:
                places[column], headings[column] = place, squeeze(value)
        whole = "surname_first" in places or "given_first" in places
        if (whole or {"last_name", "first_name"} <= places.keys()) and len(places) >= (2 if whole else 3):
            return Header(number, places, headings)
    raise refusals.HeaderNotFound(rows=HEADER_ROWS)


# ---- the file --------------------------------------------------------------------------------------------------


def read_staff_file(content: bytes, *, on: date, has_organisation: bool = False) -> StaffList:
    """The list on the first sheet with a header: institutions put instructions before it.

    Raises:
        NotASpreadsheet, SpreadsheetTooLarge, HeaderNotFound, ColumnMissing, ListIsEmpty
    """

    def read(sheet: str | None = None) -> StaffList:
        return read_staff_list(read_xlsx(content, sheet=sheet), on=on, has_organisation=has_organisation)

    try:
        return read()
    except refusals.HeaderNotFound as not_found:
        for name in sheet_names(content)[1:MOST_SHEETS]:
            try:
                return read(name)
            except refusals.HeaderNotFound:
                continue
        raise not_found from None


# ---- the rows --------------------------------------------------------------------------------------------------


def read_staff_list(rows: Iterable[list[Any]], *, on: date, has_organisation: bool = False) -> StaffList:
    """The list in ``rows`` (of ``kernel.sheets.read_xlsx``), with ``on`` as the day dates are judged against.

    Raises:
        HeaderNotFound, ColumnMissing, ListIsEmpty
    """
    rows = iter(rows)
    # Without a header the rest is not even unpacked.
    kept = list(islice(rows, HEADER_ROWS))
    header = find_header(kept)
    kept += rows
    if "position" not in header.places:
        raise refusals.ColumnMissing(row=header.row, column=_("Post"))
    if not (has_organisation or {"organisation", "organisation_number"} & header.places.keys()):
        raise refusals.ColumnMissing(row=header.row, column=_("Institution"))
    read = list(_rows(header, kept[header.row :], on, has_organisation))
    if not read:
        raise refusals.ListIsEmpty(row=header.row)
    return StaffList(header, read)


def _rows(header: Header, rows: list[list[Any]], on: date, has_organisation: bool) -> Iterator[ListRow]:
    for number, values in enumerate(rows, start=header.row + 1):
        cells = {
            column: values[place]
            for column, place in header.places.items()
            if place < len(values) and not _is_nothing(values[place])
        }
        # A row that holds only its own number is an empty line of a form.
        if not cells and not any(isinstance(value, str) and len(value) > 3 for value in values):
            continue
        row = ListRow(number)
        if told := _not_a_person(header, cells, values):
            row.problems.append(told)
        else:
            _Reader(header, cells, row, on, has_organisation).read()
        yield row


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= 12 and fold(value) in spelling.NOTHING)


def _not_a_person(header: Header, cells: dict[str, Any], values: list[Any]) -> dict[str, Any] | None:
    column = header.name_column
    heading = header.heading(column)
    texts = [value for value in values if isinstance(value, str)]
    named = " ".join(str(cells[one]) for one in _NAMES if one in cells)
    if texts and _TOTALS.match(fold(texts[0])):
        return problem(heading, texts[0], refusals.TotalRow())
    if spelling.plain_words(str(cells.get("position", ""))) in SYNONYMS["position"]:
        return problem(heading, named, refusals.HeaderRepeated())
    is_vacant = any(_VACANCY.search(fold(text)) for text in ([named] if named else texts))
    if is_vacant:
        return problem(heading, named, refusals.Vacancy())
    if named and set(cells) <= set(_NAMES) and len(texts) == 1 and len(header.places) > 2 and " " not in named.strip():
        return problem(heading, named, refusals.TotalRow())
    return None


class _Reader:
    """Reads the cells of one row into a ``ListRow``, collecting all that is wrong with it."""

    def __init__(self, header: Header, cells: dict[str, Any], row: ListRow, on: date, has_organisation: bool) -> None:
        self.header, self.cells, self.row, self.on = header, cells, row, on
        self.has_organisation = has_organisation

    def read(self) -> None:
        self._formulas()
        self._name()
        self._texts()
        self._contacts()
        self._since()

    def _refuse(self, column: str, fault: RowFault) -> None:
        self.row.problems.append(problem(self.header.heading(column), self.cells.get(column), fault))

    def _formulas(self) -> None:
        for column, value in list(self.cells.items()):
            # Also a text that only looks like one: no name, post or address begins with "=".
            if isinstance(value, str) and value.startswith("="):
                self._refuse(column, refusals.Formula())
                self.cells.pop(column)
                self.row.problems[-1]["value"] = value[:120]

    def _is_refused(self, column: str) -> bool:
        heading = self.header.heading(column)
        return any(one["column"] == heading for one in self.row.problems)

    def _text(self, column: str) -> str:
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime | date):
            value = value.isoformat()
        text = squeeze(str(value)) if value is not None else ""
        limit = LIMITS.get(column, 250)
        if len(text) > limit:
            self._refuse(column, refusals.TooLong(limit=limit))
            return ""
        return text

    def _name(self) -> None:
        places, row = self.header.places, self.row
        if "last_name" in places and "first_name" in places:
            for column in ("last_name", "first_name"):
                text = self._text(column)
                if not text:
                    if not self._is_refused(column):
                        self._refuse(column, refusals.ValueMissing())
                    continue
                try:
                    setattr(row, column, spelling.check_name(text))
                except RowFault as fault:
                    self._refuse(column, fault)
            return
        column = self.header.name_column
        text = self._text(column)
        if not text:
            if not self._is_refused(column):
                self._refuse(column, refusals.ValueMissing())
            return
        try:
            row.last_name, row.first_name = spelling.split_name(text, surname_first=column == "surname_first")
        except RowFault as fault:
            self._refuse(column, fault)

    def _texts(self) -> None:
        row = self.row
        for column in ("position", "organisation", "organisation_number", "county"):
            setattr(row, column, self._text(column))
        if not row.position and not self._is_refused("position"):
            self._refuse("position", refusals.ValueMissing())
        if not (row.organisation or row.organisation_number or self.has_organisation):
            column = "organisation" if "organisation" in self.header.places else "organisation_number"
            if not self._is_refused(column):
                self._refuse(column, refusals.ValueMissing())

    def _contacts(self) -> None:
        if text := self._text("email"):
            address = text.removeprefix("mailto:").strip(" ;,<>").casefold()
            try:
                validate_email(address)
            except ValidationError:
                self._refuse("email", refusals.BadEmail())
            else:
                self.row.email = address
        if "phone" in self.cells:
            try:
                self.row.phone = spelling.read_phone(self.cells["phone"])
            except RowFault as fault:
                self._refuse("phone", fault)

    def _since(self) -> None:
        if "since" in self.cells:
            try:
                self.row.since = spelling.read_date(self.cells["since"], self.on)
            except RowFault as fault:
                self._refuse("since", fault)
