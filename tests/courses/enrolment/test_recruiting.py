"""Terms of a recruitment, and the snapshot of the first day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.refusals import EditionIsOver
from courses.enrolment import actions as enrolment
from courses.enrolment.refusals import (
    FewerSeatsThanTaken,
    LimitBelowTaken,
    RecruitmentAlreadyOpen,
)
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import DAY, apply, fresh, recruitment, states
from tests.factories import ACTOR, NOW, TODAY
from training.people.models import Employment

pytestmark = pytest.mark.django_db


# ---- terms


def terms(**changed):
    return {"seats": 5, "opens_at": NOW, "closes_at": NOW + DAY, **changed}


def test_recruitment_opens_once_and_locks_the_standard():
    standard = make.StandardFactory()
    make.OutcomeFactory(standard=standard, competence=_competence_with_levels())
    edition = make.EditionFactory(course=standard.course, standard=standard)
    opened = enrolment.open_recruitment(edition=edition, actor=ACTOR, now=NOW, **terms())
    standard.refresh_from_db()
    assert opened.opened_at == NOW
    assert standard.locked_at == NOW
    with pytest.raises(RecruitmentAlreadyOpen):
        enrolment.open_recruitment(edition=edition, actor=ACTOR, now=NOW, **terms())


def test_a_closed_edition_gets_no_recruitment_and_no_other_terms():
    opened, bare = recruitment(seats=5), make.EditionFactory()
    for edition in (opened.edition, bare):
        type(edition).objects.filter(pk=edition.pk).update(state="closed")
    with pytest.raises(EditionIsOver):
        enrolment.open_recruitment(edition=bare, actor=ACTOR, now=NOW, **terms())
    with pytest.raises(EditionIsOver):
        enrolment.change_recruitment(recruitment=opened, seats=9, actor=ACTOR, now=NOW)
    opened.refresh_from_db()
    assert opened.seats == 5


def _competence_with_levels():
    competence = make.CompetenceFactory()
    for number in range(1, 5):
        make.LevelFactory(framework=competence.framework, number=number)
    return competence


def test_more_seats_are_offered_at_once():
    opened = recruitment(seats=1)
    for _ in range(4):
        apply(opened)
    enrolment.change_recruitment(recruitment=opened, actor=ACTOR, seats=3, now=NOW)
    assert states(opened) == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.OFFERED,
        EnrolmentState.OFFERED,
        EnrolmentState.WAITING,
    ]


def test_a_raised_limit_is_filled_at_once():
    opened, office = recruitment(seats=5, organisation_limit=1), make.organisation()
    for _ in range(3):
        apply(opened, make.employed(organisation=office))
    enrolment.change_recruitment(recruitment=opened, actor=ACTOR, organisation_limit=2, now=NOW)
    assert states(opened) == [EnrolmentState.CONFIRMED, EnrolmentState.OFFERED, EnrolmentState.WAITING]


def test_nobody_loses_a_place_to_changed_terms():
    opened, office = recruitment(seats=3), make.organisation()
    for _ in range(2):
        apply(opened, make.employed(organisation=office))
    with pytest.raises(FewerSeatsThanTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, seats=1, now=NOW)
    with pytest.raises(LimitBelowTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, organisation_limit=1, now=NOW)
    with pytest.raises(LimitBelowTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, county_limit=1, now=NOW)
    opened.refresh_from_db()
    assert (opened.seats, opened.organisation_limit, opened.county_limit) == (3, None, None)


def test_filling_many_seats_costs_the_same_as_filling_one():
    def cost(waiting):
        opened = recruitment(seats=1)
        for number in range(waiting + 1):
            make.EnrolmentFactory(
                edition=opened.edition,
                arrival=number + 1,
                state=EnrolmentState.WAITING if number else EnrolmentState.CONFIRMED,
            )
        opened.seats = waiting + 1
        opened.save()
        with CaptureQueriesContext(connection) as captured:
            given = enrolment.fill_seats(recruitment=opened, actor=ACTOR, now=NOW)
        assert len(given) == waiting
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        return len([query for query in captured if not query["sql"].startswith(words)])

    assert [cost(1), cost(3), cost(20)] == [8, 8, 8]


# ---- the first day


def test_the_institution_of_the_first_day_is_kept_apart_from_that_of_the_application():
    opened = recruitment(edition=make.EditionFactory(starts_on=TODAY, ends_on=TODAY))
    stays, changes = make.employed(), make.employed()
    first, second = apply(opened, stays), apply(opened, changes)
    Employment.objects.filter(person=changes).update(superseded_at=NOW)
    new = make.EmploymentFactory(person=changes, organisation=make.organisation()).organisation
    assert enrolment.snapshot_at_start(opened.edition, now=NOW - DAY) == 0
    assert enrolment.snapshot_at_start(opened.edition, now=NOW) == 2
    assert fresh(first).organisation_at_start == first.organisation
    assert (fresh(second).organisation, fresh(second).organisation_at_start) == (second.organisation, new)
    assert enrolment.snapshot_at_start(opened.edition, now=NOW) == 0
