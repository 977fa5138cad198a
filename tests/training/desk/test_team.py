"""The manager's screens: the map of the team, and what a manager says of own staff."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from tests import factories as make
from tests.html import in_one_line
from tests.training.assessments.shapes import assessed
from tests.training.desk.pages import DAY, page, url, worker
from training.assessments import actions as assessments
from training.assessments.models import Assessment
from training.assessments.queries import held_levels
from training.desk.registry import Closing, what_closes_gap
from training.kernel import time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_team_map_is_alphabetical_in_polish_and_totals_each_competence(client, profile, office, manager, alone):
    first, _second, _third = profile
    for last_name in ("Żak", "Ćwik", "Dąb", "Celej"):
        who = worker(office, first_name="Ewa", last_name=last_name)
        assessed(who, first, 1 if last_name == "Żak" else 3, DAY)
    answer, _html = page(client, url("team"), manager.user)
    heat = answer.context["heat"]
    assert [row.label for row in heat.rows] == ["Celej Ewa", "Ćwik Ewa", "Dąb Ewa", "Kierownik Jan", "Żak Ewa"]
    assert heat.below == [1, 0, 0]
    assert heat.unknown == [1, 5, 5]
    assert heat.required == [5, 5, 5]
    assert [cell.gap for cell in heat.rows[-1].cells] == [2, None, None]


def test_a_manager_sees_nobody_of_another_institution(client, profile, office, manager, alone):
    first, *_rest = profile
    elsewhere = make.organisation(name="DPS Łęczna")
    stranger = worker(elsewhere, last_name="Obca")
    left = make.person(last_name="Dawna")
    make.EmploymentFactory(person=left, organisation=office, valid_until=date(2024, 1, 1))
    assessed(stranger, first, 1, DAY)
    _answer, html = page(client, url("team"), manager.user)
    assert "Obca" not in html
    assert "Dawna" not in html
    assert client.get(url("team") + f"?institution={elsewhere.pk}").status_code == 404
    assert client.get(url("team_xlsx") + f"?institution={elsewhere.pk}").status_code == 404
    for other in (stranger, left):
        assert client.get(url("team_assess", other.pk)).status_code == 404
        assert client.post(url("team_assess", other.pk), {f"level-{first.pk}": "2"}).status_code == 404
    assert Assessment.objects.count() == 1


def test_own_estimates_are_on_the_map_only_when_shared(client, profile, office, manager, alone):
    first, *_rest = profile
    who = worker(office, last_name="Aaa")
    assessments.estimate(person=who, levels={first: 3}, actor=make.ACTOR)
    answer, _html = page(client, url("team"), manager.user)
    assert answer.context["heat"].rows[0].cells[0].held is None
    assert "Self-assessment: level 3" not in page(client, url("team_assess", who.pk))[1]
    assessments.share_estimates(person=who, is_shared=True, actor=make.ACTOR)
    answer, _html = page(client, url("team"))
    assert answer.context["heat"].rows[0].cells[0].held == 3
    assert "Self-assessment: level 3" in page(client, url("team_assess", who.pk))[1]


def test_a_manager_assesses_own_staff_and_the_level_is_held(client, profile, office, manager):
    first, *_rest = profile
    who = worker(office)
    client.force_login(manager.user)
    client.post(url("team_assess", who.pk), {f"level-{first.pk}": "3"})
    row = Assessment.objects.get()
    assert (row.person, row.level, row.kind, row.assessor, row.assessor_role) == (
        who,
        3,
        "supervisor",
        manager,
        "manager",
    )


def test_another_superiors_word_is_neither_repeated_nor_taken_back(client, profile, office, manager):
    first, second, _third = profile
    who, before = worker(office), make.person()
    assessments.assess(person=who, assessor=before, levels={first: 3}, actor=make.ACTOR)
    client.force_login(manager.user)
    # The page shows the level that somebody else gave, and sends it back with the others.
    client.post(url("team_assess", who.pk), {f"level-{first.pk}": "3", f"level-{second.pk}": "2"})
    said_by = list(Assessment.objects.order_by("pk").values_list("competence_id", "assessor_id"))
    assert said_by == [(first.pk, before.pk), (second.pk, manager.pk)]
    _answer, html = page(client, url("team_assess", who.pk))
    assert html.count("Said on") == 1
    client.post(url("team_assess", who.pk), {"take_back": str(first.pk)})
    assert Assessment.objects.count() == 2


def test_a_manager_takes_back_what_they_said(client, profile, office, manager):
    first, *_rest = profile
    who = worker(office)
    client.force_login(manager.user)
    client.post(url("team_assess", who.pk), {f"level-{first.pk}": "3"})
    client.post(url("team_assess", who.pk), {"take_back": str(first.pk)})
    assert held_levels([who], on=time.today()) == []


def test_a_manager_estimates_themselves_like_anybody(client, profile, office, manager):
    client.force_login(manager.user)
    answer = client.get(url("team_assess", manager.pk))
    assert answer.status_code == 302
    assert answer["Location"] == url("estimates")


def test_without_a_mandate_today_there_is_no_team_map(client, profile, office):
    who = worker(office, user=make.user())
    make.MandateFactory(person=who, organisation=office, valid_until=time.today() - timedelta(days=1))
    client.force_login(who.user)
    assert client.get(url("team")).status_code == 404


def test_a_manager_of_two_chooses_the_institution(client, profile, office, manager, alone):
    second = make.organisation(name="ZAZ Łęczna")
    make.MandateFactory(person=manager, organisation=second)
    worker(second, last_name="Druga")
    _answer, html = page(client, url("team"), manager.user)
    assert "ZAZ Łęczna" in html
    assert "Druga" not in html
    _answer, html = page(client, url("team") + f"?institution={second.pk}")
    assert "Druga" in html


def test_the_map_is_filtered_by_post(client, profile, office, manager, alone):
    other = make.PositionFactory(code="opiekun", name_pl="opiekun", name_en="carer")
    worker(office, last_name="Opiekunka", position=other)
    answer, _html = page(client, url("team") + f"?institution={office.pk}&post={other.pk}", manager.user)
    assert [row.label for row in answer.context["heat"].rows] == ["Opiekunka Anna"]
    assert client.get(url("team") + f"?institution={office.pk}&post=x").status_code == 404


def test_the_workbook_has_real_dates_and_words_for_the_unknown(client, profile, office, manager, alone):
    first, *_rest = profile
    who = worker(office, first_name="Ewa", last_name="Abc")
    assessed(who, first, 1, DAY)
    client.force_login(manager.user)
    answer = client.get(url("team_xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    first, second = book.worksheets
    assert [cell.value for cell in first[2]][:4] == ["Abc Ewa", "social worker", -2, "not assessed"]
    row = [cell.value for cell in second[2]]
    assert row[:2] == ["Abc Ewa", "social worker"]
    assert row[4:8] == [3, 1, 2, "superior's assessment"]
    assert row[8].date() == DAY


def test_the_team_map_costs_the_same_for_one_person_and_for_three(
    client, profile, office, manager, alone, django_assert_num_queries
):
    client.force_login(manager.user)
    with django_assert_num_queries(10):
        client.get(url("team"))
    for _ in range(2):
        assessed(worker(office), profile[0], 1, DAY)
    with django_assert_num_queries(10):
        client.get(url("team"))


def test_the_map_says_how_many_people_a_course_really_helps(client, profile, office, manager, alone):
    first, *_rest = profile
    low, high, gone = worker(office), worker(office), worker(office)
    assessed(low, first, 1, DAY)
    assessed(high, first, 2, DAY)
    assessed(gone, first, 1, DAY)
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [
            Closing(first.line_id, 2, "Half way", "/half/", taken_by=frozenset({gone.pk})),
            Closing(first.line_id, 3, "Whole way", "/whole/", is_full=True, waiting=1),
            Closing(first.line_id, 2, "Taken by those it helps", "/taken/", taken_by=frozenset({low.pk, gone.pk})),
        ],
    )
    answer, html = page(client, url("team"), manager.user)
    (need,) = [need for need in answer.context["needs"] if need["competence"] == first]
    assert need["lacking"] == 3
    assert [(course.closing.title, course.notes) for course in need["courses"]] == [
        ("Half way", ("leads only to level 2",)),
        ("Whole way", ("No free places; 1 person on the reserve list",)),
    ]
    assert "/taken/" not in html


def test_a_course_that_closes_the_gap_of_some_says_of_how_many(client, profile, office, manager, alone):
    first, *_rest = profile
    strict, usual = make.PositionFactory(code="strict"), make.PositionFactory(code="usual")
    for position, level in ((strict, 4), (usual, 3)):
        make.RoleProfileFactory(positions=[position], requirements={first: level}, framework=first.framework)
        assessed(worker(office, position=position), first, 1, DAY)
    what_closes_gap.register("courses", lambda lines, people, on: [Closing(first.line_id, 3, "Whole way", "/whole/")])
    _answer, html = page(client, url("team"), manager.user)
    assert "leads to level 3: closes the gap of 1 of 2 people" in in_one_line(html)
