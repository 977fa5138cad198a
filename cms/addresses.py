"""Where the pages stand: addresses of the catalogue, the practices and each course, kept in memory.

Menus and lists of lower rooms ask for these on every screen, so a process
remembers them for a minute and forgets at once when it changes a page itself.
"""

from dataclasses import dataclass, field
from time import monotonic

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

KEPT_FOR = 60.0


@dataclass(frozen=True)
class Addresses:
    """Paths below the site's root, without a language."""

    courses: str | None = None
    practices: str | None = None
    by_course: dict[int, str] = field(default_factory=dict)


_kept: tuple[float, Addresses] | None = None


def models_of(kind: str) -> list[type[Page]]:
    """The page types of this site that carry a mixin: ``course``, ``practice``, ``course_index`` …"""
    return [model for model in get_page_models() if getattr(model, "kompas_kind", "") == kind]


def open_to_all(model: type[Page]) -> QuerySet[Page]:
    """Live pages that ask for no password and no sign-in: ``.live().public()`` without a query of its own."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    return model.objects.live().filter(~Exists(above))


def path_of(url_path: str) -> str | None:
    """A page's path below the root of the site it stands in."""
    roots = [site.root_path for site in Site.get_site_root_paths()]
    return next((url_path[len(root) :].lstrip("/") for root in roots if url_path.startswith(root)), None)


def _read() -> Addresses:
    def first(kind: str) -> str | None:
        for model in models_of(kind):
            for url_path in model.objects.live().order_by("path").values_list("url_path", flat=True)[:1]:
                return path_of(url_path)
        return None

    by_course: dict[int, str] = {}
    for model in models_of("course"):
        rows = open_to_all(model).order_by("path").values_list("course_id", "url_path")
        for course_id, url_path in rows:
            if course_id not in by_course and (found := path_of(url_path)) is not None:
                by_course[course_id] = found
    return Addresses(first("course_index"), first("practice_index"), by_course)


def addresses() -> Addresses:
    global _kept
    if _kept is None or monotonic() > _kept[0]:
        _kept = (monotonic() + KEPT_FOR, _read())
    return _kept[1]


def keep(known: Addresses, seconds: float = KEPT_FOR) -> None:
    global _kept
    _kept = (monotonic() + seconds, known)


def forget(**kwargs: object) -> None:
    """Read anew at the next question; also the receiver of Wagtail's page signals."""
    global _kept
    _kept = None
    if transaction.get_connection().in_atomic_block:
        # What was read meanwhile by another thread is older than this change.
        transaction.on_commit(_forget, robust=True)


def _forget() -> None:
    global _kept
    _kept = None


def url(path: str | None) -> str | None:
    """The address of a path in the reader's language."""
    if path is None:
        return None
    try:
        return reverse("wagtail_serve", args=[path])
    except NoReverseMatch:
        return None


def courses_url(request: object = None) -> str | None:
    return url(addresses().courses)


def practices_url(request: object = None) -> str | None:
    return url(addresses().practices)


def course_url(course: object) -> str | None:
    """The address of the course's page; nothing while it has none.  ``course`` is a Course or its key."""
    return url(addresses().by_course.get(getattr(course, "pk", course)))
