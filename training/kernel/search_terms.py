"""What somebody meant by what they typed: words of a search, a phone, the number of a certificate.

Kept columns hold the same forms, so that what is compared was read in one way.
"""

import re
import unicodedata

from training.kernel.polish import fold

# Written before or after a name, and no part of it.
TITLES = frozenset({"mgr", "inz", "dr", "hab", "prof", "lic", "lek", "med", "ks", "mec", "pan", "pani", "p"})
# A search is a few words; a page pasted into it must not become a thousand conditions.
LONGEST_SEARCH, MOST_WORDS = 200, 12

_AROUND = ".,;:()[]\"'„”“«»"
_SLASHES = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8\uff0f\\|", "/"))
_BEFORE_A_NUMBER = re.compile(
    r"^(zaswiadczeni[ea]|certyfikatu?|certificate)?\s*((nr|no|numer|number)(?=[\s.:0-9]))?[\s.:]*(?=\S)"
)
# Digits with what people write between them: 601-234-567, (84) 661 00 01, 84/661-00-12, +48 601 234 567, 712-10-10-101.
_DIGITS = re.compile(r"\+?\(?[0-9][0-9 ()./\u00a0\u2010-\u2015-]{3,}[0-9]")
# What stands before a phone or a NIP, and the extension after it.
_LABELS = re.compile(
    r"\b(?:nip|regon|krs|tel|telefon|kom|kom[oó]rka|fax|faks|phone|mobile|mob)\b[\s.:]*|\bwew(?:n|n[eę]trzny)?\b[\s.:]*[0-9]{0,5}",
    re.IGNORECASE,
)


def without_titles(words: list[str]) -> list[str]:
    """Folded words of a name without ``mgr``, ``dr`` and their kind, unless nothing else is left."""
    return [word for word in words if word not in TITLES] or words


def search_words(text: str) -> list[str]:
    """The folded words that somebody looks for: ``Adamczyk, mgr Michał`` are ``adamczyk`` and ``michal``."""
    words = [word.strip(_AROUND) for word in fold(text[:LONGEST_SEARCH]).split()]
    return without_titles([word for word in words if word])[:MOST_WORDS]


def digits_of(text: str) -> str:
    """Only the digits of a number; of a phone without the country and the zero before it."""
    digits = re.sub(r"[^0-9]", "", text)
    for prefix in ("00480", "0048", "480", "48", "0"):
        if digits.startswith(prefix) and len(digits) == 9 + len(prefix):
            return digits[len(prefix) :]
    return digits


def numbers_in(text: str) -> list[str]:
    """Phones, NIP and the like that stand in a text, as people write them; ``2/2026`` is none."""
    runs = _DIGITS.findall(text[:LONGEST_SEARCH])
    return [number for number in runs if "/" not in number or len(digits_of(number)) in (9, 10)]


def usual_signs(text: str) -> str:
    """Full-width and other wide letters and digits as those of the keyboard (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", text)


def without_number_labels(text: str) -> str:
    """The text without ``NIP``, ``tel.`` and the like, and without an extension: ``wew. 5``."""
    return _LABELS.sub(" ", text)


def certificate_number(text: str) -> str:
    """The form in which numbers of certificates are compared: ``Nr 17 ∕ KK ∕ 2026.`` is ``17/kk/2026``."""
    plain = fold(text.translate(_SLASHES))
    return re.sub(r"[\s.]", "", _BEFORE_A_NUMBER.sub("", plain))
