"""Words that were not found, as they may have been meant: the nearest ones of those that courses and practices use."""

from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from cms.addresses import models_of
from cms.languages import in_readers_language
from cms.visibility import public_pages
from cms.words import telling_words
from courses.catalogue.models import Course
from training.competences.queries import published_competences
from training.kernel.polish import fold
from training.kernel.stems import LEAST_LETTERS, stem, words
from training.people.models import Position

# Of a hundred: one letter wrong in a word of five, two in one of eight.
NEAR_ENOUGH = 75
KEPT_FOR = 600  # seconds


def nearest(text: str) -> str:
    """The text with each unknown word in the nearest known spelling; empty when there is none."""
    known = _vocabulary()
    stems = {stem(word) for word in known}
    corrected, is_changed = [], False
    for word in telling_words(text):
        near = None
        if len(word) >= LEAST_LETTERS and word not in known and stem(word) not in stems:
            near = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        corrected.append(known[near[0]] if near else word)
        is_changed = is_changed or near is not None
    return " ".join(corrected) if is_changed else ""


def _vocabulary() -> dict[str, str]:
    """Folded words, each as it is written, in titles and summaries that anybody may read."""
    key = f"kompas_cms.vocabulary.{get_language()}"
    known = cache.get(key)
    if known is None:
        known = _read()
        cache.set(key, known, KEPT_FOR)
    return known


def _read() -> dict[str, str]:
    known: dict[str, str] = {}
    for text in _texts():
        for word in words(text.lower()):
            if len(word) >= LEAST_LETTERS:
                known.setdefault(fold(word), word)
    return known


def _texts() -> Iterator[str]:
    rows: list[Any] = [Course.objects.filter(is_archived=False).order_by("pk").values_list("title", "summary")]
    rows += [
        in_readers_language(public_pages(model)).order_by("pk").values_list("title", "summary")
        for model in models_of("practice")
    ]
    rows.append(Position.objects.order_by("pk").values_list("name_pl", "name_en"))
    for queryset in rows:
        for texts in queryset:
            yield from texts
    for competence in published_competences():
        yield from (competence.name_pl, competence.name_en)
