"""A closed meeting is opened again on the day it was closed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance import integrity, queries, refusals
from courses.attendance.actions import reopen_meeting
from courses.attendance.models import Mark, MeetingClosing
from courses.attendance.states import MarkedHow
from courses.catalogue.states import EditionState
from tests import factories as make
from training.kernel import time

pytestmark = pytest.mark.django_db
NOW, ACTOR = make.NOW, make.ACTOR
SOON = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(time.timezone, "now", lambda: SOON)


@pytest.fixture
def closed(meeting, people, trainer):
    close(meeting, [trainer], rest_absent=True)
    meeting.refresh_from_db()
    return meeting


def close(meeting, taught_by, **kwargs):
    facts = {"topic": "Wywiad", "minutes": 270, "actor": ACTOR, "now": NOW, **kwargs}
    return attendance.close_meeting(meeting=meeting, taught_by=taught_by, **facts)


def test_on_the_day_of_the_closing_the_meeting_is_open_again_and_keeps_its_marks(closed, people, say):
    marks = set(Mark.objects.values_list("enrolment_id", "presence"))
    for _ in range(2):
        closing = reopen_meeting(meeting=closed, actor=ACTOR, now=SOON)
    assert (closing.closed_at, closing.reopened_at, closing.topic) == (NOW, SOON, "Wywiad")
    assert set(Mark.objects.values_list("enrolment_id", "presence")) == marks
    (change,) = closing.changes.all()
    assert (change.what, change.actor_name, change.recorded_at) == ("opened_again", ACTOR.name, SOON)
    assert queries.unclosed(closed.edition) == [closed]
    assert not queries.closed_meetings(queries.not_cancelled()).exists()
    attendance.mark(meeting=closed, entries=[say(people[0], "present")], actor=ACTOR, how=MarkedHow.TAP, now=SOON)
    assert Mark.objects.get(enrolment=people[0]).presence == "present"


def test_closing_again_keeps_who_taught_anew_and_what_was_written_before(closed, trainer, people, say):
    reopen_meeting(meeting=closed, actor=ACTOR, now=SOON)
    other = make.person(first_name="Zofia", last_name="Zastępna")
    closing = close(closed, [other], topic="Dialog", minutes=180, now=SOON)
    assert (closing.topic, closing.minutes, closing.closed_at, closing.reopened_at) == ("Dialog", 180, NOW, None)
    assert [teaching.name for teaching in closing.teachings.all()] == ["Zofia Zastępna"]
    change = closing.changes.last()
    assert (change.what, change.old["taught_by"]) == ("closed_again", [[trainer.pk, "Jan Trener"]])
    assert queries.unclosed(closed.edition) == []
    with pytest.raises(refusals.MeetingIsClosed):
        attendance.mark(meeting=closed, entries=[say(people[0], "present")], actor=ACTOR, how=MarkedHow.TAP, now=SOON)


def test_the_day_is_the_organisers_and_the_next_one_refuses_with_a_sentence(closed):
    midnight = time.end_of(time.today(NOW))
    with pytest.raises(refusals.ClosedOnAnotherDay) as refusal:
        reopen_meeting(meeting=closed, actor=ACTOR, now=midnight)
    assert "Wywiad" in refusal.value.sentence
    assert reopen_meeting(meeting=closed, actor=ACTOR, now=midnight - timedelta(seconds=1)).is_open_again


def test_a_meeting_never_closed_and_one_of_a_closed_edition_are_refused(closed):
    other = make.MeetingFactory(edition=closed.edition, starts_at=NOW - timedelta(hours=1))
    with pytest.raises(refusals.MeetingIsOpen):
        reopen_meeting(meeting=other, actor=ACTOR, now=SOON)
    type(closed.edition).objects.update(state=EditionState.CLOSED)
    with pytest.raises(refusals.EditionIsClosed):
        reopen_meeting(meeting=closed, actor=ACTOR, now=SOON)


def test_a_meeting_open_again_in_a_closed_edition_is_reported(closed):
    reopen_meeting(meeting=closed, actor=ACTOR, now=SOON)
    assert not list(integrity.closings())
    type(closed.edition).objects.update(state=EditionState.CLOSED)
    assert [fault.sentence for fault in integrity.closings()] == ["a meeting of a closed edition is open again"]


def test_the_trainer_opens_it_from_the_roster_and_closes_it_from_what_was_written(client, closed, trainer, monkeypatch):
    roster, opening, closing = (
        reverse(f"kompas_courses:{name}", args=[closed.pk]) for name in ("roster", "reopen_meeting", "close_meeting")
    )
    client.force_login(trainer.user)
    assert f'action="{opening}"' in client.get(roster).content.decode()
    assert client.get(opening).status_code == 405
    page = client.post(opening, follow=True).content.decode()
    assert '<form method="post" id="roster"' in page
    assert f'action="{opening}"' not in page
    assert client.get(closing).context["form"]["topic"].value() == "Wywiad"
    facts = {"topic": "Dialog", "minutes": 90, "taught_by": [trainer.pk], "do": "close"}
    assert client.post(closing, facts).status_code == 302
    assert MeetingClosing.objects.get().topic == "Dialog"
    history = client.get(reverse("kompas_courses:roster_history", args=[closed.pk])).content.decode()
    assert "Jan Trener" in history
    monkeypatch.setattr(time.timezone, "now", lambda: NOW + timedelta(days=1))
    assert f'action="{opening}"' not in client.get(roster).content.decode()
    assert client.post(opening).status_code == 302
    assert not MeetingClosing.objects.get().is_open_again


def test_somebody_else_finds_no_meeting_to_open(client, closed):
    client.force_login(make.person_with_account(first_name="Ola", last_name="Obca").user)
    assert client.post(reverse("kompas_courses:reopen_meeting", args=[closed.pk])).status_code == 404
