"""Where nothing is found, what may have been meant, and the filters without which there would be something."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from courses.catalogue.states import Mode
from courses.enrolment.states import EnrolmentState
from tests import factories as make

INDEX, PRACTICES, SEARCH = "/szkolenia/", "/dobre-praktyki/", "/szukaj/"


@pytest.fixture(autouse=True)
def _no_kept_words():
    cache.clear()


def ways(response):
    return [(way.label, way.url, way.count) for way in response.context["ways_out"]]


def test_filters_that_would_help_are_named_with_what_there_would_be(client, course_with_page):
    make.CountyFactory(code="0662", name="Chełm")
    course_with_page("Mediacje", mode=Mode.REMOTE)
    course_with_page("Mediacje w praktyce", mode=Mode.REMOTE)
    course_with_page("Pierwsza pomoc", mode=Mode.ON_SITE)
    response = client.get(INDEX, {"szukaj": "mediacji", "tryb": "on_site", "strona": "2"})
    assert response.context["count"] == 0
    assert ways(response) == [("Tekst: „mediacji”", "?tryb=on_site", 1), ("Stacjonarnie", "?szukaj=mediacji", 2)]
    # Two of them at once stand in the way: none alone would help.
    response = client.get(INDEX, {"szukaj": "dialog", "powiat": "0662"})
    assert (response.context["count"], ways(response)) == (0, [])


def test_without_free_places_counts_them_and_with_them_counts_only_free(client, course_with_page):
    full = course_with_page("Pełny", seats=1)
    make.EnrolmentFactory(edition=full.edition, state=EnrolmentState.CONFIRMED)
    course_with_page("Wolny")
    response = client.get(INDEX, {"szukaj": "pełny", "wolne": "on"})
    assert ways(response) == [
        ("Tekst: „pełny”", "?wolne=on", 1),
        ("Tylko z wolnymi miejscami", "?szukaj=pe%C5%82ny", 1),
    ]


def test_a_list_that_is_not_empty_offers_no_way_out(client, course_with_page):
    course_with_page("Mediacje")
    response = client.get(INDEX, {"szukaj": "mediacje"})
    assert (ways(response), response.context["spelling"]) == ([], None)


@pytest.mark.parametrize(
    ("typed", "meant"), [("mediacej", "mediacje"), ("MEDACJE", "mediacje"), ("wypalnie zawodowe", "wypalenie zawodowe")]
)
def test_the_nearest_spelling_is_offered_everywhere(client, course_with_page, practice, typed, meant):
    for title in ("Mediacje w rodzinie", "Stres i wypalenie zawodowe"):
        course_with_page(title)
        practice(title)
    for address in (INDEX, PRACTICES):
        spelling = client.get(address, {"szukaj": typed}).context["spelling"]
        assert (spelling.label, spelling.count) == (meant, 1)
    response = client.get(SEARCH, {"szukaj": typed})
    assert (response.context["count"], response.context["spelling"]) == (0, meant)
    assert f"{meant}</a>" in response.content.decode()


def test_a_spelling_keeps_the_other_filters_and_is_not_offered_where_they_leave_nothing(client, course_with_page):
    course_with_page("Mediacje", mode=Mode.REMOTE)
    spelling = client.get(INDEX, {"szukaj": "mediacej", "tryb": "remote"}).context["spelling"]
    assert spelling.url == "?szukaj=mediacje&tryb=remote"
    assert client.get(INDEX, {"szukaj": "mediacej", "tryb": "on_site"}).context["spelling"] is None


@pytest.mark.parametrize("typed", ["xyzzy", "ab", "%", "mediacje", "'"])
def test_what_is_like_nothing_or_spelt_right_is_left_alone(client, course_with_page, typed):
    course_with_page("Mediacje", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    assert client.get(INDEX, {"szukaj": typed, "nabor": "on"}).context["spelling"] is None


def test_words_of_a_page_behind_a_password_are_never_offered(client, practice):
    from wagtail.models import PageViewRestriction

    page = practice("Mediacje", summary="Tajne.")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert client.get(SEARCH, {"szukaj": "mediacej"}).context["spelling"] == ""


def test_practices_name_the_filter_that_would_help(client, kompas, practice):
    wanted, other = (
        make.CompetenceFactory(framework=kompas.framework, domain=kompas.framework.domains.get(code=code))
        for code in ("D1", "D2")
    )
    practice("Klub seniora", competences=[wanted])
    practice("Kuchnia", competences=[other])
    response = client.get(PRACTICES, {"szukaj": "klubu", "obszar": "D2"})
    assert [(way.url, way.count) for way in response.context["ways_out"]] == [("?obszar=D2", 1), ("?szukaj=klubu", 1)]


def test_an_empty_list_costs_the_same_at_any_length(client, course_with_page, django_assert_num_queries):
    course_with_page("Mediacje", mode=Mode.REMOTE)
    asked = {"szukaj": "mediacje", "tryb": "on_site", "nabor": "on"}
    for _turn in range(2):
        client.get(INDEX, asked)
        with django_assert_num_queries(15):
            client.get(INDEX, asked)
        for _row in range(3):
            course_with_page("Mediacje", mode=Mode.REMOTE)
