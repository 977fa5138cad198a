"""How staff lists write people's names.  No database."""

import re
from functools import lru_cache

from training.kernel.polish import fold, squeeze
from training.people.refusals import NotAName, SeveralNames

_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?")
# Written before or after a name, and no part of it.
_TITLES = frozenset({"mgr", "inz", "dr", "hab", "prof", "lic", "lek", "med", "ks", "mec", "mba"})
# Also surnames: titles only with a full stop or in small letters.
_ALSO_SURNAMES = frozenset({"hab", "lic", "lek", "med", "mec"})
# The surname goes on after these: „de la Cruz”, „van der Berg”.
_PARTICLES = frozenset({"de", "la", "le", "di", "da", "del", "della", "van", "von", "der", "den", "ter", "el", "al"})
# Words of a note beside a name, in small letters: „Nowak Anna zd. Kowal”, „Nowak Anna – urlop”, „do obsadzenia”.
_NOTES = frozenset(
    (
        *("i", "oraz", "lub", "albo", "z", "zd", "domu", "za", "na", "w", "do", "od", "po", "p.o", "zast"),
        *("zastepstwo", "zastepstwie", "urlop", "urlopie", "etat", "etatu", "wakat", "umowa", "zlecenie"),
    )
)
# Those that are notes in capitals too, where a whole list is written so.
_NOTES_IN_CAPITALS = frozenset({"zd", "domu", "oraz", "lub", "albo", "zastepstwo", "etatu"})
_BETWEEN_NAMES = re.compile(r"[\n\r;,/&+]+|\s(?:i|oraz|lub|albo)\s", re.IGNORECASE)


def _proper(word: str) -> str:
    """``ŚLIWIŃSKA`` and ``śliwińska`` → ``Śliwińska``; a word in mixed case and a small particle stay as they are."""
    if len(word) > 1 and word not in _PARTICLES and (word.isupper() or word.islower()):
        return word[:1].upper() + word[1:].lower()
    return word


def proper_name(text: str) -> str:
    """A name in its usual case, hyphens without spaces."""
    text = re.sub(r"\s*[-–—]\s*", "-", squeeze(text))
    return re.sub(r"[^\W\d_]+", lambda match: _proper(match[0]), text)


@lru_cache(maxsize=1000)
def split_name(text: str, *, surname_first: bool) -> tuple[str, str]:
    """``Wójcik-Żak Łucja`` → (surname, first names).

    Raises:
        NotAName: digits, signs or one word only.
    """
    refuse_notes(text)
    plain = re.sub(r"\s*[-–—]\s*", "-", without_titles(squeeze(text)))
    if parts := _parted_by_capitals(plain.split(" ")):
        surname, given = parts
        return check_name(" ".join(surname)), check_name(" ".join(given))
    words = proper_name(plain).split(" ")
    # Where the surname ends (or begins, when it comes last).
    edge = 1 if surname_first else len(words) - 1
    while surname_first and edge < len(words) and words[edge - 1].casefold() in _PARTICLES:
        edge += 1
    while not surname_first and edge > 1 and words[edge - 1].casefold() in _PARTICLES:
        edge -= 1
    first, last = words[:edge], words[edge:]
    surname, given = (first, last) if surname_first else (last, first)
    if not (surname and given):
        raise NotAName
    return check_name(" ".join(surname)), check_name(" ".join(given))


def _parted_by_capitals(words: list[str]) -> tuple[list[str], list[str]] | None:
    """``NOWAK Anna`` and ``Anna NOWAK``: capitals mark the surname, whichever comes first."""
    capital = [word.isupper() and sum(map(str.isalpha, word)) > 1 for word in words]
    if all(capital) or not any(capital):
        return None
    first, last = capital.index(True), len(words) - capital[::-1].index(True)
    while first and words[first - 1] in _PARTICLES:
        first -= 1
    surname, given = words[first:last], words[:first] + words[last:]
    # Capitals in the middle, or here and there, mark nothing.
    if not given or (first and last < len(words)) or not all(capital[capital.index(True) : last]):
        return None
    return surname, given


def refuse_notes(text: str) -> None:
    """Let no note become a part of a name.

    Raises:
        NotAName
    """
    for word in re.split(r"[\s–—-]+", squeeze(text)):
        bare = fold(word).strip(".,()")
        if (bare in _NOTES and word.islower()) or (bare in _NOTES_IN_CAPITALS and text.isupper()):
            raise NotAName


def refuse_several(text: str) -> None:
    """Let no cell with the names of two people become the name of one.

    Raises:
        SeveralNames
    """
    parts = [part for part in _BETWEEN_NAMES.split(text) if squeeze(part)]
    if len(parts) > 1 and sum(" " in squeeze(part) and _is_name(part) for part in parts) > 1:
        raise SeveralNames


def _is_name(text: str) -> bool:
    try:
        return bool(split_name(text, surname_first=True))
    except NotAName:
        return False


def without_titles(name: str) -> str:
    """``mgr inż. Anna Nowak`` and ``Anna Nowak, mgr`` are ``Anna Nowak``; ``Lek Marian`` is a surname and a name."""
    words = name.split(" ")
    while len(words) > 1 and _is_title(words[0]):
        del words[0]
    while len(words) > 1 and _is_title(words[-1]):
        del words[-1]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)


def _is_title(word: str) -> bool:
    bare = fold(word).strip(".,()")
    if bare in _ALSO_SURNAMES and word[:1].isupper() and not word.endswith("."):
        return False
    return bare in _TITLES


def check_name(text: str) -> str:
    """A surname or first names in their usual case.

    Raises:
        NotAName: digits, signs, an error of a spreadsheet.
    """
    refuse_notes(text)
    name = proper_name(without_titles(squeeze(text)))
    if not _NAME.fullmatch(name):
        raise NotAName
    return name
