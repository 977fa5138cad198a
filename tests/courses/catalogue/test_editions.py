"""Editions: what publishing needs, what follows from their meetings, who is told."""

from datetime import date, timedelta

import pytest

from courses.catalogue import actions as catalogue
from courses.catalogue import queries, registry, rules
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.refusals import (
    CodeIsTaken,
    CourseIsArchived,
    EditionHasNoContact,
    EditionHasNoMeetings,
    EditionHasNoPlace,
    EditionIsOver,
    ReasonIsMissing,
)
from courses.catalogue.states import EditionPhase, EditionState
from tests import factories as make
from tests.courses.catalogue.planning import DAY, draft, meet
from training.kernel.refusals import MoveNotAllowed, Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone")]


# ---- editions --------------------------------------------------------------------------------------------------


def test_a_new_edition_is_a_draft_in_the_mode_of_its_course():
    edition = catalogue.save_edition(course=make.CourseFactory(mode="remote"), code="1/2027", actor=make.ACTOR)
    assert (edition.state, edition.mode) == (EditionState.DRAFT, "remote")


def test_an_archived_course_gets_no_editions():
    with pytest.raises(CourseIsArchived):
        catalogue.save_edition(course=make.CourseFactory(is_archived=True), code="1", actor=make.ACTOR)


def test_two_editions_of_a_course_have_two_codes():
    course = make.CourseFactory()
    catalogue.save_edition(course=course, code="1/2027", actor=make.ACTOR)
    with pytest.raises(CodeIsTaken):
        catalogue.save_edition(course=course, code="1/2027", actor=make.ACTOR)
    assert catalogue.save_edition(course=make.CourseFactory(), code="1/2027", actor=make.ACTOR).pk


def test_a_field_the_action_does_not_write_is_a_mistake():
    with pytest.raises(TypeError, match="state"):
        catalogue.save_edition(edition=draft(), state="closed", actor=make.ACTOR)


def test_the_days_of_an_edition_follow_its_meetings():
    edition = draft()
    first, last = meet(edition), meet(edition, day=DAY + timedelta(days=7))
    edition.refresh_from_db()
    assert (edition.starts_on, edition.ends_on) == (DAY, DAY + timedelta(days=7))
    catalogue.cancel_meeting(meeting=first, reason="Choroba", actor=make.ACTOR)
    edition.refresh_from_db()
    assert (edition.starts_on, edition.ends_on) == (DAY + timedelta(days=7), DAY + timedelta(days=7))
    catalogue.cancel_meeting(meeting=last, reason="Choroba", actor=make.ACTOR)
    edition.refresh_from_db()
    assert (edition.starts_on, edition.ends_on) == (None, None)


def test_an_evening_meeting_counts_to_its_own_day_not_to_that_of_utc():
    edition = draft()
    meet(edition, day=date(2026, 7, 1), starts="06:00", ends="07:00", minutes=45)
    edition.refresh_from_db()
    assert edition.starts_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("lacks", "refusal"),
    [
        ({"contact_name": ""}, EditionHasNoContact),
        ({"contact_email": ""}, EditionHasNoContact),
        ({"venue": ""}, EditionHasNoPlace),
    ],
)
def test_publishing_says_what_is_lacking(lacks, refusal):
    edition = draft(**lacks)
    meet(edition)
    with pytest.raises(refusal):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)
    assert Edition.objects.get().state == EditionState.DRAFT


def test_an_edition_without_meetings_is_not_published():
    edition = draft()
    catalogue.cancel_meeting(meeting=meet(edition), reason="Choroba", actor=make.ACTOR)
    with pytest.raises(EditionHasNoMeetings):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)


def test_an_upper_room_may_say_what_publishing_needs():
    class NoRecruitment(Refusal):
        code = "no_recruitment"

    edition = draft()
    meet(edition)
    registry.publishing_needs.register("test", lambda edition, now: NoRecruitment())
    with pytest.raises(NoRecruitment):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)


def test_a_remote_edition_needs_no_venue_and_publishing_twice_is_harmless():
    edition = draft(mode="remote", venue="")
    meet(edition)
    for _time in range(2):
        assert catalogue.publish_edition(edition=edition, actor=make.ACTOR).state == EditionState.PUBLISHED


def test_publishing_is_told_once_after_the_commit(told, django_capture_on_commit_callbacks):
    edition = draft()
    meet(edition)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)
        assert told == []
    assert [(name, facts["edition"], facts["actor"]) for name, facts in told] == [("published", edition, make.ACTOR)]
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)
    assert len(told) == 1


def test_a_cancelled_edition_keeps_its_days_and_tells_why(told, django_capture_on_commit_callbacks):
    edition = draft()
    meeting = meet(edition)
    catalogue.publish_edition(edition=edition, actor=make.ACTOR)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.cancel_edition(edition=edition, reason="Brak chętnych", actor=make.ACTOR)
        assert told == []
    edition.refresh_from_db()
    assert (edition.state, edition.cancelled_reason, edition.starts_on) == (
        EditionState.CANCELLED,
        "Brak chętnych",
        DAY,
    )
    assert [(name, facts["edition"], facts["reason"]) for name, facts in told] == [
        ("edition cancelled", edition, "Brak chętnych")
    ]
    assert not Meeting.objects.not_cancelled().filter(pk=meeting.pk).exists()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        catalogue.cancel_edition(edition=edition, reason="Znowu", actor=make.ACTOR)
    assert callbacks == []
    with pytest.raises(EditionIsOver):
        meet(edition, starts="16:00", ends="18:00", minutes=90)
    with pytest.raises(MoveNotAllowed):
        catalogue.publish_edition(edition=edition, actor=make.ACTOR)


def test_cancelling_needs_a_reason():
    edition = draft()
    with pytest.raises(ReasonIsMissing):
        catalogue.cancel_edition(edition=edition, reason="  ", actor=make.ACTOR)


def test_only_a_published_edition_is_closed():
    edition = draft()
    with pytest.raises(MoveNotAllowed):
        catalogue.mark_closed(edition=edition, actor=make.ACTOR)
    published = make.EditionFactory()
    for _time in range(2):
        assert catalogue.mark_closed(edition=published, actor=make.ACTOR).state == EditionState.CLOSED
    with pytest.raises(MoveNotAllowed):
        catalogue.cancel_edition(edition=published, reason="Za późno", actor=make.ACTOR)


@pytest.mark.parametrize(
    ("state", "on", "phase"),
    [
        ("draft", DAY, EditionPhase.DRAFT),
        ("published", DAY - timedelta(days=1), EditionPhase.PLANNED),
        ("published", DAY, EditionPhase.RUNNING),
        ("published", DAY + timedelta(days=7), EditionPhase.RUNNING),
        ("published", DAY + timedelta(days=8), EditionPhase.FINISHED),
        ("closed", DAY, EditionPhase.CLOSED),
        ("cancelled", DAY, EditionPhase.CANCELLED),
    ],
)
def test_the_phase_of_an_edition_on_a_day(state, on, phase):
    edition = Edition(state=state, starts_on=DAY, ends_on=DAY + timedelta(days=7))
    assert rules.phase(edition, on) == phase
    assert rules.phase(Edition(state="published"), on) == EditionPhase.PLANNED


# ---- courses ---------------------------------------------------------------------------------------------------


def test_editions_for_lists_ask_one_question(django_assert_num_queries):
    for count in (1, 3):
        while Edition.objects.count() < count:
            make.MeetingFactory()
        with django_assert_num_queries(1):
            assert [edition.meetings_count for edition in queries.editions_for_lists()] == [1] * count
