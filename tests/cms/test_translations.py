"""Sites with a tree of pages for each language, as simple_translation and wagtail-localize make them."""

import re
from types import SimpleNamespace

import pytest
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from cms import addresses
from courses.catalogue.registry import url_of
from tests import factories as make

ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">')
SWITCH = re.compile(r'<a class="kc-tool" href="([^"]+)" hreflang="(\w+)"')


def switches(response):
    return {code: url for url, code in SWITCH.findall(response.content.decode())}


def alternates(response):
    return dict(ALTERNATE.findall(response.content.decode()))


@pytest.fixture
def translate(kompas, settings):
    """Copies a page into the English tree, under another slug."""
    settings.WAGTAIL_I18N_ENABLED = True
    english = Locale.objects.create(language_code="en")

    def made(page, title, slug, *, live=True):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title, copy.slug, copy.live = title, slug, live
        copy.save()
        return copy

    return made


@pytest.fixture
def trees(kompas, translate, course_with_page, practice):
    """A Polish and an English tree; one practice is Polish only."""
    shared = make.CompetenceFactory()
    made = course_with_page(competences=[shared])
    club, only_polish = practice("Klub seniora", competences=[shared]), practice("Krąg wsparcia", competences=[shared])
    return SimpleNamespace(
        course=made.course,
        polish={"home": kompas.home, "courses": kompas.courses, "course": made.page, "club": club},
        only_polish=only_polish,
        english={
            "home": translate(kompas.home, "Home", "home-en"),
            "courses": translate(kompas.courses, "Courses", "courses"),
            "course": translate(made.page, "Motivational dialogue", "motivational-dialogue"),
            "practices": translate(kompas.practices, "Good practices", "practices"),
            "club": translate(club, "Seniors' club", "seniors-club"),
        },
    )


@pytest.mark.parametrize(
    ("name", "polish", "english"),
    [
        ("home", "/", "/en/"),
        ("courses", "/szkolenia/", "/en/courses/"),
        ("course", "/szkolenia/kurs-{}/", "/en/courses/motivational-dialogue/"),
        ("club", "/dobre-praktyki/klub-seniora/", "/en/practices/seniors-club/"),
    ],
)
def test_each_page_leads_to_its_translation_and_search_engines_are_told(client, trees, name, polish, english):
    polish = polish.format(trees.course.pk)
    whole = {"pl": f"http://testserver{polish}", "en": f"http://testserver{english}"}
    assert (trees.polish[name].url, trees.english[name].url) == (polish, english)
    response = client.get(polish)
    assert (response.status_code, switches(response), alternates(response)) == (200, {"en": english}, whole)
    response = client.get(english)
    assert (response.status_code, switches(response), alternates(response)) == (200, {"pl": polish}, whole)


def test_what_was_asked_of_a_list_goes_with_the_reader(client, trees):
    response = client.get("/szkolenia/?szukaj=dialog")
    assert switches(response) == {"en": "/en/courses/?szukaj=dialog"}


def test_links_between_pages_and_from_lower_rooms_stay_in_the_readers_language(client, trees):
    course = trees.english["course"].url
    page = client.get(course)
    assert (page.context["courses_url"], page.context["practices_url"]) == ("/en/courses/", "/en/practices/")
    assert [card.url for card in client.get("/en/courses/").context["cards"]] == [course]
    assert [card.url for card in client.get("/en/practices/seniors-club/").context["cards"]] == [course]
    with translation.override("pl"):
        assert (addresses.courses_url(), url_of(trees.course)) == ("/szkolenia/", trees.polish["course"].url)
    with translation.override("en"):
        assert (addresses.courses_url(), url_of(trees.course)) == ("/en/courses/", course)


def test_lists_and_search_show_a_page_once_and_what_is_not_translated_in_its_own_language(client, trees):
    shown = {page.title: page.url for page in client.get("/en/practices/").context["practices"]}
    polish = trees.only_polish.url
    assert shown == {"Seniors' club": "/en/practices/seniors-club/", "Krąg wsparcia": polish}
    assert f'href="{polish}"' in client.get("/en/practices/").content.decode()
    listed = client.get("/dobre-praktyki/").context["practices"]
    assert sorted(page.title for page in listed) == ["Klub seniora", "Krąg wsparcia"]
    hits = client.get("/en/szukaj/", {"szukaj": "wyciagaja"}).context["listed"]
    assert sorted((hit.url, hit.language) for hit in hits) == [(polish, "pl"), ("/en/practices/seniors-club/", "en")]
    hits = client.get("/szukaj/", {"szukaj": "dialog"}).context["listed"]
    assert [hit.url for hit in hits] == [trees.polish["course"].url]


def test_a_page_without_a_translation_leads_to_the_other_front_page(client, trees):
    response = client.get(trees.only_polish.url)
    assert switches(response) == {"en": "/en/"}
    assert alternates(response) == {"pl": f"http://testserver{trees.only_polish.url}"}


def test_a_translation_that_is_a_draft_is_no_translation(client, trees):
    trees.english["course"].unpublish()
    response = client.get(trees.polish["course"].url)
    assert switches(response) == {"en": "/en/"}
    assert "en" not in alternates(response)
    with translation.override("en"):
        assert url_of(trees.course) == trees.polish["course"].url


@pytest.mark.parametrize("above", [False, True])
def test_search_engines_are_not_told_of_a_restricted_translation(client, trees, above):
    restricted = trees.english["courses" if above else "course"]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(trees.polish["course"].url)
    assert switches(response) == {"en": trees.english["course"].url}
    assert "en" not in alternates(response)


def test_a_page_that_mirrors_a_restricted_one_into_the_other_tree_is_not_told_of(client, trees, kompas):
    english = Locale.objects.get(language_code="en")
    mirror = trees.only_polish.copy_for_translation(english, alias=True)
    assert mirror.live
    response = client.get(mirror.url)
    assert "pl" in alternates(response)
    PageViewRestriction.objects.create(page=trees.only_polish, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(mirror.url).status_code == 302
    assert [page.title for page in client.get("/en/practices/").context["practices"]] == ["Seniors' club"]


def test_words_of_the_page_are_in_its_own_language(client, trees):
    index = trees.english["courses"]
    index.lead = "All our courses."
    index.save()
    response = client.get("/en/courses/")
    assert "All our courses." in response.content.decode()
    assert response.context["page"].heading == "Courses"
    assert (trees.english["course"].own_language, trees.polish["course"].own_language) == ("en", "pl")


def test_without_trees_a_page_stands_in_every_language(client, kompas, course_with_page):
    made = course_with_page()
    address = made.page.url
    response = client.get(address)
    assert switches(response) == {"en": f"/en{address}"}
    assert alternates(response) == {"pl": f"http://testserver{address}", "en": f"http://testserver/en{address}"}
    assert client.get(f"/en{address}").context["courses_url"] == "/en/szkolenia/"
