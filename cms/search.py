"""The search of the whole site: courses, good practices and pages, whatever letters are typed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.addresses import IN_FOOTER, models_of
from cms.languages import in_readers_language
from cms.queries import courses_on, editions_to_come, lines_matching, practices_on, search_words
from cms.visibility import public_pages, restricted_pages
from training.kernel import time
from training.kernel.polish import fold, sort_key


@dataclass(frozen=True)
class Hit:
    """One answer of the site's search."""

    kind: str  # course, practice or page
    title: str
    summary: str
    page: Page
    in_title: bool
    place: str = ""  # of the date to come that answers, with its day
    day: date | None = None

    @property
    def url(self) -> str | None:
        return self.page.get_url()

    @property
    def language(self) -> str:
        return self.page.own_language


def search_site(text: str, *, on: date | None = None) -> list[Hit]:
    """Courses, good practices and pages that hold every word: those with the words in their title first.

    A course matches by the place of a date to come as well: where it was held once helps nobody.
    """
    words = search_words(text)
    if not words:
        return []
    named, restricted, day = lines_matching(words), restricted_pages(), on or time.today()
    hits = [
        hit for model in models_of("course") for hit in _course_hits(_searched(model, restricted), words, named, day)
    ]
    for model in models_of("practice"):
        hits += _page_hits(_searched(model, restricted), words, named, "practice")
    for kind in ("text", *IN_FOOTER, "home", "course_index", "practice_index"):
        hits += [
            hit for model in models_of(kind) for hit in _page_hits(_searched(model, restricted), words, None, "page")
        ]
    order = ("course", "practice", "page")
    return sorted(hits, key=lambda hit: (not hit.in_title, order.index(hit.kind), sort_key(hit.title)))


def _searched(model: type[Page], restricted: PageQuerySet) -> PageQuerySet:
    pages = in_readers_language(public_pages(model, without=restricted))
    return pages.select_related("locale").defer_streamfields().order_by()


def _holds_all(title: str, words: list[str]) -> bool:
    folded = fold(title)
    return all(word in folded for word in words)


def _course_hits(pages: PageQuerySet, words: list[str], named: list[list[int]], on: date) -> list[Hit]:
    pages = pages.select_related("locale", "course").filter(course__is_archived=False)
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
    pages = pages.annotate(
        coming_venue=Subquery(there.values("venue")[:1]), coming_day=Subquery(there.values("starts_on")[:1])
    )
    return [
        Hit(
            kind="course",
            title=page.course.title,
            summary=page.course.summary,
            page=page,
            in_title=_holds_all(page.course.title, words),
            place=page.coming_venue or "",
            day=page.coming_day,
        )
        for page in pages
    ]


def _page_hits(pages: PageQuerySet, words: list[str], named: list[list[int]] | None, kind: str) -> list[Hit]:
    model = pages.model
    for place, word in enumerate(words):
        hit = Q(search_text__contains=word)
        if named and named[place]:
            hit |= Q(pk__in=practices_on(model, named[place]))
        pages = pages.filter(hit)
    summary = "lead" if kind == "page" and hasattr(model, "lead") else "summary"
    return [Hit(kind, page.title, getattr(page, summary), page, _holds_all(page.title, words)) for page in pages]
