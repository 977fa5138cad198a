"""The catalogue's filters with scripts: lists that follow, and a browser's Back that means what it says."""

import pytest
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.test_screens import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def catalogue(site):
    skills = world.competences()
    world.course_with_page(site, skills[0])
    world.course_with_page(site, skills[1], title="Ocena sytuacji rodziny krok po kroku", code="DR")


def shows(page, query, *, text, is_open, number):
    """The address asks this, the form holds it, and the phone's heading counts the filters."""
    page.wait_for_url(f"**/szkolenia/{query}")
    expect(page.locator("#id_szukaj")).to_have_value(text)
    expect(page.locator("#id_nabor")).to_be_checked(checked=is_open)
    expect(page.locator("#filters-in-force")).to_have_text(f"{number} w użyciu" if number else "")


def test_back_goes_from_change_to_change_and_fills_the_form(window, catalogue):
    here = window(width=390, height=844)
    page = here.go("/szkolenia/")
    page.locator(".kc-filterbox > summary").click()
    page.locator("#id_szukaj").press_sequentially("rodziny", delay=120)
    page.wait_for_url("**/?szukaj=rodziny")
    page.locator("#id_szukaj").press_sequentially(" krok", delay=120)
    page.wait_for_url("**/?szukaj=rodziny+krok")
    page.locator("#id_nabor").check()
    shows(page, "?szukaj=rodziny+krok&nabor=on", text="rodziny krok", is_open=True, number="2")
    page.go_back()
    shows(page, "?szukaj=rodziny+krok", text="rodziny krok", is_open=False, number="1")
    page.go_back()
    shows(page, "", text="", is_open=False, number="")
    page.go_forward()
    shows(page, "?szukaj=rodziny+krok", text="rodziny krok", is_open=False, number="1")
    assert here.complaints == []


def test_days_the_wrong_way_round_are_said_while_the_form_is_filled_and_taken_back_when_it_is_right(window, catalogue):
    here = window()
    page = here.go("/szkolenia/")
    page.locator("#id_od").fill("2027-05-10")
    page.locator("#id_do").fill("2027-05-01")
    said = page.locator("#id_do_error")
    expect(said).to_contain_text("Ten dzień jest wcześniejszy niż 10 maja 2027")
    expect(page.locator("#id_do")).to_have_attribute("aria-invalid", "true")
    assert page.title().startswith("Błąd: Szkolenia")
    assert axe(page) == []
    page.locator("#id_do").fill("2027-05-11")
    expect(said).to_have_text("")
    expect(page.locator("#id_do")).not_to_have_attribute("aria-invalid", "true")
    assert page.title().startswith("Szkolenia")
    assert here.complaints == []
