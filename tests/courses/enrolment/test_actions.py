"""The verbs of enrolment, one person at a time: applying, and what the database holds."""

from itertools import product

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from courses.catalogue.states import EditionState
from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.enrolment.refusals import (
    ChooseInstitution,
    EditionIsFull,
    EditionNotRecruiting,
    NotAWorkplace,
    OrganisationLimitReached,
    RecruitmentClosed,
    RecruitmentNotOpenYet,
)
from courses.enrolment.states import LIVE, NEXT, EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import DAY, apply, fresh, kinds_for, recruitment, states
from tests.factories import ACTOR, NOW, TODAY
from training.kernel.refusals import MoveNotAllowed
from training.kernel.states import check_move
from training.notices.models import Notice
from training.people.models import Employment
from training.people.states import Identity

pytestmark = pytest.mark.django_db


# ---- the table of states


@pytest.mark.parametrize(("old", "new"), list(product(EnrolmentState, repeat=2)))
def test_every_pair_of_states_is_either_allowed_or_refused(old, new):
    if new in NEXT[old]:
        check_move(old, new, NEXT)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(old, new, NEXT)


def test_what_is_over_leads_nowhere_and_what_lives_can_always_end():
    assert {state for state in EnrolmentState if not NEXT[state]} == set(EnrolmentState) - LIVE
    assert all(
        {EnrolmentState.WITHDRAWN, EnrolmentState.MOVED, EnrolmentState.CANCELLED} <= NEXT[state] for state in LIVE
    )


# ---- applying


def test_an_applicant_gets_a_place_with_history_and_a_letter():
    opened, person = recruitment(seats=2), make.employed()
    application = apply(opened, person)
    assert (application.state, application.arrival, application.confirmed_at) == (EnrolmentState.CONFIRMED, 1, NOW)
    change = EnrolmentChange.objects.get(enrolment=application)
    assert (change.old_state, change.new_state, change.actor_name) == ("", "confirmed", ACTOR.name)
    assert change.facts == {"seats": 2, "taken": 0, "obstacle": None}
    assert kinds_for(person) == ["enrolment_confirmed"]


def test_the_applicant_after_the_last_place_waits_in_line():
    opened = recruitment(seats=1)
    first, second, third = apply(opened), apply(opened), apply(opened)
    assert [first.state, second.state, third.state] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITING,
        EnrolmentState.WAITING,
    ]
    assert [first.arrival, second.arrival, third.arrival] == [1, 2, 3]
    letter = Notice.objects.get(person=third.person)
    assert letter.kind == "enrolment_waiting"
    assert "2" in letter.body.split("\n\n")[1]


def test_applying_twice_changes_nothing():
    opened, person = recruitment(), make.employed()
    application = apply(opened, person)
    assert apply(opened, person).pk == application.pk
    assert EnrolmentChange.objects.count() == 1
    assert Notice.objects.count() == 1


def test_applying_again_after_withdrawing_is_a_new_application_at_the_end():
    opened, person = recruitment(seats=1), make.employed()
    application = apply(opened, person)
    apply(opened)
    enrolment.withdraw(enrolment=application, actor=ACTOR, now=NOW)
    again = apply(opened, person)
    assert again.pk != application.pk
    assert (again.arrival, again.state) == (3, EnrolmentState.WAITING)


def test_a_full_edition_without_a_reserve_list_refuses():
    opened = recruitment(seats=1, has_reserve_list=False)
    apply(opened)
    with pytest.raises(EditionIsFull):
        apply(opened)
    assert states(opened) == [EnrolmentState.CONFIRMED]


def test_the_limit_of_an_institution_holds_back_its_people_only():
    opened, office = recruitment(seats=5, organisation_limit=1), make.organisation()
    first, second = (apply(opened, make.employed(organisation=office)) for _ in range(2))
    other = apply(opened)
    assert [first.state, second.state, other.state] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITING,
        EnrolmentState.CONFIRMED,
    ]
    assert EnrolmentChange.objects.get(enrolment=second).facts == {
        "seats": 5,
        "taken": 1,
        "obstacle": "organisation_limit",
        "obstacles": ["organisation_limit"],
        "organisation_limit": 1,
        "organisation_taken": 1,
        "position": 1,
    }


def test_the_limit_of_a_county_counts_all_its_institutions():
    opened = recruitment(seats=5, county_limit=1, has_reserve_list=True)
    application = apply(opened, make.employed(organisation=make.organisation(county="0601")))
    second = apply(opened, make.employed(organisation=make.organisation(county="0601")))
    third = apply(opened, make.employed(organisation=make.organisation(county="0602")))
    assert [application.state, second.state, third.state] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITING,
        EnrolmentState.CONFIRMED,
    ]


def test_a_reached_limit_without_a_reserve_list_refuses():
    opened, office = recruitment(organisation_limit=1, has_reserve_list=False), make.organisation()
    apply(opened, make.employed(organisation=office))
    with pytest.raises(OrganisationLimitReached):
        apply(opened, make.employed(organisation=office))


def test_where_rops_decides_an_application_waits_for_it():
    opened = recruitment(at_once=False)
    assert apply(opened).state == EnrolmentState.UNDER_DECISION


def test_somebody_nobody_knows_waits_for_a_decision():
    opened = recruitment()
    assert apply(opened, make.person(identity=Identity.UNCONFIRMED)).state == EnrolmentState.UNDER_DECISION


@pytest.mark.parametrize(
    ("now", "refusal"),
    [(NOW - 11 * DAY, RecruitmentNotOpenYet), (NOW + 10 * DAY, RecruitmentClosed)],
)
def test_outside_the_window_nobody_gets_in_but_by_rops(now, refusal):
    opened, person = recruitment(), make.employed()
    with pytest.raises(refusal):
        apply(opened, person, now=now)
    assert apply(opened, person, now=now, on_behalf=True).state == EnrolmentState.CONFIRMED


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.CANCELLED, EditionState.CLOSED])
def test_an_edition_that_does_not_run_takes_nobody_even_by_rops(state):
    opened = recruitment()
    type(opened.edition).objects.filter(pk=opened.edition_id).update(state=state)
    for on_behalf in (False, True):
        with pytest.raises(EditionNotRecruiting):
            apply(opened, on_behalf=on_behalf)


def test_an_edition_that_is_over_takes_nobody():
    opened = recruitment(
        edition=make.EditionFactory(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY), opens_at=NOW - 20 * DAY
    )
    with pytest.raises(EditionNotRecruiting):
        apply(opened)


def test_an_edition_without_recruitment_takes_nobody():
    with pytest.raises(EditionNotRecruiting):
        enrolment.apply(person=make.employed(), edition=make.EditionFactory(), actor=ACTOR, now=NOW)


def test_who_works_in_two_institutions_says_which_sends_them():
    opened, person = recruitment(), make.employed()
    second = make.EmploymentFactory(person=person, organisation=make.organisation(county="0601"))
    with pytest.raises(ChooseInstitution):
        apply(opened, person)
    application = apply(opened, person, employment=second)
    assert (application.organisation, application.county.code, application.position) == (
        second.organisation,
        "0601",
        second.position,
    )


def test_two_posts_in_one_institution_are_no_choice():
    opened, person = recruitment(), make.employed()
    office = person.employments.get().organisation
    make.EmploymentFactory(person=person, organisation=office, position=make.PositionFactory(code="asystent"))
    assert apply(opened, person).organisation == office


def test_the_workplace_must_be_theirs_and_of_today():
    opened, person = recruitment(), make.employed()
    former = make.EmploymentFactory(person=person, valid_until=TODAY - DAY)
    somebody_elses = make.EmploymentFactory()
    for workplace in (former, somebody_elses):
        with pytest.raises(NotAWorkplace):
            apply(opened, person, employment=workplace)


def test_the_institution_is_a_snapshot_that_a_change_of_jobs_leaves_alone():
    opened, person = recruitment(), make.employed()
    office = person.employments.get().organisation
    application = apply(opened, person)
    Employment.objects.filter(person=person).update(superseded_at=NOW)
    make.EmploymentFactory(person=person, organisation=make.organisation())
    assert fresh(application).organisation == office


def test_a_merged_record_applies_as_the_one_that_lives_on():
    opened, person = recruitment(), make.employed()
    old = make.person(merged_into=person)
    assert apply(opened, old).person == person
    assert apply(opened, person).pk == Enrolment.objects.get().pk


def test_what_a_merged_record_holds_already_is_the_same_persons():
    opened, person, former = recruitment(), make.employed(), make.employed()
    application = apply(opened, former)
    former.merged_into = person
    former.save()
    assert apply(opened, person).pk == application.pk


@pytest.mark.parametrize("terms", [{}, {"seats": 1, "organisation_limit": 1, "county_limit": 1}])
def test_applying_costs_seven_queries_with_limits_history_and_outbox(terms):
    opened, person = recruitment(**terms), make.employed()
    apply(opened)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        apply(opened, person)
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in captured if not query["sql"].startswith(words)]
    assert len(asked) == 7, "\n".join(asked)


# ---- what cannot be said twice, held by the database


def test_a_second_live_enrolment_of_a_person_is_impossible():
    application = make.EnrolmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EnrolmentFactory(edition=application.edition, person=application.person)


def test_an_arrival_is_given_once_and_never_changed():
    application = make.EnrolmentFactory(arrival=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EnrolmentFactory(edition=application.edition, arrival=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=application.pk).update(arrival=1)


def test_history_cannot_be_rewritten():
    application = apply(recruitment())
    for attempt in (
        lambda: EnrolmentChange.objects.filter(enrolment=application).update(reason="never happened"),
        lambda: EnrolmentChange.objects.filter(enrolment=application).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
