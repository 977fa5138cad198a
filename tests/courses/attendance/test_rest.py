"""The rest present: nobody has said anything about them on the server.  An absence never becomes a presence."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance import integrity, refusals
from courses.attendance.models import Mark, MarkChange
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.kernel import time

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def entry(enrolment, presence, *, is_rest=False, reported_at=None, reason=""):
    return MarkEntry(
        enrolment.pk, Presence(presence), uuid.uuid4(), reported_at=reported_at, is_rest=is_rest, reason=reason
    )


def mark(meeting, *entries, how=MarkedHow.TAP, now=NOW):
    return attendance.mark(meeting=meeting, entries=entries, actor=ACTOR, how=how, now=now)


def stands(meeting):
    return dict(Mark.objects.filter(meeting=meeting).values_list("enrolment_id", "presence"))


@pytest.fixture
def trainer(db):
    return make.person_with_account(first_name="Jan", last_name="Trener")


@pytest.fixture
def meeting(trainer):
    return make.MeetingFactory(starts_at=time.now() - timedelta(hours=1), minutes=270, trainers=[trainer])


@pytest.fixture
def people(meeting):
    return [make.EnrolmentFactory(edition=meeting.edition) for _ in range(3)]


def test_the_rest_leaves_what_another_device_said(meeting, people):
    ewa, jan, ola = people
    now = time.now()
    mark(meeting, entry(ewa, "absent"), entry(jan, "excused"), now=now)
    outcome = mark(meeting, *(entry(person, "present", is_rest=True) for person in people), now=now + MINUTE)
    assert stands(meeting) == {ewa.pk: "absent", jan.pk: "excused", ola.pk: "present"}
    assert sorted(outcome.left.values()) == ["absent", "excused"]
    assert len(outcome.applied) == 1
    # What changed nothing is no line of the journal.
    assert MarkChange.objects.count() == 3


def test_an_absence_said_before_and_sent_after_the_rest_counts(meeting, people):
    """A phone without a network said it first; the other pressed "the rest present" and was faster."""
    ewa = people[0]
    now = time.now()
    mark(meeting, entry(ewa, "present", is_rest=True), now=now)
    assert MarkChange.objects.get().how == MarkedHow.REST
    mark(meeting, entry(ewa, "absent", reported_at=now - 10 * MINUTE), now=now + MINUTE)
    assert stands(meeting) == {ewa.pk: "absent"}
    # And what was said about one person is not weak in its turn.
    late = mark(meeting, entry(ewa, "present", reported_at=now - 20 * MINUTE), now=now + 2 * MINUTE)
    assert len(late.late) == 1
    assert list(integrity.journal_and_marks()) == []


def test_a_mark_taken_back_leaves_nothing_said(meeting, people):
    ewa = people[0]
    now = time.now()
    absent = entry(ewa, "absent")
    mark(meeting, absent, now=now)
    attendance.undo(meeting=meeting, client_ids=[absent.client_id], actor=ACTOR, now=now)
    outcome = mark(meeting, entry(ewa, "present", is_rest=True), now=now + MINUTE)
    assert (outcome.left, stands(meeting)) == ({}, {ewa.pk: "present"})


# ---- screens


def test_the_second_phone_is_told_what_was_recorded_in_the_meantime(client, trainer, meeting, people):
    ewa, jan, ola = people
    mark(meeting, entry(ewa, "absent"), entry(jan, "absent"), now=time.now())
    client.force_login(trainer.user)
    message = {
        "how": "rest",
        "entries": [
            {"id": str(uuid.uuid4()), "enrolment": person.pk, "presence": "present", "age": 0} for person in people
        ],
    }
    answer = client.post(
        reverse("kompas_courses:roster_save", args=[meeting.pk]), json.dumps(message), content_type="application/json"
    ).json()
    assert "nieobecność (2)" in answer["left"] and "międzyczasie" in answer["left"]
    assert answer["people"][str(ewa.pk)]["presence"] == "absent"
    assert stands(meeting) == {ewa.pk: "absent", jan.pk: "absent", ola.pk: "present"}


def test_the_plain_form_that_was_opened_before_leaves_them_too(client, trainer, meeting, people):
    ewa, _jan, _ola = people
    mark(meeting, entry(ewa, "absent"), now=time.now())
    client.force_login(trainer.user)
    # As the page stood before anybody spoke.
    data = {f"was-{person.pk}": "" for person in people} | {"do": "rest"}
    page = client.post(reverse("kompas_courses:roster", args=[meeting.pk]), data, follow=True)
    assert "nieobecność (1)" in page.content.decode()
    assert sorted(stands(meeting).values()) == ["absent", "present", "present"]


# ---- a closed meeting


@pytest.fixture
def closed(meeting, people, trainer):
    attendance.close_meeting(
        meeting=meeting,
        minutes=meeting.minutes,
        topic="Podstawy",
        taught_by=[trainer],
        actor=ACTOR,
        rest_absent=True,
        now=time.now(),
    )
    return meeting


def test_a_mark_of_a_closed_meeting_changes_only_with_a_reason(closed, people):
    with pytest.raises(refusals.ReasonMissing):
        mark(closed, entry(people[0], "present"), how=MarkedHow.OFFICE, now=time.now())
    with pytest.raises(refusals.ReasonMissing):
        mark(closed, entry(people[0], "present", reason=" "), how=MarkedHow.OFFICE, now=time.now())
    message = entry(people[0], "present", reason="lista papierowa")
    mark(closed, message, how=MarkedHow.OFFICE, now=time.now())
    assert MarkChange.objects.latest("pk").reason == "lista papierowa"
    with pytest.raises(refusals.ReasonMissing):
        attendance.undo(
            meeting=closed, client_ids=[message.client_id], actor=ACTOR, how=MarkedHow.OFFICE, now=time.now()
        )


def test_the_roster_of_a_closed_meeting_asks_the_organiser_for_the_reason(client, closed, people):
    client.force_login(make.user(is_superuser=True, is_staff=True))
    url = reverse("kompas_courses:roster", args=[closed.pk])
    assert 'name="reason" required' in client.get(url).content.decode()
    data = {f"was-{person.pk}": "absent" for person in people} | {f"presence-{people[0].pk}": "present"}
    assert client.post(url, data).status_code == 409
    assert client.post(url, data | {"reason": "lista papierowa"}).status_code == 302
    change = MarkChange.objects.latest("pk")
    assert (change.how, change.reason, change.new_presence) == ("office", "lista papierowa", "present")


def test_closing_before_the_planned_end_asks_for_the_minutes(client, trainer):
    meeting = make.MeetingFactory(
        starts_at=time.now() - timedelta(minutes=30), ends_at=time.now() + timedelta(hours=2), trainers=[trainer]
    )
    client.force_login(trainer.user)
    url = reverse("kompas_courses:close_meeting", args=[meeting.pk])
    page = client.get(url)
    assert page.context["form"].closes_early
    assert page.context["form"]["minutes"].value() is None
    assert "zaplanowane do" in page.content.decode()
    data = {"topic": "Podstawy", "taught_by": [trainer.pk]}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"minutes": "20"}).status_code == 302
    assert meeting.closing.minutes == 20


# ---- what was taken back counts as never said, and what was heard is not forgotten


def test_an_absence_that_arrives_after_the_rest_was_taken_back_counts(meeting, people):
    ewa, now = people[0], time.now()
    rest = entry(ewa, "present", is_rest=True)
    mark(meeting, rest, now=now)
    attendance.undo(meeting=meeting, client_ids=[rest.client_id], actor=ACTOR, now=now + 10 * MINUTE)
    mark(meeting, entry(ewa, "absent", reported_at=now + 5 * MINUTE), now=now + 15 * MINUTE)
    mark(meeting, entry(ewa, "present", is_rest=True), now=now + 20 * MINUTE)
    assert stands(meeting) == {ewa.pk: "absent"}
    assert list(integrity.journal_and_marks()) == []


def test_taking_a_presence_back_lets_the_absence_stand_that_came_too_late_against_it(meeting, people):
    ewa, now = people[0], time.now()
    message = entry(ewa, "present")
    mark(meeting, message, now=now)
    assert mark(meeting, entry(ewa, "absent", reported_at=now - MINUTE), now=now + MINUTE).late
    attendance.undo(meeting=meeting, client_ids=[message.client_id], actor=ACTOR, now=now + 2 * MINUTE)
    assert stands(meeting) == {ewa.pk: "absent"}
    assert list(integrity.journal_and_marks()) == []


def test_the_rest_leaves_somebody_whose_absence_came_too_late_over_an_emptied_mark(meeting, people):
    ewa, now = people[0], time.now()
    mark(meeting, entry(ewa, "present"), now=now)
    mark(meeting, MarkEntry(ewa.pk, None, uuid.uuid4()), now=now + 10 * MINUTE)
    assert mark(meeting, entry(ewa, "absent", reported_at=now + 5 * MINUTE), now=now + 15 * MINUTE).late
    outcome = mark(meeting, entry(ewa, "present", is_rest=True), now=now + 20 * MINUTE)
    assert list(outcome.left.values()) == [Presence.ABSENT]
    assert stands(meeting) == {}


def test_the_rest_stays_weak_when_what_was_said_over_it_is_taken_back(meeting, people):
    ewa, now = people[0], time.now()
    late = MarkEntry(ewa.pk, Presence.LATE, uuid.uuid4(), minutes_missed=10)
    mark(meeting, entry(ewa, "present", is_rest=True), now=now)
    mark(meeting, late, now=now + 2 * MINUTE)
    attendance.undo(meeting=meeting, client_ids=[late.client_id], actor=ACTOR, now=now + 3 * MINUTE)
    assert stands(meeting) == {ewa.pk: "present"}
    mark(meeting, entry(ewa, "absent", reported_at=now - MINUTE), now=now + 4 * MINUTE)
    assert stands(meeting) == {ewa.pk: "absent"}


def test_of_two_messages_of_one_device_the_second_counts_however_slow_the_first_was(meeting, people):
    ewa, now = people[0], time.now()
    first = entry(ewa, "present")
    mark(meeting, first, now=now)  # twenty minutes on its way: it seems to have been said now
    second = MarkEntry(ewa.pk, Presence.ABSENT, uuid.uuid4(), reported_at=now - 19 * MINUTE, after=first.client_id)
    mark(meeting, second, now=now + MINUTE)
    assert stands(meeting) == {ewa.pk: "absent"}
    # Only after its own message: another device's, said later than both, is not passed over.
    third = MarkEntry(ewa.pk, Presence.PRESENT, uuid.uuid4(), reported_at=now - 18 * MINUTE, after=first.client_id)
    assert mark(meeting, third, now=now + 2 * MINUTE).late
