"""Dates that collide: said before applying, before accepting and to ROPS; forbidden never."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.catalogue.states import EditionState, MeetingState
from courses.enrolment import queries, rules
from courses.enrolment.rules import Clash, Slot
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.accounts.registry import GROUPS
from training.kernel import time
from training.people import actions as people

LUBLIN, CHELM = "lublin", "chelm"


def at(day, clock):
    return time.at(date(2026, 12, day), clock)


def slot(day, begins, ends, place=LUBLIN, edition=1):
    return Slot(edition, at(day, begins), at(day, ends), place)


# ---- the rule ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "place", "verdict"),
    [
        ("09:00", "15:45", LUBLIN, True),
        ("15:00", "18:00", LUBLIN, True),
        ("07:00", "09:01", LUBLIN, True),
        ("10:00", "11:00", "", True),
        ("15:45", "18:00", LUBLIN, None),
        ("07:00", "09:00", LUBLIN, None),
        ("16:00", "18:00", "", None),
        ("16:00", "18:00", CHELM, False),
        ("07:00", "09:00", CHELM, False),
    ],
)
def test_hours_that_overlap_clash_and_so_do_two_places_on_one_day(begins, ends, place, verdict):
    clashes = rules.clashes([slot(22, "09:00", "15:45")], [slot(22, begins, ends, place, edition=2)])
    assert [clash.is_same_time for clash in clashes] == ([] if verdict is None else [verdict])


def test_another_day_never_clashes():
    assert rules.clashes([slot(22, "09:00", "15:45")], [slot(23, "09:00", "15:45", CHELM, edition=2)]) == []


def test_days_are_gathered_by_edition_the_earliest_first():
    wanted = [slot(day, "09:00", "15:00") for day in (21, 22, 28)]
    others = [
        slot(28, "10:00", "12:00", edition=3),
        slot(22, "10:00", "12:00", edition=2),
        slot(21, "10:00", "12:00", edition=2),
        slot(28, "16:00", "18:00", CHELM, edition=2),
    ]
    assert rules.clashes(wanted, others) == [
        Clash(2, True, (date(2026, 12, 21), date(2026, 12, 22))),
        Clash(3, True, (date(2026, 12, 28),)),
        Clash(2, False, (date(2026, 12, 28),)),
    ]


def test_a_day_with_the_same_hours_is_not_told_again_as_another_place():
    others = [slot(22, "16:00", "18:00", CHELM, edition=2), slot(22, "09:00", "10:00", CHELM, edition=2)]
    (clash,) = rules.clashes([slot(22, "09:00", "15:00")], others)
    assert clash == Clash(2, True, (date(2026, 12, 22),))


@pytest.mark.parametrize(
    ("venue", "county", "is_remote", "key"),
    [
        ("Łęczna, ul. Obrońców Pokoju 1, sala 2", 7, False, "leczna"),
        ("LUBLIN", None, False, "lublin"),
        ("", 7, False, "county 7"),
        ("", None, False, ""),
        ("Lublin, ul. Diamentowa 2", 7, True, ""),
    ],
)
def test_a_place_is_its_town_or_else_its_county_and_a_remote_meeting_has_none(venue, county, is_remote, key):
    assert rules.place_key(venue, county, is_remote=is_remote) == key


# ---- what a person has ------------------------------------------------------------------------------------------


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(time, "now", lambda: make.NOW)
    monkeypatch.setattr(time, "today", lambda moment=None: (moment or make.NOW).astimezone(make.WARSAW).date())


@pytest.fixture
def person(db):
    return make.employed(user=make.user())


@pytest.fixture
def edition(db):
    """An edition with recruitment, meeting on these days of December 2026 from nine to three."""

    def made(title, *days, begins="09:00", ends="15:00", **fields):
        fields.setdefault("starts_on", date(2026, 12, days[0]))
        fields.setdefault("ends_on", date(2026, 12, days[-1]))
        edition = make.EditionFactory(course__title=title, **fields)
        for day in days:
            make.MeetingFactory(edition=edition, starts_at=at(day, begins), ends_at=at(day, ends))
        make.RecruitmentFactory(edition=edition)
        return edition

    return made


def texts(person, edition):
    with translation.override("pl"):
        clashes = queries.clashes_of(person, edition, edition.meetings.order_by("starts_at"), make.NOW)
        return [clash.text for clash in clashes]


def test_what_lives_is_told_with_its_state_and_days(person, edition):
    wanted = edition("Plan wsparcia", 21, 22)
    make.EnrolmentFactory(edition=edition("Niebieskie Karty", 22), person=person, state=EnrolmentState.WAITING)
    make.EnrolmentFactory(edition=edition("Superwizja", 21, 22), person=person)
    assert texts(person, wanted) == [
        "21–22 grudnia 2026 pokrywają się z: Superwizja (udział potwierdzony)",
        "22 grudnia 2026 pokrywa się z: Niebieskie Karty (na liście rezerwowej)",
    ]


def test_another_place_on_that_day_is_told_as_such(person, edition):
    wanted = edition("Plan wsparcia", 21, ends="11:00", venue="Lublin, ul. Diamentowa 2")
    make.EnrolmentFactory(edition=edition("Superwizja", 21, begins="13:00", venue="Chełm, Rynek 1"), person=person)
    assert texts(person, wanted) == ["21 grudnia 2026 także w innym miejscu: Superwizja (udział potwierdzony)"]


@pytest.mark.parametrize(
    "state",
    [EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED, EnrolmentState.DECLINED, EnrolmentState.MOVED],
)
def test_what_has_ended_takes_no_day(person, edition, state):
    make.EnrolmentFactory(edition=edition("Superwizja", 21), person=person, state=state)
    assert texts(person, edition("Plan wsparcia", 21)) == []


def test_neither_cancelled_meetings_nor_editions_nor_other_people_take_a_day(person, edition):
    moved = edition("Superwizja", 21, 28)
    make.EnrolmentFactory(edition=moved, person=person)
    moved.meetings.filter(starts_at=at(21, "09:00")).update(state=MeetingState.CANCELLED)
    make.EnrolmentFactory(edition=edition("Odwołany", 21, state=EditionState.CANCELLED), person=person)
    make.EnrolmentFactory(edition=edition("Cudzy", 21))
    assert texts(person, edition("Plan wsparcia", 21)) == []


def test_the_edition_itself_and_meetings_that_are_over_are_no_clash(person, edition):
    wanted = edition("Plan wsparcia", 21)
    make.EnrolmentFactory(edition=wanted, person=person)
    assert texts(person, wanted) == []
    past = make.EditionFactory(course__title="Dawny")
    other = make.EditionFactory(course__title="Dawny drugi")
    for each in (past, other):
        make.MeetingFactory(edition=each, starts_at=make.NOW - timedelta(days=1))
    make.EnrolmentFactory(edition=other, person=person)
    assert texts(person, past) == []


def test_what_was_entered_for_another_record_of_the_person_takes_the_day_too(person, edition):
    other = make.person()
    make.EnrolmentFactory(edition=edition("Superwizja", 21), person=other)
    people.merge_people(kept=person, merged=other, actor=make.ACTOR, reason="ta sama osoba")
    assert len(texts(person, edition("Plan wsparcia", 21))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_query_for_a_person_and_two_for_any_number(person, edition, count, django_assert_num_queries):
    wanted = edition("Plan wsparcia", 21)
    applied = []
    for number in range(count):
        someone = make.person()
        applied.append(make.EnrolmentFactory(edition=wanted, person=someone, state=EnrolmentState.UNDER_DECISION))
        make.EnrolmentFactory(edition=edition(f"Inny {number}", 21), person=someone)
        make.EnrolmentFactory(edition=edition(f"Mój {number}", 21), person=person)
    meetings = list(wanted.meetings.all())
    with django_assert_num_queries(1):
        assert len(queries.clashes_of(person, wanted, meetings, make.NOW)) == count
    with django_assert_num_queries(2):
        clashes = queries.clashes_of_all(applied, make.NOW)
    assert {key: [clash.course for clash in clashes] for key, clashes in clashes.items()} == {
        each.pk: [f"Inny {number}"] for number, each in enumerate(applied)
    }


# ---- where it is said -------------------------------------------------------------------------------------------


def test_who_applies_reads_it_first_and_may_still_apply(client, today, person, edition):
    client.force_login(person.user)
    wanted = edition("Plan wsparcia", 21)
    own = make.EnrolmentFactory(
        edition=edition("Niebieskie Karty", 21),
        person=person,
        state=EnrolmentState.OFFERED,
        offer_expires_at=make.NOW + timedelta(days=1),
    )
    apply_url = reverse("kompas_courses:apply", args=[wanted.pk])
    html = client.get(apply_url).content.decode()
    assert "21 grudnia 2026 pokrywa się z: Niebieskie Karty (propozycja miejsca)" in html
    assert f'href="{reverse("kompas_courses:enrolment", args=[own.pk])}"' in html
    assert client.post(apply_url).status_code == 302
    assert person.enrolments.get(edition=wanted).state == EnrolmentState.CONFIRMED


def test_who_is_offered_a_place_reads_it_before_accepting(client, today, person, edition):
    client.force_login(person.user)
    make.EnrolmentFactory(edition=edition("Superwizja", 21), person=person)
    offered = make.EnrolmentFactory(
        edition=edition("Niebieskie Karty", 21),
        person=person,
        state=EnrolmentState.OFFERED,
        offer_expires_at=make.NOW + timedelta(days=1),
    )
    html = client.get(reverse("kompas_courses:enrolment", args=[offered.pk])).content.decode()
    said = html.index("21 grudnia 2026 pokrywa się z: Superwizja (udział potwierdzony)")
    assert said < html.index("Przyjmij miejsce")


@pytest.fixture
def office(client, db):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS["coordinator"]))
    client.force_login(user)
    return client


def applicant_with_clash(edition, wanted, title="Superwizja"):
    someone = make.employed()
    make.EnrolmentFactory(edition=edition(title, 21), person=someone)
    return make.EnrolmentFactory(edition=wanted, person=someone, state=EnrolmentState.UNDER_DECISION)


def test_rops_reads_it_on_the_list_of_an_edition_in_the_preview_and_on_the_application(office, today, edition):
    wanted = edition("Plan wsparcia", 21)
    applied = applicant_with_clash(edition, wanted)
    text = "21 grudnia 2026 pokrywa się z: Superwizja (udział potwierdzony)"
    for address in (
        f"{reverse('kompas_applicants:index')}?edition={wanted.pk}",
        f"{reverse('kompas_applicants:group', args=['accept'])}?edition={wanted.pk}",
        reverse("kompas_applicants:inspect", args=[applied.pk]),
        reverse("kompas_applicants:accept", args=[applied.pk]),
    ):
        assert text in office.get(address).content.decode(), address


def test_rops_reads_it_before_accepting_a_place_for_somebody(office, today, edition):
    someone = make.employed()
    make.EnrolmentFactory(edition=edition("Superwizja", 21), person=someone)
    offered = make.EnrolmentFactory(
        edition=edition("Plan wsparcia", 21),
        person=someone,
        state=EnrolmentState.OFFERED,
        offer_expires_at=make.NOW + timedelta(days=1),
    )
    html = office.get(reverse("kompas_applicants:take", args=[offered.pk])).content.decode()
    assert "Kolizja terminów: 21 grudnia 2026 pokrywa się z: Superwizja (udział potwierdzony)." in html


def test_the_list_of_all_editions_has_no_column_for_it(office, today, edition):
    applicant_with_clash(edition, edition("Plan wsparcia", 21))
    assert "Kolizja terminów" not in office.get(reverse("kompas_applicants:index")).content.decode()


@pytest.mark.parametrize("path", ["index", "group"])
def test_the_screens_of_rops_cost_the_same_for_any_number_of_people(office, today, edition, path):
    wanted = edition("Plan wsparcia", 21)
    address = (
        reverse("kompas_applicants:index") if path == "index" else reverse("kompas_applicants:group", args=["accept"])
    )
    counts = []
    for number in range(3):
        applicant_with_clash(edition, wanted, f"Inny {number}")
        office.get(f"{address}?edition={wanted.pk}")
        with CaptureQueriesContext(connection) as asked:
            office.get(f"{address}?edition={wanted.pk}")
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
