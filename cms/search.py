"""The search of the whole site: courses, good practices and pages, whatever letters are typed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.addresses import IN_FOOTER, models_of
from cms.languages import in_readers_language
from cms.queries import CourseNames, asked_terms, editions_to_come, holding
from cms.visibility import public_pages, restricted_pages
from cms.words import FORM, PART, WHOLE, Term, Text, Word, closeness
from training.kernel import time
from training.kernel.polish import fold, sort_key
from training.kernel.stems import without_tokens


@dataclass(frozen=True)
class Hit:
    """One answer of the site's search."""

    kind: str  # course, practice or page
    title: str
    summary: str
    page: Page
    distance: int  # from what was typed: what is closest comes first
    place: str = ""  # of the date to come that answers, with its day
    day: date | None = None

    @property
    def url(self) -> str | None:
        return self.page.get_url()

    @property
    def language(self) -> str:
        return self.page.own_language


def search_site(text: str, *, on: date | None = None) -> list[Hit]:
    """Courses, good practices and pages that hold every term: the closest first.

    A course matches by the place of a date to come as well: where it was held once helps nobody.
    """
    terms = asked_terms(text)
    if not terms:
        return []
    names, restricted, day = CourseNames(), restricted_pages(), on or time.today()
    hits = [
        hit for model in models_of("course") for hit in _course_hits(_searched(model, restricted), terms, names, day)
    ]
    for model in models_of("practice"):
        hits += _page_hits(holding(_searched(model, restricted), terms, names), terms, "practice")
    for kind in ("text", *IN_FOOTER, "home", "course_index", "practice_index"):
        for model in models_of(kind):
            hits += _page_hits(_holding_themselves(_searched(model, restricted), terms), terms, "page")
    order = ("course", "practice", "page")
    return sorted(hits, key=lambda hit: (hit.distance, order.index(hit.kind), sort_key(hit.title)))


def _searched(model: type[Page], restricted: PageQuerySet) -> PageQuerySet:
    pages = in_readers_language(public_pages(model, without=restricted))
    return pages.select_related("locale").defer_streamfields().order_by()


def _distance(terms: list[Term], title: str, *columns: str) -> int:
    """How far a text is: it has the words in its title, forms of them there, the same further on, parts of words."""
    in_title = closeness(terms, Text(title))
    if in_title in (WHOLE, FORM):
        return in_title
    in_text = closeness(terms, Text(" ".join([title, *map(without_tokens, columns)])))
    if in_text in (WHOLE, FORM):
        return 2 + in_text
    return 4 if in_title == PART else 5


def _course_hits(pages: PageQuerySet, terms: list[Term], names: CourseNames, on: date) -> list[Hit]:
    pages = pages.select_related("locale", "course").filter(course__is_archived=False)
    coming = editions_to_come(on)

    def at_place(word: Word) -> Q:
        return word.within_names("place_fold")

    def match(word: Word) -> Q:
        near = coming.filter(at_place(word))
        hit = word.within("search_text") | word.within("course__search_text")
        return hit | Q(course__in=near.order_by().values("course")) | names.courses(word)

    anywhere = Q()
    for term in terms:
        pages = pages.filter(term.matches(match))
        anywhere |= term.matches(at_place)
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
            distance=_distance(
                terms, page.course.title, page.course.search_text, page.search_text, fold(page.coming_venue or "")
            ),
            place=page.coming_venue or "",
            day=page.coming_day,
        )
        for page in pages
    ]


def _holding_themselves(pages: PageQuerySet, terms: list[Term]) -> PageQuerySet:
    for term in terms:
        pages = pages.filter(term.matches(lambda word: word.within("search_text")))
    return pages


def _page_hits(pages: PageQuerySet, terms: list[Term], kind: str) -> list[Hit]:
    summary = "lead" if kind == "page" and hasattr(pages.model, "lead") else "summary"
    return [
        Hit(kind, page.title, getattr(page, summary), page, _distance(terms, page.title, page.search_text))
        for page in pages
    ]
