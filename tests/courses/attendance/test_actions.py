"""The register of classes: marks with a journal, closed meetings, corrections."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.attendance import actions as attendance
from courses.attendance import refusals
from courses.attendance.models import ClosingChange, MarkChange, MeetingClosing
from courses.attendance.queries import minutes_of
from courses.attendance.rules import CurrentMark, MarkEntry, undo_id
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue.states import EditionState, MeetingState
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, ACTOR = make.NOW, make.ACTOR


def mark(meeting, *entries, how=MarkedHow.TAP, now=NOW, actor=ACTOR):
    return attendance.mark(meeting=meeting, entries=entries, actor=actor, how=how, now=now)


def close(meeting, trainer, **kwargs):
    return attendance.close_meeting(
        **{
            "meeting": meeting,
            "topic": "Wywiad",
            "taught_by": [trainer],
            "minutes": meeting.minutes,
            "actor": ACTOR,
            "now": NOW,
            **kwargs,
        }
    )


def stands(meeting):
    return {mark.enrolment_id: (mark.presence, mark.minutes_missed, mark.minutes) for mark in meeting.marks.all()}


def test_a_mark_keeps_minutes_and_the_journal_who_when_and_the_old_value(meeting, people, say):
    ewa = people[0]
    mark(meeting, say(ewa, "present"))
    mark(meeting, say(ewa, "late", 20), now=NOW + timedelta(minutes=5))
    assert stands(meeting) == {ewa.pk: ("late", 20, 250)}
    first, second = MarkChange.objects.filter(enrolment=ewa)
    assert (first.old_presence, first.new_presence) == ("", "present")
    assert (second.old_presence, second.old_minutes_missed) == ("present", 0)
    assert (second.new_presence, second.new_minutes_missed) == ("late", 20)
    assert (second.actor_name, second.recorded_at, second.how) == (ACTOR.name, NOW + timedelta(minutes=5), "tap")


def test_an_excused_person_has_no_minutes(meeting, people, say):
    mark(meeting, say(people[0], "excused", 30))
    assert stands(meeting) == {people[0].pk: ("excused", 0, 0)}


def test_the_same_message_twice_changes_nothing_twice(meeting, people, say):
    entry = say(people[0], "present")
    mark(meeting, entry)
    mark(meeting, say(people[0], "absent"), now=NOW + timedelta(minutes=1))
    again = mark(meeting, entry, entry, now=NOW + timedelta(minutes=2))
    assert again.repeated == [entry.client_id, entry.client_id]
    assert again.applied == []
    assert stands(meeting) == {people[0].pk: ("absent", 0, 0)}
    assert MarkChange.objects.count() == 2


def test_a_late_message_is_journaled_and_changes_nothing(meeting, people, say):
    mark(meeting, say(people[0], "absent", reported_at=NOW))
    late = say(people[0], "present", reported_at=NOW - timedelta(minutes=3))
    outcome = mark(meeting, late, now=NOW + timedelta(minutes=1))
    assert outcome.late == [late.client_id]
    assert stands(meeting) == {people[0].pk: ("absent", 0, 0)}
    change = MarkChange.objects.get(client_id=late.client_id)
    assert not change.took_effect
    assert (change.old_presence, change.new_presence) == ("absent", "present")


def test_a_clock_that_runs_ahead_does_not_silence_what_comes_after(meeting, people, say):
    mark(meeting, say(people[0], "absent", reported_at=NOW + timedelta(days=300)))
    mark(meeting, say(people[0], "present"), now=NOW + timedelta(minutes=1))
    assert stands(meeting)[people[0].pk][0] == "present"


def test_a_message_about_a_stranger_is_refused_and_the_others_are_saved(meeting, people, say):
    stranger = say(make.EnrolmentFactory(), "present")
    gone = make.EnrolmentFactory(edition=meeting.edition, state=EnrolmentState.WITHDRAWN)
    withdrawn, silent = say(gone, "present"), say(people[1], "late")
    outcome = mark(meeting, stranger, withdrawn, silent, say(people[0], "present"))
    assert {key: refusal.code for key, refusal in outcome.refused.items()} == {
        stranger.client_id: "not_on_the_list",
        withdrawn.client_id: "not_on_the_list",
        silent.client_id: "minutes_missing",
    }
    assert stands(meeting) == {people[0].pk: ("present", 0, 270)}


def test_a_mark_can_be_taken_away(meeting, people, say):
    mark(meeting, say(people[0], "present"))
    mark(meeting, say(people[0], None))
    assert stands(meeting) == {}
    assert MarkChange.objects.count() == 2


@pytest.mark.parametrize("count", [1, 30])
def test_a_save_asks_the_database_the_same_number_queries_for_one_and_for_thirty(meeting, say, count):
    entries = [say(make.EnrolmentFactory(edition=meeting.edition), "present") for _ in range(count)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        mark(meeting, *entries)
    counted = [
        captured_query
        for captured_query in asked.captured_queries
        if not captured_query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
    ]
    assert len(counted) == 8


def test_nothing_is_recorded_before_the_day(meeting, people, say):
    with pytest.raises(refusals.MeetingIsAhead):
        mark(meeting, say(people[0], "present"), now=NOW - timedelta(days=1))
    # Early in the morning of the day a trainer may begin.
    mark(meeting, say(people[0], "present"), now=NOW.replace(hour=0, minute=5))


def test_a_cancelled_meeting_and_a_closed_edition_take_no_marks(meeting, people, say):
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    with pytest.raises(refusals.MeetingIsCancelled):
        mark(meeting, say(people[0], "present"))
    meeting.state = MeetingState.PLANNED
    meeting.save()
    for state, refusal in (
        (EditionState.CLOSED, refusals.EditionIsClosed),
        (EditionState.DRAFT, refusals.EditionIsNotTaught),
        (EditionState.CANCELLED, refusals.EditionIsNotTaught),
    ):
        meeting.edition.state = state
        meeting.edition.save()
        for how in (MarkedHow.TAP, MarkedHow.OFFICE):
            with pytest.raises(refusal):
                mark(meeting, say(people[0], "present"), how=how)
    assert not MarkChange.objects.exists()


# ---- undo ------------------------------------------------------------------------------------------------------


def test_undo_puts_back_what_stood_before(meeting, people, say):
    first, second = say(people[0], "late", 15), say(people[0], "absent")
    mark(meeting, first)
    mark(meeting, second)
    for _ in range(2):
        attendance.undo(meeting=meeting, client_ids=[second.client_id], actor=ACTOR, now=NOW)
        assert stands(meeting) == {people[0].pk: ("late", 15, 255)}
    assert [change.how for change in MarkChange.objects.all()] == ["tap", "tap", "undo"]


def test_undo_of_the_rest_present_takes_all_of_them_back(meeting, people, say):
    mark(meeting, say(people[0], "absent"))
    entries = [say(people[1], "present"), say(people[2], "present")]
    mark(meeting, *entries, how=MarkedHow.REST)
    outcome = attendance.undo(meeting=meeting, client_ids=[entry.client_id for entry in entries], actor=ACTOR, now=NOW)
    assert sorted(outcome.applied) == sorted(entry.client_id for entry in entries)
    assert stands(meeting) == {people[0].pk: ("absent", 0, 0)}


def test_undo_is_refused_when_somebody_said_something_newer(meeting, people, say):
    first = say(people[0], "absent")
    mark(meeting, first)
    mark(meeting, say(people[0], "present"))
    outcome = attendance.undo(meeting=meeting, client_ids=[first.client_id], actor=ACTOR, now=NOW)
    assert outcome.refused[first.client_id].code == "something_newer_stands"
    assert stands(meeting)[people[0].pk][0] == "present"


# ---- the journal -----------------------------------------------------------------------------------------------

MESSAGES = st.lists(
    st.tuples(
        st.integers(0, 2),  # who
        st.sampled_from([None, *Presence]),
        st.integers(1, 270),
        st.integers(-600, 600),  # said, seconds around the recording
        st.integers(0, 4),  # a client id that may repeat
    ),
    max_size=12,
)


def replay(changes):
    """The current marks by the journal, per enrolment; ``changes`` in the order of recording."""
    current = {}
    for change in changes:
        if change.took_effect:
            current[change.enrolment_id] = CurrentMark(
                change.new_presence, change.new_minutes_missed, change.reported_at
            )
    return current


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(MESSAGES, max_size=4), take_back=st.booleans())
def test_marks_equal_the_replay_of_the_journal(meeting, people, batches, take_back):
    ids = [uuid.uuid4() for _ in range(5)]
    with transaction.atomic():
        for number, batch in enumerate(batches):
            now = NOW + timedelta(minutes=number)
            entries = [
                MarkEntry(
                    people[who].pk,
                    presence,
                    ids[key] if key else uuid.uuid4(),
                    missed,
                    now + timedelta(seconds=seconds),
                )
                for who, presence, missed, seconds, key in batch
            ]
            mark(meeting, *entries, now=now)
            if take_back:
                attendance.undo(
                    meeting=meeting, client_ids=[entry.client_id for entry in entries[:3]], actor=ACTOR, now=now
                )
        changes = list(MarkChange.objects.order_by("pk"))
        replayed = {
            pk: (current.presence, current.minutes_missed)
            for pk, current in replay(changes).items()
            if current.presence
        }
        assert {pk: value[:2] for pk, value in stands(meeting).items()} == replayed
        # What stands was said last; of two said at once the one recorded later.  What was taken back was never said.
        undos = {undo_id(change.client_id) for change in changes} & {change.client_id for change in changes}
        for pk in {change.enrolment_id for change in changes}:
            reported = [
                change
                for change in changes
                if change.enrolment_id == pk
                and change.client_id not in undos
                and undo_id(change.client_id) not in undos
            ]
            newest = max(reported, key=lambda change: (change.reported_at, change.pk), default=None)
            assert replay(changes)[pk].presence == (newest.new_presence if newest else "")
        # Each change begins where the one before it ended.
        ends = {}
        for change in changes:
            assert (change.old_presence, change.old_minutes_missed) == ends.get(change.enrolment_id, ("", None))
            if change.took_effect:
                ends[change.enrolment_id] = (change.new_presence, change.new_minutes_missed)
        transaction.set_rollback(True)


@pytest.mark.parametrize("how", ["update", "delete", "raw"])
def test_the_journal_cannot_be_rewritten(meeting, people, say, how):
    mark(meeting, say(people[0], "absent"))
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        if how == "update":
            MarkChange.objects.update(new_presence="present")
        elif how == "delete":
            MarkChange.objects.all().delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE kompas_courses_markchange SET actor_name = 'ktoś inny'")
    assert MarkChange.objects.get().new_presence == "absent"


# ---- closing ---------------------------------------------------------------------------------------------------


def test_closing_keeps_the_topic_and_who_taught_by_the_name_of_that_day(meeting, people, trainer):
    substitute = make.person(first_name="Zofia", last_name="Zastępna")
    closing = close(meeting, trainer, taught_by=[trainer, substitute, trainer], rest_absent=True)
    trainer.last_name = "Nowe-Nazwisko"
    trainer.save()
    assert sorted(closing.teachings.values_list("name", flat=True)) == ["Jan Trener", "Zofia Zastępna"]
    assert (closing.topic, closing.minutes, closing.closed_at) == ("Wywiad", 270, NOW)
    assert {value[0] for value in stands(meeting).values()} == {"absent"}
    assert set(MarkChange.objects.values_list("how", flat=True)) == {"closing"}


def test_a_meeting_with_people_not_marked_is_not_closed_by_accident(meeting, people, trainer, say):
    mark(meeting, say(people[1], "present"))
    with pytest.raises(refusals.PeopleNotMarked) as refusal:
        close(meeting, trainer)
    assert refusal.value.facts == {"names": "Ewa Ćwik, Ewa Żak"}
    assert not MeetingClosing.objects.exists()


def test_closing_twice_is_harmless_and_closing_otherwise_is_refused(meeting, trainer):
    assert close(meeting, trainer) == close(meeting, trainer)
    with pytest.raises(refusals.MeetingIsClosed):
        close(meeting, trainer, topic="Coś innego")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"now": NOW - timedelta(hours=2)}, refusals.MeetingHasNotStarted),
        ({"minutes": None}, refusals.MinutesTaughtMissing),
        ({"minutes": 0}, refusals.MinutesTaughtImpossible),
        ({"minutes": 1440}, refusals.MinutesTaughtImpossible),
        ({"topic": "  "}, refusals.TopicMissing),
        ({"taught_by": []}, refusals.NobodyTaught),
    ],
)
def test_a_meeting_is_closed_after_its_start_with_a_topic_and_teachers(meeting, trainer, change, refusal):
    with pytest.raises(refusal):
        close(meeting, trainer, **change)


def test_a_closed_meeting_is_corrected_by_the_organiser_only(meeting, people, trainer, say):
    first = say(people[0], "absent")
    mark(meeting, first)
    close(meeting, trainer, rest_absent=True)
    with pytest.raises(refusals.MeetingIsClosed):
        mark(meeting, say(people[0], "present"))
    with pytest.raises(refusals.MeetingIsClosed):
        attendance.undo(meeting=meeting, client_ids=[first.client_id], actor=ACTOR, now=NOW)
    mark(meeting, say(people[0], "present", reason="lista papierowa"), how=MarkedHow.OFFICE)
    assert stands(meeting)[people[0].pk] == ("present", 0, 270)
    assert MarkChange.objects.last().how == "office"


def test_a_correction_of_a_closed_meeting_keeps_the_old_value(meeting, people, trainer, say):
    mark(meeting, *[say(person, "late", 30) for person in people])
    close(meeting, trainer)
    other = make.person(first_name="Zofia", last_name="Zastępna")
    correct = {"meeting": meeting, "topic": "Dialog", "taught_by": [other], "minutes": 180, "actor": ACTOR, "now": NOW}
    with pytest.raises(refusals.ReasonMissing):
        attendance.correct_closing(**correct, reason=" ")
    for _ in range(2):
        closing = attendance.correct_closing(**correct, reason="pomyłka w temacie")
    change = ClosingChange.objects.get()
    assert change.old == {"topic": "Wywiad", "minutes": 270, "taught_by": [[trainer.pk, "Jan Trener"]]}
    assert change.new == {"topic": "Dialog", "minutes": 180, "taught_by": [[other.pk, "Zofia Zastępna"]]}
    assert [teaching.name for teaching in closing.teachings.all()] == ["Zofia Zastępna"]
    assert set(stands(meeting).values()) == {("late", 30, 150)}
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        ClosingChange.objects.update(reason="inny")


def test_a_meeting_not_closed_has_nothing_to_correct(meeting, trainer):
    with pytest.raises(refusals.MeetingIsOpen):
        attendance.correct_closing(
            meeting=meeting, topic="Dialog", taught_by=[trainer], reason="pomyłka", actor=ACTOR, now=NOW
        )


# ---- minutes ---------------------------------------------------------------------------------------------------


def test_minutes_of_a_course_count_what_was_taught_and_what_is_planned(meeting, people, trainer, say):
    make.MeetingFactory(edition=meeting.edition, minutes=90)
    make.MeetingFactory(edition=meeting.edition, minutes=1000, state=MeetingState.CANCELLED)
    mark(meeting, say(people[0], "present"), say(people[1], "late", 100), say(people[2], "excused"))
    close(meeting, trainer, minutes=180)
    minutes = minutes_of(people)
    taught = [(minutes[person.pk].taught, minutes[person.pk].attended) for person in people]
    assert taught == [(180, 180), (180, 80), (180, 0)]
    assert (minutes[people[0].pk].planned, minutes[people[0].pk].required) == (270, 216)
    assert minutes[people[0].pk].missing == 36
    assert not minutes[people[0].pk].is_lost
    assert minutes[people[1].pk].is_lost


@pytest.mark.parametrize("count", [1, 3])
def test_minutes_of_many_people_spare_a_question_with_the_course_at_hand(
    meeting, people, count, django_assert_num_queries
):
    expected = minutes_of(people[:count])
    with django_assert_num_queries(2):
        minutes_of(people[:count])
    bare = list(Enrolment.objects.filter(pk__in=[person.pk for person in people[:count]]))
    with django_assert_num_queries(3):
        assert minutes_of(bare) == expected
