"""Verification by somebody who did not teach, and the decision how a course ended."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from courses.attendance import actions as attendance
from courses.catalogue.states import EditionState
from courses.completion import actions as completion
from courses.completion import integrity, queries, refusals
from courses.completion.models import Completion, Verification
from courses.completion.signals import enrolment_completed
from courses.completion.states import Result
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.assessments.models import Assessment
from training.kernel.actors import Actor

pytestmark = pytest.mark.django_db
NOW, TODAY, ACTOR = make.NOW, make.TODAY, make.ACTOR


def verify(it, person=0, outcome=0, is_met=True, **kwargs):
    return completion.verify(
        **{
            "enrolment": it.people[person],
            "outcome": it.outcomes[outcome],
            "is_met": is_met,
            "assessor": it.assessor,
            "actor": ACTOR,
            "now": NOW,
            **kwargs,
        }
    )


def verify_everybody(it, is_met=True):
    completion.verify_all(
        edition=it.edition,
        verdicts=[completion.NewVerdict(person.pk, out.pk, is_met) for person in it.people for out in it.outcomes],
        assessor=it.assessor,
        actor=ACTOR,
        now=NOW,
    )


def close(it, **kwargs):
    return completion.close(**{"edition": it.edition, "actor": ACTOR, "now": NOW, **kwargs})


# ---- who may assess --------------------------------------------------------------------------------------------


def test_who_taught_cannot_be_made_an_assessor(taught):
    it = taught()
    with pytest.raises(refusals.TaughtHere):
        completion.grant_assessorship(edition=it.edition, person=it.trainer, actor=ACTOR, now=NOW)


def test_who_is_planned_to_teach_or_takes_part_cannot_be_made_an_assessor(taught):
    it = taught(close=False)
    with pytest.raises(refusals.PlannedToTeach):
        completion.grant_assessorship(edition=it.edition, person=it.trainer, actor=ACTOR, now=NOW)
    with pytest.raises(refusals.AssessesThemselves):
        completion.grant_assessorship(edition=it.edition, person=it.people[0].person, actor=ACTOR, now=NOW)


def test_a_grant_that_ended_lets_nobody_verify_after_it(taught):
    it = taught()
    granted = it.edition.assessorships.get()
    clerk = Actor.command("clerk")
    for _ in range(2):
        ended = completion.end_assessorship(
            assessorship=it.edition.assessorships.get(superseded_at=None),
            actor=clerk,
            valid_until=TODAY - timedelta(days=1),
            now=NOW,
        )
    assert it.edition.assessorships.count() == 2
    assert ended.valid_until == TODAY - timedelta(days=1)
    granted.refresh_from_db()
    assert granted.superseded_at == NOW
    # Who ended it stands in the history, not as who granted it.
    assert ended.granted_by == granted.granted_by != clerk.name
    assert [line.data["actor_name"] for line in ModelLogEntry.objects.for_instance(ended)] == [clerk.name]
    with pytest.raises(refusals.NotAnAssessor):
        verify(it)
    verify(it, verified_on=TODAY - timedelta(days=1))


def test_granting_twice_is_harmless(taught):
    it = taught()
    again = completion.grant_assessorship(
        edition=it.edition, person=it.assessor, actor=ACTOR, valid_from=TODAY - timedelta(days=7), now=NOW
    )
    assert again == it.edition.assessorships.get()


# ---- verifying -------------------------------------------------------------------------------------------------


def test_somebody_who_taught_is_refused_also_with_a_grant_of_an_earlier_day(taught):
    it = taught()
    make.AssessorshipFactory(edition=it.edition, person=it.trainer)
    with pytest.raises(refusals.TaughtHere) as refusal:
        verify(it, assessor=it.trainer)
    assert refusal.value.facts == {"person": "Jan Trener"}
    assert not Verification.objects.exists()


def test_who_taught_under_another_record_of_theirs_is_refused_too(taught):
    it = taught()
    kept = make.person(first_name="Jan", last_name="Trener")
    it.trainer.merged_into = kept
    it.trainer.save()
    make.AssessorshipFactory(edition=it.edition, person=kept)
    with pytest.raises(refusals.TaughtHere):
        verify(it, assessor=kept)


def test_an_assessor_cannot_be_written_down_later_as_having_taught(taught):
    it = taught()
    verify(it)
    with pytest.raises(refusals.VerifiedHere):
        attendance.correct_closing(
            meeting=it.meeting, topic="Podstawy", taught_by=[it.assessor], reason="pomyłka", actor=ACTOR, now=NOW
        )


def test_a_person_without_a_grant_is_refused(taught):
    with pytest.raises(refusals.NotAnAssessor):
        verify(taught(), assessor=make.person())


def test_verification_waits_for_the_last_meeting_and_for_its_closing(taught):
    it = taught()
    later = make.MeetingFactory(edition=it.edition, starts_at=NOW + timedelta(days=1))
    with pytest.raises(refusals.TooEarly):
        verify(it)
    later.delete()
    open_one = taught(close=False)
    with pytest.raises(refusals.MeetingsNotClosed):
        verify(open_one)


def test_verification_is_dated_between_the_last_meeting_and_today(taught):
    it = taught()
    with pytest.raises(refusals.DatedTooEarly):
        verify(it, verified_on=TODAY - timedelta(days=2))
    with pytest.raises(refusals.DatedInFuture):
        verify(it, verified_on=TODAY + timedelta(days=1))
    assert verify(it, verified_on=TODAY - timedelta(days=1)).verified_on == TODAY - timedelta(days=1)


def test_outcomes_are_verified_against_a_locked_standard_of_the_edition(taught):
    with pytest.raises(refusals.StandardNotLocked):
        verify(taught(locked=False))
    it = taught()
    other = make.OutcomeFactory()
    with pytest.raises(refusals.OutcomeOfAnotherStandard):
        completion.verify(
            enrolment=it.people[0], outcome=other, is_met=True, assessor=it.assessor, actor=ACTOR, now=NOW
        )
    with pytest.raises(refusals.NotTakingPart):
        stranger = make.EnrolmentFactory(edition=it.edition, state=EnrolmentState.WITHDRAWN)
        completion.verify(
            enrolment=stranger, outcome=it.outcomes[0], is_met=True, assessor=it.assessor, actor=ACTOR, now=NOW
        )
    it.edition.standard = None
    it.edition.save()
    with pytest.raises(refusals.NoStandard):
        verify(it)


def test_a_meeting_added_after_the_verification_asks_for_another_one(taught):
    it = taught(present=1, absent=0)
    first = verify(it, verified_on=TODAY - timedelta(days=1))
    verify(it, outcome=1, verified_on=TODAY)
    added = make.MeetingFactory(
        edition=it.edition, starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=2), minutes=60
    )
    attendance.close_meeting(
        meeting=added,
        minutes=added.minutes,
        topic="Uzupełnienie",
        taught_by=[it.trainer],
        actor=ACTOR,
        rest_absent=True,
        now=NOW,
    )
    for allow_incomplete in (False, True):
        with pytest.raises(refusals.VerifiedTooEarly) as refusal:
            close(it, allow_incomplete=allow_incomplete)
    assert refusal.value.facts == {"last": TODAY, "people": "Ewa Osoba0"}
    # The same words on a later day are a verification of their own.
    second = verify(it)
    assert (second.verified_on, Verification.objects.get(pk=first.pk).superseded_at) == (TODAY, NOW)
    assert len(close(it)) == 1


def test_a_day_written_down_wrongly_can_be_corrected(taught):
    it = taught()
    first = verify(it, comment="Rozmowa.")
    second = verify(it, comment="Rozmowa.", verified_on=TODAY - timedelta(days=1))
    assert second.verified_on == TODAY - timedelta(days=1)
    assert [verification.superseded_at for verification in Verification.objects.order_by("pk")] == [NOW, None]
    assert verify(it, comment="Rozmowa.") == second
    assert first != second


def test_who_verified_may_be_written_down_as_teacher_once_another_assessor_has_verified_again(taught):
    it = taught(present=1, absent=0)
    verify(it)
    other = make.person(first_name="Zofia", last_name="Druga")
    completion.grant_assessorship(edition=it.edition, person=other, actor=ACTOR, valid_from=TODAY, now=NOW)
    correct = {"topic": "Podstawy", "taught_by": [it.assessor], "reason": "zastępstwo", "actor": ACTOR, "now": NOW}
    with pytest.raises(refusals.VerifiedHere):
        attendance.correct_closing(meeting=it.meeting, **correct)
    verify(it, assessor=other)
    attendance.correct_closing(meeting=it.meeting, **correct)
    assert list(integrity.who_taught_did_not_verify()) == []
    with pytest.raises(refusals.TaughtHere):
        verify(it, is_met=False)


def test_the_same_verdict_twice_is_one_and_a_changed_mind_keeps_the_old(taught):
    it = taught()
    first = verify(it, comment="Rozmowa wzorcowa.")
    assert verify(it, comment="Rozmowa wzorcowa. ", now=NOW + timedelta(days=1)) == first
    second = verify(it, is_met=False, comment="Zabrakło podsumowania.", now=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert first.superseded_at == NOW + timedelta(hours=1)
    assert (second.is_met, second.superseded_at, second.method) == (False, None, it.outcomes[0].method)
    assert Verification.objects.count() == 2


@pytest.mark.parametrize("count", [1, 10])
def test_verifying_many_people_takes_the_same_number_of_queries(taught, count):
    it = taught(present=count, absent=0)
    with CaptureQueriesContext(connection) as asked:
        verify_everybody(it)
    assert (
        len([captured_query for captured_query in asked.captured_queries if "SAVEPOINT" not in captured_query["sql"]])
        == 12
    )


def test_a_verification_that_stands_cannot_be_rewritten(taught):
    it = taught()
    verify(it)
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        Verification.objects.update(is_met=False)


# ---- closing ---------------------------------------------------------------------------------------------------


def test_an_edition_is_not_closed_while_a_meeting_is_open(taught):
    with pytest.raises(refusals.MeetingsNotClosed) as refusal:
        close(taught(close=False))
    assert [topic for _day, topic in refusal.value.facts["meetings"]] == ["Podstawy"]
    with pytest.raises(refusals.NothingTaught):
        completion.close(edition=make.EditionFactory(), actor=ACTOR, now=NOW)


def test_an_edition_is_not_closed_while_required_outcomes_wait_unless_allowed(taught):
    it = taught(present=2, absent=0)
    verify(it, person=0, outcome=0)
    with pytest.raises(refusals.OutcomesNotVerified) as refusal:
        close(it)
    assert refusal.value.facts == {"people": "Ewa Osoba0, Ewa Osoba1"}
    results = {completion.enrolment_id: completion.result for completion in close(it, allow_incomplete=True)}
    assert results == {it.people[0].pk: Result.COMPLETED, it.people[1].pk: Result.TOOK_PART}
    assert Completion.objects.filter(explanation__closed_incomplete=True).count() == 2


def test_each_result_keeps_the_facts_it_rests_on(taught):
    it = taught(present=2, absent=1)
    verify_everybody(it)
    verify(it, person=1, outcome=1, is_met=False)
    decided = {completion.enrolment_id: completion for completion in close(it)}
    assert [decided[person.pk].result for person in it.people] == [
        Result.CONFIRMED,
        Result.COMPLETED,
        Result.NOT_COMPLETED,
    ]
    first = decided[it.people[0].pk]
    assert (first.minutes_taught, first.minutes_attended, first.minutes_required, first.threshold) == (90, 90, 72, 80)
    assert (first.outcomes_required, first.outcomes_met, first.actor_name) == (2, 2, ACTOR.name)
    assert [line["is_met"] for line in decided[it.people[1].pk].explanation["outcomes"]] == [True, False]
    it.edition.refresh_from_db()
    assert it.edition.state == EditionState.CLOSED


def test_an_edition_without_a_standard_ends_with_taking_part(taught):
    it = taught(present=1, absent=1)
    it.edition.standard = None
    it.edition.save()
    assert [completion.result for completion in close(it)] == [Result.TOOK_PART, Result.NOT_COMPLETED]
    assert not Assessment.objects.exists()


def test_outcomes_met_go_into_the_ledger_once_however_often_it_is_run(taught):
    competence = make.CompetenceFactory()
    it = taught(present=1, absent=0, outcomes=[(competence, 1, True), (competence, 3, True), (None, 2, False)])
    verify(it, outcome=0)
    best = verify(it, outcome=1)
    verify(it, outcome=2, is_met=False)
    first = close(it)
    assert close(it) == first
    entry = Assessment.objects.get()
    assert (entry.person, entry.competence, entry.level, entry.bound) == (
        it.people[0].person,
        competence,
        3,
        "at_least",
    )
    assert (entry.kind, entry.assessor, entry.assessor_role) == ("validated", it.assessor, "assessor")
    assert (entry.evidence_kind, entry.evidence_key) == ("verification", str(best.pk))
    assert (entry.valid_on, entry.recorded_at) == (TODAY, NOW)


def test_a_closed_edition_takes_no_more_verdicts(taught):
    it = taught()
    verify_everybody(it)
    close(it)
    with pytest.raises(refusals.EditionIsClosed):
        verify(it, is_met=False)


def test_the_certificates_are_told_once_and_only_after_the_commit(taught, django_capture_on_commit_callbacks):
    told = []

    def hear(completion_ids, **kwargs):
        told.append(completion_ids)

    enrolment_completed.connect(hear)
    try:
        it = taught()
        verify_everybody(it)
        with django_capture_on_commit_callbacks(execute=True):
            made = close(it)
            assert told == []
        assert told == [[completion.pk for completion in made]]
        with django_capture_on_commit_callbacks(execute=True):
            close(it)
        assert len(told) == 1
    finally:
        enrolment_completed.disconnect(hear)


def test_a_listener_that_fails_does_not_take_the_closing_back(taught, django_capture_on_commit_callbacks):
    def fail(**kwargs):
        raise RuntimeError("certificates are down")

    enrolment_completed.connect(fail)
    try:
        it = taught()
        verify_everybody(it)
        with django_capture_on_commit_callbacks(execute=True):
            close(it)
    finally:
        enrolment_completed.disconnect(fail)
    assert Completion.objects.count() == 3


@pytest.mark.parametrize("count", [1, 10])
def test_closing_asks_as_many_queries_for_one_as_for_ten(taught, count):
    it = taught(present=count, absent=0)
    verify_everybody(it)
    with CaptureQueriesContext(connection) as looking:
        queries.preview(it.edition)
    # Which kinds of rows history knows already depends on the test before.
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as closing:
        close(it)
    assert (len(looking.captured_queries), len(closing.captured_queries)) == (12, 54)
