"""What a search asks of the synonyms."""

from training.kernel.stems import words
from training.synonyms.models import Synonym

Expression = tuple[str, ...]


def pairs() -> list[tuple[Expression, Expression]]:
    """The folded words of every pair; one query, and few rows."""
    rows = Synonym.objects.order_by("pk").values_list("term_fold", "meaning_fold")
    return [(tuple(words(term)), tuple(words(meaning))) for term, meaning in rows]
