"""The roster: the plain form, taps, and what came meanwhile."""

import re
import uuid
from datetime import timedelta

import pytest

from courses.attendance import actions as attendance
from courses.attendance import refusals
from courses.attendance.models import Mark, MarkChange
from courses.attendance.states import MarkedHow
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.attendance.roster_requests import address, send, tap
from training.kernel import time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ACTOR = make.ACTOR


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_takes_constant_queries(as_trainer, meeting, count, no_menu, django_assert_num_queries):
    for _ in range(count):
        make.EnrolmentFactory(edition=meeting.edition, organisation=make.organisation())
    as_trainer.get(address("roster", meeting.pk))
    with django_assert_num_queries(8):
        as_trainer.get(address("roster", meeting.pk))


def test_before_it_starts_the_page_of_todays_meeting_says_from_when_it_can_be_closed(
    as_trainer, meeting, people, monkeypatch
):
    monkeypatch.setattr(time.timezone, "now", lambda: meeting.starts_at - timedelta(minutes=30))
    page = as_trainer.get(address("roster", meeting.pk))
    assert page.context["closes_later"]
    assert address("close_meeting", meeting.pk) not in page.content.decode()
    monkeypatch.setattr(time.timezone, "now", lambda: meeting.starts_at)
    page = as_trainer.get(address("roster", meeting.pk))
    assert not page.context["closes_later"]
    assert address("close_meeting", meeting.pk) in page.content.decode()


def test_people_stand_in_polish_order_and_only_those_who_take_part(as_trainer, meeting, people):
    for name, state in (("Cz", EnrolmentState.CONFIRMED), ("Nieobecna", EnrolmentState.WAITING)):
        make.EnrolmentFactory(edition=meeting.edition, person__last_name=name, person__first_name="Iga", state=state)
    roster = as_trainer.get(address("roster", meeting.pk)).context["roster"]
    assert [line.person.last_name for line in roster.lines] == ["Cz", "Ćwik", "Dudek", "Żak"]


def plain(people, **presences):
    data = {"do": "save"}
    for enrolment in people:
        data |= {f"was-{enrolment.pk}": "", f"missed-{enrolment.pk}": "", f"was-missed-{enrolment.pk}": ""}
    return data | presences


def test_the_plain_form_saves_what_was_changed(as_trainer, meeting, people):
    ewa, dudek, _zak = people
    data = plain(people) | {
        f"presence-{ewa.pk}": "present",
        f"presence-{dudek.pk}": "late",
        f"missed-{dudek.pk}": "25",
    }
    answer = as_trainer.post(address("roster", meeting.pk), data)
    assert answer.status_code == 302
    stands = {mark.enrolment_id: (mark.presence, mark.minutes) for mark in Mark.objects.all()}
    assert stands == {ewa.pk: ("present", 270), dudek.pk: ("late", 245)}
    assert set(MarkChange.objects.values_list("how", flat=True)) == {"form"}


def test_what_was_typed_into_a_meeting_that_closed_meanwhile_is_refused_with_a_page(
    as_trainer, meeting, people, say, trainer
):
    ewa = people[0]
    attendance.mark(meeting=meeting, entries=[say(ewa, "late", 10)], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    attendance.close_meeting(
        meeting=meeting,
        topic="Podstawy",
        minutes=meeting.minutes,
        taught_by=[trainer],
        actor=ACTOR,
        rest_absent=True,
        now=make.NOW,
    )
    data = plain(people) | {f"presence-{ewa.pk}": "late", f"missed-{ewa.pk}": "dużo"}
    answer = as_trainer.post(address("roster", meeting.pk), data)
    assert answer.status_code == 409
    assert "10 minut" in answer.content.decode() and "dużo" not in answer.content.decode()


def test_a_page_opened_long_ago_does_not_take_back_what_others_recorded(as_trainer, meeting, people, say):
    ewa, _dudek, zak = people
    attendance.mark(meeting=meeting, entries=[say(ewa, "absent")], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    # The page showed Ewa present; only Żak is touched on it.
    data = plain(people) | {
        f"presence-{ewa.pk}": "present",
        f"was-{ewa.pk}": "present",
        f"presence-{zak.pk}": "excused",
    }
    as_trainer.post(address("roster", meeting.pk), data)
    assert Mark.objects.get(enrolment=ewa).presence == "absent"
    assert Mark.objects.get(enrolment=zak).presence == "excused"


def test_the_plain_form_says_beside_whom_minutes_are_missing_and_saves_the_others(as_trainer, meeting, people):
    ewa, _dudek, zak = people
    data = plain(people) | {f"presence-{ewa.pk}": "late", f"presence-{zak.pk}": "present"}
    answer = as_trainer.post(address("roster", meeting.pk), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#person-{ewa.pk}"' in page
    assert list(Mark.objects.values_list("enrolment", flat=True)) == [zak.pk]


def test_a_trainer_can_call_and_write_to_the_people_of_the_roster(as_trainer, meeting):
    make.EnrolmentFactory(edition=meeting.edition, person__phone="+48 600 100 200", person__email="ewa@example.org")
    make.EnrolmentFactory(edition=meeting.edition, person__phone="", person__email="")
    page = as_trainer.get(address("roster", meeting.pk)).content.decode()
    assert re.findall(r'href="(tel:[^"]*|mailto:ewa[^"]*)"', page) == ["tel:+48600100200", "mailto:ewa@example.org"]


def test_the_rest_present_marks_only_those_without_a_mark(as_trainer, meeting, people, say):
    ewa, dudek, zak = people
    attendance.mark(meeting=meeting, entries=[say(ewa, "absent")], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    data = plain(people) | {f"presence-{ewa.pk}": "absent", f"was-{ewa.pk}": "absent", "do": "rest"}
    as_trainer.post(address("roster", meeting.pk), data)
    assert {mark.enrolment_id: mark.presence for mark in Mark.objects.all()} == {
        ewa.pk: "absent",
        dudek.pk: "present",
        zak.pk: "present",
    }
    # And the plain undo takes exactly that save back.
    as_trainer.post(address("roster_undo", meeting.pk))
    assert list(Mark.objects.values_list("enrolment", flat=True)) == [ewa.pk]


def test_a_tap_is_saved_by_itself_and_answers_what_stands(as_trainer, meeting, people, trainer):
    key = uuid.uuid4()
    for _ in range(2):
        answer = send(as_trainer, meeting, how="tap", entries=[tap(people[0], "late", 12, key=key)])
        assert answer.status_code == 200
    body = answer.json()
    assert body["repeated"] == [str(key)]
    assert body["people"][str(people[0].pk)]["presence"] == "late"
    assert body["people"][str(people[0].pk)]["recorded_by"].startswith("Jan Trener")
    assert (body["present"], body["unmarked"]) == (1, 2)
    assert MarkChange.objects.get().actor_user == trainer.user


def test_a_tap_that_waited_on_a_phone_without_network_does_not_win_over_a_newer_one(as_trainer, meeting, people):
    send(as_trainer, meeting, entries=[tap(people[0], "absent")])
    answer = send(as_trainer, meeting, entries=[tap(people[0], "present", age=60_000)])
    assert len(answer.json()["late"]) == 1
    assert Mark.objects.get().presence == "absent"


def test_a_toast_undoes_a_tap(as_trainer, meeting, people):
    entry = tap(people[0], "absent")
    send(as_trainer, meeting, entries=[entry])
    answer = send(as_trainer, meeting, undo=[entry["id"]])
    assert answer.json()["applied"] == [entry["id"]]
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"entries": [{}]}', b'{"entries": [{"id": "x", "enrolment": 1, "presence": "present"}]}',
     b'{"undo": ["x"]}', b'{"entries": 5}', b'"text"', b"\xff"],
)  # fmt: skip
def test_a_message_that_cannot_be_read_is_refused_without_an_error(as_trainer, meeting, people, body):
    answer = as_trainer.post(address("roster_save", meeting.pk), body, content_type="application/json")
    assert answer.status_code == 400
    assert not MarkChange.objects.exists()


def test_a_trainer_cannot_change_a_closed_meeting_and_the_organiser_can(client, meeting, people, trainer, office):
    attendance.close_meeting(
        meeting=meeting,
        minutes=meeting.minutes,
        topic="Podstawy",
        taught_by=[trainer],
        actor=ACTOR,
        rest_absent=True,
        now=make.NOW,
    )
    client.force_login(trainer.user)
    answer = send(client, meeting, entries=[tap(people[0], "present")])
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:kompas:refusal:meeting_is_closed"
    page = client.get(address("roster", meeting.pk)).content.decode()
    assert '<form method="post" id="roster"' not in page
    assert client.get(address("close_meeting", meeting.pk)).status_code == 302
    client.force_login(office)
    assert send(client, meeting, entries=[tap(people[0], "present")]).status_code == refusals.ReasonMissing.status
    assert send(client, meeting, entries=[tap(people[0], "present")], reason="lista papierowa").status_code == 200
    assert Mark.objects.get(enrolment=people[0]).presence == "present"
    assert MarkChange.objects.last().how == "office"
