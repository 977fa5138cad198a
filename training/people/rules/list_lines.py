"""Lines of a staff list that are no person: totals, vacancies, headings of groups, repeated headers."""

import re
from typing import Any

from training.kernel.polish import fold, squeeze
from training.people import refusals
from training.people.refusals import RowFault
from training.people.rules import names, spelling
from training.people.rules.list_cells import plain_value, problem
from training.people.rules.list_headers import NAMES, Header, is_column_numbers, repeated_header

_TOTALS = re.compile(
    r"(razem|suma|ogolem|lacznie|podsumowanie|liczba (osob|pracownikow|etatow)|total|sporzadzil[ao]?|zatwierdzil[ao]?"
    r"|podpis\w*|stan na dzien|stan (zatrudnienia|osobowy))\b"
)
_VACANCY = re.compile(r"\b(wakat|vacat|nieobsadzon\w*|vacancy|vacant)\b")
# The whole cell says that nobody is there yet.
_SOUGHT = re.compile(
    r"((stanowisko|etat) )?(do (obsadzenia|zatrudnienia|naboru)|(w )?trakcie (naboru|rekrutacji|konkursu)"
    r"|nabor( w toku)?|rekrutacja( w toku)?|konkurs( w toku)?|brak (obsady|pracownika)|wolny etat)"
)
# What a cell says that stands where a name would, and names nobody.
_NOBODY = frozenset(
    (
        *("wakat", "vacat", "vacancy", "vacant", "etat", "etatu", "stanowisko", "wolny", "wolne"),
        *("nieobsadzony", "nieobsadzone", "nieobsadzona"),
    )
)


def group_heading(values: list[Any]) -> str:
    """The institution that a line names alone, for the people below it; an empty text for any other line."""
    given = [value for value in values if isinstance(value, str)]
    if len(given) > 1 and given[0] != given[1]:
        return ""
    texts = _texts(values)
    return texts[0] if len(texts) == 1 and spelling.organisation_key(texts[0]) else ""


def _texts(values: list[Any]) -> list[str]:
    """The different texts of a line: a merged cell says one thing, however wide it is."""
    return list(dict.fromkeys(squeeze(value) for value in values if isinstance(value, str)))


def not_a_person(header: Header, cells: dict[str, Any], values: list[Any]) -> dict[str, Any] | None:
    """Why a line is no person, or ``None``: a line with name, post and institution is one, whatever the words."""
    column = header.name_column
    heading = header.heading(column)
    named = " ".join(str(plain_value(cells[name])) for name in NAMES if name in cells)
    texts = _texts(values)

    def passed_over(fault: RowFault, value: str) -> dict[str, Any]:
        return problem(heading, value, fault)

    if is_column_numbers(values) or repeated_header(values):
        return passed_over(refusals.HeaderRepeated(), named)
    if len(texts) == 1 and named == texts[0] == plain_value(cells.get("position")):
        # A heading merged across the columns.
        fault = refusals.GroupHeading() if group_heading(values) else refusals.TotalRow()
        return passed_over(fault, texts[0])
    if _is_vacant(named, texts):
        return passed_over(refusals.Vacancy(), named)
    if _is_signature(cells, values):
        return passed_over(refusals.TotalRow(), texts[0])
    if is_person(header, cells):
        return None
    if group_heading(values):
        return passed_over(refusals.GroupHeading(), texts[0])
    post = plain_value(cells.get("position"))
    is_named = _reads_as_name(named) and isinstance(post, str) and spelling.has_letters(post)
    if texts and not is_named and (_TOTALS.match(fold(texts[0])) or not cells):
        return passed_over(refusals.TotalRow(), texts[0])
    if named and set(cells) <= set(NAMES) and len(texts) == 1 and len(header.places) > 2 and " " not in named.strip():
        return passed_over(refusals.TotalRow(), named)
    return None


def _is_signature(cells: dict[str, Any], values: list[Any]) -> bool:
    """“Kierownik”, “mgr Zofia Wąs”: words alone under a column that is not for names, nor posts, nor institutions."""
    told = [value for value in values if value is not None]
    if len(told) != 1 or not isinstance(told[0], str) or cells.keys() - {"email", "phone", "since", "county", "notes"}:
        return False
    return spelling.has_letters(told[0]) and "@" not in told[0] and not any(map(str.isdigit, told[0]))


def _is_vacant(named: str, texts: list[str]) -> bool:
    if _SOUGHT.fullmatch(fold(named)):
        return True
    if named:
        words = spelling.plain_words(named).split()
        return bool(set(words) & {"wakat", "vacat", "vacancy", "vacant"} or "nieobsadzon" in fold(named)) and (
            len(words) == 1 or set(words) <= _NOBODY or not _reads_as_name(named)
        )
    return any(_VACANCY.search(fold(text)) for text in texts)


def _reads_as_name(text: str) -> bool:
    try:
        return bool(names.split_name(text, surname_first=True))
    except RowFault:
        return False


def is_person(header: Header, cells: dict[str, Any]) -> bool:
    """Whether the line has a whole name and a post, and an institution where the list has a column for it."""
    column = header.name_column
    if column in ("surname_first", "given_first"):
        name = plain_value(cells.get(column))
        has_name = isinstance(name, str) and _reads_as_name(name)
    else:
        has_name = all(isinstance(plain_value(cells.get(column)), str) for column in ("last_name", "first_name"))
    post = plain_value(cells.get("position"))
    has_place = not {"organisation", "organisation_number"} & header.places.keys() or bool(
        {"organisation", "organisation_number"} & cells.keys()
    )
    return has_name and isinstance(post, str) and spelling.has_letters(post) and has_place
