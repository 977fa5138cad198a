"""The docs hang together: every link leads to a page and a heading, every page is linked, every picture has words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text_of(page: Path) -> str:
    """The page without its code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """What can stand after ``#``: the headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.strip().casefold()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[tuple[str, str, str]]:
    links = [(match["picture"], match["words"], match["target"]) for match in LINK.finditer(text_of(page))]
    return [link for link in links if not re.match(r"(https?|mailto):", link[2])]


@EACH
def test_every_link_leads_to_a_page_and_to_a_heading_of_it(page):
    faults = []
    for _picture, _words, target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            faults.append(target)
    assert faults == []


@EACH
def test_every_picture_has_words(page):
    assert [target for picture, words, target in links(page) if picture and len(words) < 8] == []


def test_every_page_is_linked_from_another():
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for _picture, _words, target in links(page)
        if target.partition("#")[0]
    }
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in linked and page.name != "README.md"] == []


def test_every_picture_of_the_docs_is_shown_somewhere():
    shown = {(page.parent / target).resolve() for page in PAGES for picture, _words, target in links(page) if picture}
    assert set((ROOT / "docs/pictures").iterdir()) - shown == set()


def test_the_two_guides_have_the_same_parts():
    parts = [re.findall(r"^(#+|!\[)", text_of(ROOT / "docs" / name), re.M) for name in ("guide.md", "pl/przewodnik.md")]
    assert parts[0] == parts[1]
