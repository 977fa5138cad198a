"""What the database itself refuses, whoever writes."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from courses.attendance import actions as attendance
from courses.attendance.models import Mark, MarkChange, MeetingClosing, Teaching
from tests import factories as make
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(meeting, people, trainer, say):
    """One mark, one change, one closing and who taught; ``rows[model]`` makes another with the facts given."""
    attendance.mark(meeting=meeting, entries=[say(people[0], "present")], actor=make.ACTOR, how="tap", now=make.NOW)
    attendance.close_meeting(
        meeting=meeting,
        minutes=meeting.minutes,
        topic="Podstawy",
        taught_by=[trainer],
        actor=make.ACTOR,
        rest_absent=True,
        now=make.NOW,
    )
    Mark.objects.exclude(enrolment=people[0]).delete()
    moments = {"reported_at": make.NOW, "recorded_at": make.NOW}
    return {
        Mark: {"meeting": meeting, "enrolment": people[1], "presence": "present", "minutes": 1, "marked_at": make.NOW},
        MarkChange: {"meeting": meeting, "enrolment": people[1], "client_id": uuid.uuid4(), "how": "tap", **moments},
        MeetingClosing: {"topic": "Wywiad", "minutes": 1, "closed_at": make.NOW},
        Teaching: {"closing": meeting.closing, "person": people[1].person, "name": "Ewa"},
    }


@pytest.fixture
def no_triggers():
    with unguarded():
        yield


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (Mark, lambda meeting, people: {"enrolment": people[0]}),
        (Mark, lambda meeting, people: {"presence": "asleep"}),
        (Mark, lambda meeting, people: {"presence": "excused"}),
        (Mark, lambda meeting, people: {"presence": "absent"}),
        (Mark, lambda meeting, people: {"minutes": -1}),
        (MarkChange, lambda meeting, people: {"client_id": MarkChange.objects.first().client_id}),
        (MeetingClosing, lambda meeting, people: {"meeting": meeting}),
        (Teaching, lambda meeting, people: {"person": Teaching.objects.get().person}),
    ],
    ids=[
        "two marks",
        "unknown",
        "excused minutes",
        "absent minutes",
        "negative",
        "repeated",
        "closed twice",
        "taught twice",
    ],
)
def test_the_database_keeps_the_register_sound_by_itself(rows, meeting, people, model, wrong, request):
    # Nobody joins those who taught at all; here the constraints are tried by themselves.
    if model is Teaching:
        request.getfixturevalue("no_triggers")
    if model is not MeetingClosing:
        with transaction.atomic():
            model.objects.create(**rows[model])
            transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**rows[model] | wrong(meeting, people))
