"""What *My development* and the front page begin with: where to be, then what to do."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.html import in_one_line
from tests.training.assessments.shapes import assessed
from tests.training.desk.pages import DAY, page, url, worker
from training.assessments.states import AssessmentKind
from training.desk.panels import front_page_agenda
from training.desk.panels.agenda import Agenda
from training.desk.queries import count_unassessed
from training.desk.registry import Appointment, NextStep, appointments, next_steps
from training.kernel import time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOON = time.at(make.TODAY, "12:00")


def classes(title, starts_at, **more):
    return Appointment(
        title=title, topic="Basics", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), url="/own/", **more
    )


def test_what_is_within_seven_days_is_near_and_the_soonest_comes_first():
    listed = [classes(f"in {days}", NOON + timedelta(days=days)) for days in (6, 0, 7, 3)]
    seen = Agenda(listed, [], NOON)
    assert ([each.title for each in seen.near], seen.first_later) == (["in 0", "in 3", "in 6"], None)


def test_without_anything_near_the_first_that_comes_later_is_named():
    listed = [classes(f"in {days}", NOON + timedelta(days=days)) for days in (30, 9)]
    seen = Agenda(listed, [], NOON)
    assert (seen.near, seen.first_later.title) == ([], "in 9")
    assert "No classes this week. The next ones:" in in_one_line(seen.render_html({}))


def test_an_appointment_says_when_where_with_whom_and_how_to_reach_them():
    said = in_one_line(
        Agenda(
            [
                classes(
                    "Mediation",
                    time.at(make.TODAY, "09:00"),
                    place="Chełm, ul. Długa 1 & 2",
                    join_url="https://example.org/room",
                    materials_url="/course/#materials",
                    led_by="Jan Lis",
                    contact_name="Ewa Nowak",
                    contact_phone="81 528 76 50 wew. 3",
                )
            ],
            [],
            time.at(make.TODAY, "10:00"),
        ).render_html({})
    )
    assert "09:00–11:00" in said
    assert "going on now" in said
    assert 'href="https://www.openstreetmap.org/search?query=Che%C5%82m%2C+ul.+D%C5%82uga+1+%26+2"' in said
    assert said.count('rel="noopener noreferrer" referrerpolicy="no-referrer"') == 2
    assert 'href="tel:815287650"' in said
    for words in ("Taught by: Jan Lis", "Ewa Nowak", "https://example.org/room", "/course/#materials"):
        assert words in said


def test_more_than_five_things_to_do_are_folded_not_lost():
    steps = [NextStep(f"Step {number}", "/a/") for number in range(7)]
    said = in_one_line(Agenda([], steps, NOON).render_html({}))
    assert "2 more things to do" in said
    assert said.count("Step ") == 7


def test_what_is_owed_on_the_front_page_is_what_the_form_of_estimates_asks(
    rf, profile, office, alone, django_assert_num_queries
):
    first, second, _third = profile
    who = worker(office)
    with django_assert_num_queries(1):
        assert count_unassessed(who, time.today()) == 3
    assessed(who, first, 1, DAY)
    assessed(who, second, 1, DAY, kind=AssessmentKind.SELF)
    assert count_unassessed(who, time.today()) == 1
    assert count_unassessed(make.person(), time.today()) == 0
    request = rf.get("/")
    request.user = make.user()
    assert front_page_agenda(request, time.now()) is None


def test_my_development_begins_with_the_appointments(client, profile, office, alone):
    who = worker(office, user=make.user())
    tomorrow = time.at(time.today() + timedelta(days=1), "09:00")
    appointments.register("classes", lambda person, now: [classes("Mediation", tomorrow)])
    next_steps.register("offers", lambda person, now: [NextStep("Accept", "/b/", due=tomorrow, order=10)])
    _answer, html = page(client, url("my_development"), who.user)
    said = in_one_line(html)
    places = [
        said.index(words)
        for words in ("Tomorrow 09:00–11:00", "Accept", "until tomorrow, 09:00", "What my post requires")
    ]
    assert places == sorted(places)
