"""Every list and page of Kompas, found from the addresses: a new one is measured, or named in ``screens``.

A test walks the addresses: one that is neither is a fault.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page, get_page_models

from cms.site.bench.base import Measure
from cms.site.bench.screens import (
    A_STEP,
    EXEMPT,
    EXEMPT_PARTS,
    LIST,
    OFFICE,
    PAGE,
    PARTS,
    WITHOUT_A_ROW,
    WRITTEN,
    NothingToShow,
    Screen,
    newest,
)
from training.ui.admin_actions import ActionView

# ---- from the addresses --------------------------------------------------------------------------------------------


def addresses() -> Iterator[tuple[str, Any]]:
    """Every named address of Kompas with its view, of both trees."""
    yield from ((name, view) for name, view in _walk(get_resolver().url_patterns, ()) if "kompas" in name)


def _walk(patterns: list, spaces: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or "")), pattern.callback


def why_not(name: str, view: Any) -> str:
    """Why an address is not measured; nothing when it has to be."""
    part = name.rpartition(":")[2]
    if name in EXEMPT or name in {screen.name for screen in WRITTEN}:
        return EXEMPT.get(name, "")
    if part in EXEMPT_PARTS:
        return EXEMPT_PARTS[part]
    view_class = getattr(view, "view_class", None)
    return A_STEP if view_class and issubclass(view_class, ActionView) and part not in PARTS else ""


def screens_of(name: str, view: Any) -> list[Screen]:
    """What is measured of an address; nothing when nobody said how."""
    if written := [screen for screen in WRITTEN if screen.name == name]:
        return written
    part = name.rpartition(":")[2]
    if part not in PARTS or why_not(name, view):
        return []
    if part in WITHOUT_A_ROW:
        searched = getattr(view.view_class, "folded_fields", ()) and part == "index"
        plain = Screen(name, PARTS[part], OFFICE)
        return [plain, Screen(name, LIST, OFFICE, query="q=kowal")] if searched else [plain]
    model = view.view_initkwargs.get("model") or view.view_class.model
    return [Screen(name, PARTS[part], OFFICE, newest(model))]


def forgotten(named: Iterable[tuple[str, Any]]) -> list[str]:
    """Addresses that are neither measured nor named as exempt."""
    return sorted({name for name, view in named if not screens_of(name, view) and not why_not(name, view)})


# ---- the measures --------------------------------------------------------------------------------------------------


class ScreenMeasure(Measure):
    """A screen from request to response, for the person whose it is."""

    times = 5
    screen: ClassVar[Screen]

    def prepare(self):
        self.client = Client(headers={"host": "localhost"})
        if self.screen.user:
            self.client.force_login(get_user_model().objects.get(username=self.screen.user))
        self.address = self.screen.address()
        self.run()

    def run(self):
        response = self.client.get(self.address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in self.screen.answers, (self.address, response.status_code)
        return len(content)


@dataclass(frozen=True)
class SitePage(Screen):
    """A page of the site, of a kind that Kompas brings."""

    model: type[Page] = Page

    def address(self) -> str:
        page = self.model.objects.live().order_by("-pk").first()
        if page is None:
            raise NothingToShow(f"no {self.model._meta.verbose_name} to show")
        return urlsplit(page.full_url).path


def site_pages() -> list[Screen]:
    models = [model for model in get_page_models() if model._meta.app_label.startswith("kompas_")]
    return [SitePage(model._meta.label, PAGE, model=model) for model in models]


def screen_measures() -> list[type[Measure]]:
    """A measure for each list and page, in the order of the addresses."""
    screens = dict.fromkeys(screen for name, view in addresses() for screen in screens_of(name, view))
    return [
        type(
            "ScreenMeasure",
            (ScreenMeasure,),
            {
                "screen": screen,
                "name": screen.title,
                "most_milliseconds": screen.kind.milliseconds,
                "most_queries": screen.kind.queries,
            },
        )
        for screen in (*screens, *site_pages())
    ]
