"""The search of the whole site: courses, good practices and pages, whatever letters are typed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page

from cms.addresses import models_of, open_to_all, path_of, url
from cms.queries import courses_on, editions_to_come, lines_named, practices_on, words_of
from training.kernel import time
from training.kernel.polish import fold, sort_key


@dataclass(frozen=True)
class Hit:
    """One answer of the site's search."""

    kind: str  # course, practice or page
    title: str
    summary: str
    url_path: str
    in_title: bool
    place: str = ""  # of the date to come that answers, with its day
    day: date | None = None

    @property
    def url(self) -> str | None:
        return url(path_of(self.url_path))


def search_site(text: str, *, on: date | None = None) -> list[Hit]:
    """Courses, good practices and pages that hold every word: those with the words in their title first.

    A course answers by the place of a date to come as well: where it was held once helps nobody.
    """
    words = words_of(text)
    if not words:
        return []
    named = lines_named(words)
    hits = [hit for model in models_of("course") for hit in _courses_holding(model, words, named, on or time.today())]
    hits += [hit for model in models_of("practice") for hit in _pages_holding(model, words, named, "practice")]
    for kind in ("text", "home", "course_index", "practice_index"):
        hits += [hit for model in models_of(kind) for hit in _pages_holding(model, words, None, "page")]
    order = ("course", "practice", "page")
    return sorted(hits, key=lambda hit: (not hit.in_title, order.index(hit.kind), sort_key(hit.title)))


def _hit(kind: str, title: str, summary: str, url_path: str, words: list[str], **facts: Any) -> Hit:
    folded = fold(title)
    return Hit(kind, title, summary, url_path, all(word in folded for word in words), **facts)


def _courses_holding(model: type[Page], words: list[str], named: list[list[int]], on: date) -> list[Hit]:
    pages = open_to_all(model).filter(course__is_archived=False)
    coming = editions_to_come(on)
    anywhere = Q()
    for word, lines in zip(words, named, strict=True):
        near = coming.filter(place_fold__contains=word)
        hit = Q(search_text__contains=word) | Q(course__search_text__contains=word)
        hit |= Q(course__in=near.order_by().values("course"))
        if lines:
            hit |= Q(course__in=courses_on(lines))
        pages = pages.filter(hit)
        anywhere |= Q(place_fold__contains=word)
    there = coming.filter(anywhere, course=OuterRef("course"))
    rows = (
        pages.order_by()
        .annotate(place=Subquery(there.values("venue")[:1]), day=Subquery(there.values("starts_on")[:1]))
        .values_list("course__title", "course__summary", "url_path", "place", "day")
    )
    return [_hit("course", *row, words, place=place or "", day=day) for *row, place, day in rows]


def _pages_holding(model: type[Page], words: list[str], named: list[list[int]] | None, kind: str) -> list[Hit]:
    pages = open_to_all(model)
    for place, word in enumerate(words):
        hit = Q(search_text__contains=word)
        if named and named[place]:
            hit |= Q(pk__in=practices_on(model, named[place]))
        pages = pages.filter(hit)
    summary = "lead" if kind == "page" and hasattr(model, "lead") else "summary"
    return [_hit(kind, *row, words) for row in pages.order_by().values_list("title", summary, "url_path")]
