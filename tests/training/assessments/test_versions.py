"""A new version of a framework forgets nobody's level: figures go by the line of a competence."""

from datetime import date, datetime, timedelta
from operator import itemgetter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.training.assessments.shapes import assessed, entry
from tests.training.assessments.test_as_recorded import statements, write
from tests.training.assessments.versions import (
    SECOND,
    added,
    counterpart,
    draft_of,
    publish,
    published,
    removed,
    rename,
)
from training.assessments import actions, integrity, refusals
from training.assessments.models import Assessment, HeldLevel
from training.assessments.queries import gaps, growth, held_levels, newest_statements
from training.assessments.states import AssessmentKind
from training.competences import actions as competences
from training.desk.queries import team
from training.people.models import Person
from training.reports.queries import growth_people, growth_table, growth_total
from training.reports.rules import Scope

pytestmark = pytest.mark.django_db
LINE = itemgetter(0)
DAY, LATER = date(2025, 12, 2), date(2026, 6, 1)
BEFORE = SECOND - timedelta(seconds=1)


def figures(office, people, lines, moments):
    """Everything that is counted, by line and never by the key or the name of a row."""
    answers = {}
    for recorded_until in moments:
        for on in (DAY, LATER):
            answers["held", on, recorded_until] = held_levels(people, on=on, recorded_until=recorded_until)
            for who in people:
                answers["gaps", who.pk, on, recorded_until] = sorted(
                    [
                        (gap.competence.line_id, gap.required, gap.held)
                        for gap in gaps(who, on=on, recorded_until=recorded_until)
                    ],
                    key=LINE,
                )
                answers["growth", who.pk, on, recorded_until] = sorted(
                    [
                        (line.competence.line_id, line.steps)
                        for line in growth(who, on=on, recorded_until=recorded_until)
                    ],
                    key=LINE,
                )
        days = {"since": DAY, "on": LATER, "recorded_until": recorded_until}
        for by in ("competence", "county", "kind", "position"):
            rows = [
                (row.key, row.people, row.assessed, row.both, row.rose, row.pairs, row.before, row.after)
                for row in growth_table(by=by, **days)
            ]
            answers["table", by, recorded_until] = sorted(rows, key=LINE)
        for scope in (Scope(), *(Scope(line=line) for line in lines)):
            answers["total", scope, recorded_until] = growth_total(scope=scope, **days)
            answers["people", scope, recorded_until] = growth_people(by=None, scope=scope, what="both", **days)
    shown = team(office, LATER)
    answers["team"] = (
        [(member.person.pk, dict(member.required), dict(member.held)) for member in shown.members],
        {competence.line_id for competence in shown.competences},
    )
    return answers


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    history=st.lists(statements, min_size=1, max_size=20),
    names=st.lists(st.text("abcżó ", min_size=1, max_size=9).filter(str.strip), min_size=2, max_size=2),
    orders=st.permutations([1, 2]),
    hour=st.integers(0, 7),
)
def test_a_version_that_only_renames_and_reorders_changes_no_figure(history, names, orders, hour):
    with transaction.atomic():
        first, second = pair = published(2)
        office, post = make.organisation(), make.PositionFactory()
        people = [make.employed(organisation=office, position=post) for _ in range(5)]
        Person.objects.filter(pk__in=[people[3].pk, people[4].pk]).update(merged_into=people[2])
        make.RoleProfileFactory(positions=[post], requirements={first: 3, second: 2}, framework=first.framework)
        write(history, people, pair)
        moments = [None, *(datetime(2026, 1, 1, 8, tzinfo=SECOND.tzinfo) + timedelta(hours=h) for h in (0, hour))]
        roots, lines = people[:3], [first.line_id, second.line_id]
        before = figures(office, roots, lines, moments)
        stored = list(HeldLevel.objects.values())
        draft = draft_of(first)
        for competence, name, order in zip(pair, names, orders, strict=True):
            rename(counterpart(draft, competence), name, order=order)
        publish(draft)
        assert figures(office, roots, lines, moments) == before
        assert list(HeldLevel.objects.values()) == stored
        actions.rebuild_levels()
        fields = ("person_id", "line_id", "since", "until", "level", "kind", "assessment_id")
        rebuilt = sorted(map(str, HeldLevel.objects.values_list(*fields)))
        assert rebuilt == sorted(str(tuple(row[name] for name in fields)) for row in stored)
        assert [*integrity.check_levels()] == []
        transaction.set_rollback(True)


# ---- what is said of either version ----------------------------------------------------------------------------------


@pytest.fixture
def renamed():
    """A competence in two published versions."""
    (old,) = published(1)
    draft = draft_of(old)
    new = rename(counterpart(draft, old), "Nowa nazwa")
    publish(draft)
    return old, new


def test_a_level_said_of_the_old_version_is_held_in_the_new_one_and_goes_on_from_there(renamed):
    old, new = renamed
    who = make.person()
    first = assessed(who, old, 2, DAY)
    assert [(held.line_id, held.level) for held in held_levels([who])] == [(new.line_id, 2)]
    assessed(who, new, 3, DAY + timedelta(days=9))
    (line,) = growth(who)
    assert ([step.level for step in line.steps], line.competence) == ([2, 3], new)
    assert newest_statements(who, kind=AssessmentKind.SUPERVISOR)[old.line_id].level == 3
    first.refresh_from_db()
    assert first.competence == old  # the ledger stays as it was written


def test_the_same_evidence_is_recorded_once_whichever_version_it_names(renamed):
    old, new = renamed
    who = make.person()
    (first,) = actions.record(entries=[entry(who, old, 2, DAY, key="exam")], actor=make.ACTOR)
    (again,) = actions.record(entries=[entry(who, new, 2, DAY, key="exam")], actor=make.ACTOR)
    assert again == first
    assert Assessment.objects.count() == 1


def test_a_correction_may_name_the_other_version_and_no_other_competence(renamed):
    old, new = renamed
    who = make.person()
    row = assessed(who, old, 2, DAY)
    with pytest.raises(refusals.CorrectsAnother):
        actions.record(entries=[entry(who, _other(), 1, DAY, corrects=row)], actor=make.ACTOR)
    actions.record(entries=[entry(who, new, 1, DAY, corrects=row)], actor=make.ACTOR)
    assert [held.level for held in held_levels([who])] == [1]


def _other():
    """A competence of another framework with a scale."""
    other = make.CompetenceFactory(framework=make.FrameworkFactory(code="inne"))
    for number in range(1, 5):
        make.LevelFactory(framework=other.framework, number=number)
    return other


def test_what_was_estimated_of_the_old_version_can_be_taken_back_on_the_page_of_the_new_one(renamed):
    old, new = renamed
    who = make.person()
    actions.estimate(person=who, levels={old: 2}, actor=make.ACTOR)
    assert actions.estimate(person=who, levels={new: 2}, actor=make.ACTOR) == []
    taken = actions.take_back(person=who, competence=new, kind=AssessmentKind.SELF, assessor=who, actor=make.ACTOR)
    assert taken.competence == new
    assert held_levels([who]) == []


def test_a_past_day_names_competences_as_they_were_called_then(renamed):
    old, new = renamed
    who = make.employed()
    make.RoleProfileFactory(positions=[make.PositionFactory()], requirements={old: 3}, framework=old.framework)
    assessed(who, old, 2, DAY)
    for on, called in ((SECOND.date() - timedelta(days=1), old), (SECOND.date(), new), (LATER, new)):
        assert [gap.competence for gap in gaps(who, on=on)] == [called]
        assert [line.competence for line in growth(who, on=on)] == [called]
        (row,) = growth_table(by="competence", since=DAY, on=on)
        assert (row.key, row.label) == (old.line_id, str(called))
    assert [gap.competence for gap in gaps(who, on=LATER, recorded_until=SECOND)] == [old]


# ---- split, merged, dropped ------------------------------------------------------------------------------------------


def level_of(who, competence, **when):
    return {held.line_id: held.level for held in held_levels([who], **when)}.get(competence.line_id)


def test_a_split_competence_carries_no_level_unless_it_is_said():
    (old,) = published(1)
    who = make.person()
    assessed(who, old, 3, DAY)
    draft = draft_of(old)
    removed(draft, old)
    with_level = added(draft, "Rozmowa", code="N1", origins=[old], carries=old)
    without = added(draft, "Pisanie", code="N2", origins=[old])
    assert level_of(who, with_level) is None  # a draft counts for nothing
    publish(draft)
    assert (level_of(who, with_level), level_of(who, without), level_of(who, old)) == (3, None, 3)
    assert level_of(who, with_level, on=DAY) == 3
    assert [*integrity.check_levels()] == []


def test_what_is_recorded_later_of_the_old_one_counts_in_what_carries_it():
    (old,) = published(1)
    draft = draft_of(old)
    removed(draft, old)
    new = added(draft, "Rozmowa", code="N1", origins=[old], carries=old)
    publish(draft)
    who = make.person()
    assessed(who, old, 2, DAY)
    row = assessed(who, new, 3, DAY + timedelta(days=1))
    assert (level_of(who, old), level_of(who, new)) == (2, 3)
    actions.record(entries=[entry(who, new, None, LATER, corrects=row)], actor=make.ACTOR)
    assert (level_of(who, old), level_of(who, new)) == (2, 2)
    stored = sorted(HeldLevel.objects.values_list("person_id", "line_id", "since", "until", "level", "assessment_id"))
    actions.rebuild_levels()
    fields = ("person_id", "line_id", "since", "until", "level", "assessment_id")
    assert sorted(HeldLevel.objects.values_list(*fields)) == stored


def test_a_merged_competence_carries_the_level_of_the_one_that_was_chosen():
    first, second = published(2)
    who = make.person()
    assessed(who, first, 1, DAY)
    assessed(who, second, 4, DAY)
    draft = draft_of(first)
    removed(draft, first)
    removed(draft, second)
    both = added(draft, "Razem", code="N", origins=[first, second], carries=first)
    publish(draft)
    assert level_of(who, both) == 1


def test_a_level_decided_later_counts_from_the_decision_on_and_not_before():
    (old,) = published(1)
    who = make.person()
    assessed(who, old, 3, DAY, recorded_at=SECOND - timedelta(days=3))
    draft = draft_of(old)
    removed(draft, old)
    new = added(draft, "Rozmowa", code="N", origins=[old])
    publish(draft)
    decided = SECOND + timedelta(days=30)
    competences.carry_level(origin=new.origins.get(), actor=make.ACTOR, now=decided)
    assert level_of(who, new) == 3
    assert level_of(who, new, recorded_until=decided) is None
    assert level_of(who, new, recorded_until=decided + timedelta(seconds=1)) == 3
    assert [*integrity.check_levels()] == []


def test_reports_speak_of_the_competences_of_the_day_and_count_nobody_twice():
    first, second = published(2)
    who = make.employed()
    for day, level in ((DAY, 2), (DAY + timedelta(days=3), 3)):
        assessed(who, first, level, day, recorded_at=SECOND - timedelta(days=10))
        assessed(who, second, level, day, recorded_at=SECOND - timedelta(days=10))
    draft = draft_of(first)
    removed(draft, first)
    removed(draft, second)
    halves = [added(draft, f"Część {n}", code=f"N{n}", origins=[first], carries=first) for n in (1, 2)]
    publish(draft)

    def told(on, recorded_until=None):
        rows = growth_table(by="competence", since=DAY, on=on, recorded_until=recorded_until)
        total = growth_total(since=DAY, on=on, recorded_until=recorded_until)
        return {row.label for row in rows}, total.pairs, total.rose

    old_names, new_names = {str(first), str(second)}, {str(half) for half in halves}
    assert told(SECOND.date() - timedelta(days=1)) == (old_names, 2, 1)
    assert told(LATER) == (new_names, 2, 1)
    assert told(LATER, recorded_until=BEFORE) == (old_names, 2, 1)
    assert held_levels([who], on=LATER, recorded_until=BEFORE) == [
        held for held in held_levels([who], on=LATER) if held.line_id in (first.line_id, second.line_id)
    ]
