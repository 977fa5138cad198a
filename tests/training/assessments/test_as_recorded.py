"""What SQL says was known at a moment is what the policy says of the rows recorded before it."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.training.assessments.shapes import assessed, framework_with
from training.assessments import actions, rules
from training.assessments.models import Assessment, HeldLevel
from training.assessments.queries import gaps, growth, held_as_recorded, held_levels
from training.assessments.states import AssessmentKind, Bound
from training.kernel.refusals import Refusal
from training.people import actions as people_actions
from training.people.queries import family_of, root_ids

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, 8, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
statements = st.tuples(
    st.integers(0, 4),  # whose
    st.integers(0, 1),  # which competence
    st.integers(1, 4),  # level
    st.sampled_from(AssessmentKind.values),
    st.sampled_from(Bound.values),
    st.integers(0, 4),  # observed on this day
    st.integers(0, 6),  # recorded at this hour
    st.sampled_from(["", "", "", "corrects", "withdraws"]),
)


def write(history, people, competences):
    """Rows in any order of recording, as an import may leave them; the projection made from them."""
    rows = []
    for number, (whose, which, level, kind, bound, day, hour, how) in enumerate(history):
        target = None
        if how:
            target = (
                Assessment.objects.filter(
                    person=people[whose], competence=competences[which], corrected_by__isnull=True,
                    recorded_at__lte=START + timedelta(hours=hour),
                )
                .order_by("pk")
                .last()
            )  # fmt: skip
        rows.append(
            Assessment.objects.create(
                person=people[whose],
                competence=competences[which],
                level=None if target and how == "withdraws" else level,
                kind=kind,
                bound=bound,
                valid_on=date(2025, 12, 1) + timedelta(days=day),
                recorded_at=START + timedelta(hours=hour),
                assessor_role="rops",
                evidence_kind="any",
                evidence_key=str(number),
                corrects=target,
            )
        )
    actions.rebuild_levels()
    return rows


def by_the_policy(roots, recorded_until):
    """The steps that ``rules`` finds in the rows recorded before ``recorded_until``, of records merged then."""
    family = family_of(roots, recorded_until)
    pairs = {}
    for row in Assessment.objects.filter(person__in=list(family), recorded_at__lt=recorded_until).select_related(
        "competence"
    ):
        ledger_row = rules.Row(row.pk, row.level, row.bound, row.kind, row.valid_on, row.recorded_at, row.corrects_id)
        pairs.setdefault((family[row.person_id], row.competence.line_id), []).append(ledger_row)
    return [(*pair, *step) for pair, ledger in sorted(pairs.items()) for step in rules.steps(ledger)]


merges = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3))),
    max_size=6,
)


def merge(decisions, people):
    """Merge and part records at whole hours, one decision after the other, as far as each is possible then."""
    hour = 0
    for kept, merged, later, undone_later in decisions:
        hour += later
        with suppress(Refusal), transaction.atomic():
            row = people_actions.merge_people(
                kept=people[kept],
                merged=people[merged],
                actor=make.ACTOR,
                reason="x",
                now=START + timedelta(hours=hour),
            )
            if undone_later is not None:
                hour += undone_later
                people_actions.undo_merge(merge=row, actor=make.ACTOR, reason="x", now=START + timedelta(hours=hour))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(statements, min_size=1, max_size=25), decisions=merges)
def test_any_history_as_recorded_until_any_moment_is_what_the_policy_says(history, decisions):
    with transaction.atomic():
        competences = framework_with(2)
        people = [make.person() for _ in range(5)]
        write(history, people, competences)
        merge(decisions, people)
        everybody = {person.pk for person in people}
        for hour in range(8):
            recorded_until = START + timedelta(hours=hour)
            roots = root_ids(everybody, recorded_until)
            levels = [
                (row.person_id, row.line_id, row.since, row.until, row.level, row.kind, row.assessment_id)
                for row in held_as_recorded(recorded_until, roots=roots)
            ]
            assert levels == by_the_policy(roots, recorded_until)
        # What merging and parting left of the projection is what computing it anew gives.
        kept = list(HeldLevel.objects.values_list("person", "line", "since", "until", "level", "assessment"))
        actions.rebuild_levels()
        assert kept == list(HeldLevel.objects.values_list("person", "line", "since", "until", "level", "assessment"))
        transaction.set_rollback(True)


def test_asking_about_nobody_finds_nothing():
    assert held_as_recorded(START, roots=set()) == []


def test_what_one_knew_costs_two_queries_however_many_people(django_assert_num_queries):
    (competence,) = framework_with(1)
    people = [make.person() for _ in range(3)]
    for person in people:
        assessed(person, competence, 2, date(2025, 12, 1), recorded_at=START)
    later = START + timedelta(days=1)
    for count in (1, 3):
        with django_assert_num_queries(3):  # who was merged then, which lines carried others' levels, and the levels
            assert len(held_levels(people[:count], on=date(2026, 1, 1), recorded_until=later)) == count


def test_each_question_takes_a_day_and_a_moment():
    (competence,) = framework_with(1)
    who = make.employed()
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={competence: 3}, framework=competence.framework
    )
    first, day = date(2025, 12, 1), date(2026, 5, 1)
    assessed(who, competence, 2, first, recorded_at=START)
    assessed(who, competence, 3, first + timedelta(days=5), recorded_at=START + timedelta(days=9))
    moment = START + timedelta(days=1)
    (held,) = held_levels([who], on=day, recorded_until=moment)
    assert (held.level, held.since, held.kind) == (2, first, AssessmentKind.SUPERVISOR)
    assert [[step.level for step in line.steps] for line in growth(who, on=day, recorded_until=moment)] == [[2]]
    assert [[step.level for step in line.steps] for line in growth(who, on=day)] == [[2, 3]]
    assert [(gap.level, gap.missing) for gap in gaps(who, on=day, recorded_until=START + timedelta(days=10))] == [
        (3, 0)
    ]
    assert [(gap.level, gap.missing) for gap in gaps(who, on=day, recorded_until=START)] == [(None, None)]
