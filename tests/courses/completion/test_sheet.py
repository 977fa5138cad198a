"""The sheet of an edition: people by outcomes, saved as one goes, confirmed for those ticked."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses.completion import actions as completion
from courses.completion import queries
from courses.completion.models import Verification
from tests import factories as make
from training.kernel import time
from training.ui import navigation

pytestmark = pytest.mark.django_db
NOW, ACTOR = make.NOW, make.ACTOR


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(time.timezone, "now", lambda: NOW)


@pytest.fixture
def no_menu():
    with navigation.navigation.only(), navigation.account_menu.only(), navigation.footer_links.only():
        yield


def sheet(it):
    return reverse("kompas_courses:verify_edition", args=[it.edition.pk])


def cells(*chosen, **fields):
    """``(enrolment, outcome, choice, what the page had shown)`` as the page sends them."""
    data = {"do": "save", "verified_on": "2026-11-23"} | fields
    for enrolment, outcome, choice, was in chosen:
        data |= {f"verdict-{enrolment.pk}-{outcome.pk}": choice, f"was-{enrolment.pk}-{outcome.pk}": was}
    return data


def current():
    rows = Verification.objects.filter(superseded_at=None).order_by("enrolment_id", "outcome_id")
    return [(row.enrolment_id, row.outcome_id, row.is_met) for row in rows]


def verify(it, person, outcome, is_met, **facts):
    return completion.verify(
        enrolment=person, outcome=outcome, is_met=is_met, assessor=it.assessor, actor=ACTOR, now=NOW, **facts
    )


def test_the_sheet_saves_the_cells_that_were_changed_and_no_others(client, taught):
    it = taught(present=2, absent=0)
    (ewa, ola), (first, second) = it.people, it.outcomes
    verify(it, ola, first, False, comment="Bez przykładu.")
    client.force_login(it.assessor.user)
    # The page was opened before Ola was verified, and shows nothing of it.
    data = cells((ewa, first, "met", ""), (ewa, second, "not_met", ""))
    assert client.post(sheet(it), data).status_code == 302
    assert current() == [(ewa.pk, first.pk, True), (ewa.pk, second.pk, False), (ola.pk, first.pk, False)]
    client.post(sheet(it), cells((ola, first, "met", "not_met")))
    changed = Verification.objects.get(enrolment=ola, superseded_at=None)
    assert (changed.is_met, changed.comment, changed.assessor) == (True, "Bez przykładu.", it.assessor)


def test_all_outcomes_of_the_people_ticked_are_met_and_what_was_not_met_stays(client, taught):
    it = taught(present=3, absent=0)
    (ewa, ola, iga), (first, second) = it.people, it.outcomes
    verify(it, ola, first, False)
    client.force_login(it.assessor.user)
    answer = client.post(sheet(it), cells(do="confirm", person=[ewa.pk, ola.pk]), follow=True)
    assert current() == [
        (ewa.pk, first.pk, True),
        (ewa.pk, second.pk, True),
        (ola.pk, first.pk, False),
        (ola.pk, second.pk, True),
    ]
    told = [str(message) for message in answer.context["messages"]]
    assert told == [
        "Zapisano 3 efekty.",
        f"Efekty ocenione jako nieosiągnięte zostają bez zmian: {ola.person.list_name}.",
    ]
    # A cell chosen on the page and not saved yet is newer than the tick.
    client.post(sheet(it), cells((iga, second, "not_met", ""), do="confirm", person=[iga.pk]))
    assert current()[4:] == [(iga.pk, first.pk, True), (iga.pk, second.pk, False)]


def test_confirming_nobody_says_what_to_do(client, taught):
    it = taught()
    client.force_login(it.assessor.user)
    answer = client.post(sheet(it), cells(do="confirm"), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Najpierw zaznacz osoby."]
    assert current() == []


def test_a_day_that_cannot_be_is_said_beside_it_and_the_choices_stay(client, taught):
    it = taught(present=1, absent=0)
    (ewa,), (first, _second) = it.people, it.outcomes
    client.force_login(it.assessor.user)
    answer = client.post(sheet(it), cells((ewa, first, "not_met", ""), verified_on="2026-11-01", person=[ewa.pk]))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["verified_on"]
    (row,) = answer.context["rows"]
    assert ([cell.chosen for cell in row.cells], row.is_ticked) == (["not_met", ""], True)
    assert current() == []


def test_a_tap_is_answered_with_what_the_sheet_holds(client, taught):
    it = taught(present=2, absent=0)
    (ewa, ola), (first, second) = it.people, it.outcomes
    verify(it, ola, second, True)
    client.force_login(it.assessor.user)
    answer = client.post(sheet(it), cells((ewa, first, "met", "")), headers={"accept": "application/json"})
    assert answer.json() == {
        "cells": {
            f"{ewa.pk}-{first.pk}": "met",
            f"{ewa.pk}-{second.pk}": "",
            f"{ola.pk}-{first.pk}": "",
            f"{ola.pk}-{second.pk}": "met",
        },
        "verified": {str(ewa.pk): 1, str(ola.pk): 1},
    }
    late = cells((ewa, second, "met", ""), verified_on="2027-11-01")
    refused = client.post(sheet(it), late, headers={"accept": "application/json"})
    assert (refused.status_code, list(refused.json())) == (422, ["title"])
    assert len(current()) == 2


def test_a_verification_before_the_last_meeting_is_asked_again(client, taught):
    it = taught(present=1, absent=0)
    (ewa,), (first, _second) = it.people, it.outcomes
    verify(it, ewa, first, True, comment="Dobrze.", verified_on=make.TODAY - timedelta(days=1))
    added = make.MeetingFactory(
        edition=it.edition, starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=2), minutes=60
    )
    make.hold(added, present=[ewa], taught_by=[it.trainer], now=NOW)
    client.force_login(it.assessor.user)
    (row,) = client.get(sheet(it)).context["rows"]
    assert [(cell.verdict, cell.is_outdated) for cell in row.cells] == [("", True), ("", False)]
    client.post(sheet(it), cells(do="confirm", person=[ewa.pk]))
    again = Verification.objects.get(outcome=first, superseded_at=None)
    assert (again.verified_on, again.comment) == (make.TODAY, "Dobrze.")


def test_the_office_names_the_assessor_in_whose_name_it_records(client, taught):
    it = taught(present=1, absent=0)
    (ewa,), (first, _second) = it.people, it.outcomes
    office = make.user()
    office.user_permissions.add(Permission.objects.get(codename="add_completion"))
    client.force_login(office)
    unnamed = client.post(sheet(it), cells((ewa, first, "met", "")))
    assert (unnamed.status_code, list(unnamed.context["form"].errors)) == (422, ["assessor"])
    client.post(sheet(it), cells((ewa, first, "met", ""), assessor=it.assessor.pk))
    made = Verification.objects.get()
    assert (made.assessor, made.actor_user) == (it.assessor, office)


def test_who_teaches_saves_nothing_in_the_sheet(client, taught):
    it = taught(present=1, absent=0)
    (ewa,), (first, _second) = it.people, it.outcomes
    client.force_login(it.trainer.user)
    assert client.post(sheet(it), cells((ewa, first, "met", ""))).status_code == 403
    client.force_login(make.user())
    assert client.post(sheet(it), cells((ewa, first, "met", ""))).status_code == 404
    assert current() == []


@pytest.mark.parametrize("count", [1, 3])
def test_saving_a_group_takes_constant_queries(client, taught, count, no_menu, django_assert_num_queries):
    it = taught(present=count, absent=0)
    client.force_login(it.assessor.user)
    data = cells(*[(person, outcome, "met", "") for person in it.people for outcome in it.outcomes])
    client.get(sheet(it))
    with django_assert_num_queries(31):
        client.post(sheet(it), data)
    assert len(current()) == count * 2


def test_the_first_day_and_the_last_are_told_apart(client, taught):
    it = taught()
    (grant,) = queries.assessorships_on(it.edition, make.TODAY)
    completion.end_assessorship(assessorship=grant, actor=ACTOR, valid_until=make.TODAY + timedelta(days=2), now=NOW)
    client.force_login(it.assessor.user)
    page = client.get(reverse("kompas_courses:editions_to_verify")).content.decode()
    assert '<span class="kc-tag kc-tag--bad">ostatni dzień: 25 listopada 2026</span>' in page
    make.MeetingFactory(edition=it.edition, starts_at=NOW + timedelta(days=1))
    type(it.edition).objects.filter(pk=it.edition.pk).update(ends_on=make.TODAY + timedelta(days=1))
    page = client.get(reverse("kompas_courses:editions_to_verify")).content.decode()
    assert '<span class="kc-tag kc-tag--info">weryfikacja możliwa od 24 listopada 2026</span>' in page
