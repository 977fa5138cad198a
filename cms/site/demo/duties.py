"""The texts that a public body owes its readers, as the demo's centre would write them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from cms.accessibility import Compliance, Method
from cms.pages.actions import keep_version
from cms.pages.models import AccessibilityStatementPage, HelpPage, PrivacyNoticePage, TermsPage
from cms.site.demo.enrolments import OFFICE
from training.kernel import links
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


def _list(*items: str) -> str:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


def build_help(home: Page) -> None:
    organiser = setting("ORGANISER")
    contact = format_html(
        "<h3>Kto pomoże</h3><p>{}, e-mail: {}, od poniedziałku do piątku, 8:00–15:00.</p>",
        organiser["name"],
        organiser["email"],
    )
    home.add_child(
        instance=HelpPage(
            title="Pomoc",
            slug="pomoc",
            summary="Jak zgłosić się na kurs, śledzić swój rozwój i pobrać zaświadczenie.",
            body=json.dumps([{"type": "text", "value": contact}]),
        )
    )


def build_accessibility_statement(home: Page, day: date) -> None:
    """Reviewed this year, partially compliant, as most sites honestly are."""
    organiser = setting("ORGANISER")
    statement = AccessibilityStatementPage(
        title="Deklaracja dostępności",
        slug="deklaracja-dostepnosci",
        entity=organiser["name"],
        website_name="Kompas – szkolenia i kompetencje",
        website_url=links.site("/"),
        published_on=date(day.year - 2, 1, 15),
        updated_on=date(day.year - 1, 9, 1),
        compliance=Compliance.PARTIAL,
        not_compliant=_list(
            "Część materiałów dołączonych do kursów to skany bez warstwy tekstowej; na prośbę przygotujemy ich tekst.",
            "Nagrania ze spotkań zdalnych nie mają audiodeskrypcji.",
        ),
        exempt=_list("Nagrania opublikowane przed 23 września 2020 r."),
        prepared_on=date(day.year - 2, 1, 15),
        reviewed_on=date(day.year, 3, 20) if day >= date(day.year, 3, 20) else date(day.year - 1, 3, 20),
        method=Method.SELF,
        facilities=_list(
            "Wersja o wysokim kontraście i ciemna oraz większy tekst: przyciski u góry każdej strony.",
            "Wszystkie strony działają bez myszy i bez JavaScriptu.",
        ),
        contact_name="Zespół dostępności",
        contact_email=organiser["email"],
        contact_phone="81 000 00 00",
        complaints=format_html(
            "<p>{}, {}, e-mail: {}</p>", organiser["name"], organiser["address"], organiser["email"]
        ),
        architecture=_list(
            "Wejście główne jest na poziomie chodnika, drzwi otwierają się same.",
            "Winda z komunikatami głosowymi dojeżdża na wszystkie piętra; toaleta dostosowana jest na parterze.",
            "Przed budynkiem są dwa miejsca parkingowe dla osób z niepełnosprawnościami.",
            "Można wejść z psem asystującym. W sali szkoleniowej działa pętla indukcyjna.",
        ),
        communication=_list(
            "Tłumacz polskiego języka migowego: wystarczy zgłosić potrzebę 3 dni robocze wcześniej.",
            "Kontakt przez SMS i e-mail; informacje o zakresie działania są także w tekście łatwym do czytania.",
        ),
    )
    home.add_child(instance=statement)


def _published(valid_from: date) -> datetime:
    """Two weeks before it came into force."""
    return datetime.combine(valid_from - timedelta(days=14), time(10), zone())
