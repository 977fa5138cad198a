"""Decisions about certificates without a database."""

import re
from string import Formatter

from certificates.register.refusals import NameIsEmpty, NameIsTooLong, PatternIsWrong, ReasonMissing
from certificates.register.states import CertificateKind
from courses.completion.states import Result
from training.kernel.polish import fold, squeeze
from training.kernel.search_terms import without_titles

ENTITLES: dict[str, CertificateKind] = {
    Result.CONFIRMED: CertificateKind.COMPETENCE,
    Result.COMPLETED: CertificateKind.COMPLETION,
    Result.TOOK_PART: CertificateKind.PARTICIPATION,
}
_PARTS = {"number", "series", "year", "course", "edition"}
_ZEROS = re.compile(r"^(0\d)?$")
NAME_LENGTH = 210


def kind_for(result: str) -> CertificateKind | None:
    """The certificate a result entitles to; None when to none."""
    return ENTITLES.get(result)


def check_pattern(pattern: str) -> str:
    """The pattern, when it makes a different number for every certificate of every year.

    Raises:
        PatternIsWrong: an unknown part, no {number} or no {year}.
    """
    pattern = squeeze(pattern)
    try:
        parts = [part[1:] for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError as error:
        raise PatternIsWrong(pattern=pattern) from error
    names = {name for name, _, _ in parts}
    # Only plain names, and leading zeros: str.format could do much more.
    shapes = all(
        not conversion and _ZEROS.match(form or "") and (not form or name == "number")
        for name, form, conversion in parts
    )
    if not shapes or not names <= _PARTS or not {"number", "year"} <= names:
        raise PatternIsWrong(pattern=pattern)
    return pattern


def number(pattern: str, *, ordinal: int, series: str, year: int, course: str, edition: str) -> str:
    """The printed number: ``{number}/{series}/{year}`` → ``17/KK/2026``."""
    return pattern.format(number=ordinal, series=series, year=year, course=course, edition=edition)


def next_ordinal(first: int, last: int | None) -> int:
    """The number after the last one given; the first is settable."""
    return first if last is None else last + 1


def checked_name(name: str) -> str:
    """The name as it will be printed.

    Raises:
        NameIsEmpty, NameIsTooLong: it cannot be printed.
    """
    name = squeeze(name)
    if not name:
        raise NameIsEmpty()
    if len(name) > NAME_LENGTH:
        raise NameIsTooLong(length=len(name), most=NAME_LENGTH)
    return name


def checked_reason(reason: str) -> str:
    """A reason in at most 250 characters.

    Raises:
        ReasonMissing: there is none.
    """
    reason = squeeze(reason)[:250]
    if not reason:
        raise ReasonMissing()
    return reason


def name_keys(name: str) -> set[str]:
    """What spellings of one name share: letters without marks, in any order of the names.

    With the titles before or after it and without: some titles are surnames too.
    """
    words = re.sub(r"[-–—'’.,;]", " ", fold(name)).split()
    return {" ".join(sorted(kept)) for kept in (words, without_titles(words)) if kept}


def same_name(name: str, typed: str) -> bool:
    """Whether somebody who typed ``typed`` means the person called ``name``."""
    return not name_keys(name).isdisjoint(name_keys(typed))
