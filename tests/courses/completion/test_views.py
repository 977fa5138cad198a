"""Screens of assessors and the closing page of ROPS."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from courses.attendance import actions as attendance
from courses.catalogue.states import EditionState
from courses.completion import actions as completion
from courses.completion import queries, refusals, rules
from courses.completion.models import Completion, Verification
from courses.completion.states import Result
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


@pytest.fixture
def office(db):
    user = make.user()
    user.user_permissions.add(Permission.objects.get(codename="add_completion"))
    return user


def address(name, *args):
    return reverse(f"kompas_courses:{name}", args=args)


def sheet_of(it, is_met="met", comment=""):
    data = {"verified_on": "2026-11-23", "do": "save"}
    for outcome in it.outcomes:
        data |= {f"verdict_{outcome.pk}": is_met, f"comment_{outcome.pk}": comment}
    return data


def person_url(it, number=0):
    return address("verify_person", it.edition.pk, it.people[number].pk)


def test_an_assessor_finds_the_edition_and_verifies_person_by_person(client, taught):
    it = taught(present=2, absent=0)
    client.force_login(it.assessor.user)
    assert address("verify_edition", it.edition.pk) in client.get(address("editions_to_verify")).content.decode()
    assert person_url(it) in client.get(address("verify_edition", it.edition.pk)).content.decode()
    answer = client.post(person_url(it), sheet_of(it, comment="Rozmowa wzorcowa.") | {"do": "next"})
    assert answer["Location"].split("?")[0] == person_url(it, 1)
    made = Verification.objects.all()
    assert [
        (completion.is_met, completion.comment, completion.assessor, completion.enrolment) for completion in made
    ] == [(True, "Rozmowa wzorcowa.", it.assessor, it.people[0])] * 2
    # Opening and saving it again says nothing new.
    again = client.post(person_url(it), sheet_of(it, comment="Rozmowa wzorcowa."), follow=True)
    assert [message.level_tag for message in again.context["messages"]][-1] == "info"
    assert Verification.objects.count() == 2


def test_a_comment_without_a_verdict_is_asked_about(client, taught):
    it = taught()
    client.force_login(it.assessor.user)
    answer = client.post(person_url(it), sheet_of(it, is_met="", comment="Nie wiem."))
    assert answer.status_code == 422
    assert not Verification.objects.exists()


def test_a_day_before_the_last_meeting_is_refused_beside_the_field(client, taught):
    it = taught()
    client.force_login(it.assessor.user)
    answer = client.post(person_url(it), sheet_of(it) | {"verified_on": "2026-11-01"})
    assert "verified_on" in answer.context["form"].errors


def test_whoever_taught_reads_why_they_cannot_assess(client, taught):
    it = taught()
    client.force_login(it.trainer.user)
    answer = client.get(address("verify_edition", it.edition.pk))
    assert answer.status_code == 403
    assert "Jan Trener" in answer.content.decode()
    assert "Ewa" not in answer.content.decode()
    assert client.get(person_url(it)).status_code == 404
    assert client.post(person_url(it), sheet_of(it)).status_code == 404
    assert not Verification.objects.exists()


def test_a_teacher_with_a_grant_of_earlier_days_is_refused_in_the_form(client, taught):
    it = taught()
    make.AssessorshipFactory(edition=it.edition, person=it.trainer)
    client.force_login(it.trainer.user)
    answer = client.post(person_url(it), sheet_of(it))
    assert answer.status_code == 422
    assert "Jan Trener" in str(answer.context["form"].non_field_errors())
    assert not Verification.objects.exists()


def test_an_assessor_who_taught_in_somebodys_place_reads_why_at_once(client, taught):
    it = taught()
    attendance.correct_closing(
        meeting=it.meeting, topic="Podstawy", taught_by=[it.assessor], reason="zastępstwo", actor=ACTOR, now=NOW
    )
    client.force_login(it.assessor.user)
    answer = client.get(address("verify_edition", it.edition.pk))
    assert answer.status_code == 403
    assert "Olga Oceniająca" in answer.content.decode()


def test_whoever_is_only_planned_to_teach_is_told_so(client, taught):
    it = taught(close=False)
    client.force_login(it.trainer.user)
    answer = client.get(address("verify_edition", it.edition.pk))
    assert answer.status_code == 403
    assert refusals.PlannedToTeach(person="Jan Trener").sentence in answer.content.decode()


def test_the_day_is_carried_to_the_next_person_and_can_be_corrected(client, taught):
    it = taught(present=2, absent=0)
    client.force_login(it.assessor.user)
    day = str(make.TODAY - timedelta(days=1))
    answer = client.post(person_url(it), sheet_of(it, comment="Rozmowa.") | {"do": "next", "verified_on": day})
    assert answer["Location"] == f"{person_url(it, 1)}?dnia={day}"
    assert str(client.get(answer["Location"]).context["form"]["verified_on"].value()) == day
    assert str(client.get(person_url(it, 1) + "?dnia=x").context["form"]["verified_on"].value()) == str(make.TODAY)
    # What was saved comes back with its own day; another day alone corrects all of it.
    assert str(client.get(person_url(it)).context["form"]["verified_on"].value()) == day
    client.post(person_url(it), sheet_of(it, comment="Rozmowa."))
    current = Verification.objects.filter(superseded_at=None)
    assert [(verification.verified_on, verification.comment) for verification in current] == [
        (make.TODAY, "Rozmowa.")
    ] * 2


def test_an_outdated_verification_is_said_again_by_saving_it(client, taught):
    it = taught(present=1, absent=0)
    for outcome in it.outcomes:
        completion.verify(
            enrolment=it.people[0],
            outcome=outcome,
            is_met=True,
            assessor=it.assessor,
            actor=ACTOR,
            verified_on=make.TODAY - timedelta(days=1),
            now=NOW,
        )
    added = make.MeetingFactory(
        edition=it.edition, starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=2), minutes=60
    )
    attendance.close_meeting(
        meeting=added,
        minutes=added.minutes,
        topic="Uzupełnienie",
        taught_by=[it.trainer],
        actor=ACTOR,
        rest_absent=True,
        now=NOW,
    )
    client.force_login(it.assessor.user)
    page = client.get(address("verify_edition", it.edition.pk))
    assert [line.enrolment for line in page.context["seen"].outdated] == it.people
    assert [row.verified for row in page.context["rows"]] == [0]
    client.post(person_url(it), sheet_of(it))
    current = Verification.objects.filter(superseded_at=None)
    assert [verification.verified_on for verification in current] == [make.TODAY] * 2


def test_a_closed_edition_shows_comments_and_changes_nothing(client, taught):
    it = taught(present=1, absent=0)
    client.force_login(it.assessor.user)
    client.post(person_url(it), sheet_of(it, comment="Rozmowa wzorcowa."))
    completion.close(edition=it.edition, actor=ACTOR, now=NOW)
    assert person_url(it) in client.get(address("verify_edition", it.edition.pk)).content.decode()
    page = client.get(person_url(it)).content.decode()
    assert "Rozmowa wzorcowa." in page
    assert 'value="save"' not in page
    assert client.post(person_url(it), sheet_of(it, is_met="not_met")).status_code == 422
    assert Verification.objects.count() == 2


def test_strangers_participants_and_assessors_of_other_editions_find_nothing(client, taught):
    it, other = taught(), taught()
    participant = it.people[0].person
    participant.user = make.user()
    participant.save()
    for user in (other.assessor.user, participant.user, make.user()):
        client.force_login(user)
        for url in (address("verify_edition", it.edition.pk), person_url(it), address("close_edition", it.edition.pk)):
            assert client.get(url).status_code == 404
            assert client.post(url, sheet_of(it)).status_code in (404, 405)
    # A person of another edition is not in this one's sheet.
    client.force_login(it.assessor.user)
    assert client.get(address("verify_person", it.edition.pk, other.people[0].pk)).status_code == 404
    assert not Verification.objects.exists()


def test_an_assessor_whose_grant_ended_finds_nothing(client, taught):
    it = taught()
    completion.end_assessorship(
        assessorship=it.edition.assessorships.get(), actor=ACTOR, valid_until=make.TODAY - timedelta(days=1), now=NOW
    )
    client.force_login(it.assessor.user)
    assert client.get(address("verify_edition", it.edition.pk)).status_code == 404


def test_before_the_meetings_are_closed_the_sheet_says_what_it_waits_for(client, taught):
    it = taught(close=False)
    client.force_login(it.assessor.user)
    page = client.get(address("verify_edition", it.edition.pk))
    assert "Podstawy" in page.context["obstacle"]
    assert client.get(person_url(it)).status_code == 302
    assert client.post(person_url(it), sheet_of(it)).status_code == 302
    assert not Verification.objects.exists()


def test_rops_enters_verdicts_on_behalf_of_an_assessor(client, taught, office):
    it = taught()
    client.force_login(office)
    assert client.post(person_url(it), sheet_of(it)).status_code == 422
    assert client.post(person_url(it), sheet_of(it) | {"assessor": it.trainer.pk}).status_code == 422
    assert client.post(person_url(it), sheet_of(it) | {"assessor": it.assessor.pk}).status_code == 302
    assert Verification.objects.first().assessor == it.assessor


def test_what_a_clerk_entered_says_so_beside_the_assessor(client, taught, office):
    it = taught()
    office.first_name, office.last_name = "Hanna", "Kancelaria"
    office.save()
    client.force_login(office)
    client.post(person_url(it), sheet_of(it) | {"assessor": it.assessor.pk})
    sentence = "W imieniu osoby oceniającej zapisał(a): Hanna Kancelaria"
    assert sentence in client.get(person_url(it)).content.decode()
    row = Verification.objects.first()
    assert (row.assessor, row.actor_user, row.actor_name) == (it.assessor, office, "Hanna Kancelaria")


def test_what_the_assessor_entered_names_nobody_else(client, taught):
    it = taught()
    client.force_login(it.assessor.user)
    client.post(person_url(it), sheet_of(it))
    assert "W imieniu osoby oceniającej" not in client.get(person_url(it)).content.decode()
    assert Verification.objects.first().recorded_for_assessor_by == ""


def test_an_edition_without_outcomes_says_that_there_is_nothing_to_verify(client, taught, office):
    it = taught(outcomes=[])
    client.force_login(office)
    page = client.get(address("verify_edition", it.edition.pk)).content.decode()
    assert "nie ma efektów uczenia się" in page and "Zacznij od pierwszej osoby" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_takes_constant_queries(client, taught, count, no_menu, django_assert_num_queries):
    it = taught(present=count, absent=0)
    client.force_login(it.assessor.user)
    completion.verify_all(
        edition=it.edition,
        verdicts=[completion.NewVerdict(person.pk, it.outcomes[0].pk, True) for person in it.people],
        assessor=it.assessor,
        actor=ACTOR,
        now=NOW,
    )
    client.get(address("verify_edition", it.edition.pk))
    with django_assert_num_queries(17):
        client.get(address("verify_edition", it.edition.pk))


def test_rops_sees_every_result_with_its_reasons_before_closing(client, taught, office):
    it = taught(present=1, absent=1)
    client.force_login(office)
    page = client.get(address("close_edition", it.edition.pk))
    rows = page.context["rows"]
    assert [len(row["reasons"]) for row in rows] == [3, 3]
    assert [row["unverified"] for row in rows] == [0, 0]
    assert [line.person.last_name for line in page.context["seen"].unverified] == ["Osoba0", "Osoba1"]
    refused = client.post(address("close_edition", it.edition.pk))
    assert refused.status_code == 409
    assert "Ewa Osoba0" in refused.content.decode()
    assert not Completion.objects.exists()
    answer = client.post(address("close_edition", it.edition.pk), {"allow_incomplete": "on"})
    assert answer.status_code == 302
    it.edition.refresh_from_db()
    assert it.edition.state == EditionState.CLOSED
    after = client.get(address("close_edition", it.edition.pk))
    assert [row["result"] for row in after.context["rows"]] == [
        completion.get_result_display() for completion in Completion.objects.order_by("enrolment__person__sort_key")
    ]
    assert client.post(address("close_edition", it.edition.pk)).status_code == 200
    assert Completion.objects.count() == 2


def test_without_an_assessor_the_closing_page_says_so(client, taught, office):
    it = taught()
    it.edition.assessorships.update(superseded_at=make.NOW)
    client.force_login(office)
    assert client.get(address("close_edition", it.edition.pk)).context["assessors"] == []
    office.user_permissions.add(Permission.objects.get(codename="add_assessorship"))
    page = client.get(address("close_edition", it.edition.pk)).content.decode()
    assert f"{reverse('kompas_assessorship:add')}?edition={it.edition.pk}" in page


def test_before_the_last_meeting_the_threshold_and_the_minutes_agree(client, taught, office):
    it = taught(present=1, absent=0)
    make.MeetingFactory(edition=it.edition, starts_at=NOW + timedelta(days=3), minutes=90)
    client.force_login(office)
    (row,) = client.get(address("close_edition", it.edition.pk)).context["rows"]
    with translation.override("en"):
        facts = queries.preview(it.edition).lines[0].facts
        assert rules.reasons(facts)[0] == "Attended 90 of 180 minutes; 144 are needed (80%): too few."
    assert row["result"] == Result.NOT_COMPLETED.label


def test_meetings_that_are_open_stand_on_the_closing_page(client, taught, office):
    it = taught(close=False)
    client.force_login(office)
    page = client.get(address("close_edition", it.edition.pk)).content.decode()
    assert address("roster", it.meeting.pk) in page
    assert client.post(address("close_edition", it.edition.pk), {"allow_incomplete": "on"}).status_code == 409


def test_an_assessor_does_not_close_editions(client, taught):
    it = taught()
    client.force_login(it.assessor.user)
    assert client.get(address("close_edition", it.edition.pk)).status_code == 404
    assert client.post(address("close_edition", it.edition.pk), {"allow_incomplete": "on"}).status_code == 404
    assert not Completion.objects.exists()
