"""Who completed a course, without a database."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.completion.rules import Verdict, decide, facts, highest, reasons
from courses.completion.states import Result


def verdict(is_met, *, outcome=1, competence=1, level=1, required=True):
    return Verdict(outcome, competence, level, required, is_met)


def facts_of(attended, verdicts=(), *, required=72, taught=90):
    return facts(taught=taught, attended=attended, required=required, threshold=80, verdicts=list(verdicts))


@pytest.mark.parametrize(
    ("attended", "verdicts", "result"),
    [
        (71, [], Result.NOT_COMPLETED),
        (72, [], Result.TOOK_PART),
        (72, [verdict(None)], Result.TOOK_PART),
        (72, [verdict(False)], Result.COMPLETED),
        (72, [verdict(True)], Result.CONFIRMED),
        (72, [verdict(True), verdict(None, outcome=2)], Result.COMPLETED),
        (72, [verdict(True), verdict(False, outcome=2, required=False)], Result.CONFIRMED),
        (71, [verdict(True)], Result.NOT_COMPLETED),
        (90, [verdict(False, required=False)], Result.COMPLETED),
        (90, [verdict(True, required=False)], Result.CONFIRMED),
    ],
)
def test_minutes_and_outcomes_decide_how_a_course_ended(attended, verdicts, result):
    assert decide(facts_of(attended, verdicts)) == result


def test_nobody_completes_a_course_they_never_came_to():
    assert decide(facts_of(0, [verdict(True)], required=0)) == Result.NOT_COMPLETED


@translation.override("en")
def test_each_decision_is_explained_by_its_facts():
    assert reasons(facts_of(60, [verdict(True), verdict(None, outcome=2)])) == [
        "Attended 60 of 90 minutes; 72 are needed (80%): too few.",
        "1 of 2 required outcomes met.",
    ]
    assert reasons(facts_of(90)) == [
        "Attended 90 of 90 minutes; 72 are needed (80%): enough.",
        "No learning outcome was verified.",
    ]
    assert reasons(facts_of(0))[0] == "No minutes attended; 72 of 90 are needed (80%)."


def test_of_outcomes_that_share_a_competence_the_highest_level_met_counts():
    kept = highest(
        [
            verdict(True, outcome=1, competence=1, level=1),
            verdict(True, outcome=2, competence=1, level=3),
            verdict(False, outcome=3, competence=1, level=4),
            verdict(True, outcome=4, competence=2, level=2),
            verdict(None, outcome=5, competence=3, level=2),
        ]
    )
    assert [(verdict.outcome_id, verdict.level) for verdict in kept] == [(2, 3), (4, 2)]


VERDICTS = st.lists(
    st.builds(
        Verdict,
        st.integers(1, 9),
        st.integers(1, 3),
        st.integers(1, 4),
        st.booleans(),
        st.sampled_from([True, False, None]),
    ),
    max_size=6,
)
ORDER = [Result.NOT_COMPLETED, Result.TOOK_PART, Result.COMPLETED, Result.CONFIRMED]


@given(VERDICTS, st.integers(0, 90), st.integers(0, 90))
def test_more_minutes_never_end_worse(verdicts, some, more):
    low, high = sorted([some, more])
    assert ORDER.index(decide(facts_of(low, verdicts))) <= ORDER.index(decide(facts_of(high, verdicts)))


@given(VERDICTS)
def test_the_ledger_gets_one_entry_per_competence_and_none_that_was_not_met(verdicts):
    kept = highest(verdicts)
    assert len({verdict.competence_id for verdict in kept}) == len(kept)
    for verdict in kept:
        assert verdict.is_met
        met = [each.level for each in verdicts if each.competence_id == verdict.competence_id and each.is_met]
        assert verdict.level == max(met)
