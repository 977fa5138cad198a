"""How the held level follows from the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest

from training.assessments.rules import Row, living, step_on, steps
from training.assessments.states import TRUST, AssessmentKind, Bound

SELF, BOSS, COURSE, PAPER = (
    AssessmentKind.SELF,
    AssessmentKind.SUPERVISOR,
    AssessmentKind.VALIDATED,
    AssessmentKind.DOCUMENT,
)


def rows(*entries):
    """``(kind, level, day)`` with optional bound and corrected row number (from 1)."""
    made = []
    for number, (kind, level, day, *more) in enumerate(entries, start=1):
        bound = more[0] if more else Bound.EXACTLY
        corrects = more[1] if len(more) > 1 else None
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        made.append(Row(number, level, bound, kind, date(2025, 1, day), moment, corrects))
    return made


def levels(*entries):
    return [(step.since.day, step.level, step.assessment_id) for step in steps(rows(*entries))]


def test_nothing_said_is_no_level():
    assert steps([]) == []


def test_the_newest_statement_of_one_rank_counts_and_levels_may_fall():
    assert levels((BOSS, 2, 1), (BOSS, 3, 5), (BOSS, 1, 9)) == [(1, 2, 1), (5, 3, 2), (9, 1, 3)]


def test_a_backdated_row_stands_where_it_was_observed_not_where_it_was_recorded():
    assert levels((BOSS, 3, 9), (BOSS, 2, 5)) == [(5, 2, 2), (9, 3, 1)]


def test_a_course_is_believed_before_the_superior_and_the_superior_before_the_person():
    assert levels((SELF, 4, 1), (BOSS, 3, 2), (COURSE, 2, 3), (BOSS, 4, 4), (SELF, 1, 5)) == [
        (1, 4, 1),
        (2, 3, 2),
        (3, 2, 3),
    ]


def test_a_document_accepted_by_rops_stands_beside_a_course():
    assert TRUST[PAPER] == TRUST[COURSE]
    assert levels((COURSE, 2, 1), (PAPER, 3, 2)) == [(1, 2, 1), (2, 3, 2)]


def test_passing_a_lower_course_does_not_lower_whom_the_superior_put_higher():
    assert levels((BOSS, 3, 1), (COURSE, 2, 5, Bound.AT_LEAST)) == [(1, 3, 1)]


def test_passing_a_course_raises_whom_the_superior_put_lower():
    assert levels((BOSS, 1, 1), (COURSE, 2, 5, Bound.AT_LEAST)) == [(1, 1, 1), (5, 2, 2)]


def test_the_superior_cannot_go_below_what_a_course_proved():
    assert levels((COURSE, 3, 1, Bound.AT_LEAST), (BOSS, 1, 5)) == [(1, 3, 1)]


def test_the_superior_may_go_above_what_a_course_proved():
    assert levels((COURSE, 2, 1, Bound.AT_LEAST), (BOSS, 4, 5)) == [(1, 2, 1), (5, 4, 2)]


def test_at_least_raises_an_exact_level_of_its_rank_and_never_lowers_it():
    assert levels((COURSE, 3, 1), (PAPER, 2, 5, Bound.AT_LEAST), (PAPER, 4, 9, Bound.AT_LEAST)) == [
        (1, 3, 1),
        (9, 4, 3),
    ]


def test_at_least_of_the_same_day_raises_whatever_was_recorded_first():
    assert levels((COURSE, 3, 1, Bound.AT_LEAST), (PAPER, 2, 1)) == [(1, 3, 1)]


def test_an_exact_row_after_an_at_least_row_of_its_rank_says_the_level():
    assert levels((COURSE, 3, 1, Bound.AT_LEAST), (PAPER, 2, 5)) == [(1, 3, 1), (5, 2, 2)]


def test_proof_of_the_same_level_becomes_the_source():
    assert levels((BOSS, 2, 1), (COURSE, 2, 5, Bound.AT_LEAST)) == [(1, 2, 1), (5, 2, 2)]


def test_own_estimates_never_mix_with_what_others_say():
    assert levels((SELF, 4, 1), (COURSE, 2, 5, Bound.AT_LEAST), (SELF, 4, 9)) == [(1, 4, 1), (5, 2, 2)]


def test_a_correction_takes_the_place_of_what_it_corrects():
    assert levels((BOSS, 4, 1), (BOSS, 2, 1, Bound.EXACTLY, 1)) == [(1, 2, 2)]


def test_a_withdrawal_leaves_what_was_said_before():
    assert levels((BOSS, 2, 1), (BOSS, 4, 5), (BOSS, None, 5, Bound.EXACTLY, 2)) == [(1, 2, 1)]


def test_a_correction_of_a_correction_counts_alone():
    made = rows((BOSS, 4, 1), (BOSS, 3, 1, Bound.EXACTLY, 1), (BOSS, 2, 1, Bound.EXACTLY, 2))
    assert [row.id for row in living(made)] == [3]


def test_what_was_withdrawn_entirely_is_unknown():
    assert levels((BOSS, 4, 1), (BOSS, None, 1, Bound.EXACTLY, 1)) == []


@pytest.mark.parametrize(("day", "level"), [(1, None), (2, 2), (4, 2), (5, 3), (31, 3)])
def test_a_step_holds_until_the_day_before_the_next(day, level):
    step = step_on(steps(rows((BOSS, 2, 2), (BOSS, 3, 5))), date(2025, 1, day))
    assert (step.level if step else None) == level
