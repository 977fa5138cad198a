"""An edition whose last meeting is over and closed, with a locked standard of two outcomes."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest

from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from tests import factories as make


@pytest.fixture
def taught(db):
    """``taught(present=2, absent=1, close=True)``: the edition with everybody in it."""

    def build(*, present=2, absent=1, close=True, locked=True, outcomes=None, threshold=80):
        trainer = make.person_with_account(first_name="Jan", last_name="Trener")
        assessor = make.person_with_account(first_name="Olga", last_name="Oceniająca")
        framework = make.FrameworkFactory()
        if not framework.levels.exists():
            for number in range(1, 5):
                make.LevelFactory(framework=framework, number=number)
        course = make.CourseFactory(attendance_threshold=threshold)
        standard = make.StandardFactory(course=course)
        levels = outcomes if outcomes is not None else [(None, 2, True), (None, 1, True)]
        made = [
            make.OutcomeFactory(
                standard=standard,
                competence=competence or make.CompetenceFactory(),
                level=level,
                is_required=required,
                text=f"Efekt {number}",
            )
            for number, (competence, level, required) in enumerate(levels, start=1)
        ]
        if locked:
            type(standard).objects.filter(pk=standard.pk).update(locked_at=make.LONG_AGO, content_hash="0" * 64)
        edition = make.EditionFactory(course=course, standard=standard)
        meeting = make.MeetingFactory(
            edition=edition,
            starts_at=make.NOW - timedelta(days=1, hours=2),
            ends_at=make.NOW - timedelta(days=1),
            minutes=90,
            topic="Podstawy",
            trainers=[trainer],
        )
        people = [
            make.EnrolmentFactory(edition=edition, person__first_name="Ewa", person__last_name=f"Osoba{number}")
            for number in range(present + absent)
        ]
        entries = [
            MarkEntry(person.pk, Presence.PRESENT if number < present else Presence.ABSENT, uuid.uuid4())
            for number, person in enumerate(people)
        ]
        attendance.mark(meeting=meeting, entries=entries, actor=make.ACTOR, how=MarkedHow.FORM, now=make.NOW)
        if close:
            attendance.close_meeting(
                meeting=meeting,
                minutes=meeting.minutes,
                topic="Podstawy",
                taught_by=[trainer],
                actor=make.ACTOR,
                now=make.NOW,
            )
        completion.grant_assessorship(
            edition=edition, person=assessor, actor=make.ACTOR, valid_from=make.TODAY - timedelta(days=7), now=make.NOW
        )
        edition.refresh_from_db()
        return SimpleNamespace(
            edition=edition,
            meeting=meeting,
            people=people,
            outcomes=made,
            trainer=trainer,
            assessor=assessor,
            standard=standard,
        )

    return build
