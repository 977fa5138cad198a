"""How staff lists write things: dates, phones, institutions, counties (people: ``names``).  No database.

The rule for institutions is written in docs/explanation/staff-matching.md.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from training.kernel.polish import fold, squeeze
from training.kernel.workbooks.workbook import EPOCH_1900
from training.people.refusals import BadPhone, DateOutOfRange, ImpossibleDate, NoName, SeveralPhones, UnreadableDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "stycznia styczen sty i",
            "lutego luty lut ii",
            "marca marzec mar iii",
            "kwietnia kwiecien kwi iv",
            "maja maj v",
            "czerwca czerwiec cze vi",
            "lipca lipiec lip vii",
            "sierpnia sierpien sie viii",
            "wrzesnia wrzesien wrz ix",
            "pazdziernika pazdziernik paz x",
            "listopada listopad lis xi",
            "grudnia grudzien gru xii",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2})[. -]\s*([a-z]+)[. -]\s*(\d{4})")
# The hour of a moment: midnight, or when the file was made.
_CLOCK = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$")
EARLIEST = date(1940, 1, 1)
_AHEAD = timedelta(days=2 * 366)

NOTHING = frozenset(
    {"", "-", "--", "---", "brak", "brak danych", "n/d", "n.d.", "nd", "n/a", "null", "none", "nan", "nie dotyczy"}
    | {"nie posiada", "nie ma"}
    | {"?", "x", ".", "*", "/"}
)


# What people write for “as above”.
_DITTO = frozenset(
    {
        "j.w.",
        "jw.",
        "jw",
        "j.w",
        "j. w.",
        "j/w",
        "jak wyzej",
        "idem",
        '"',
        "''",
        ",,",
        "„",
        "”",
        "-||-",
        "-//-",
        "||",
        "//",
    }
)
_DITTO_MARKS = re.compile(r"[-–—]?\s*[\"„”″'|/]{1,2}\s*[-–—]?")


def is_ditto(value: object) -> bool:
    """Whether a cell says “as above”: ``j.w.``, ``- " -``."""
    if not isinstance(value, str) or len(value) > 12:
        return False
    text = squeeze(value)
    return fold(text) in _DITTO or bool(_DITTO_MARKS.fullmatch(text))


_YES_OR_NO = frozenset({"true", "false", "prawda", "falsz"})
# What a worksheet shows for a value it could not work out: #N/A, #ADR!, #DZIEL/0!, Err:502, #### …
_ERROR = re.compile(r"#[a-z]+(/[a-z0-9]+)?(_[a-z]+)?[!?]?|#+|err:\d{3}")


def is_nothing(value: object, column: str = "") -> bool:
    """Whether a cell says that there is nothing to say: ``brak``, ``-``, ``n/d``.

    In a column of surnames or first names the words are people's names.
    """
    if value is None:
        return True
    if not isinstance(value, str) or len(value) > 14:
        return False
    text = fold(value)
    return not has_letters(text) and text in NOTHING if column in ("last_name", "first_name") else text in NOTHING


def has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows instead of a value that it could not work out."""
    return ("#" in text or ":" in text) and bool(_ERROR.fullmatch(fold(text)))


def check_names(*names: str | None) -> None:
    """Let no name of anything be what a spreadsheet shows for an error.

    Raises:
        NoName
    """
    for name in names:
        if name and is_error(name):
            raise NoName(name=name)


def is_yes_or_no(text: str) -> bool:
    """Whether a text is what a tick box leaves: ``TRUE``, ``FAŁSZ``."""
    return len(text) < 12 and fold(text) in _YES_OR_NO


def read_date(value: object, on: date, epoch: date = EPOCH_1900) -> date:
    """A day as people write it: a cell, ``31.12.2024``, ``2024-12-31``, ``1 września 2020``.

    ``epoch`` is the day from which the workbook counts.

    Raises:
        ImpossibleDate, UnreadableDate, DateOutOfRange
    """
    day = _day(value, epoch)
    if not EARLIEST <= day <= on + _AHEAD:
        raise DateOutOfRange
    return day


def _day(value: object, epoch: date) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise UnreadableDate
    if isinstance(value, int | float):
        # A date cell whose format was lost: Excel counts days from the end of 1899, or from 1904.
        if 12_500 <= value <= 80_000:
            return epoch + timedelta(days=int(value))
        raise UnreadableDate
    text = re.sub(r"^(od )?(dnia )?|[ ,]*(r|roku)?\.?$", "", fold(str(value)))
    text = _CLOCK.sub("", text)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif (match := _IN_WORDS.fullmatch(text)) and match[2] in _MONTHS:
        day, month, year = match[1], _MONTHS[match[2]], match[3]
    else:
        raise UnreadableDate
    try:
        return date(int(year), int(month), int(day))
    except ValueError as fault:
        raise ImpossibleDate from fault


# ---- phones ----------------------------------------------------------------------------------------------------

_MOBILE = {"45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"}


# A number that a program wrote: 6.01700893E+08, 0.6017, 601700894,0.
_COMPUTED = re.compile(r"\d+[.,]\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+")
_PHONE_WORDS = re.compile(r"^(nr |numer )?(tel|telefon|kom|komorka|phone)[.:]*\s*", re.IGNORECASE)
# An O for a zero; a time of the day.
_NO_PHONE = re.compile(r".*\d[^\W\d_]+\d.*|\d{1,2}:\d{2}(:\d{2})?")
_BETWEEN_PHONES = re.compile(r"[,;|\n]|\s/\s|\b(?:lub|oraz|albo|i|or)\b")


def read_phone(value: object) -> str:
    """Nine digits become ``+48 84 661 00 01`` (or ``+48 601 234 567``); a foreign or internal number is kept.

    Raises:
        BadPhone: no number, one that a program computed, one too short or too long.
        SeveralPhones: more than one number.
    """
    if isinstance(value, bool | date):
        raise BadPhone
    if isinstance(value, int | float):
        # A column of amounts or shares is no column of phones.
        if value != int(value) or not 10**6 <= value < 10**15:
            raise BadPhone
        value = int(value)
    text = _PHONE_WORDS.sub("", squeeze(str(value)).strip("'"))
    digits = re.sub(r"\D", "", text)
    if _COMPUTED.fullmatch(text) or len(digits) < 5 or not digits.strip("0"):
        raise BadPhone
    if sum(len(re.sub(r"\D", "", part)) >= 7 for part in _BETWEEN_PHONES.split(text)) > 1:
        raise SeveralPhones
    if len(text) > 30 or _NO_PHONE.fullmatch(text):
        raise BadPhone
    if re.search(r"[^\d\s()+/.-]", text):
        return text  # an extension: „84 661 00 01 w. 12”
    return _in_groups(text, digits)


def _in_groups(text: str, digits: str) -> str:
    is_foreign = text.startswith("+") or digits.startswith("00")
    for prefix in ("00480", "0048", "480", "48", "0"):
        if digits.startswith(prefix) and len(digits) == 9 + len(prefix):
            digits = digits[len(prefix) :]
    if len(digits) > 15 or (len(digits) > 9 and not is_foreign):
        raise BadPhone  # a PESEL, an account
    if len(digits) == 8 and not is_foreign:
        raise BadPhone  # a digit got lost: with its area code a number has nine, without it seven or less
    if len(digits) != 9:
        return text
    sizes = (3, 3, 3) if digits[:2] in _MOBILE else (2, 3, 2, 2)
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return "+48 " + " ".join(groups)


# ---- institutions, posts, counties -----------------------------------------------------------------------------

# Written out → the abbreviation staff lists use.  Longer ones first: "gminny ośrodek…" before "ośrodek…".
_KINDS = {
    "miejsko gminny osrodek pomocy spolecznej": "mgops",
    "gminno miejski osrodek pomocy spolecznej": "mgops",
    "gminny osrodek pomocy spolecznej": "gops",
    "miejski osrodek pomocy spolecznej": "mops",
    "miejski osrodek pomocy rodzinie": "mopr",
    "osrodek pomocy spolecznej": "ops",
    "regionalny osrodek polityki spolecznej": "rops",
    "powiatowe centrum pomocy rodzinie": "pcpr",
    "centrum uslug spolecznych": "cus",
    "srodowiskowy dom samopomocy": "sds",
    "dzienny dom pomocy": "ddp",
    "dom pomocy spolecznej": "dps",
    "osrodek interwencji kryzysowej": "oik",
    "placowka opiekunczo wychowawcza": "pow",
    "placowka wsparcia dziennego": "pwd",
    "osrodek wsparcia ekonomii spolecznej": "owes",
    "osrodek adopcyjny": "oa",
    "warsztaty terapii zajeciowej": "wtz",
    "warsztat terapii zajeciowej": "wtz",
    "zaklad aktywnosci zawodowej": "zaz",
    "centrum integracji spolecznej": "cis",
    "klub integracji spolecznej": "kis",
    "wojewodzki urzad pracy": "wup",
    "powiatowy urzad pracy": "pup",
    "miejski urzad pracy": "mup",
    "ochotnicze hufce pracy": "ohp",
}
_ABBREVIATIONS = set(_KINDS.values())
_SAME_AS_CODE = _ABBREVIATIONS - {"gops", "mops", "mgops", "mup"}
_KIND_OF_ABBREVIATION = {"gops": "OPS", "mops": "OPS", "mgops": "OPS", "mup": "PUP"} | {
    short: short.upper() for short in _SAME_AS_CODE
}
_BETWEEN = {"w", "we", "im", "imienia", "sw", "dla", "z", "ze", "nr", "gmina", "gminy", "miasta"}
# Endings of the locative and the nominative, longest first.
_ENDINGS = (
    "iego",
    "iej",
    "ach",
    "emu",
    "ego",
    "ych",
    "ich",
    "im",
    "ym",
    "ej",
    "ie",
    "iu",
    "a",
    "e",
    "i",
    "o",
    "u",
    "y",
)


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """Folded, without quotation marks and other signs; ``M-GOPS`` is ``mgops``."""
    text = re.sub(r"\bm[-/ ]?g[-/ ]?ops\b", "mgops", fold(text))
    return squeeze(re.sub(r"[^\w\s]|_", " ", text))


def stem(word: str) -> str:
    """What „Ulhówek” and „(w) Ulhówku” have in common: ``ulhowk``."""
    if word.isdigit() or len(word) < 4:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    # The fleeting e: Ulhówek – Ulhówku, Rejowiec – Rejowcu.
    return re.sub(r"i?e([bcdfghjklmnprstwz])$", r"\1", word)


def abbreviate(plain: str) -> tuple[str, str]:
    """The abbreviation of the kind and what is left: ``("gops", "w ulhowku")``; no kind known → ``("", plain)``."""
    first, _, rest = plain.partition(" ")
    if first in _ABBREVIATIONS:
        return first, rest
    for long, short in _KINDS.items():
        if plain == long or plain.startswith(f"{long} "):
            return short, plain[len(long) :].strip()
    return "", plain


@lru_cache(maxsize=20_000)
def organisation_key(name: str) -> str:
    """One key for the spellings of an institution's name; empty when the name says no kind and place."""
    short, rest = abbreviate(plain_words(name))
    words = [stem(word) for word in rest.split() if word not in _BETWEEN]
    return f"{short} {' '.join(words)}" if short and words else ""


def kind_of(name: str) -> str:
    """The code of the kind that the name says (``GOPS Ulhówek`` → ``OPS``), or an empty text."""
    return _KIND_OF_ABBREVIATION.get(abbreviate(plain_words(name))[0], "")


@lru_cache(maxsize=20_000)
def place_of(name: str) -> str:
    """The stems of a name without its kind: to offer institutions of the same place."""
    return " ".join(stem(word) for word in abbreviate(plain_words(name))[1].split() if word not in _BETWEEN)


@lru_cache(maxsize=20_000)
def post_key(name: str) -> str:
    text = re.sub(r"\bst\.\s*", "starszy ", fold(name))
    text = re.sub(r"\bmł\.\s*|\bml\.\s*", "młodszy ", text)
    text = re.sub(r"\bd/s\b|\bds\.?", "ds", text)
    return plain_words(text)


def county_keys(name: str) -> list[str]:
    """The ways to look a county up: city counties by name with „m.”, land counties by their adjective."""
    plain = plain_words(name)
    is_city = bool(re.match(r"(m|miasto|powiat m|powiat grodzki|miasto na prawach powiatu) ", plain))
    bare = re.sub(r"^(miasto na prawach powiatu|powiat grodzki|powiat m|powiat|pow|miasto|m) ", "", plain)
    return [f"m {bare}"] if is_city else [bare, f"m {bare}"]
