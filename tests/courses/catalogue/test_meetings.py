"""Meetings: when one may be, what a change tells, and what is worth a warning."""

from datetime import date, datetime, timedelta

import pytest

from courses.catalogue import actions as catalogue
from courses.catalogue import queries, registry, rules
from courses.catalogue.models import Meeting
from courses.catalogue.refusals import (
    MeetingEndsBeforeItStarts,
    MeetingIsCancelled,
    MeetingOutsideTheDay,
    MeetingsOverlap,
    MeetingWasHeld,
    ModuleOfAnotherCourse,
    MoreMinutesThanTime,
)
from courses.catalogue.states import MeetingState
from tests import factories as make
from tests.courses.catalogue.planning import DAY, draft, meet
from training.kernel.time import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone")]


def test_a_meeting_that_ends_before_it_starts_is_refused():
    with pytest.raises(MeetingEndsBeforeItStarts):
        meet(draft(), starts="15:00", ends="09:00")


@pytest.mark.parametrize(("starts", "ends"), [("05:30", "09:00"), ("18:00", "22:30")])
def test_a_meeting_at_night_is_a_slip_of_the_hand(starts, ends):
    with pytest.raises(MeetingOutsideTheDay):
        meet(draft(), starts=starts, ends=ends, minutes=90)


def test_a_meeting_lasts_within_one_day():
    with pytest.raises(MeetingOutsideTheDay):
        catalogue.save_meeting(
            edition=draft(),
            starts_at=at(DAY, "09:00"),
            ends_at=at(DAY + timedelta(days=1), "09:00"),
            topic="Podstawy",
            actor=make.ACTOR,
        )


def test_a_meeting_teaches_no_more_minutes_than_it_lasts():
    edition = draft()
    with pytest.raises(MoreMinutesThanTime):
        meet(edition, minutes=361)
    assert meet(edition, minutes=360).minutes == 360


def test_without_a_number_all_the_time_is_taught():
    assert meet(draft(), minutes=None).minutes == 360


def test_meetings_of_one_edition_do_not_overlap_but_may_touch():
    edition = draft()
    meet(edition)
    with pytest.raises(MeetingsOverlap):
        meet(edition, starts="14:59", ends="16:00", minutes=45)
    meet(edition, starts="15:00", ends="16:00", minutes=45)
    meet(draft(), starts="09:00", ends="15:00")
    assert Meeting.objects.count() == 3


def test_a_cancelled_meeting_leaves_its_time_free():
    edition = draft()
    catalogue.cancel_meeting(meeting=meet(edition), reason="Choroba", actor=make.ACTOR)
    assert meet(edition).state == MeetingState.PLANNED


def test_a_meeting_may_be_moved_over_its_own_old_time():
    edition = draft()
    meeting = meet(edition)
    assert meet(edition, meeting=meeting, starts="10:00", ends="16:00").pk == meeting.pk


def test_a_module_of_another_course_is_refused():
    with pytest.raises(ModuleOfAnotherCourse):
        meet(draft(), module=make.ModuleFactory())


def test_a_change_is_told_on_commit_with_what_changed(told, django_capture_on_commit_callbacks):
    edition, trainer = draft(), make.person()
    with django_capture_on_commit_callbacks(execute=True):
        meeting = meet(edition)
    with django_capture_on_commit_callbacks(execute=True):
        meet(edition, meeting=meeting, starts="10:00", trainers=[trainer])
    assert [(name, facts["is_new"], facts["changes"]) for name, facts in told] == [
        ("changed", True, []),
        ("changed", False, ["starts_at", "trainers"]),
    ]


def test_saving_what_already_stands_tells_nobody(django_capture_on_commit_callbacks):
    edition = draft()
    meeting = meet(edition)
    before = Meeting.objects.get().changed_at
    with django_capture_on_commit_callbacks() as callbacks:
        meet(edition, meeting=meeting)
    assert callbacks == []
    assert Meeting.objects.get().changed_at == before


def test_the_uid_of_a_meeting_stays_through_changes():
    edition = draft()
    meeting = meet(edition)
    uid = meeting.uid
    meet(edition, meeting=meeting, day=DAY + timedelta(days=1))
    assert Meeting.objects.get().uid == uid


def test_a_cancelled_meeting_is_told_once_and_stays_cancelled(told, django_capture_on_commit_callbacks):
    edition = draft()
    meeting = meet(edition)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            catalogue.cancel_meeting(meeting=meeting, reason="Choroba", actor=make.ACTOR)
    assert [(name, facts["reason"]) for name, facts in told] == [("cancelled", "Choroba")]
    with pytest.raises(MeetingIsCancelled):
        meet(edition, meeting=meeting)


def test_a_meeting_in_the_register_is_neither_moved_nor_cancelled():
    edition = draft()
    meeting = meet(edition)
    registry.meetings_held.register("test", lambda ids: set(ids))
    with pytest.raises(MeetingWasHeld):
        meet(edition, meeting=meeting, starts="10:00")
    with pytest.raises(MeetingWasHeld):
        catalogue.cancel_meeting(meeting=meeting, reason="Choroba", actor=make.ACTOR)
    assert meet(edition, meeting=meeting, topic="Podstawy dialogu").topic == "Podstawy dialogu"


def warnings(edition, day=DAY, **kwargs):
    values = {"trainers": [], "venue": "Lublin", "now": make.NOW, **kwargs}
    return queries.meeting_warnings(edition=edition, starts_at=at(day, "09:00"), ends_at=at(day, "15:00"), **values)


def test_an_ordinary_meeting_warns_of_nothing():
    assert warnings(draft(), trainers=[make.person()]) == []


@pytest.mark.parametrize("day", [date(2026, 12, 6), date(2026, 12, 25)])
def test_a_sunday_and_a_holiday_warn(day):
    assert len(warnings(draft(), day=day, trainers=[make.person()])) == 1


def test_a_trainer_who_teaches_elsewhere_then_is_named():
    busy, free = make.person(last_name="Zajęta"), make.person(last_name="Wolna")
    other = draft()
    meet(other, trainers=[busy], topic="Inne zajęcia")
    texts = warnings(draft(), trainers=[busy, free])
    assert len(texts) == 1
    assert "Zajęta" in texts[0] and "Inne zajęcia" in texts[0]
    assert len(warnings(draft(), day=DAY + timedelta(days=1), trainers=[busy])) == 0


def test_minutes_are_counted_over_a_change_of_the_clock():
    night = datetime(2026, 10, 25, 1, 0, tzinfo=make.WARSAW), datetime(2026, 10, 25, 4, 0, tzinfo=make.WARSAW)
    assert rules.minutes_between(*night) == 240
