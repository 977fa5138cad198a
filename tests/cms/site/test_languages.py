"""The site speaks Polish and English whole, also where something goes wrong and where Wagtail has no Polish."""

import gettext
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from django.views.defaults import server_error
from wagtail.admin.widgets import AdminDateInput

from cms.site import settings as site_settings
from cms.site import wagtail_texts

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("language", "words", "home"),
    [("pl", "Wystąpił błąd po naszej stronie", "/"), ("en", "Something went wrong on our side", "/en/")],
)
def test_a_fault_of_ours_is_told_in_the_readers_language(rf, language, words, home):
    with translation.override(language):
        page = server_error(rf.get("/")).content.decode()
    assert f'<html lang="{language}">' in page
    assert words in page and f'href="{home}"' in page


def test_a_fault_of_ours_is_written_down_as_its_page_says():
    """In production too: without ``ADMINS`` Django alone would write it nowhere."""
    handler = site_settings.LOGGING["handlers"]["faults"]
    assert site_settings.LOGGING["loggers"]["django.request"]["handlers"] == ["faults"]
    assert (handler["class"], handler["level"]) == ("logging.StreamHandler", "ERROR")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_the_pickers_of_wagtail_write_can_be_read_back(language):
    with translation.override(language):
        assert forms.DateField(widget=AdminDateInput()).clean("26.11.2026") == date(2026, 11, 26)
        assert forms.DateTimeField().clean("26.11.2026 08:30").hour == 8
        assert 'value="26.11.2026"' in AdminDateInput().render("day", date(2026, 11, 26))


def test_words_that_wagtail_has_in_english_only_are_polish_here():
    with translation.override("pl"):
        assert [word for word in wagtail_texts.WORDS if translation.gettext(word) == word] == []


def test_no_two_packages_translate_the_same_words_differently():
    """Django merges the catalogues: the first package's word would win on every screen."""
    words = {}
    for po in sorted(ROOT.glob("*/locale/pl/LC_MESSAGES/django.mo")):
        with po.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog
        for text, translated in catalogue.items():
            if text:
                words.setdefault(text, set()).add(translated)
    assert {text: ways for text, ways in words.items() if len(ways) > 1} == {}
