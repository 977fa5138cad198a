"""The header of a staff list: which rows name the columns, what each column is, which are not understood."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from training.kernel.polish import squeeze
from training.people.refusals import lists as list_refusals
from training.people.rules import spelling

HEADER_ROWS = 10
# A header may take so many rows: groups of columns above, the columns themselves, a line of units.
_MOST_HEIGHT = 3
# What each column is called in the lists that come, folded.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "surname_first": (
        "nazwisko i imie", "nazwisko imie", "nazwisko i imiona", "nazwisko imiona", "surname and first name",
        "last name first name", "surname first name", "nazwisko i imie pracownika", "nazwisko oraz imie",
    ),
    "given_first": (
        "imie i nazwisko", "imie nazwisko", "imiona i nazwisko", "imie i nazwisko pracownika", "pracownik", "osoba",
        "name", "full name", "first name and surname", "imie oraz nazwisko",
    ),
    "last_name": ("nazwisko", "nazwisko pracownika", "surname", "last name"),
    "first_name": ("imie", "imiona", "imie pracownika", "first name", "given name"),
    "position": ("stanowisko", "stanowisko pracy", "zajmowane stanowisko", "funkcja", "post", "position", "job title"),
    "organisation": (
        "nazwa instytucji", "instytucja", "jednostka", "nazwa jednostki", "jednostka organizacyjna", "zaklad pracy",
        "miejsce pracy", "pracodawca", "nazwa pracodawcy", "osrodek", "placowka", "institution", "organisation",
        "employer", "workplace", "nazwa placowki", "nazwa osrodka", "nazwa zakladu pracy", "miejsce zatrudnienia",
        "nazwa jednostki organizacyjnej",
    ),
    "organisation_number": (
        "numer instytucji", "nr instytucji", "numer jednostki", "nr jednostki", "kod jednostki", "kod instytucji",
        "institution number",
    ),
    "county": ("powiat", "powiat instytucji", "county", "district"),
    "email": (
        "adres e mail", "e mail", "email", "mail", "adres email", "adres mailowy", "adres poczty elektronicznej",
        "poczta elektroniczna", "adres mail", "e mail address",
    ),
    "phone": (
        "telefon", "nr telefonu", "numer telefonu", "tel", "telefon kontaktowy", "telefon sluzbowy", "phone", "nr tel",
        "numer tel", "komorka",
    ),
    "since": (
        "zatrudniony od", "zatrudniona od", "zatrudnienie od", "data zatrudnienia", "pracuje od", "od kiedy",
        "zatrudniony a od", "na stanowisku od", "employed since", "employed from", "since", "start date",
        "data rozpoczecia pracy", "data nawiazania stosunku pracy", "data rozpoczecia zatrudnienia", "data przyjecia",
    ),
    "staff_number": (
        "numer pracownika", "nr pracownika", "numer ewidencyjny", "nr ewidencyjny", "nr ewid", "numer kadrowy",
        "nr kadrowy", "numer osobowy", "nr osobowy", "numer ewidencyjny pracownika", "nr ewidencyjny pracownika",
        "identyfikator pracownika", "id pracownika", "kod pracownika", "numer w systemie kadrowym", "staff number",
        "personnel number", "employee number", "employee id", "staff id", "hr number",
    ),
    "notes": ("uwagi", "uwaga", "komentarz", "notes", "remarks"),
}  # fmt: skip
_COLUMN_OF = {synonym: column for column, synonyms in SYNONYMS.items() for synonym in synonyms}
# A place in the list: nobody misses it.
_ORDINALS = frozenset({"lp", "l p", "nr", "no", "numer", "poz", "pozycja", "id", "numer porzadkowy", "nr porzadkowy"})
# Words that a heading may have beside its meaning.
_BESIDE = frozenset(
    (
        *("sluzbowy", "sluzbowa", "sluzbowe", "sluzbowego", "kontaktowy", "kontaktowego", "kom", "komorkowy"),
        *("komorkowego", "pracownika", "osoby", "uczestnika", "dnia", "dzien", "obecne", "aktualne", "zajmowane"),
        *("wymagane", "obowiazkowe", "rrrr", "mm", "dd", "r"),
    )
)
_NAME_WORDS = ("nazwisk", "imi", "name", "osoba", "pracownik")
NAMES = ("surname_first", "given_first", "last_name", "first_name")


@dataclass(frozen=True)
class UnreadColumn:
    """A column whose values are not taken: ``code`` says why (see ``unread``)."""

    place: int
    heading: str
    code: str


@dataclass(frozen=True)
class Header:
    """Where the header ends, where each column is, and what the list calls it.

    ``name_tail`` is the column beside that of the whole name, when one heading
    stands over both.  ``guessed`` are the columns whose headings are not among the known ones but mean the same.
    """

    row: int
    places: dict[str, int]
    headings: dict[str, str]
    unread: tuple[UnreadColumn, ...] = ()
    guessed: frozenset[str] = frozenset()
    labelled: frozenset[int] = frozenset()
    name_tail: int | None = None

    @property
    def name_column(self) -> str:
        for column in NAMES:
            if column in self.places:
                return column
        return "surname_first"

    def heading(self, column: str) -> str:
        return self.headings.get(column, "")


def meaning_of(text: Any) -> tuple[str, bool]:
    """The column that a heading means, and whether it is one of the known headings; an empty text when none is.

    ``1. Nazwisko*`` and ``Telefon (służbowy)`` mean what they say.
    """
    if not isinstance(text, str) or len(text) > 120:
        return "", False
    plain = re.sub(r"^\d{1,2} ", "", spelling.plain_words(text))
    if plain in _ORDINALS:
        return "ordinal", True
    if plain in _COLUMN_OF:
        return _COLUMN_OF[plain], True
    parts = re.split(r"[/|]", re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text))
    columns = {_COLUMN_OF[words] for part in parts if (words := _without_beside(part)) in _COLUMN_OF}
    return (columns.pop(), False) if len(columns) == 1 else ("", False)


def _without_beside(text: str) -> str:
    words = re.sub(r"^\d{1,2} ", "", spelling.plain_words(text)).split()
    return " ".join(word for word in words if word not in _BESIDE)


def is_column_numbers(values: Iterable[Any]) -> bool:
    """``1 | 2 | 3 …``, ``(a) | (b) | (c) …``: what forms write under their headings."""
    given = [value for value in values if value is not None]
    if len(given) < 3 or len(str(given[1])) > 8:
        return False
    marks = [squeeze(str(value)).strip("().- ").casefold() for value in given]
    marks = [mark.removeprefix("kol. ") for mark in marks]
    return any(marks == wanted[: len(marks)] for wanted in _MARKS)


_MARKS = (
    [str(number) for number in range(1, 201)],
    [chr(97 + number) for number in range(26)],
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"],
)


@dataclass
class _Columns:
    """What the rows of a possible header say of each column."""

    places: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    unread: list[UnreadColumn] = field(default_factory=list)
    guessed: set[str] = field(default_factory=set)
    labelled: set[int] = field(default_factory=set)
    name_tail: int | None = None

    def is_header(self) -> bool:
        whole = "surname_first" in self.places or "given_first" in self.places
        both = {"last_name", "first_name"} <= self.places.keys()
        return (whole or both) and len(self.places) >= (2 if whole else 3)


def _texts_at(block: Sequence[Sequence[Any]], place: int) -> list[str | None]:
    texts = []
    for row in block:
        value = row[place] if place < len(row) else None
        texts.append(squeeze(value) if isinstance(value, str) else None)
    return texts


def _meaning_at(block: Sequence[Sequence[Any]], place: int) -> tuple[str, bool, str]:
    """The lowest heading of a column, read by itself or together with those above it."""
    texts = _texts_at(block, place)
    given = [text for number, text in enumerate(texts) if text and text not in texts[:number]]
    if not given:
        return "", False, ""
    whole = " ".join(given)
    for text in (given[-1], whole):
        column, is_recognised = meaning_of(text)
        if column:
            return column, is_recognised, text
    return "", False, whole


def _columns_of(block: Sequence[Sequence[Any]]) -> _Columns:
    columns = _Columns()
    width = max((len(row) for row in block), default=0)
    meant = [(place, *_meaning_at(block, place)) for place in range(width)]
    for wanted_recognised in (True, False):
        for place, column, is_recognised, heading in meant:
            if column and column != "ordinal" and is_recognised == wanted_recognised and column not in columns.places:
                columns.places[column], columns.headings[column] = place, heading
                if not is_recognised:
                    columns.guessed.add(column)
    # A cell for the whole name above one for each part of it names nothing more.
    if {"last_name", "first_name"} <= columns.places.keys():
        for column in ("surname_first", "given_first"):
            columns.places.pop(column, None)
            columns.headings.pop(column, None)
    taken = set(columns.places.values())
    for place, column, _is_recognised, heading in meant:
        is_beside = column in ("surname_first", "given_first") and columns.places.get(column) == place - 1
        if is_beside and columns.headings[column] == heading:
            columns.name_tail = place
            taken.add(place)
    for place, column, _is_recognised, heading in meant:
        if heading:
            columns.labelled.add(place)
        if heading and place not in taken and column != "ordinal":
            columns.unread.append(UnreadColumn(place, heading, "repeated_column" if column else "unknown_column"))
    return columns


def find_header(rows: Iterable[list[Any]]) -> Header:
    """The first rows, ending within the first ten, that name who and at least one thing more.

    Raises:
        HeaderNotFound
    """
    first = list(islice(rows, HEADER_ROWS + _MOST_HEIGHT))
    for end in range(1, min(len(first), HEADER_ROWS) + 1):
        for height in range(1, min(end, _MOST_HEIGHT) + 1):
            if _columns_of(first[end - height : end]).is_header():
                return _grown(first, end - height, end)
    raise list_refusals.HeaderNotFound(rows=HEADER_ROWS)


def _grown(rows: list[list[Any]], start: int, end: int) -> Header:
    """The header that begins in these rows, with the row above and the rows below that belong to it."""
    columns = _columns_of(rows[start:end])
    if start and (above := _columns_of(rows[start - 1 : end])).places.keys() > columns.places.keys():
        columns, start = above, start - 1
    while end < len(rows) and end - start < _MOST_HEIGHT and _continues(rows[start:end], rows[end], columns):
        end += 1
        columns = _columns_of(rows[start:end])
    end = _below_units(rows, end, columns)
    if end < len(rows) and is_column_numbers(rows[end]):
        end += 1
    return Header(
        end,
        columns.places,
        columns.headings,
        tuple(columns.unread),
        frozenset(columns.guessed),
        frozenset(columns.labelled),
        columns.name_tail,
    )


def _below_units(rows: list[list[Any]], end: int, columns: _Columns) -> int:
    """Where a line of units ends that stands below the headings: “służbowy”, “dd.mm.rrrr”, what form numbers follow."""
    if end >= len(rows) or any(
        _texts_at([rows[end]], columns.places[name])[0] for name in NAMES if name in columns.places
    ):
        return end
    texts = [squeeze(value) for value in rows[end] if value is not None and isinstance(value, str)]
    if not texts or len(texts) != sum(value is not None for value in rows[end]):
        return end
    if end + 1 < len(rows) and is_column_numbers(rows[end + 1]):
        return end + 1
    return end + 1 if not any(map(_without_beside, texts)) else end


def _continues(block: list[list[Any]], row: list[Any], columns: _Columns) -> bool:
    """Whether a row names more columns and nobody: where names stand it is empty, merged with above, or a heading."""
    more = _columns_of([*block, row])
    if not (more.is_header() and len(more.places) > len(columns.places)):
        return False
    for column in NAMES:
        place = columns.places.get(column)
        if place is None:
            continue
        text = _texts_at([row], place)[0]
        if text and meaning_of(text)[0] not in NAMES and text != _texts_at([block[-1]], place)[0]:
            return False
    return True


def repeated_header(values: list[Any]) -> bool:
    """Whether a row below the header says again what the columns are, perhaps in another order."""
    texts = [value for value in values if isinstance(value, str)]
    # Most rows hold people: the look at every heading is for those with a word for names.
    if not any(word in text.casefold() for text in texts for word in _NAME_WORDS):
        return False
    if not any(meaning_of(text)[0] in NAMES for text in texts):
        return False
    columns = _columns_of([values])
    return columns.is_header() and 2 * len(columns.places) > len(texts)
