"""The front page, the search, the pages of faults, and what robots are told."""

import json
from datetime import timedelta

import pytest

from cms import addresses
from cms.pages.models import StandardPage
from courses.catalogue.models import Course
from courses.catalogue.states import EditionState
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.cms.materials import TEXT
from tests.sanity import faults_of


@pytest.mark.parametrize("rows", [1, 5])
def test_the_front_page_shows_what_is_open_and_costs_the_same_with_more(
    client, course_with_page, practice, rows, django_assert_num_queries
):
    for number in range(rows):
        competence = make.CompetenceFactory()
        course_with_page(f"Dialog {number}", competences=[competence])
        practice(f"Praktyka {number}", competences=[competence])
    course_with_page("Zamknięty", recruitment={"closes_at": make.NOW - timedelta(hours=1)})
    client.get("/")
    with django_assert_num_queries(10):
        response = client.get("/")
    assert response.context["open_count"] == rows
    titles = sorted(card.course.title for card in response.context["cards"])
    assert titles == [f"Dialog {n}" for n in range(min(rows, 4))]
    assert response.context["numbers"].courses == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_of_who_is_signed_in_begins_with_what_is_near(
    client, course_with_page, practice, rows, django_assert_num_queries
):
    practice("Praktyka", competences=[make.CompetenceFactory()])
    ewa = make.employed(user=make.user())
    for number in range(rows):
        soon = {"starts_at": make.NOW + timedelta(days=1 + number), "trainers": [make.person()]}
        taken = course_with_page(f"Mediacje {number}", meeting=soon, page={"materials": json.dumps([TEXT])})
        make.EnrolmentFactory(edition=taken.edition, person=ewa)
    make.EnrolmentFactory(
        edition=course_with_page("Inny").edition,
        person=ewa,
        state=EnrolmentState.OFFERED,
        offer_expires_at=make.NOW + timedelta(days=1),
    )
    client.force_login(ewa.user)
    client.get("/")
    with django_assert_num_queries(15):
        response = client.get("/")
    agenda, html = response.context["agenda"], response.content.decode()
    assert [(each.title, each.materials_url) for each in agenda.near] == [
        (f"Mediacje {n}", f"{addresses.course_url(Course.objects.get(title=f'Mediacje {n}'))}#materials-title")
        for n in range(rows)
    ]
    assert [step.order for step in agenda.steps] == [10]
    assert html.index("Dziś i w tym tygodniu") < html.index("<h1")
    assert faults_of(html) == []
    client.logout()
    assert client.get("/").context["agenda"] is None


def test_a_course_without_materials_leads_to_none(course_with_page):
    without, with_some = course_with_page("Bez"), course_with_page("Z", page={"materials": json.dumps([TEXT])})
    addresses.forget()
    assert addresses.materials_url(without.course) is None
    assert addresses.materials_url(with_some.course) == f"{with_some.page.get_url()}#materials-title"


def test_the_front_page_begins_with_what_still_has_a_place(client, course_with_page):
    full = course_with_page("Pełny", seats=1)
    make.EnrolmentFactory(edition=full.edition, state=EnrolmentState.CONFIRMED)
    later = course_with_page("Wolny", meeting={"starts_at": make.NOW + timedelta(days=60)})
    cards = client.get("/").context["cards"]
    assert [(card.edition, card.offer.places_left) for card in cards] == [(later.edition, 10), (full.edition, 0)]


def test_numbers_of_the_front_page_count_people_once(client, course_with_page):
    made = course_with_page()
    past = make.NOW - timedelta(days=30)
    organisation = make.organisation()
    person = make.person()
    for code in ("dawna/1", "dawna/2"):
        edition = make.EditionFactory(
            course=made.course, code=code, starts_on=past.date(), ends_on=past.date(), state=EditionState.CLOSED
        )
        make.EnrolmentFactory(edition=edition, person=person, organisation=organisation)
        make.EnrolmentFactory(edition=edition, state=EnrolmentState.REFUSED, ended_at=past, reason="brak miejsc")
    numbers = client.get("/").context["numbers"]
    assert (numbers.people, numbers.institutions) == (1, 1)


@pytest.mark.parametrize("typed", ["łęczna", "leczna", "Leczna  warsztat"])
def test_the_search_finds_courses_practices_and_pages_whatever_letters_are_typed(
    client, kompas, course_with_page, practice, typed
):
    course_with_page("Warsztat w terenie", venue="Łęczna, Rynek")
    course_with_page("Pierwsza pomoc", venue="Zamość")
    practice("Warsztat Łęczna", summary="Warsztat, Łęczna")
    practice("Szkic warsztat Łęczna").unpublish()
    kompas.home.add_child(instance=StandardPage(title="Dojazd", body=json.dumps([TEXT]), summary="Warsztat, Łęczna"))
    response = client.get("/szukaj/", {"szukaj": typed})
    assert [(hit.kind, hit.title) for hit in response.context["listed"]] == [
        ("practice", "Warsztat Łęczna"),
        ("course", "Warsztat w terenie"),
        ("page", "Dojazd"),
    ]
    assert faults_of(response.content.decode()) == []


def test_a_place_where_a_course_was_held_once_finds_nothing(client, course_with_page):
    made = course_with_page("Warsztat w terenie", venue="Zamość, Rynek")
    past = make.NOW.date() - timedelta(days=90)
    make.EditionFactory(course=made.course, code="dawna/1", venue="Łęczna", starts_on=past, ends_on=past)
    assert client.get("/szukaj/", {"szukaj": "leczna"}).context["count"] == 0
    (hit,) = client.get("/szukaj/", {"szukaj": "zamosc"}).context["listed"]
    assert (hit.place, hit.day) == ("Zamość, Rynek", made.edition.starts_on)
    (hit,) = client.get("/szukaj/", {"szukaj": "warsztat"}).context["listed"]
    assert (hit.place, hit.day) == ("", None)


@pytest.mark.parametrize(
    "typed", ["", "%", "_", "\0", "' OR 1=1 --", "<script>alert(1)</script>", "a" * 4000, "\ud800"]
)
def test_hostile_words_are_only_words(client, course_with_page, typed):
    course_with_page()
    response = client.get("/szukaj/", {"szukaj": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert response.context["count"] == 0
    assert "<script>alert" not in response.content.decode()


def test_the_search_costs_the_same_at_any_length(client, course_with_page, practice, django_assert_num_queries):
    # One query for each type of pages of text.
    cost = 9 + sum(len(addresses.models_of(kind)) for kind in ("text", *addresses.IN_FOOTER))
    course_with_page("Dialog pierwszy")
    practice("Dialog")
    client.get("/szukaj/", {"szukaj": "dialog"})
    with django_assert_num_queries(cost):
        assert client.get("/szukaj/", {"szukaj": "dialog"}).context["count"] == 2
    course_with_page("Dialog drugi")
    practice("Dialog w zespole")
    addresses.addresses()
    with django_assert_num_queries(cost):
        assert client.get("/szukaj/", {"szukaj": "dialog"}).context["count"] == 4


@pytest.mark.parametrize(
    ("path", "search"),
    [("/nie-ma/", "/szukaj/"), ("/en/nie-ma/", "/en/szukaj/"), ("/szkolenia/nie-ma/", "/szukaj/")],
)
def test_a_missing_page_offers_the_way_out(client, kompas, path, search):
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert f'action="{search}"' in html
    assert faults_of(html) == []


def test_the_page_of_a_fault_needs_nothing_that_could_be_at_fault(rf):
    from django.views.defaults import server_error

    assert faults_of(server_error(rf.get("/")).content.decode()) == []


def test_robots_are_kept_from_personal_screens(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /konto/" in text
    assert "Disallow: /en/zespol/" in text
    assert client.get("/favicon.ico").status_code == 302


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/kalendarz/edycja/3.ics", True),
        ("/kalendarz/abc.ics", True),
        ("/en/kalendarz/abc.ics", True),
        ("/kalendarz/", False),
        ("/kalendarz/adres/", False),
        ("/konto/", False),
        ("/", True),
    ],
)
def test_robots_of_calendars_reach_the_calendars(client, db, path, is_open):
    """RFC 9309, 2.2.2: the longest rule that matches holds."""
    import re

    rules = re.findall(r"^(Allow|Disallow): (.+)$", client.get("/robots.txt").content.decode(), re.M)
    fitting = [
        (len(rule), kind)
        for kind, rule in rules
        if re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    assert (max(fitting, default=(0, "Allow"))[1] == "Allow") is is_open


def test_documents_are_not_given_by_the_view_of_pictures(client, db, settings):
    from pathlib import Path

    secret = Path(settings.MEDIA_ROOT) / "documents" / "lista.txt"
    secret.parent.mkdir(parents=True)
    secret.write_text("Anna Nowak")
    for path in ("documents/lista.txt", "images/../documents/lista.txt", "images/%2e%2e/documents/lista.txt"):
        assert client.get(f"/media/{path}").status_code == 404


# ---- nothing is promised that is not there ----------------------------------------------------------------------


def test_the_front_page_of_an_empty_region_promises_nothing(client, kompas):
    html = client.get("/").content.decode()
    kept = [name for name in ("way-title", "numbers-title", "practices-title") if name in html]
    assert kept == []
    assert client.get("/").context["domains"] == []
    assert "Bezpłatn" not in html


def test_domains_of_the_front_page_are_those_in_which_the_catalogue_has_something(client, kompas, course_with_page):
    offered, ended = (
        make.CompetenceFactory(framework=kompas.framework, domain=kompas.framework.domains.get(code=code))
        for code in ("D1", "D2")
    )
    course_with_page("Mediacje", competences=[offered])
    course_with_page("Dialog", competences=[ended], meeting={"starts_at": make.NOW - timedelta(days=9)})
    assert [domain.code for domain in client.get("/").context["domains"]] == ["D1"]
    assert client.get("/szkolenia/", {"obszar": "D1"}).context["count"] == 1


def test_courses_are_counted_as_the_catalogue_lists_them(client, course_with_page):
    course_with_page("Mediacje")
    course_with_page("Miniony", meeting={"starts_at": make.NOW - timedelta(days=9)})
    course_with_page("Szkic", state=EditionState.DRAFT)
    assert client.get("/").context["numbers"].courses == client.get("/szkolenia/").context["count"] == 1


def test_only_three_left_is_said_of_the_last_ones_alone(client, course_with_page):
    made = course_with_page("Mała grupa", seats=3)
    html = client.get("/").content.decode()
    assert "3 wolne miejsca" in html and "tylko" not in html
    make.EnrolmentFactory(edition=made.edition, state=EnrolmentState.CONFIRMED)
    assert "Zostały tylko 2 miejsca" in client.get("/").content.decode()
