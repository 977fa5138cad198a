"""The page of help: the guide that the package ships, with anchors, searched."""

import importlib.util
import re
from pathlib import Path

import pytest

from cms.help import guide
from cms.pages.models import HelpPage
from tests.sanity import faults_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(kompas):
    return kompas.home.add_child(instance=HelpPage(title="Pomoc", slug="pomoc", summary="Jak to działa."))


def shipped():
    spec = importlib.util.spec_from_file_location("guide", ROOT / ".ci/guide.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_package_ships_the_guide_that_is_kept():
    for path, text in shipped().items():
        assert path.read_text(encoding="utf-8") == text, "make reference"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_link_within_the_guide_leads_to_a_heading(language):
    sections = guide(language)
    anchors = [section.id for section in sections]
    assert len(anchors) == len(set(anchors)) > 20
    led = {name for section in sections for name in re.findall(r'href="#([^"]+)"', section.html)}
    assert led - set(anchors) == set()
    assert [section.id for section in sections if 'href="' in section.html.replace('href="#', "")] == []


def test_the_guide_is_on_the_page_under_its_headings(client, page):
    html = client.get(page.url).content.decode()
    for section in guide("pl"):
        assert f'<h{section.level} id="{section.id}">' in html
    assert faults_of(html) == []


def test_the_guide_is_in_the_language_of_the_reader(client, page):
    answer = client.get(f"/en{page.url}")
    assert answer.context["sections"] == guide("en")
    assert guide("pl")[0].title not in answer.content.decode()
    assert faults_of(answer.content.decode()) == []


def test_searching_leads_to_the_tasks_that_hold_every_word(client, page):
    answer = client.get(page.url, {"szukaj": "ZASWIADCZENIE pobrac"})
    titles = [section.title for section in answer.context["answers"]]
    assert "Pobrać zaświadczenie" in titles
    assert len(titles) < len(guide("pl"))
    assert faults_of(answer.content.decode()) == []


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "x" * 5000, "qqq"])
def test_what_nobody_wrote_about_has_no_answer(client, page, asked):
    answer = client.get(page.url, {"szukaj": asked})
    assert answer.status_code == 200
    assert answer.context["answers"] == []
    assert "<script>alert" not in answer.content.decode()


def test_a_centre_may_leave_the_guide_out(client, kompas):
    page = kompas.home.add_child(instance=HelpPage(title="Pomoc", slug="pomoc", shows_guide=False))
    assert client.get(page.url).context["sections"] == []
    assert client.get("/szukaj/", {"szukaj": "samoocena"}).context["count"] == 0


def test_the_search_of_the_site_finds_the_guide_and_the_footer_leads_there(client, page):
    html = client.get("/szukaj/", {"szukaj": "samoocena"}).content.decode()
    assert page.url in html
    assert f'<a href="{page.url}">Pomoc</a>' in html
