"""The trainer's screens: meetings, roster, closing, history, paper."""

import io
import json
import re
import uuid
from datetime import timedelta

import openpyxl
import pypdfium2
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from courses.attendance import actions as attendance
from courses.attendance import refusals
from courses.attendance.models import Mark, MarkChange, MeetingClosing
from courses.attendance.states import MarkedHow
from courses.catalogue.states import EditionState, MeetingState
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel import time
from training.ui import navigation

pytestmark = pytest.mark.django_db
ACTOR = make.ACTOR


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Screens ask the clock themselves; it stands at the tests' now."""
    monkeypatch.setattr(time.timezone, "now", lambda: make.NOW)


@pytest.fixture
def no_menu(monkeypatch):
    """Questions of the menu are other rooms' business."""
    for menu in (navigation.navigation, navigation.account_menu, navigation.footer_links):
        monkeypatch.setattr(menu, "_entries", {})


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer.user)
    return client


@pytest.fixture
def office(db):
    user = make.user()
    user.user_permissions.add(Permission.objects.get(codename="change_meetingclosing"))
    return user


def address(name, *args):
    return reverse(f"kompas_courses:{name}", args=args)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def send(client, meeting, **data):
    return client.post(address("roster_save", meeting.pk), json.dumps(data), content_type="application/json")


def tap(enrolment, presence, missed=0, age=0, key=None):
    return {
        "id": str(key or uuid.uuid4()),
        "enrolment": enrolment.pk,
        "presence": presence,
        "missed": missed,
        "age": age,
    }


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
    assert [one.topic for one in lists.today] == ["Podstawy"]
    assert [one.topic for one in lists.unclosed] == ["Dawne zajęcia"]
    assert [one.topic for one in lists.upcoming] == ["Przyszłe zajęcia"]
    assert strange.topic not in shown.content.decode()
    attendance.close_meeting(
        meeting=past, minutes=past.minutes, topic="Dawne", taught_by=[trainer], actor=ACTOR, now=make.NOW
    )
    lists = as_trainer.get(address("today")).context
    assert lists["meetings"].unclosed == []
    assert [one.pk for one in lists["closed"]] == [past.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_meetings_takes_constant_questions(as_trainer, trainer, count, no_menu, django_assert_num_queries):
    for number in range(count):
        made = make.MeetingFactory(starts_at=make.NOW + timedelta(hours=number), trainers=[trainer])
        make.EnrolmentFactory(edition=made.edition)
    as_trainer.get(address("today"))
    with django_assert_num_queries(6):
        as_trainer.get(address("today"))


# ---- the roster ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_takes_constant_questions(as_trainer, meeting, count, no_menu, django_assert_num_queries):
    for _ in range(count):
        make.EnrolmentFactory(edition=meeting.edition, organisation=make.organisation())
    as_trainer.get(address("roster", meeting.pk))
    with django_assert_num_queries(9):
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
    sheet = as_trainer.get(address("roster", meeting.pk)).context["sheet"]
    assert [line.person.last_name for line in sheet.lines] == ["Cz", "Ćwik", "Dudek", "Żak"]


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
    stands = {one.enrolment_id: (one.presence, one.minutes) for one in Mark.objects.all()}
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


def test_the_rest_present_marks_only_those_without_a_mark(as_trainer, meeting, people, say):
    ewa, dudek, zak = people
    attendance.mark(meeting=meeting, entries=[say(ewa, "absent")], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    data = plain(people) | {f"presence-{ewa.pk}": "absent", f"was-{ewa.pk}": "absent", "do": "rest"}
    as_trainer.post(address("roster", meeting.pk), data)
    assert {one.enrolment_id: one.presence for one in Mark.objects.all()} == {
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
    assert body["people"][str(people[0].pk)]["said"].startswith("Jan Trener")
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
    found = as_trainer.post(url, data)
    page = found.content.decode()
    assert "Zofia Łącka" in page
    assert "Urzędnik" not in page
    as_trainer.post(url, data | {"do": "close", "search": "", "taught_by": [substitute.pk]})
    assert [one.name for one in MeetingClosing.objects.get().teachings.all()] == ["Zofia Łącka"]


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


# ---- paper -----------------------------------------------------------------------------------------------------


def test_the_list_to_sign_names_people_and_no_strangers(as_trainer, meeting, people):
    make.EnrolmentFactory(person__last_name="Obca")
    answer = as_trainer.get(address("attendance_list_pdf", meeting.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    for name in ("Ćwik Ewa", "Dudek Ewa", "Żak Ewa", "23 listopada 2026", "Jan Trener", "09:00–15:00"):
        assert name in re.sub(r"\s+", " ", text)
    assert "Obca" not in text


def test_a_long_name_on_the_list_to_sign_does_not_run_into_the_next_row(as_trainer, meeting):
    names = [f"{letter}rzęczyszczykiewicz-Konstantynopolitańczykowska" for letter in "BC"]
    for name in names:
        make.EnrolmentFactory(
            edition=meeting.edition, person__first_name="Maksymiliana Aleksandra Wilhelmina", person__last_name=name
        )
    answer = as_trainer.get(address("attendance_list_pdf", meeting.pk))
    page = pypdfium2.PdfDocument(answer.content)[0].get_textpage()
    found = page.get_text_range()
    first, second = found.index("Brzęczysz"), found.index("Crzęczysz")
    last_of_first = found.rindex("Wilhelmina", first, second)
    assert page.get_charbox(last_of_first)[1] > page.get_charbox(second)[3] + 4


def test_a_funded_edition_carries_the_sentence_of_its_funder(as_trainer, meeting, people):
    from courses.funding.models import EditionFunding, FundingSource

    source = FundingSource.objects.create(
        name="FERS", sentence="Dofinansowane przez Unię Europejską", project_number="FERS.04.13-IP.06-0001/24"
    )
    plain_text = text_of(as_trainer.get(address("attendance_list_pdf", meeting.pk)).content)
    assert "Unię Europejską" not in plain_text
    EditionFunding.objects.create(edition=meeting.edition, source=source)
    for name, key in (("attendance_list_pdf", meeting.pk), ("register_pdf", meeting.edition_id)):
        text = re.sub(r"\s+", " ", text_of(as_trainer.get(address(name, key)).content))
        assert "Dofinansowane przez Unię Europejską FERS.04.13-IP.06-0001/24" in text


def test_the_register_prints_topics_hours_and_who_taught(as_trainer, meeting, people, trainer, say):
    attendance.mark(
        meeting=meeting,
        entries=[say(people[0], "present"), say(people[1], "late", 45), say(people[2], "excused")],
        actor=ACTOR,
        how=MarkedHow.TAP,
        now=make.NOW,
    )
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic="Wywiad", taught_by=[trainer], actor=ACTOR, now=make.NOW
    )
    text = re.sub(r"\s+", " ", text_of(as_trainer.get(address("register_pdf", meeting.edition_id)).content))
    for words in ("Wywiad", "Jan Trener", "Ćwik Ewa", " 45 "):
        assert words in text


@pytest.mark.parametrize("meetings", [0, 14])
def test_a_register_without_meetings_and_a_wide_one_both_print(as_trainer, trainer, meetings):
    first = make.MeetingFactory(starts_at=make.NOW - timedelta(days=20), trainers=[trainer])
    make.EnrolmentFactory(edition=first.edition)
    for number in range(meetings):
        make.MeetingFactory(edition=first.edition, starts_at=make.NOW + timedelta(days=number), trainers=[trainer])
    assert as_trainer.get(address("register_pdf", first.edition_id)).content.startswith(b"%PDF")


def test_the_spreadsheet_has_real_moments_in_local_time(as_trainer, meeting, people, trainer, say):
    attendance.mark(meeting=meeting, entries=[say(people[1], "late", 45)], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    answer = as_trainer.get(address("register_xlsx", meeting.edition_id))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    attended, meetings = book.worksheets
    rows = list(attended.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["Ćwik Ewa", "Dudek Ewa", "Żak Ewa"]
    assert rows[1][3:] == (225, 5, 216)
    assert meetings["A2"].value == (make.NOW - timedelta(hours=1)).replace(tzinfo=None)
