"""Editions and meetings: what may be planned, what follows from it, who is told."""

from datetime import date, datetime, timedelta

import pytest

from courses.catalogue import actions as catalogue
from courses.catalogue import queries, registry, rules, signals
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.refusals import (
    CodeIsTaken,
    CourseIsArchived,
    EditionHasNoContact,
    EditionHasNoMeetings,
    EditionHasNoPlace,
    EditionIsOver,
    MeetingEndsBeforeItStarts,
    MeetingIsCancelled,
    MeetingOutsideTheDay,
    MeetingsOverlap,
    MeetingWasHeld,
    ModuleOfAnotherCourse,
    MoreMinutesThanTime,
    ReasonIsMissing,
)
from courses.catalogue.states import EditionPhase, EditionState, MeetingState
from tests import factories as make
from training.kernel.refusals import MoveNotAllowed, Refusal
from training.kernel.time import at

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """What other rooms plug in is theirs to test."""
    for each in (registry.publishing_needs, registry.recruitment_opened, registry.meetings_held):
        monkeypatch.setattr(each, "_entries", {})


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Signals sent so far, as ``(name, facts)``."""
    heard = []

    def hear(signal, sender, **facts):
        heard.append((names[signal], facts))

    names = {
        signals.meeting_changed: "changed",
        signals.meeting_cancelled: "cancelled",
        signals.edition_cancelled: "edition cancelled",
    }
    for signal in names:
        signal.connect(hear)
    yield heard
    for signal in names:
        signal.disconnect(hear)


def draft(**kwargs):
    values = {"contact_name": "Ewa Zając", "contact_email": "ewa@example.org", "venue": "Lublin, Diamentowa 2"}
    return make.EditionFactory(state=EditionState.DRAFT, **{**values, **kwargs})


def meet(edition, *, day=DAY, starts="09:00", ends="15:00", **kwargs):
    values = {"topic": "Podstawy", "minutes": 270, **kwargs}
    return catalogue.save_meeting(
        edition=edition, starts_at=at(day, starts), ends_at=at(day, ends), actor=make.ACTOR, **values
    )


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
    assert not Meeting.objects.standing().filter(pk=meeting.pk).exists()
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


# ---- meetings --------------------------------------------------------------------------------------------------


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
    found = warnings(draft(), trainers=[busy, free])
    assert len(found) == 1
    assert "Zajęta" in found[0] and "Inne zajęcia" in found[0]
    assert len(warnings(draft(), day=DAY + timedelta(days=1), trainers=[busy])) == 0


def test_minutes_are_counted_over_a_change_of_the_clock():
    night = datetime(2026, 10, 25, 1, 0, tzinfo=make.WARSAW), datetime(2026, 10, 25, 4, 0, tzinfo=make.WARSAW)
    assert rules.minutes_between(*night) == 240


# ---- courses ---------------------------------------------------------------------------------------------------


def test_the_code_of_a_course_is_its_own():
    catalogue.save_course(code="DM", title="Dialog motywujący", actor=make.ACTOR)
    with pytest.raises(CodeIsTaken):
        catalogue.save_course(code="DM", title="Inny", actor=make.ACTOR)


def test_a_course_is_found_without_polish_letters():
    course = catalogue.save_course(code="LE", title="Łączenie źródeł", actor=make.ACTOR)
    make.CourseFactory(title="Dialog")
    assert list(queries.search_courses("laczenie zrodel")) == [course]


def test_modules_keep_their_keys_and_follow_the_given_order():
    course = make.CourseFactory()
    first, second = catalogue.save_modules(
        course=course,
        modules=[catalogue.ModuleEntry("Wstęp", 90), catalogue.ModuleEntry("Ćwiczenia", 180)],
        actor=make.ACTOR,
    )
    catalogue.save_modules(
        course=course,
        modules=[
            catalogue.ModuleEntry("Ćwiczenia", 200, id=second.pk),
            catalogue.ModuleEntry("Podsumowanie", 45),
        ],
        actor=make.ACTOR,
    )
    assert [(line.title, line.minutes, line.hours) for line in queries.programme(course)] == [
        ("Ćwiczenia", 200, 4.44),
        ("Podsumowanie", 45, 1),
    ]
    assert set(course.modules.values_list("pk", flat=True)) & {first.pk, second.pk} == {second.pk}


def test_a_gap_is_closed_by_the_newest_standard_at_its_highest_level():
    competence = make.CompetenceFactory()
    course = make.CourseFactory(title="Dialog")
    old = make.StandardFactory(course=course, version=1)
    make.OutcomeFactory(standard=old, competence=competence, level=4)
    new = make.StandardFactory(course=course, version=2)
    make.OutcomeFactory(standard=new, competence=competence, level=2)
    make.OutcomeFactory(standard=new, competence=competence, level=3)
    make.OutcomeFactory(standard=make.StandardFactory(course__is_archived=True), competence=competence, level=3)
    make.OutcomeFactory()
    assert queries.courses_closing([competence.line_id]) == [queries.Closes(course, competence.line_id, 3)]


def test_editions_for_lists_ask_one_question(django_assert_num_queries):
    for count in (1, 3):
        while Edition.objects.count() < count:
            make.MeetingFactory()
        with django_assert_num_queries(1):
            assert [edition.meetings_count for edition in queries.editions_for_lists()] == [1] * count
