"""Assessors, verifications and completions in the admin."""

import io

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.catalogue.registry import edition_panels
from courses.completion import actions as completion
from courses.completion.models import Assessorship, Completion
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make.user()
    user.groups.add(Group.objects.get(name="Kompas: coordinator"))
    client.force_login(user)
    return client


@pytest.fixture
def closed(taught):
    it = taught(present=1, absent=1)
    completion.verify_all(
        edition=it.edition,
        verdicts=[
            completion.NewVerdict(person.pk, out.pk, True, "Dobrze.") for person in it.people for out in it.outcomes
        ],
        assessor=it.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    completion.close(edition=it.edition, actor=make.ACTOR, now=make.NOW)
    return it


LISTS = {
    "kompas_assessorship": "Oceniająca Olga",
    "kompas_verification": "Osoba0 Ewa",
    "kompas_completion": "Osoba0 Ewa",
}


@pytest.mark.parametrize(("name", "person"), LISTS.items())
def test_the_coordinator_lists_and_opens_what_is_there(coordinator, closed, name, person):
    answer = coordinator.get(reverse(f"{name}:index"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert person in page
    first = answer.context["object_list"][0]
    assert coordinator.get(reverse(f"{name}:inspect", args=[first.pk])).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_search_without_polish_letters_finds_and_a_wrong_one_does_not(coordinator, closed, name):
    word = "oceniajaca" if name != "kompas_completion" else "dialog motywujacy"
    assert len(coordinator.get(reverse(f"{name}:index") + f"?q={word}").context["object_list"]) > 0
    assert len(coordinator.get(reverse(f"{name}:index") + "?q=nikt").context["object_list"]) == 0


@pytest.mark.parametrize("name", LISTS)
def test_others_do_not_enter(client, closed, name):
    analyst = make.user()
    analyst.groups.add(Group.objects.get(name="Kompas: analyst"))
    for user in (analyst, make.user(), closed.trainer.user):
        client.force_login(user)
        assert client.get(reverse(f"{name}:index")).status_code == 302
    assert get_user_model().objects.count() >= 3


def test_superseded_verdicts_are_shown_only_on_request(coordinator, taught):
    it = taught(present=1, absent=0)
    for is_met in (True, False):
        completion.verify(
            enrolment=it.people[0],
            outcome=it.outcomes[0],
            is_met=is_met,
            assessor=it.assessor,
            actor=make.ACTOR,
            now=make.NOW,
        )
    url = reverse("kompas_verification:index")
    assert [verification.is_met for verification in coordinator.get(url).context["object_list"]] == [False]
    assert len(coordinator.get(url + "?versions=all").context["object_list"]) == 2


def test_completions_go_into_a_spreadsheet(coordinator, closed):
    answer = coordinator.get(reverse("kompas_completion:index") + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + Completion.objects.count()
    assert {row[0] for row in rows[1:]} == {"Osoba0 Ewa", "Osoba1 Ewa"}
    # Local time, as the wall clock showed it.
    assert rows[1][11].strftime("%Y-%m-%d %H:%M") == "2026-11-23 10:00"


def test_a_grant_is_made_through_the_action_and_a_refusal_stands_on_the_form(coordinator, taught):
    it = taught()
    url, other = reverse("kompas_assessorship:add"), make.person(first_name="Ida", last_name="Inna")
    data = {"edition": it.edition.pk, "valid_from": "2026-11-20", "valid_until": ""}
    refused = coordinator.post(url, data | {"person": it.trainer.pk})
    assert refused.status_code == 200
    assert "Jan Trener" in str(refused.context["form"].non_field_errors())
    assert coordinator.post(url, data | {"person": other.pk}).status_code == 302
    made = Assessorship.objects.get(person=other)
    end = reverse("kompas_assessorship:end", args=[made.pk])
    assert coordinator.get(end).status_code == 200
    assert coordinator.post(end, {"valid_until": "2026-11-22"}).status_code == 302
    made.refresh_from_db()
    assert made.superseded_at is not None
    assert str(Assessorship.objects.get(person=other, superseded_at=None).valid_until) == "2026-11-22"


def test_an_editions_page_shows_how_far_it_is(taught, coordinator, rf):
    it = taught(close=False)
    request = rf.get("/")
    request.user = get_user_model().objects.get(groups__name="Kompas: coordinator")
    html = edition_panels["completion"](request, it.edition).render_html({})
    assert reverse("kompas_courses:roster", args=[it.meeting.pk]) in html
    assert reverse("kompas_courses:close_edition", args=[it.edition.pk]) in html
    assert "Olga Oceniająca" in html
    request.user = it.trainer.user
    assert edition_panels["completion"](request, it.edition) is None
