"""What people and programs type, before anybody looks at it: no NUL, no half letters, no number too big to be a key.

``str.isdigit`` says yes to ``²`` and ``int`` then says no; PostgreSQL keeps no
NUL; neither database keeps a number beyond 64 bits.  Screens ask here instead.
"""

import re

# More than any sentence asked in an address; texts of forms have limits of their own.
LONGEST_IN_AN_ADDRESS = 2000
# Keys are 64 bits with a sign.
LARGEST_KEY = 2**63 - 1

_DIGITS = re.compile(r"[0-9]{1,19}", re.ASCII)
# C0 without tabulator, line feed and carriage return; DEL; halves of surrogate pairs, which JSON can carry.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """``text`` without characters that no keyboard types and no database keeps."""
    return _CONTROLS.sub("", text)


def is_clean(text: str) -> bool:
    return not _CONTROLS.search(text)


def number_of(text: str | None, *, most: int = LARGEST_KEY) -> int | None:
    """The whole number that ``text`` writes in ASCII digits, from 0 to ``most``; ``None`` when it writes none."""
    if text is None or not _DIGITS.fullmatch(text := text.strip()):
        return None
    number = int(text)
    return number if number <= most else None
