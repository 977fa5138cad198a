"""While a closed edition is open for a correction, whoever took part reads what was decided, and nothing half made."""

import uuid
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance.panels import attendance_panel
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from courses.completion.queries import last_verdicts
from tests import factories as make
from tests.courses.records.steps import close, verify
from training.desk.registry import PanelContext
from training.people import actions as people

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def corrected(group):
    """Closed, opened again, and half corrected: Adamczyk met one outcome less, and was absent."""
    it = group(closed=True)
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)
    verify(it, 0, 0, False, now=LATER)
    entry = MarkEntry(it.people[0].pk, Presence.ABSENT, uuid.uuid4(), reason="Pomylono osoby")
    attendance.mark(meeting=it.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=LATER)
    it.edition.refresh_from_db()
    it.people[0].refresh_from_db()
    return it


def met(it):
    return [verification.is_met for _outcome, verification in last_verdicts(it.people[0])]


def pages(it, client):
    """The page of the application and that of own attendance, in Polish."""
    account = make.user(email="ewa@example.org")
    type(it.people[0].person).objects.filter(pk=it.people[0].person_id).update(user=account)
    client.force_login(account)
    names = ("enrolment", "my_attendance")
    answers = [client.get(reverse(f"kompas_courses:{name}", args=[it.people[0].pk])) for name in names]
    return [answer.content.decode() for answer in answers]


def test_the_result_rests_on_the_verdicts_shown_beside_it(corrected, client):
    assert met(corrected) == [True, True]
    own, _register = pages(corrected, client)
    assert "nabycie kompetencji potwierdzone" in own
    assert "nieosiągnięty" not in own


def test_own_attendance_is_that_of_the_last_closing(corrected, client):
    own, register = pages(corrected, client)
    assert "nieobecność" not in register
    assert "obecność wystarcza" in register and "obecność wystarcza" in own


@pytest.mark.parametrize("days", [0, -60])
def test_the_desk_shows_no_attendance_of_an_edition_being_corrected(corrected, days):
    """Nor when its last day is still to come."""
    context = PanelContext(
        request=None, person=corrected.people[0].person, on=make.TODAY + timedelta(days=days), now=NOW
    )
    assert attendance_panel(context) is None


def test_closing_again_tells_the_correction_whole(corrected, client):
    close(corrected, now=LATER)
    assert met(corrected) == [False, True]
    own, register = pages(corrected, client)
    assert "nieosiągnięty" in own
    assert "nieobecność" in register


def test_the_assessors_name_is_that_of_the_record(corrected):
    people.save_person(person=corrected.assessor, last_name="Inna", actor=ACTOR)
    assert {verification.assessor.full_name for _outcome, verification in last_verdicts(corrected.people[0])} == {
        "Olga Oceniająca"
    }


def test_who_joined_since_reads_what_stands(corrected):
    late = make.EnrolmentFactory(edition=corrected.edition)
    assert last_verdicts(late) == []


def test_the_reason_of_a_correction_is_a_sentence_of_its_own(corrected):
    edition = corrected.edition
    record = {"version": 1, "reopening": {"actor_name": "Ewa Krok", "reopened_at": NOW, "reason": "pomyłka"}}
    told = render_to_string(
        "kompas_courses/completion/parts/being_corrected.html", {"corrected": record, "edition": edition}
    )
    assert "Powód: „pomyłka”. Do ponownego zamknięcia" in " ".join(told.split())
