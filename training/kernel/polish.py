"""Searching and sorting Polish: neither SQLite nor PostgreSQL finds ``leczna`` or sorts Ć before D by itself.

Models store ``fold(name)`` for searching and ``sort_key(name)`` for sorting
in indexed columns, so both databases answer the same.
"""

import re
import unicodedata

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_FOLDED = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
# Two letters a place keep the order of 35 letters within plain bytes, whatever the database's collation.
_PLACE = {letter: f"{number:02d}" for number, letter in enumerate(_ALPHABET, start=36)}
_PLACE |= {str(digit): f"{number:02d}" for number, digit in enumerate(range(10), start=20)}
_SPACES = re.compile(r"\s+")
# Blanks that Python does not count among the spaces: of Mongolian, Braille and Hangul.
_ODD_SPACES = "\u180e\u2800\u3164\u115f\u1160\uffa0"
# Hyphens that look like the one on the keyboard; dashes are other signs and stay in texts.
_ODD_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d"
_DASHES = "\u2013\u2014\u2015"
# Written, or not, within a name: O'Hara, O’Hara, Ohara.
_APOSTROPHES = "'\u2019\u2018\u02bc\u02b9\u00b4\u0060\u2032\uff07"
# Signs that choose between two drawings of the letter before them.
_VARIATIONS = "".join(map(chr, range(0xFE00, 0xFE10)))
_USUAL = str.maketrans(
    {**dict.fromkeys(_ODD_SPACES, " "), **dict.fromkeys(_ODD_HYPHENS, "-"), **dict.fromkeys(_VARIATIONS, None)}
)
_PLAIN = {**_FOLDED, **str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_APOSTROPHES, None)})}


def _visible(text: str) -> str:
    """The text with usual blanks and hyphens, and without what nobody sees; control characters are blanks."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text).translate(_USUAL)
    if text.isprintable():
        return text
    kinds = ((mark, unicodedata.category(mark)) for mark in text)
    # Cf: zero width, direction of writing, the soft hyphen.
    kept = (" " if kind == "Cc" else mark for mark, kind in kinds if kind != "Cf")
    return unicodedata.normalize("NFC", "".join(kept))


def squeeze(text: str) -> str:
    """One space between words, none around, nothing that nobody sees: as people mean what they paste."""
    return _SPACES.sub(" ", _visible(text or "")).strip()


def fold(text: str) -> str:
    """Lower case without Polish or other marks and apostrophes, for searching: ``Łęczna`` → ``leczna``."""
    plain = squeeze(text).translate(_PLAIN)
    if plain.isascii():
        return _SPACES.sub(" ", plain).strip().lower()
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
    # A mark that stands alone decomposes into a space of its own.
    return _SPACES.sub(" ", bare).strip()


def sort_key(text: str) -> str:
    """A string of digits whose byte order is the Polish dictionary order of ``text``.

    Spaces come before hyphens and these before letters, so ``Nowak Zofia``
    stands before ``Nowak-Bąk Anna``, and she before ``Nowakowska Anna``;
    letters outside the Polish alphabet sort by their base.
    """
    key = []
    for letter in squeeze(text).casefold():
        if letter in _PLACE:
            key.append(_PLACE[letter])
        elif letter.isspace():
            key.append("10")
        elif letter in "-–—'’":
            key.append("11")
        elif letter.isalnum():
            key.append("".join(_PLACE.get(base, "99") for base in fold(letter)) or "99")
    return "".join(key)
