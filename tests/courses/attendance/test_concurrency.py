"""Two devices mark the same people at once (PostgreSQL)."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, connections

from courses.attendance import actions as attendance
from courses.attendance import integrity, refusals
from courses.attendance.actions import marking
from courses.attendance.models import Mark, MarkChange, MeetingClosing
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue.models import Meeting
from courses.completion import actions as completion
from courses.completion.models import Completion
from tests import factories as make
from training.assessments.models import Assessment

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(db):
    return make.MeetingFactory(starts_at=make.NOW - timedelta(hours=1), minutes=270, trainers=[make.person()])


def at_once(*jobs):
    """Run the jobs in threads of their own, released together; their answers or errors, in order."""
    barrier, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            barrier.wait(10)
            answers[number] = job()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return answers


def storm(meeting, people, devices=6, rounds=8):
    """Each device says something about everybody, again and again, and repeats itself once."""

    def device(number):
        def work():
            for turn in range(rounds):
                entries = [
                    MarkEntry(person.pk, list(Presence)[(number + turn + person.pk) % 5], uuid.uuid4(), 7)
                    for person in people
                ]
                for _ in range(2):
                    attendance.mark(
                        meeting=meeting,
                        entries=entries,
                        actor=make.ACTOR,
                        how=MarkedHow.TAP,
                        now=make.NOW + timedelta(seconds=turn),
                    )

        return work

    return at_once(*(device(number) for number in range(devices)))


def test_marks_of_many_devices_equal_the_replay_of_the_journal(meeting):
    people = [make.EnrolmentFactory(edition=meeting.edition) for _ in range(10)]
    assert [answer for answer in storm(meeting, people) if answer] == []
    assert MarkChange.objects.count() == 6 * 8 * 10
    assert list(integrity.journal_and_marks()) == []


def test_without_the_lock_two_devices_do_contradict_the_journal(meeting, monkeypatch):
    """The negative control: the same interleaving, forced by a barrier, with the lock taken out."""
    person = make.EnrolmentFactory(edition=meeting.edition)
    both_read = threading.Barrier(2)
    current = marking.current_marks

    def slow(*args):
        marks = current(*args)
        both_read.wait(10)
        return marks

    monkeypatch.setattr(marking, "current_marks", slow)
    monkeypatch.setattr(
        marking, "lock", lambda meeting: Meeting.objects.select_related("edition", "closing").get(pk=meeting.pk)
    )
    jobs = [
        lambda presence=presence: attendance.mark(
            meeting=meeting,
            entries=[MarkEntry(person.pk, presence, uuid.uuid4())],
            actor=make.ACTOR,
            how=MarkedHow.TAP,
            now=make.NOW,
        )
        for presence in (Presence.PRESENT, Presence.ABSENT)
    ]
    at_once(*jobs)
    assert any("does not begin" in fault.sentence for fault in integrity.journal_and_marks())


def test_the_same_message_from_two_connections_is_one(meeting):
    person = make.EnrolmentFactory(edition=meeting.edition)
    entry = MarkEntry(person.pk, Presence.PRESENT, uuid.uuid4())
    answers = at_once(
        *[lambda: attendance.mark(meeting=meeting, entries=[entry], actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)]
        * 4
    )
    assert sorted(len(answer.applied) for answer in answers) == [0, 0, 0, 1]
    assert MarkChange.objects.count() == Mark.objects.count() == 1


def test_closing_a_meeting_twice_at_once_closes_it_once(meeting):
    teacher = make.person()
    answers = at_once(
        *[
            lambda: attendance.close_meeting(
                meeting=meeting,
                minutes=meeting.minutes,
                topic="Podstawy",
                taught_by=[teacher],
                actor=make.ACTOR,
                now=make.NOW,
            )
        ]
        * 4
    )
    assert {answer.pk for answer in answers} == {MeetingClosing.objects.get().pk}


@pytest.fixture
def finished(meeting):
    """The meeting is over and closed, everybody was there, and one outcome is met by everybody."""
    framework = make.FrameworkFactory()
    for number in range(1, 5):
        make.LevelFactory(framework=framework, number=number)
    outcome = make.OutcomeFactory(standard__course=meeting.edition.course)
    standard = outcome.standard
    type(standard).objects.filter(pk=standard.pk).update(locked_at=make.LONG_AGO, content_hash="0" * 64)
    edition = meeting.edition
    edition.standard = standard
    edition.save()
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=make.NOW - timedelta(hours=5), ends_at=make.NOW - timedelta(minutes=1)
    )
    people = [make.EnrolmentFactory(edition=edition) for _ in range(5)]
    attendance.mark(
        meeting=meeting,
        entries=[MarkEntry(person.pk, Presence.PRESENT, uuid.uuid4()) for person in people],
        actor=make.ACTOR,
        how=MarkedHow.FORM,
        now=make.NOW,
    )
    attendance.close_meeting(
        meeting=meeting,
        minutes=meeting.minutes,
        topic="Podstawy",
        taught_by=[meeting.trainers.get()],
        actor=make.ACTOR,
        now=make.NOW,
    )
    assessor = make.AssessorshipFactory(edition=edition).person
    completion.verify_all(
        edition=edition,
        verdicts=[completion.NewVerdict(person.pk, outcome.pk, True) for person in people],
        assessor=assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    return edition, people, outcome, assessor


def test_closing_an_edition_twice_at_once_decides_and_records_once(finished):
    edition, people, _outcome, _assessor = finished
    answers = at_once(*[lambda: completion.close(edition=edition, actor=make.ACTOR, now=make.NOW)] * 4)
    assert [len(answer) for answer in answers] == [5, 5, 5, 5]
    assert Completion.objects.count() == Assessment.objects.count() == len(people)


def test_a_mark_does_not_slip_past_the_closing_of_the_edition(finished):
    edition, people, _outcome, _assessor = finished
    meeting = edition.meetings.get()

    def correct():
        return attendance.mark(
            meeting=meeting,
            entries=[MarkEntry(people[0].pk, Presence.ABSENT, uuid.uuid4(), reason="lista papierowa")],
            actor=make.ACTOR,
            how=MarkedHow.OFFICE,
            now=make.NOW,
        )

    _closed, marked = at_once(lambda: completion.close(edition=edition, actor=make.ACTOR, now=make.NOW), correct)
    decided = Completion.objects.get(enrolment=people[0])
    mark = Mark.objects.get(enrolment=people[0])
    # Whoever came first, the decision and the register agree.
    assert decided.minutes_attended == mark.minutes
    assert isinstance(marked, refusals.EditionIsClosed) == (mark.minutes == 270)


def test_somebody_cannot_verify_and_become_a_teacher_at_once(finished):
    edition, people, outcome, _assessor = finished
    meeting = edition.meetings.get()
    other = make.AssessorshipFactory(edition=edition).person

    def verify():
        return completion.verify(
            enrolment=people[0], outcome=outcome, is_met=False, assessor=other, actor=make.ACTOR, now=make.NOW
        )

    def teach():
        return attendance.correct_closing(
            meeting=meeting, topic="Podstawy", taught_by=[other], reason="pomyłka", actor=make.ACTOR, now=make.NOW
        )

    answers = at_once(verify, teach)
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    from courses.completion.integrity import who_taught_did_not_verify

    assert list(who_taught_did_not_verify()) == []
    assert connection.vendor == "postgresql"
