"""*Notify me* on the page of a course: where no place can be had now, for whoever may ask."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.demand import actions as demand
from courses.demand.models import Wish
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.sanity import faults_of

DAY = timedelta(days=1)


@pytest.fixture
def reader(client, db):
    person = make.employed(user=make.user())
    client.force_login(person.user)
    return person


def offered(client, made):
    """How often the page offers to notify."""
    answer = client.get(made.page.url)
    html = answer.content.decode()
    assert faults_of(html) == []
    return html.count(reverse("kompas_courses:wish_course", args=[made.course.pk]))


def full(course_with_page, **given):
    made = course_with_page(seats=1, **given)
    make.EnrolmentFactory(edition=made.edition, state=EnrolmentState.CONFIRMED)
    return made


@pytest.mark.parametrize("who", ["visitor", "person"])
def test_a_full_edition_offers_it_and_one_with_a_place_does_not(client, course_with_page, who):
    if who == "person":
        client.force_login(make.employed(user=make.user()).user)
    assert offered(client, full(course_with_page)) == 1
    assert offered(client, course_with_page("Kontrakt socjalny")) == 0


def test_planned_closed_and_missing_editions_offer_it(client, course_with_page, reader):
    later = {"opens_at": make.NOW + DAY, "closes_at": make.NOW + 2 * DAY}
    over = {"opens_at": make.NOW - 2 * DAY, "closes_at": make.NOW - DAY}
    last_year = {"starts_at": make.NOW - 300 * DAY}
    assert offered(client, course_with_page("Za tydzień", recruitment=later)) == 1
    assert offered(client, course_with_page("Po naborze", recruitment=over)) == 1
    assert offered(client, course_with_page("Bez naboru", recruitment=False)) == 1
    assert offered(client, course_with_page("Rok temu", meeting=last_year)) == 1


def test_who_is_in_the_edition_is_not_asked(client, course_with_page, reader):
    made = full(course_with_page)
    make.EnrolmentFactory(edition=made.edition, person=reader, state=EnrolmentState.WAITING)
    assert offered(client, made) == 0


def test_an_account_of_no_person_cannot_be_written_to(client, course_with_page, db):
    client.force_login(make.user())
    assert offered(client, full(course_with_page)) == 0


def test_a_course_that_is_no_longer_offered_promises_nothing(client, course_with_page, reader):
    made = full(course_with_page)
    made.course.is_archived = True
    made.course.save()
    assert offered(client, made) == 0


def test_one_tap_on_the_page_leads_back_to_it_and_the_next_takes_it_back(client, course_with_page, reader):
    made = full(course_with_page)
    sent = client.post(reverse("kompas_courses:wish_course", args=[made.course.pk]))
    assert sent.url.endswith(f"{made.page.url}#terminy")
    assert offered(client, made) == 0
    wish = Wish.objects.get(person=reader)
    html = client.get(made.page.url).content.decode()
    assert "Napiszemy, gdy otworzy się nabór" in html
    assert html.count(reverse("kompas_courses:withdraw_wish", args=[wish.pk])) == 1


def test_the_wish_of_somebody_else_is_not_the_readers(client, course_with_page, reader):
    made = full(course_with_page)
    demand.wish_for_course(person=make.employed(), course=made.course, actor=make.ACTOR)
    assert offered(client, made) == 1
