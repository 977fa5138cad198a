"""The texts that a public body owes its readers, as the demo's centre would write them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from cms.pages.actions import keep_version
from cms.pages.models import PrivacyNoticePage, TermsPage
from cms.site.demo.enrolments import OFFICE
from training.kernel.conf import setting
from training.kernel.time import zone

DATA = Path(__file__).parent / "data"


def _html(kind: str, lines: Iterable[str]) -> Iterator[str]:
    """Headings, items of one list, or paragraphs."""
    if kind == "list":
        yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines)))
        return
    for line in lines:
        yield format_html("<h2>{}</h2>", line[3:]) if kind == "heading" else format_html("<p>{}</p>", line)


def _kind(line: str) -> str:
    return "heading" if line.startswith("## ") else "list" if line.startswith("- ") else "paragraph"


def rich_text(name: str, **facts: str) -> str:
    """A text of ``data/`` as the editor would keep it: a line is a paragraph, a heading or an item of a list."""
    organiser = setting("ORGANISER")
    known = {"name": organiser["name"], "address": organiser["address"], "email": organiser["email"], **facts}
    text = (DATA / f"{name}.md").read_text(encoding="utf-8").format_map(known)
    lines = groupby(filter(None, text.splitlines()), key=_kind)
    return "".join(part for kind, of_kind in lines for part in _html(kind, of_kind))


def build_legal_texts(home: Page, day: date) -> None:
    """The privacy notice in its second version, the terms in their first."""
    first, second = date(day.year - 2, 1, 1), date(day.year - 1, 9, 1)
    privacy = PrivacyNoticePage(
        title="Ochrona danych osobowych",
        slug="dane-osobowe",
        summary="Kto, po co i jak długo przetwarza dane osób, które się szkolą.",
        text=rich_text("privacy", years="5"),
        valid_from=first,
    )
    home.add_child(instance=privacy)
    keep_version(page=privacy, actor=OFFICE, now=_published(first))
    privacy.text, privacy.valid_from = rich_text("privacy", years="10"), second
    privacy.save()
    keep_version(page=privacy, actor=OFFICE, now=_published(second))
    terms = TermsPage(
        title="Regulamin szkoleń",
        slug="regulamin",
        summary="Zasady naboru, udziału i wydawania zaświadczeń.",
        text=rich_text("terms"),
        valid_from=first,
    )
    home.add_child(instance=terms)
    keep_version(page=terms, actor=OFFICE, now=_published(first))


def _published(valid_from: date) -> datetime:
    """Two weeks before it came into force."""
    return datetime.combine(valid_from - timedelta(days=14), time(10), zone())
