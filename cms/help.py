"""The page of help, for a site's own page models: words of the centre, then the guide that comes with Kompas."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import ContentBlock
from cms.filters import MAX_TEXT
from cms.mixins import SearchedMixin
from training.kernel.polish import fold

# Written from docs by .ci/guide.py.
GUIDE = Path(__file__).parent / "guide"


@dataclass(frozen=True)
class Section:
    """A task of the guide, under its heading; ``level`` is that of the heading."""

    id: str
    level: int
    title: str
    html: str
    words: str

    def holds(self, words: list[str]) -> bool:
        text = fold(f"{self.title} {self.words}")
        return all(word in text for word in words)


@cache
def guide(language: str) -> list[Section]:
    """The guide in a language; nothing where there is none."""
    path = GUIDE / f"{language}.json"
    if not path.exists():
        return []
    return [Section(**section) for section in json.loads(path.read_text(encoding="utf-8"))]


def readers_guide(own_language: str) -> tuple[str, list[Section]]:
    """The guide in the reader's language, else in the page's own, with that language."""
    for language in ((get_language() or "").split("-")[0], own_language.split("-")[0]):
        if language in {path.stem for path in GUIDE.glob("*.json")}:
            return language, guide(language)
    return own_language, []


class HelpPageMixin(SearchedMixin):
    """Help: what the centre says itself, and the guide."""

    kompas_kind = "help"
    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(
        ContentBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("What is particular to your centre: who answers, by which telephone, when."),
    )
    shows_guide = models.BooleanField(_("show the guide of Kompas below"), default=True)
    searched = ("title", "summary", "body", "guide_words")
    kompas_panels = [FieldPanel("summary"), FieldPanel("body"), FieldPanel("shows_guide")]
    kompas_search_fields = [index.SearchField("summary"), index.SearchField("body")]
    kompas_api_fields = ["summary", "body", "shows_guide"]

    class Meta:
        abstract = True

    @property
    def guide_words(self) -> str:
        if not self.shows_guide:
            return ""
        return " ".join(f"{section.title} {section.words}" for section in guide(self.own_language.split("-")[0]))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        language, sections = readers_guide(self.own_language) if self.shows_guide else (self.own_language, [])
        text = request.GET.get("szukaj", "").replace("\0", "").strip()[:MAX_TEXT]
        words = fold(text).split()
        return context | {
            "guide_language": language,
            "sections": sections,
            "asked": text,
            "answers": [section for section in sections if words and section.holds(words)],
        }


__all__ = ["HelpPageMixin"]
