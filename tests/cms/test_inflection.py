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


def test_a_course_is_found_by_a_form_of_the_post_that_it_is_for(client, course_with_page):
    wanted = course_with_page("Mediacje")
    wanted.course.positions.set([make.PositionFactory(code="asystent", name_pl="asystent rodziny")])
    course_with_page("Pierwsza pomoc")
    cards = client.get("/szkolenia/", {"szukaj": "asystentów rodzin"}).context["cards"]
    assert [card.edition.title for card in cards] == ["Mediacje"]
    assert [hit.title for hit in client.get("/szukaj/", {"szukaj": "asystenci"}).context["listed"]] == ["Mediacje"]


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


# ---- synonyms ---------------------------------------------------------------------------------------------------


@pytest.fixture
def synonyms():
    make.SynonymFactory()
    make.SynonymFactory(term="CIS", meaning="centrum integracji społecznej")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("OPS", "Praca w ośrodkach pomocy społecznej"),
        ("ośrodek pomocy społecznej", "Narady w OPS"),
        ("narady ośrodków pomocy społecznej", "Narady w OPS"),
        ("praca ops", "Praca w ośrodkach pomocy społecznej"),
        ("cis", "Centrum integracji społecznej bez tajemnic"),
    ],
)
def test_either_of_two_expressions_finds_both(client, course_with_page, synonyms, typed, title):
    for each in (
        "Praca w ośrodkach pomocy społecznej",
        "Narady w OPS",
        "Centrum integracji społecznej bez tajemnic",
        "Pomoc w ciszy i spokoju",
    ):
        course_with_page(each)
    assert title in [hit.title for hit in client.get("/szukaj/", {"szukaj": typed}).context["listed"]]
    listed = [card.edition.title for card in client.get("/szkolenia/", {"szukaj": typed}).context["cards"]]
    assert title in listed
    # An abbreviation is no part of a word.
    assert "Pomoc w ciszy i spokoju" not in listed


def test_the_words_of_an_expression_follow_each_other(client, course_with_page, synonyms):
    course_with_page("Ośrodek kultury, pomoc prawna, ekonomia społeczna")
    course_with_page("Dokumenty ośrodków pomocy społecznej")
    cards = client.get("/szkolenia/", {"szukaj": "ops"}).context["cards"]
    assert [card.edition.title for card in cards] == ["Dokumenty ośrodków pomocy społecznej"]


def test_a_synonym_holds_from_the_moment_it_is_kept(client, course_with_page, synonyms):
    course_with_page("Niebieskie Karty")
    assert client.get("/szukaj/", {"szukaj": "NK"}).context["count"] == 0
    make.SynonymFactory(term="NK", meaning="niebieska karta")
    assert client.get("/szukaj/", {"szukaj": "nk"}).context["count"] == 1


def test_an_institution_is_found_by_its_abbreviation_written_whole(client, practice, synonyms):
    practice("Klub seniora", organisation=make.organisation(name="CIS w Łęcznej", kind="CIS"))
    practice("Klub wędkarza", organisation=make.organisation(name="Narcis w Łęcznej", kind="DPS"))
    assert [hit.title for hit in client.get("/szukaj/", {"szukaj": "cis"}).context["listed"]] == ["Klub seniora"]
