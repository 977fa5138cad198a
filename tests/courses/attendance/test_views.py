"""The trainer's meetings: who sees them, how they stand in the list, how one is closed."""

from datetime import timedelta

import pytest
from django.utils import translation

from courses.attendance import actions as attendance
from courses.attendance.models import Mark, MeetingClosing
from courses.attendance.states import MarkedHow
from courses.catalogue.states import EditionState, MeetingState
from tests import factories as make
from tests.courses.attendance.roster_requests import address, send, tap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ACTOR = make.ACTOR
# ---- sight -----------------------------------------------------------------------------------------------------


ONE_MEETING = ["roster", "close_meeting", "roster_history", "attendance_list_pdf"]


@pytest.mark.parametrize("name", ONE_MEETING)
def test_another_trainers_meeting_does_not_exist(client, meeting, people, name):
    other = make.person_with_account()
    make.MeetingFactory(trainers=[other])
    client.force_login(other.user)
    assert client.get(address(name, meeting.pk)).status_code == 404
    for post in ("roster_save", "roster_undo"):
        assert client.post(address(post, meeting.pk)).status_code == 404
    for book in ("register_pdf", "register_xlsx"):
        assert client.get(address(book, meeting.edition_id)).status_code == 404
    assert not Mark.objects.exists()


def test_a_participant_sees_their_own_attendance_and_nobody_elses(client, meeting, people, say):
    ewa, other = people[0], people[1]
    ewa.person.user = make.user()
    ewa.person.save()
    attendance.mark(
        meeting=meeting,
        entries=[say(ewa, "late", 90), say(other, "absent")],
        actor=ACTOR,
        how=MarkedHow.TAP,
        now=make.NOW,
    )
    client.force_login(ewa.person.user)
    answer = client.get(address("my_attendance", ewa.pk))
    assert answer.status_code == 200
    assert b"180" not in answer.content  # hours are didactic
    assert "4 " in answer.content.decode()
    assert client.get(address("my_attendance", other.pk)).status_code == 404
    assert client.get(address("roster", meeting.pk)).status_code == 404
    assert client.get(address("today")).status_code == 200
    assert meeting.topic not in client.get(address("today")).content.decode()


def test_a_meeting_cancelled_or_of_a_draft_is_not_there(as_trainer, meeting):
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    assert as_trainer.get(address("roster", meeting.pk)).status_code == 404
    meeting.state = MeetingState.PLANNED
    meeting.save()
    meeting.edition.state = EditionState.DRAFT
    meeting.edition.save()
    assert as_trainer.get(address("roster", meeting.pk)).status_code == 404


def test_anonymous_goes_to_the_sign_in_page(client, meeting, settings):
    for name in ONE_MEETING:
        answer = client.get(address(name, meeting.pk))
        assert answer.status_code == 302
        assert "next=" in answer["Location"]


# ---- a trainer's meetings --------------------------------------------------------------------------------------


def test_todays_meeting_is_two_taps_away(as_trainer, meeting, people):
    page = as_trainer.get(address("today")).content.decode()
    assert address("roster", meeting.pk) in page


def test_meetings_stand_under_their_own_headings(as_trainer, trainer, meeting):
    past = make.MeetingFactory(starts_at=make.NOW - timedelta(days=3), topic="Dawne zajęcia", trainers=[trainer])
    make.MeetingFactory(starts_at=make.NOW + timedelta(days=3), topic="Przyszłe zajęcia", trainers=[trainer])
    strange = make.MeetingFactory(starts_at=make.NOW, topic="Cudze zajęcia")
    shown = as_trainer.get(address("today"))
    lists = shown.context["meetings"]
    assert [meeting.topic for meeting in lists.today] == ["Podstawy"]
    assert [meeting.topic for meeting in lists.unclosed] == ["Dawne zajęcia"]
    assert [meeting.topic for meeting in lists.upcoming] == ["Przyszłe zajęcia"]
    assert strange.topic not in shown.content.decode()
    attendance.close_meeting(
        meeting=past, minutes=past.minutes, topic="Dawne", taught_by=[trainer], actor=ACTOR, now=make.NOW
    )
    lists = as_trainer.get(address("today")).context
    assert lists["meetings"].unclosed == []
    assert [meeting.pk for meeting in lists["closed"]] == [past.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_meetings_takes_constant_queries(as_trainer, trainer, count, no_menu, django_assert_num_queries):
    for number in range(count):
        made = make.MeetingFactory(starts_at=make.NOW + timedelta(hours=number), trainers=[trainer])
        make.EnrolmentFactory(edition=made.edition)
    as_trainer.get(address("today"))
    with django_assert_num_queries(5):
        as_trainer.get(address("today"))


# ---- closing ---------------------------------------------------------------------------------------------------


def test_closing_asks_for_the_topic_and_who_taught_and_offers_the_planned_ones(as_trainer, meeting, people, trainer):
    page = as_trainer.get(address("close_meeting", meeting.pk))
    assert page.context["form"]["taught_by"].value() == [trainer.pk]
    data = {"topic": "Podstawy dialogu", "minutes": 225, "taught_by": [trainer.pk], "do": "close"}
    refused = as_trainer.post(address("close_meeting", meeting.pk), data)
    assert refused.status_code == 422
    assert "Ewa Ćwik" in refused.content.decode()
    nobody = as_trainer.post(address("close_meeting", meeting.pk), data | {"taught_by": [], "rest_absent": "on"})
    assert "taught_by" in nobody.context["form"].errors
    done = as_trainer.post(address("close_meeting", meeting.pk), data | {"rest_absent": "on"})
    assert done.status_code == 302
    closing = MeetingClosing.objects.get()
    assert (closing.topic, closing.minutes, closing.actor_name) == ("Podstawy dialogu", 225, "Jan Trener")


def test_a_substitute_is_found_without_polish_letters_among_trainers_only(as_trainer, meeting, trainer):
    substitute = make.person(first_name="Zofia", last_name="Łącka")
    make.MeetingFactory(trainers=[substitute])
    make.person(first_name="Adam", last_name="Łącki-Urzędnik")
    url = address("close_meeting", meeting.pk)
    data = {"topic": "Podstawy", "minutes": 270, "taught_by": [trainer.pk], "search": "lack", "do": "search"}
    answer = as_trainer.post(url, data)
    page = answer.content.decode()
    assert "Zofia Łącka" in page
    assert "Urzędnik" not in page
    as_trainer.post(url, data | {"do": "close", "search": "", "taught_by": [substitute.pk]})
    assert [teaching.name for teaching in MeetingClosing.objects.get().teachings.all()] == ["Zofia Łącka"]


def test_a_trainer_cannot_learn_a_name_by_guessing_a_key(as_trainer, meeting, trainer):
    hidden = make.person(first_name="Adam", last_name="Ukryty")
    data = {"topic": "", "minutes": 270, "taught_by": [trainer.pk, hidden.pk], "do": "close"}
    answer = as_trainer.post(address("close_meeting", meeting.pk), data)
    assert "Ukryty" not in answer.content.decode()
    assert not MeetingClosing.objects.exists()


def test_the_organiser_corrects_a_closed_meeting_with_a_reason(client, meeting, trainer, office):
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic="Podstawy", taught_by=[trainer], actor=ACTOR, now=make.NOW
    )
    client.force_login(office)
    url, data = address("close_meeting", meeting.pk), {"topic": "Dialog", "minutes": 180, "taught_by": [trainer.pk]}
    assert client.post(url, data | {"do": "close"}).status_code == 422
    assert client.post(url, data | {"do": "close", "reason": "pomyłka"}).status_code == 302
    assert MeetingClosing.objects.get().topic == "Dialog"
    history = client.get(address("roster_history", meeting.pk)).content.decode()
    assert "pomyłka" in history
    assert "Podstawy" in history


def test_history_says_who_when_and_the_old_value(as_trainer, meeting, people):
    send(as_trainer, meeting, entries=[tap(people[0], "present")])
    send(as_trainer, meeting, entries=[tap(people[0], "late", 20)])
    with translation.override("pl"):
        page = as_trainer.get(address("roster_history", meeting.pk)).content.decode()
    assert "Jan Trener" in page
    assert "(20 min)" in page
    assert "23.11.2026, 10:00" in page
