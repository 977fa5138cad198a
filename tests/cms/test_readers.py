"""Pages about courses know who reads them: a place, a position, an offer, an outcome, in one query more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.states import EditionState
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.sanity import faults_of
from training.kernel.actor_columns import acted


@pytest.fixture
def reader(client):
    person = make.person_with_account()
    client.force_login(person.user)
    return person


def address(enrolment):
    return reverse("kompas_courses:enrolment", args=[enrolment.pk])


def complete(course, person, result=Result.COMPLETED):
    """The person took part in an edition that was closed a year and a half ago."""
    day = make.NOW.date() - timedelta(days=560)
    edition = make.EditionFactory(course=course, starts_on=day, ends_on=day)
    enrolment = make.EnrolmentFactory(edition=edition, person=person)
    Completion.objects.create(
        enrolment=enrolment,
        result=result,
        minutes_taught=270,
        minutes_attended=270,
        minutes_required=216,
        threshold=80,
        decided_at=make.NOW,
        **acted(make.ACTOR),
    )
    edition.state = EditionState.CLOSED
    edition.save()
    return enrolment


def test_who_has_a_place_is_led_to_it_and_not_asked_to_apply(client, course_with_page, reader):
    made = course_with_page()
    apply_url = reverse("kompas_courses:apply", args=[made.edition.pk])
    assert apply_url in client.get(made.page.url).content.decode()
    own = make.EnrolmentFactory(edition=made.edition, person=reader)
    html = client.get(made.page.url).content.decode()
    assert apply_url not in html
    assert html.count(f'href="{address(own)}"') == 2
    assert "Masz miejsce" in html
    assert "Twoje zgłoszenie" in html
    assert "Wybierz termin" not in html
    assert faults_of(html) == []


def test_an_offer_asks_for_its_answer(client, course_with_page, reader):
    made = course_with_page()
    make.EnrolmentFactory(
        edition=made.edition,
        person=reader,
        state=EnrolmentState.OFFERED,
        offer_expires_at=make.NOW + timedelta(days=7, hours=6),
    )
    html = client.get(made.page.url).content.decode()
    assert "Przyjmij lub odrzuć miejsce" in html
    assert "Propozycja miejsca – odpowiedz do 30 listopada 2026, 16:00" in html


def test_a_course_that_was_completed_says_so_and_may_be_taken_again(client, course_with_page, reader):
    made = course_with_page()
    own = complete(made.course, reader)
    html = client.get(made.page.url).content.decode()
    assert "Ukończone 12 maja 2025" in html
    assert f'href="{address(own)}"' in html
    assert reverse("kompas_courses:apply", args=[made.edition.pk]) in html


def test_an_application_to_one_edition_does_not_hide_the_button_of_another(client, course_with_page, reader):
    made = course_with_page()
    other = make.EditionFactory(
        course=made.course, starts_on=made.edition.starts_on, ends_on=made.edition.ends_on, state="published"
    )
    make.MeetingFactory(edition=other)
    make.RecruitmentFactory(edition=other)
    make.EnrolmentFactory(edition=made.edition, person=reader)
    html = client.get(made.page.url).content.decode()
    assert reverse("kompas_courses:apply", args=[other.pk]) in html
    assert reverse("kompas_courses:apply", args=[made.edition.pk]) not in html


@pytest.mark.parametrize("path", ["/", "/szkolenia/"])
def test_cards_carry_a_tag_that_leads_to_the_application(client, course_with_page, reader, path):
    waits, done, free = course_with_page("Pierwszy"), course_with_page("Drugi"), course_with_page("Trzeci")
    waiting = make.EnrolmentFactory(edition=waits.edition, person=reader, state=EnrolmentState.WAITING)
    completed = complete(done.course, reader)
    cards = {card.course.title: card for card in client.get(path).context["cards"]}
    assert (cards["Pierwszy"].applied.text, cards["Pierwszy"].applied.url) == (
        "Na liście rezerwowej: 1 z 1",
        address(waiting),
    )
    assert (cards["Drugi"].applied, cards["Drugi"].elsewhere.text) == (None, "Ukończone 12 maja 2025")
    assert (cards["Trzeci"].applied, cards["Trzeci"].elsewhere) == (None, None)
    html = client.get(path).content.decode()
    assert html.count(f'href="{address(waiting)}"') == 1
    assert html.count(f'href="{address(completed)}"') == 1
    assert [free.course.title] == [title for title, card in cards.items() if not card.own.of_course(card.course.pk)]


def test_another_edition_of_the_course_is_named_on_the_card(client, course_with_page, reader):
    made = course_with_page()
    day = made.edition.starts_on + timedelta(days=30)
    other = make.EditionFactory(course=made.course, code="9/2026", starts_on=day, ends_on=day, state="published")
    make.EnrolmentFactory(edition=other, person=reader)
    cards = {card.edition.pk: card for card in client.get("/szkolenia/").context["cards"]}
    assert cards[made.edition.pk].elsewhere.text == "Masz miejsce (edycja 9/2026)"
    assert cards[other.pk].applied.text == "Masz miejsce"
    assert cards[other.pk].elsewhere is None


def test_the_search_says_it_of_the_course(client, course_with_page, reader, practice):
    made = course_with_page()
    practice("Dialog w klubie")
    own = make.EnrolmentFactory(edition=made.edition, person=reader, state=EnrolmentState.UNDER_DECISION)
    response = client.get("/szukaj/", {"szukaj": "dialog"})
    tags = [(hit.kind, tag.text if tag else None) for hit, tag in response.context["hits"]]
    assert tags == [
        ("course", f"W trakcie rozpatrywania (edycja {made.edition.code})"),
        ("practice", None),
    ]
    assert f'href="{address(own)}"' in response.content.decode()


def test_a_practice_shows_its_courses_as_the_reader_stands_to_them(client, course_with_page, reader, practice):
    competence = make.CompetenceFactory()
    made, page = course_with_page(competences=[competence]), practice(competences=[competence])
    make.EnrolmentFactory(edition=made.edition, person=reader)
    (card,) = client.get(page.url).context["cards"]
    assert card.applied.text == "Masz miejsce"


def test_nobody_is_told_of_the_applications_of_others(client, course_with_page, reader):
    made = course_with_page()
    own = make.EnrolmentFactory(edition=made.edition)
    complete(made.course, own.person)
    client.logout()
    for signed_in in (False, True):
        if signed_in:
            client.force_login(reader.user)
        for url in (made.page.url, "/", "/szkolenia/", "/szukaj/?szukaj=dialog"):
            html = client.get(url).content.decode()
            assert "Masz miejsce" not in html
            assert "Ukończone" not in html
            assert address(own) not in html


def test_an_account_of_no_person_reads_pages_as_a_visitor(client, course_with_page):
    made = course_with_page()
    client.force_login(make.superuser())
    for url in (made.page.url, "/szkolenia/", "/szukaj/?szukaj=dialog"):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("path", ["page", "/", "/szkolenia/", "/szukaj/?szukaj=dialog"])
@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_a_person_one_query_and_a_visitor_none(client, course_with_page, path, rows):
    made = [course_with_page(f"Dialog {number}") for number in range(rows)]
    person = make.person_with_account()
    for each in made:
        make.EnrolmentFactory(edition=each.edition, person=person, state=EnrolmentState.WAITING)
        complete(each.course, person)
    url = made[0].page.url if path == "page" else path

    def about_applications():
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return [query for query in asked if "completion" in query["sql"]]

    assert about_applications() == []
    client.force_login(person.user)
    assert len(about_applications()) == 1


def test_the_page_of_a_course_costs_a_person_sixteen_queries(
    client, course_with_page, practice, reader, django_assert_num_queries
):
    competence = make.CompetenceFactory()
    practice(competences=[competence])
    made = course_with_page(competences=[competence])
    make.ModuleFactory(course=made.course)
    made.meeting.trainers.set([make.person(), make.person()])
    standard = make.StandardFactory(course=made.course)
    make.OutcomeFactory(standard=standard, competence=competence)
    made.edition.standard = standard
    made.edition.save()
    make.EnrolmentFactory(edition=made.edition, person=reader, state=EnrolmentState.WAITING)
    client.get(made.page.url)
    with django_assert_num_queries(16):
        response = client.get(made.page.url)
    assert [tag.text for tag in response.context["screen"].own] == [
        f"Na liście rezerwowej: 1 z 1 (edycja {made.edition.code})"
    ]
