"""What forms of a Polish word share: ``wypalenia`` and ``wypalenie`` → ``wypalen``.

The stemmer is Snowball's.  It is given folded words, so that it does not
matter whether somebody types Polish letters, and what was stored before can
be stemmed without its source.  What it leaves different is then made alike:
above all the plurals of people, by whom most courses are named.  Two forms of
a word meet; that a stem is no word, or that of another word as well, does not
matter to a search.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from snowballstemmer.polish_stemmer import PolishStemmer

from training.kernel.polish import fold

LEAST_LETTERS = 4
_WORD = re.compile(r"[^\W_]+")
# Endings that the stemmer leaves, and what the other forms of such words end in.
_ENDINGS = (
    ("ieck", "iec"),  # dziecko, dzieci
    ("nic", "nik"),  # pracownicy, pracownik
    ("enc", "ent"),  # asystenci, asystent
    ("euc", "eut"),  # terapeuci, terapeuta
    ("odz", "og"),  # psycholodzy, psycholog
    ("rz", "r"),  # kuratorzy, kurator
    ("iusz", "iu"),  # wolontariusz, wolontariusze
    ("niec", "nc"),  # mieszkaniec, mieszkańcy
    ("miec", "mc"),  # cudzoziemiec, cudzoziemcy
    ("ek", "k"),  # wniosek, wniosku
    ("ow", ""),  # seniorów without its accent; psychologowie
    ("i", ""),  # terapii, terapia
)
# Around each token of a search column's last line.
MARK = "="


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded word; words of three letters, as most abbreviations, are their own."""
    if len(word) < LEAST_LETTERS:
        return word
    # The stemmer takes "by" of "osoby" for that of "zrobiłby".
    kept = f"{word[:-1]}a" if word.endswith("by") else word
    # One for each word: a stemmer keeps the word it is at, and requests run side by side.
    short = PolishStemmer().stemWord(kept)
    for ending, common in _ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) + len(common) >= LEAST_LETTERS - 1:
            return short[: -len(ending)] + common
    return short


def words(folded: str) -> list[str]:
    """The words of a folded text, without punctuation."""
    return _WORD.findall(folded)


def tokens(words_in_order: Iterable[str]) -> str:
    """Words one after another as a search column holds them: a part of another word does not contain them."""
    line = MARK.join(words_in_order)
    return f"{MARK}{line}{MARK}" if line else ""


def stems(folded: str) -> str:
    """The same of the stems of a folded text."""
    return tokens(map(stem, words(folded)))


def search_column(text: str, *, names: str = "") -> str:
    """What a search column stores: the folded text, and in a last line its stems, in the order of the words.

    Names of people and institutions are found whole or in part as they are
    written, never by a stem: who looks for Łęczna's office does not mean
    another whose name begins alike.
    """
    folded, folded_names = fold(text), fold(names)
    line = stems(folded) + tokens(words(folded_names))
    return "\n".join(filter(None, [" ".join(filter(None, [folded, folded_names])), line]))


def without_tokens(column: str) -> str:
    """The folded text of a search column."""
    return column.partition("\n")[0]
