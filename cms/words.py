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
from training.kernel.stems import stem, stems, tokens
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
    """A word as it was typed, folded; or an expression of several, which have to follow each other.

    An abbreviation is only meant whole: ``cis`` is no part of ``ciśnienie``.
    """

    text: str
    is_abbreviation: bool = False

    def within(self, column: str) -> Q:
        """A search column holds the word or a form of it; no abbreviation, as a part of another word as well."""
        part = Q(**{f"{column}__contains": self.text})
        if not (line := stems(self.text)):
            return part
        whole = Q(**{f"{column}__contains": line})
        return whole if self.is_abbreviation else whole | part

    def within_names(self, column: str) -> Q:
        """A folded column of names holds the word as it is written."""
        if self.is_abbreviation:
            # A word of its own, also at the end and before a comma.
            begins = Q(**{f"{column}__startswith": f"{self.text} "}) | Q(**{f"{column}__startswith": f"{self.text},"})
            within = Q(**{f"{column}__contains": f" {self.text} "}) | Q(**{f"{column}__contains": f" {self.text},"})
            return begins | within | Q(**{f"{column}__endswith": f" {self.text}"}) | Q(**{column: self.text})
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
        self._words = tokens(words_in(self._folded))
        self._stems = stems(self._folded)

    def closeness(self, words: Sequence[Word]) -> int | None:
        """The closeness of the word that is furthest; nothing when one is not there."""
        degrees = [self._closeness_to(word) for word in words]
        return None if None in degrees else max((degree for degree in degrees if degree is not None), default=None)

    def holds(self, word: Word) -> bool:
        return self._closeness_to(word) is not None

    def _closeness_to(self, word: Word) -> int | None:
        line = tokens(words_in(word.text))
        if line and line in self._words:
            return WHOLE
        if line and stems(word.text) in self._stems:
            return FORM
        return PART if word.text in self._folded and not word.is_abbreviation else None


def closeness(terms: Sequence[Term], text: Text) -> int | None:
    """How close a text comes to all the terms; nothing when it does not hold one of them."""
    degrees = [term.closeness(text) for term in terms]
    return None if None in degrees else max((degree for degree in degrees if degree is not None), default=None)


def telling_words(text: str) -> list[str]:
    """What was typed, folded and without signs around; small words only when there are no others."""
    typed = [word for part in fold(text.replace("\0", " ")).split(" ") if (word := part.strip(_AROUND) or part)]
    return [word for word in typed if word not in _EMPTY] or typed


Expression = tuple[str, ...]
LONGEST_ABBREVIATION = 4


def terms_of(text: str, synonyms: Sequence[tuple[Expression, Expression]] = ()) -> list[Term]:
    """What was typed, as terms; at most eight of them.

    ``synonyms`` are pairs of expressions, each as its folded words: where one
    of them was typed, the other is what may be meant as well.
    """
    telling = telling_words(text)
    others = _by_expression(synonyms)
    terms: list[Term] = []
    place = 0
    while place < len(telling) and len(terms) < MOST_TERMS:
        length = next((n for n in range(len(telling) - place, 0, -1) if _key(telling[place : place + n]) in others), 0)
        expression = telling[place : place + max(length, 1)]
        typed_words = tuple(Word(word, length == 1 and _is_abbreviation(word)) for word in expression)
        meanings = [(_meaning(other),) for other in others[_key(expression)]] if length else []
        terms.append(Term((typed_words, *meanings)))
        place += len(expression)
    return terms


def _by_expression(synonyms: Sequence[tuple[Expression, Expression]]) -> dict[Expression, list[Expression]]:
    """For the key of each expression, what else may be said for it."""
    others: dict[Expression, list[Expression]] = {}
    for pair in synonyms:
        for expression, other in (pair, pair[::-1]):
            others.setdefault(_key(expression), []).append(other)
    return others


def _key(expression: Sequence[str]) -> Expression:
    """An expression in whatever form its words are typed."""
    return tuple(stem(word) for word in expression if word not in _EMPTY)


def _is_abbreviation(word: str) -> bool:
    """Of a word that has a synonym."""
    return len(word) <= LONGEST_ABBREVIATION


def _meaning(expression: Expression) -> Word:
    text = " ".join(expression)
    return Word(text, _is_abbreviation(text))
