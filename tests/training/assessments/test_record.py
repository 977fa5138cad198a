"""Recording into the ledger, and the held levels that follow."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.training.assessments.shapes import assessed, entry, framework_with
from training.assessments import actions, refusals
from training.assessments.integrity import check_sharing
from training.assessments.models import Assessment, AssessmentNote, EstimateSharing, HeldLevel
from training.assessments.queries import gaps, growth, held_levels, sharing
from training.assessments.states import AssessmentKind, Bound
from training.kernel.actors import Actor
from training.people import actions as people

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def competence():
    return framework_with(1)[0]


def test_a_recorded_level_is_held_from_the_day_it_was_observed(competence):
    who = make.person()
    row = assessed(who, competence, 3, DAY)
    (held,) = held_levels([who], on=DAY)
    assert (held.person_id, held.line_id, held.level, held.since, held.assessment_id) == (
        who.pk,
        competence.line_id,
        3,
        DAY,
        row.pk,
    )
    assert held_levels([who], on=DAY - timedelta(days=1)) == []


def test_the_same_evidence_is_recorded_once_however_often_it_is_said(competence):
    who = make.person()
    evidence = entry(who, competence, 2, DAY, key="outcome-7")
    first = actions.record(entries=[evidence], actor=make.ACTOR)
    again = actions.record(entries=[evidence, evidence], actor=make.ACTOR)
    assert Assessment.objects.count() == 1
    assert [row.pk for row in again] == [first[0].pk, first[0].pk]


def test_the_same_evidence_with_another_level_needs_a_correction(competence):
    who = make.person()
    actions.record(entries=[entry(who, competence, 2, DAY, key="x")], actor=make.ACTOR)
    with pytest.raises(refusals.EvidenceSaysOtherwise):
        actions.record(entries=[entry(who, competence, 3, DAY, key="x")], actor=make.ACTOR)
    assert Assessment.objects.count() == 1


def test_a_refused_entry_takes_the_others_with_it(competence):
    who = make.person()
    with pytest.raises(refusals.LevelUnknown):
        actions.record(
            entries=[entry(who, competence, 2, DAY, key="a"), entry(who, competence, 5, DAY, key="b")],
            actor=make.ACTOR,
        )
    assert Assessment.objects.count() == 0


def test_a_day_to_come_is_refused(competence):
    with pytest.raises(refusals.ObservedInFuture):
        assessed(make.person(), competence, 2, make.TODAY + timedelta(days=1), recorded_at=make.NOW)


def test_a_correction_must_be_about_the_same_person_and_competence(competence):
    who, other = make.person(), make.person()
    row = assessed(who, competence, 2, DAY)
    with pytest.raises(refusals.CorrectsAnother):
        assessed(other, competence, 3, DAY, corrects=row)


def test_a_row_is_corrected_once(competence):
    who = make.person()
    row = assessed(who, competence, 2, DAY)
    assessed(who, competence, 3, DAY, corrects=row)
    with pytest.raises(refusals.AlreadyCorrected):
        assessed(who, competence, 4, DAY, corrects=row)


def test_a_withdrawal_makes_the_level_unknown_again_and_keeps_both_rows(competence):
    who = make.person()
    row = assessed(who, competence, 2, DAY)
    assessed(who, competence, None, DAY, corrects=row)
    assert held_levels([who], on=DAY) == []
    assert Assessment.objects.count() == 2


def test_a_withdrawal_of_nothing_is_refused(competence):
    with pytest.raises(refusals.NothingToWithdraw):
        assessed(make.person(), competence, None, DAY)


def test_the_ledger_keeps_who_recorded_beside_who_assessed(competence):
    who, boss = make.person(), make.person(first_name="Ewa", last_name="Szef")
    clerk = Actor("user", "Hanna Kancelaria", make.user().pk)
    (row,) = actions.record(entries=[entry(who, competence, 2, DAY, assessor=boss)], actor=clerk)
    row.refresh_from_db()
    assert (row.assessor, row.actor_kind, row.actor_name, row.actor_user_id) == (
        boss,
        "user",
        "Hanna Kancelaria",
        clerk.user_id,
    )
    assert row.acted_for(boss)


def test_words_live_beside_the_ledger(competence):
    row = assessed(make.person(), competence, 2, DAY, note="Rozmowa nagrana za zgodą.")
    assert AssessmentNote.objects.get().assessment_id == row.pk
    AssessmentNote.objects.all().delete()
    assert Assessment.objects.count() == 1


def test_a_merged_record_speaks_for_the_one_it_lives_on_in(competence):
    old, living = make.person(), make.person()
    assessed(old, competence, 2, DAY)
    old.merged_into = living
    old.save()
    actions.rebuild_levels(people=[living])
    assert [held.person_id for held in held_levels([old], on=DAY)] == [living.pk]
    assessed(old, competence, 3, DAY + timedelta(days=1))
    assert [(held.person_id, held.level) for held in HeldLevel.objects.order_by("since")] == [
        (living.pk, 2),
        (living.pk, 3),
    ]


def test_recording_costs_the_same_for_one_and_for_thirty(competence, django_assert_num_queries):
    people = [make.person() for _ in range(30)]
    with django_assert_num_queries(11):
        actions.record(entries=[entry(people[0], competence, 2, DAY)], actor=make.ACTOR)
    with django_assert_num_queries(11):
        actions.record(entries=[entry(who, competence, 2, DAY) for who in people[1:]], actor=make.ACTOR)
    assert HeldLevel.objects.count() == 30


def test_a_gap_that_nobody_assessed_is_unknown_and_not_zero():
    first, second, third = framework_with(3)
    who = make.employed()
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={first: 3, second: 2, third: 4}, framework=first.framework
    )
    assessed(who, first, 2, DAY)
    assessed(who, second, 3, DAY)
    answer = gaps(who, on=DAY)
    assert [(gap.competence.pk, gap.required, gap.level, gap.missing) for gap in answer] == [
        (first.pk, 3, 2, 1),
        (second.pk, 2, 3, 0),
        (third.pk, 4, None, None),
    ]
    assert [gap.is_unknown for gap in answer] == [False, False, True]


def test_own_estimates_are_left_out_when_asked(competence):
    who = make.person()
    assessed(who, competence, 4, DAY, kind=AssessmentKind.SELF)
    assert len(held_levels([who], on=DAY)) == 1
    assert held_levels([who], on=DAY, own_estimates=False) == []
    assert growth(who, on=DAY, own_estimates=False) == []


def test_growth_is_the_steps_up_to_the_day_asked(competence):
    who = make.person()
    assessed(who, competence, 1, DAY)
    assessed(who, competence, 2, DAY + timedelta(days=10), bound=Bound.AT_LEAST, kind=AssessmentKind.VALIDATED)
    (line,) = growth(who, on=DAY + timedelta(days=9))
    assert [(step.level, step.until) for step in line.steps] == [(1, None)]
    (line,) = growth(who, on=DAY + timedelta(days=10))
    assert [step.level for step in line.steps] == [1, 2]
    assert line.gained == 1


def test_known_leaves_out_what_was_recorded_later(competence):
    who = make.person()
    assessed(who, competence, 1, DAY, recorded_at=make.NOW)
    assessed(who, competence, 3, DAY, recorded_at=make.NOW + timedelta(hours=2))
    then = make.NOW + timedelta(hours=1)
    assert [held.level for held in held_levels([who], on=DAY)] == [3]
    assert [held.level for held in held_levels([who], on=DAY, recorded_until=then)] == [1]
    assert [line.steps[-1].level for line in growth(who, on=DAY, recorded_until=then)] == [1]


def test_estimating_again_the_same_changes_nothing_and_another_level_corrects_that_day(competence):
    who = make.person()
    actions.estimate(person=who, levels={competence: 2}, actor=make.ACTOR, now=make.NOW)
    actions.estimate(person=who, levels={competence: 2}, actor=make.ACTOR, now=make.NOW)
    assert Assessment.objects.count() == 1
    actions.estimate(person=who, levels={competence: 3}, actor=make.ACTOR, now=make.NOW)
    assert [(step.level, step.since) for step in growth(who, on=make.TODAY)[0].steps] == [(3, make.TODAY)]
    actions.estimate(person=who, levels={competence: 4}, actor=make.ACTOR, now=make.NOW + timedelta(days=1))
    steps = growth(who, on=make.TODAY + timedelta(days=1))[0].steps
    assert [step.level for step in steps] == [3, 4]


def test_nobody_is_their_own_superior(competence):
    who = make.person()
    with pytest.raises(refusals.NotOnesOwn):
        actions.assess(person=who, assessor=who, levels={competence: 4}, actor=make.ACTOR)


def test_sharing_is_off_until_chosen():
    who = make.person()
    assert actions.share_estimates(person=who, is_shared=False, actor=make.ACTOR) is None
    assert actions.share_estimates(person=who, is_shared=True, actor=make.ACTOR, now=make.NOW).shared_at == make.NOW


def test_consent_ends_and_is_given_anew_and_is_never_rewritten():
    who = make.person()
    for turn, is_shared in enumerate((True, True, False, True)):
        now = make.NOW + timedelta(hours=turn)
        actions.share_estimates(person=who, is_shared=is_shared, actor=make.ACTOR, now=now)
    first, second = EstimateSharing.objects.order_by("pk")
    hour = timedelta(hours=1)
    assert (first.shared_at, first.ended_at) == (make.NOW, make.NOW + 2 * hour)
    assert (second.shared_at, second.ended_at) == (make.NOW + 3 * hour, None)
    assert list(check_sharing()) == []
    rows = EstimateSharing.objects.filter(pk=first.pk)
    for write in (lambda: rows.update(shared_at=make.LONG_AGO), lambda: rows.update(ended_at=None), rows.delete):
        with pytest.raises(DatabaseError, match="keeps what"), transaction.atomic():
            write()
    # Ended by hand: nothing of it stands in the person's history.
    EstimateSharing.objects.filter(pk=second.pk).update(ended_at=make.NOW + 9 * hour)
    assert [fault.keys["estimatesharing"] for fault in check_sharing()] == [second.pk]


def test_consent_given_again_after_a_merge_counts():
    kept, merged, competence = make.person(), make.person(), make.CompetenceFactory()
    make.LevelFactory(framework=competence.framework, number=1)
    actions.share_estimates(person=kept, is_shared=True, actor=make.ACTOR, now=make.NOW)
    consented_at = make.NOW + timedelta(hours=1)
    actions.estimate(person=merged, levels={competence: 1}, actor=make.ACTOR, now=make.NOW)
    people.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="jedna osoba", now=consented_at)
    assert sharing(kept) is None
    actions.share_estimates(person=kept, is_shared=True, actor=make.ACTOR, now=consented_at + timedelta(hours=1))
    assert sharing(kept) is not None
