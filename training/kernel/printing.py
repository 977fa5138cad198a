"""Which text a document can hold: decided in one place, by the fonts that documents are drawn with.

Whoever writes a text that is printed one day asks here when it is written:
once a standard is locked or a name is in a register, it is too late.  What
comes from a word processor is put right (``tidied``); what no font has is
refused (``printable``, ``printable_name``).  A list that must never fail, with
names written before, is drawn with a sign in their place (``with_signs``).
"""

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from training.kernel.refusals import CannotBeDrawn, NameCannotBeDrawn

FONTS = Path(__file__).parent / "fonts"
# Drawn where no font has the letter; every font of ours has the sign itself.
SIGN = "\N{WHITE SQUARE}"
BULLET = "\N{BULLET}"
# How much of a text is shown around the letter that cannot be printed.
AROUND = 25

# Word keeps a character of Symbol or Wingdings at U+F000 and its byte: these are what its lists begin with.
_WORD_BULLETS = re.compile(r"[\uf06c\uf06e-\uf072\uf075-\uf077\uf0a7\uf0a8\uf0b7\uf0be\uf0d8\uf0fc]")
# Any of them at the beginning of a line is a bullet too.
_WORD_SIGN_OF_A_LINE = re.compile(r"^([ \t]*)[\uf020-\uf0ff]", re.MULTILINE)
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")


# ---- what the fonts have ---------------------------------------------------------------------------------------


@cache
def drawable() -> frozenset[str]:
    """The characters that every font of the package has, and those that only part lines and words."""
    fonts = [_characters_of(path) for path in sorted(FONTS.glob("*.ttf"))]
    letters = {chr(code) for code in frozenset.intersection(*fonts)}
    return frozenset(letter for letter in letters if letter.isprintable() or letter.isspace()) | {"\n", "\t"}


def _characters_of(path: Path) -> frozenset[int]:
    """The codes in the table ``cmap`` of a TrueType font, format 4 (OpenType specification, "cmap")."""
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    places = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    cmap = places[b"cmap"]
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    records = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * number) for number in range(count)]
    # Platform 3, encoding 1: Unicode, as Windows reads it.
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    (twice,) = struct.unpack_from(">H", data, start + 6)
    shape, offsets_at = f">{twice // 2}H", start + 16 + 3 * twice
    lasts = struct.unpack_from(shape, data, start + 14)
    firsts = struct.unpack_from(shape, data, start + 16 + twice)
    deltas = struct.unpack_from(shape, data, start + 16 + 2 * twice)
    offsets = struct.unpack_from(shape, data, offsets_at)
    characters = set()
    for segment, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets_at + 2 * segment + offset + 2 * (code - first))
            if (glyph + delta) & 0xFFFF and (glyph or not offset):
                characters.add(code)
    return frozenset(characters - {0xFFFF})


# ---- one text --------------------------------------------------------------------------------------------------


def tidied(text: str) -> str:
    """The text as people mean it: bullets of Word as "•", one kind of line end, no invisible marks."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\N{NON-BREAKING HYPHEN}", "-")
    text = _WORD_SIGN_OF_A_LINE.sub(rf"\1{BULLET}", _WORD_BULLETS.sub(BULLET, text))
    # "Cf": soft hyphens, marks of direction, joiners; they steer and are not seen.
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cf")


def missing(text: str) -> str:
    """The letters of ``text`` that cannot be printed, each once, in their order; empty when all can."""
    if drawable().issuperset(text):
        return ""
    return "".join(dict.fromkeys(letter for letter in text if letter not in drawable()))


def printable(text: str, *, field: str | None = None) -> str:
    """The text, tidied, when a document can hold it.

    Raises:
        CannotBeDrawn: a letter that no font has; ``field`` names where a form shows it.
    """
    text = tidied(text)
    if letters := missing(text):
        raise CannotBeDrawn(field=field, text=_named(letters), where=_around(text, letters[0]))
    return text


def printable_name(name: str, *, field: str | None = None) -> str:
    """The name of a person, tidied, when a document can hold it.

    Raises:
        NameCannotBeDrawn: it is to be written in Latin letters, as in the passport.
    """
    name = tidied(name)
    if letters := missing(name):
        raise NameCannotBeDrawn(field=field, text=_named(letters), where=_around(name, letters[0]))
    return name


def _named(letters: str) -> str:
    """The letters, and the codes of those that nobody sees."""
    return " ".join(
        letter if letter.isprintable() and unicodedata.category(letter) != "Co" else f"U+{ord(letter):04X}"
        for letter in letters[:5]
    )


def _around(text: str, letter: str) -> str:
    at = text.index(letter)
    first, last = max(0, at - AROUND), at + AROUND
    shown = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"


# ---- several ---------------------------------------------------------------------------------------------------


def printable_fields(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values with every text tidied, and those of ``names`` checked.

    Raises:
        CannotBeDrawn: with the field.
    """
    checked = set(names)
    return {
        name: value
        if not isinstance(value, str)
        else printable(value, field=name)
        if name in checked
        else tidied(value)
        for name, value in values.items()
    }


def validate_name(value: str) -> None:
    """A validator for forms that take a person's name."""
    try:
        printable_name(value)
    except NameCannotBeDrawn as refusal:
        raise ValidationError(refusal.sentence, code=refusal.code) from refusal


def rows_that_cannot_be_printed(rows: QuerySet[Any], *columns: str) -> Iterator[tuple[Any, str, str]]:
    """``(key, column, letters)`` of rows written before anybody asked; for ``kompas_check``."""
    for key, *texts in rows.order_by("pk").values_list("pk", *columns).iterator(chunk_size=2000):
        for column, text in zip(columns, texts, strict=True):
            if letters := missing(tidied(text or "")):
                yield key, column, _named(letters)


def with_signs(data: Any) -> tuple[Any, bool]:
    """The data of a document with a sign for every letter that no font has, and whether there was any.

    Only for lists that must not fail for one old name; a certificate is refused instead.
    """
    if isinstance(data, str):
        text = tidied(data)
        letters = missing(text)
        return text.translate({ord(letter): SIGN for letter in letters}), bool(letters)
    if isinstance(data, Mapping):
        pairs = {key: with_signs(value) for key, value in data.items()}
        return {key: value for key, (value, _) in pairs.items()}, any(was for _, was in pairs.values())
    if isinstance(data, list) and not (data and isinstance(data[0], int)):
        parts = [with_signs(part) for part in data]
        return [part for part, _ in parts], any(was for _, was in parts)
    return data, False
