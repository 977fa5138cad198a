"""What an expression may be."""

from training.kernel.polish import fold
from training.kernel.stems import stem, words
from training.synonyms.refusals import NoWords, SameWords, TooManyWords

MOST_WORDS = 8


def check_pair(term: str, meaning: str) -> None:
    """Two expressions that a search may take for each other.

    Raises:
        NoWords: one of them is only signs.
        TooManyWords: one of them is longer than what people type.
        SameWords: they differ by forms of words at most.
    """
    for name, text in (("term", term), ("meaning", meaning)):
        count = len(words(fold(text)))
        if not count:
            raise NoWords(field=name)
        if count > MOST_WORDS:
            raise TooManyWords(field=name, most=MOST_WORDS)
    if [*map(stem, words(fold(term)))] == [*map(stem, words(fold(meaning)))]:
        raise SameWords()
