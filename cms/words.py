"""What somebody means by the words of a search: forms of a word, and words that say nothing where they stand.

    terms = terms_of("osoby z autyzmem")
    pages.filter(terms[0].matches(lambda word: word.within("search_text")))

Every term has to be found, each by any word or words that mean it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from training.kernel.polish import fold
from training.kernel.stems import stem, token
from training.kernel.stems import words as words_in

_AROUND = "\"'„”«».,;:!?()[]"
# So that a pasted page makes no endless query.
MOST_TERMS = 8
# Prepositions and conjunctions, folded: nobody looks for a course because it says "z".
_EMPTY = frozenset(
    words_in(
        "a albo and bez by ci co czy dla do for from i in ich ile jak jako jest ku lub ma na nad nie o od of on oraz "
        "po pod przez przy sa sie ta te the to tych u w we with wobec z za ze"
    )
)


@dataclass(frozen=True)
class Word:
    """A word as it was typed, folded."""

    text: str

    def within(self, column: str) -> Q:
        """A search column holds the word, also as a part of another, or a form of it."""
        return Q(**{f"{column}__contains": self.text}) | Q(**{f"{column}__contains": token(stem(self.text))})

    def within_names(self, column: str) -> Q:
        """A folded column of names holds the word as it is written."""
        return Q(**{f"{column}__contains": self.text})


@dataclass(frozen=True)
class Term:
    """What has to be found: the words of any one of its meanings."""

    meanings: tuple[tuple[Word, ...], ...]

    def matches(self, match: Callable[[Word], Q]) -> Q:
        return reduce(or_, (reduce(and_, map(match, meaning)) for meaning in self.meanings))

    def closeness(self, text: "Text") -> int | None:
        """How close a text comes to the term; nothing when it does not hold it."""
        degrees = [text.closeness(meaning) for meaning in self.meanings]
        return min((degree for degree in degrees if degree is not None), default=None)


# How close a text comes to a word: it holds the word itself, a form of it, or the word within another.
WHOLE, FORM, PART = range(3)


class Text:
    """A text that is compared with words, without a database."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        self._words = frozenset(words_in(self._folded))
        self._stems = frozenset(map(stem, self._words))

    def closeness(self, words: Sequence[Word]) -> int | None:
        """The closeness of the word that is furthest; nothing when one is not there."""
        degrees = [self._closeness_to(word) for word in words]
        return None if None in degrees else max((degree for degree in degrees if degree is not None), default=None)

    def holds(self, word: Word) -> bool:
        return self._closeness_to(word) is not None

    def _closeness_to(self, word: Word) -> int | None:
        if word.text in self._words:
            return WHOLE
        if stem(word.text) in self._stems:
            return FORM
        return PART if word.text in self._folded else None


def closeness(terms: Sequence[Term], text: Text) -> int | None:
    """How close a text comes to all the terms; nothing when it does not hold one of them."""
    degrees = [term.closeness(text) for term in terms]
    return None if None in degrees else max((degree for degree in degrees if degree is not None), default=None)


def terms_of(text: str) -> list[Term]:
    """What was typed, as terms; at most eight of them."""
    typed = [word for part in fold(text.replace("\0", " ")).split(" ") if (word := part.strip(_AROUND) or part)]
    telling = [word for word in typed if word not in _EMPTY] or typed
    return [Term(((Word(word),),)) for word in telling[:MOST_TERMS]]
