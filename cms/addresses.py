"""Addresses of the catalogue, of the good practices and of each course's page.

Menus and lists of lower rooms ask for them on every screen, so they are kept
in Django's cache for a minute, and dropped as soon as a page changes.
"""

from dataclasses import dataclass, field

import swapper
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from cms.languages import readers_language_first
from cms.visibility import public_pages
from courses.catalogue.models import Course

KEPT_FOR = 60  # seconds
# What each page's footer leads to, in its order.
IN_FOOTER = ("help", "accessibility", "privacy", "terms")


@dataclass(frozen=True)
class Addresses:
    """Addresses in the language of the reader; those of lists by the key of their site."""

    courses: dict[int, str] = field(default_factory=dict)
    practices: dict[int, str] = field(default_factory=dict)
    by_course: dict[int, str] = field(default_factory=dict)
    # Only of courses whose page has some.
    materials: dict[int, str] = field(default_factory=dict)
    # Of pages that the footer leads to, by what they are.
    in_footer: dict[str, dict[int, str]] = field(default_factory=dict)


def models_of(kind: str) -> list[type[Page]]:
    """The page types of this site that carry a mixin: ``course``, ``practice``, ``course_index`` …"""
    return [model for model in get_page_models() if getattr(model, "kompas_kind", "") == kind]


def addresses() -> Addresses:
    """The addresses for the active language."""
    kept = cache.get(_key(get_language()))
    if kept is None:
        kept = _read()
        keep(kept)
    return kept


def courses_url(request: HttpRequest | None = None) -> str | None:
    """The address of the catalogue, that of the request's own site first."""
    return _of_site(addresses().courses, request)


def practices_url(request: HttpRequest | None = None) -> str | None:
    """The address of the list of good practices, that of the request's own site first."""
    return _of_site(addresses().practices, request)


def footer_url(kind: str, request: HttpRequest | None = None) -> str | None:
    """The address of the privacy notice, the terms, … that of the request's own site first."""
    return _of_site(addresses().in_footer.get(kind, {}), request)


def course_url(course: Course) -> str | None:
    """The address of the course's page; nothing while it has none."""
    return addresses().by_course.get(course.pk)


def materials_url(course: Course) -> str | None:
    """Where the materials of the course stand on its page; nothing while there are none."""
    return addresses().materials.get(course.pk)


def keep(value: Addresses, seconds: float = KEPT_FOR) -> None:
    """Answer with ``value`` in the active language for so many seconds."""
    cache.set(_key(get_language()), value, seconds)


def forget(**kwargs: object) -> None:
    """Read anew the next time; also the receiver of signals of pages, sites and restrictions."""
    _drop()
    if transaction.get_connection().in_atomic_block:
        # What another process read meanwhile is older than this change.
        transaction.on_commit(_drop, robust=True)


def _drop() -> None:
    cache.delete_many(
        [_key(code) for code in {None, settings.LANGUAGE_CODE, *(code for code, _ in settings.LANGUAGES)}]
    )


def _key(language: str | None) -> str:
    return f"kompas_cms.addresses.{language}"


def _of_site(urls: dict[int, str], request: HttpRequest | None) -> str | None:
    if len(urls) > 1 and request is not None and (site := Site.find_for_request(request)) and site.pk in urls:
        return urls[site.pk]
    return next(iter(urls.values()), None)


def _read() -> Addresses:
    by_course: dict[int, str] = {}
    materials: dict[int, str] = {}
    for model in models_of("course"):
        without = set(model.objects.filter(materials=[]).order_by().values_list("pk", flat=True))
        for page in readers_language_first(public_pages(model).defer_streamfields()):
            if page.course_id not in by_course and (url := page.get_url()):
                by_course[page.course_id] = url
                if page.pk not in without:
                    materials[page.course_id] = f"{url}#materials-title"
    return Addresses(_index_urls("course_index"), _index_urls("practice_index"), by_course, materials, _footer_urls())


def _footer_urls() -> dict[str, dict[int, str]]:
    """The first page of each kind on each site, in one query."""
    kinds = {model: kind for kind in IN_FOOTER for model in models_of(kind)}
    urls: dict[str, dict[int, str]] = {}
    if not kinds:
        return urls
    pages = swapper.load_model("wagtailcore", "Page").objects.live().type(*kinds)
    for page in readers_language_first(pages.select_related("content_type")):
        if url := page.get_url():
            kind = getattr(page.specific_class, "kompas_kind", "")
            urls.setdefault(kind, {}).setdefault(page.get_url_parts()[0], url)
    return urls


def _index_urls(kind: str) -> dict[int, str]:
    """The first list of each site.  One behind a password is led to as well: it asks for it."""
    urls: dict[int, str] = {}
    for model in models_of(kind):
        for page in readers_language_first(model.objects.live()):
            if url := page.get_url():
                urls.setdefault(page.get_url_parts()[0], url)
    return urls
