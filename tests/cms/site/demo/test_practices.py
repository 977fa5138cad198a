"""The practices of the demo hold what a page of a practice shows."""

import json
import re
from functools import cache
from importlib.resources import files

import pytest
from wagtail.fields import StreamField

from cms.pages.models import PracticePage
from cms.site.demo.institutions import institutions
from cms.site.demo.pages import _body
from cms.site.demo.practices import PRACTICES

EACH = pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.slug)


@cache
def _demo(size: str) -> set[tuple[str, str]]:
    return {(institution.kind, institution.locality) for institution in institutions(size)}


def _words(practice) -> int:
    return sum(len(text.split()) for _kind, text in practice.body)


def test_there_are_twelve_and_no_two_share_an_address_or_a_title():
    assert len(PRACTICES) == 12
    assert len({practice.slug for practice in PRACTICES}) == 12
    assert len({practice.title for practice in PRACTICES}) == 12


@EACH
def test_a_practice_fills_the_fields_of_its_page(practice):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", practice.slug)
    assert 0 < len(practice.title) <= 80
    assert 60 <= len(practice.summary) <= 180  # a card shows 180 characters


@EACH
def test_its_competences_are_in_the_framework(practice):
    framework = json.loads((files("training.competences") / "data/competence_framework.json").read_text("utf-8"))
    codes = {competence["code"] for competence in framework["competences"]}
    assert 2 <= len(set(practice.competences)) == len(practice.competences)
    assert set(practice.competences) <= codes


@EACH
@pytest.mark.parametrize("size", ["S", "M"])
def test_the_demo_has_the_institution_it_speaks_of(practice, size):
    assert (practice.institution_kind, practice.locality) in _demo(size)


@EACH
def test_it_tells_a_whole_story_in_250_to_400_words(practice):
    assert 250 <= _words(practice) <= 400
    assert {kind for kind, _text in practice.body} == {"heading", "paragraph", "quote", "list"}
    headings = [text for kind, text in practice.body if kind == "heading"]
    assert headings[-3:] == ["Co się zmieniło", "Na co uważać", "Od czego zacząć"]
    assert any(heading.startswith("Ile to koszt") for heading in headings)
    kind, tips = practice.body[-1]
    assert kind == "list"
    assert len(tips.splitlines()) == 3
    assert all(text == text.strip() and text[-1] in ".?!" for kind, text in practice.body if kind != "heading")


@EACH
def test_its_body_is_valid_content_of_the_page(practice):
    field = PracticePage._meta.get_field("body")
    assert isinstance(field, StreamField)
    blocks = field.to_python(json.dumps(list(_body(practice))))
    cleaned = field.stream_block.clean(blocks)
    assert [block.block_type for block in cleaned] == ["text", "quote", "text"]
    assert "<li>" in str(cleaned[0].value)
