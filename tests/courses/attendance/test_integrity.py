"""Each kind of damage to the register is found, and nothing is said about a sound one."""

from datetime import timedelta

import pytest
from django.db import connection

from courses.attendance import actions as attendance
from courses.attendance import integrity
from courses.attendance.states import MarkedHow
from tests import factories as make
from training.kernel import triggers

pytestmark = pytest.mark.django_db
CHECKS = [integrity.journal_and_marks, integrity.minutes, integrity.closings]


@pytest.fixture
def sound(meeting, people, trainer, say):
    entries = [say(people[0], "present"), say(people[1], "late", 20), say(people[2], "absent")]
    attendance.mark(meeting=meeting, entries=entries, actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)
    attendance.mark(meeting=meeting, entries=[say(people[2], None)], actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)
    attendance.undo(
        meeting=meeting, client_ids=[entries[0].client_id], actor=make.ACTOR, now=make.NOW + timedelta(minutes=1)
    )
    attendance.close_meeting(
        meeting=meeting,
        topic="Podstawy",
        taught_by=[trainer],
        actor=make.ACTOR,
        rest_absent=True,
        minutes=200,
        now=make.NOW + timedelta(minutes=2),
    )
    return meeting


def damage(sql, *params):
    """Straight into the tables, with the guards taken away."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    triggers.install()


def faults():
    return [fault for check in CHECKS for fault in check()]


def test_a_sound_register_has_no_faults(sound):
    assert faults() == []


@pytest.mark.parametrize(
    ("sql", "promise", "words"),
    [
        ("UPDATE kompas_courses_mark SET minutes_missed = 21 WHERE presence = 'late'", "journal", "journal leads"),
        ("DELETE FROM kompas_courses_mark WHERE presence = 'late'", "journal", "journal leads"),
        ("UPDATE kompas_courses_markchange SET new_minutes_missed = 5", "journal", "journal leads"),
        ("DELETE FROM kompas_courses_markchange WHERE how = 'undo'", "journal", "does not begin"),
        ("UPDATE kompas_courses_mark SET minutes = 199 WHERE presence = 'late'", "minutes", "do not follow"),
        ("UPDATE kompas_courses_meetingclosing SET minutes = 100", "minutes", "do not follow"),
        ("DELETE FROM kompas_courses_teaching", "closing", "who taught"),
        ("UPDATE kompas_courses_meetingclosing SET closed_at = '2026-01-01'", "closing", "before it started"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_found(sound, sql, promise, words):
    damage(sql)
    problems = faults()
    assert problems
    assert any(fault.promise == promise and words in fault.sentence for fault in problems), problems


def test_a_mark_of_another_edition_is_found(sound):
    stranger = make.EnrolmentFactory()
    damage("UPDATE kompas_courses_mark SET enrolment_id = %s WHERE presence = 'late'", stranger.pk)
    assert any(fault.promise == "marks" for fault in faults())
