"""Two merges at once, and a merge while somebody applies: on PostgreSQL, with real threads."""

import pytest

from courses.enrolment import actions as enrolment
from courses.enrolment import integrity
from courses.enrolment.actions import seats
from courses.enrolment.models import Enrolment
from tests import factories as make
from tests.courses.enrolment.steps import recruitment
from tests.training.people.test_races import together
from training.people import actions
from training.people.integrity import check_people
from training.people.models import Merge, Person
from training.people.queries import resolve
from training.people.refusals import ClashUnsettled, PersonMerged

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def merging(kept, merged):
    return lambda: actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="x")


@pytest.mark.parametrize("turn", range(4))
def test_of_two_opposite_merges_one_is_made(turn):
    first, second = make.person(), make.person()
    outcomes = together(merging(first, second), merging(second, first))
    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, Merge)) == [PersonMerged]
    assert list(check_people()) == []


@pytest.mark.parametrize("turn", range(4))
def test_two_merges_in_a_row_never_make_a_chain(turn):
    first, second, third = make.person(), make.person(), make.person()
    outcomes = together(merging(second, first), merging(third, second))
    # The upper one first: then the lower one meets a merged record, and is refused.
    assert all(isinstance(outcome, Merge | PersonMerged) for outcome in outcomes)
    assert any(isinstance(outcome, Merge) for outcome in outcomes)
    assert list(check_people()) == []
    assert not Person.objects.filter(merged_into__merged_into__isnull=False).exists()


def test_many_merges_of_few_records_at_once():
    people = [make.person() for _ in range(4)]
    pairs = [(person, other) for person in people for other in people if person != other]
    outcomes = together(*[merging(*pair) for pair in pairs])
    assert {type(outcome) for outcome in outcomes} <= {Merge, PersonMerged}
    assert sum(isinstance(outcome, Merge) for outcome in outcomes) == 3
    assert list(check_people()) == []


def _applying_while_merging():
    """One record has applied; the other applies while the two are merged."""
    opened = recruitment(seats=5)
    kept, merged = make.employed(), make.employed()
    enrolment.apply(person=kept, edition=opened.edition, actor=make.ACTOR, now=make.NOW)
    apply = lambda: enrolment.apply(person=merged, edition=opened.edition, actor=make.ACTOR, now=make.NOW)  # noqa: E731
    outcomes = together(apply, merging(kept, merged))
    return kept, outcomes


@pytest.mark.parametrize("turn", range(4))
def test_somebody_who_applies_while_their_records_are_merged_stands_once(turn):
    _kept, outcomes = _applying_while_merging()
    assert isinstance(outcomes[0], Enrolment | PersonMerged)
    # Either the merge came first and the application was there already, or it meets two and asks.
    assert isinstance(outcomes[1], Merge | ClashUnsettled)
    assert list(integrity.one_person_once()) == []


def test_without_the_lock_on_the_person_they_could_stand_twice(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(seats, "locked_person", resolve)
    faults = 0
    for _turn in range(8):
        _applying_while_merging()
        faults = len(list(integrity.one_person_once()))
        if faults:
            break
    assert faults
