"""Search knows the forms of Polish words, in the site's search, the catalogue and the good practices alike."""

import pytest
from django.core.management import call_command

from courses.catalogue.models import Course
from tests import factories as make

TYPED = [
    ("niebieska karta", "Niebieskie Karty krok po kroku"),
    ("NIEBIESKĄ kartę", "Niebieskie Karty krok po kroku"),
    ("wypalenia", "Stres i wypalenie zawodowe"),
    ("asystent rodziny", "Warsztat dla asystentów rodzin"),
    ("asystenci rodzin", "Warsztat dla asystentów rodzin"),
    ("osoby z autyzmem", "Praca z osobą w spektrum autyzmu"),
    ("osob w spektrum", "Praca z osobą w spektrum autyzmu"),
]
ALL = sorted({title for _typed, title in TYPED})


@pytest.fixture
def courses(course_with_page):
    return [course_with_page(title) for title in ALL]


@pytest.mark.parametrize(("typed", "title"), TYPED)
def test_any_form_of_the_words_finds_the_course(client, courses, typed, title):
    assert [hit.title for hit in client.get("/szukaj/", {"szukaj": typed}).context["listed"]] == [title]
    listed = client.get("/szkolenia/", {"szukaj": typed}).context["cards"]
    assert [card.edition.title for card in listed] == [title]


@pytest.mark.parametrize(("typed", "title"), TYPED)
def test_any_form_of_the_words_finds_the_good_practice(client, practice, typed, title):
    for each in ALL:
        practice(each, summary="Jak to robimy.")
    practices = client.get("/dobre-praktyki/", {"szukaj": typed}).context["practices"]
    assert [page.title for page in practices] == [title]


def test_a_course_is_found_by_a_form_of_the_name_of_its_competence(client, course_with_page):
    wanted = make.CompetenceFactory(name_pl="Wywiad środowiskowy", name_en="Community interview")
    course_with_page("Mediacje", competences=[wanted])
    course_with_page("Pierwsza pomoc")
    cards = client.get("/szkolenia/", {"szukaj": "wywiadu środowiskowego"}).context["cards"]
    assert [card.edition.title for card in cards] == ["Mediacje"]


def test_names_have_no_other_forms(client, practice):
    practice("Klub seniora", organisation=make.organisation(name="Ośrodek Wsparcia w Wesołej", kind="DPS"))
    counts = {
        typed: client.get("/szukaj/", {"szukaj": typed}).context["count"]
        for typed in ("wesołej", "wesoł", "wesoła", "wsparcie", "seniorów")
    }
    assert counts == {"wesołej": 1, "wesoł": 1, "wesoła": 0, "wsparcie": 0, "seniorów": 1}


def test_whole_words_come_first_then_their_forms_then_parts_of_words(client, kompas, practice):
    practice("Narada co tydzień", summary="Porządek.")
    practice("Zebrania", summary="Narada co tydzień.")
    practice("Wybory", summary="Jak powstają rady.")
    practice("Spotkania", summary="Pracuje z nami rada mieszkańców.")
    practice("Członkowie rad", summary="Spotkania.")
    practice("Rada rodziny", summary="Spotkania.")
    hits = client.get("/szukaj/", {"szukaj": "rada"}).context["listed"]
    assert [hit.title for hit in hits] == [
        "Rada rodziny",
        "Członkowie rad",
        "Spotkania",
        "Wybory",
        "Narada co tydzień",
        "Zebrania",
    ]


@pytest.mark.parametrize(("typed", "count"), [("o wypaleniu", 1), ("dla asystentów", 1), ("dla", 1)])
def test_small_words_do_not_have_to_be_there_unless_they_are_all_that_was_typed(client, courses, typed, count):
    assert client.get("/szukaj/", {"szukaj": typed}).context["count"] == count


def test_search_columns_are_written_again_from_what_stands_there(client, courses, practice):
    page = practice("Klub seniora", summary="Niebieskie karty")
    Course.objects.update(search_text="")
    type(page).objects.update(search_text="")
    assert client.get("/szukaj/", {"szukaj": "karta"}).context["count"] == 1  # the page of the course
    call_command("kompas_rebuild_search")
    assert client.get("/szukaj/", {"szukaj": "karta"}).context["count"] == 2
    page.refresh_from_db()
    before = page.search_text
    call_command("kompas_rebuild_search")
    page.refresh_from_db()
    assert page.search_text == before
