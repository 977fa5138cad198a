"""Questions about people and institutions, on any day and as known at any moment; and what kompas_check finds."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories as make
from training.accounts.queries import is_rops, managed_organisations, managed_people, person_of, sees_names
from training.kernel import time
from training.people import actions, queries
from training.people.integrity import check_people
from training.people.models import Employment, Person, Placement
from training.people.refusals import AlreadyEmployed, DaysOutOfOrder, FactSuperseded, PersonMerged

pytestmark = pytest.mark.django_db


def test_a_correction_changes_today_and_not_what_was_known():
    person = make.employed()
    before = person.employments.get()
    head = make.PositionFactory(code="kierownik", name_pl="kierownik")
    actions.correct_employment(employment=before, position=head, actor=make.ACTOR, now=make.NOW)
    now = queries.employments_on(person, make.TODAY).get()
    then = queries.employments_on(person, make.TODAY, recorded_until=make.NOW).get()
    assert (now.position, then.position) == (head, before.position)


def test_a_superseded_post_is_not_changed_again():
    post = make.employed().employments.get()
    actions.end_employment(employment=post, on=make.TODAY, actor=make.ACTOR, now=make.NOW)
    with pytest.raises(FactSuperseded):
        actions.end_employment(employment=post, on=date(2026, 1, 1), actor=make.ACTOR)


def test_a_post_cannot_end_before_it_begins_nor_be_held_twice():
    person = make.employed()
    post = person.employments.get()
    with pytest.raises(DaysOutOfOrder):
        actions.end_employment(employment=post, on=date(2019, 1, 1), actor=make.ACTOR)
    what = {"person": person, "organisation": post.organisation, "position": post.position, "actor": make.ACTOR}
    assert actions.start_employment(**what, valid_from=post.valid_from) == post
    with pytest.raises(AlreadyEmployed):
        actions.start_employment(**what, valid_from=date(2021, 1, 1))


def test_an_institution_that_moves_keeps_its_past():
    organisation = make.organisation(county="0663")
    kind, county = make.KindFactory(code="CUS", name_pl="centrum usług"), make.CountyFactory(code="0618", name="t")
    actions.place_organisation(
        organisation=organisation,
        kind=kind,
        county=county,
        valid_from=date(2025, 1, 1),
        actor=make.ACTOR,
        now=make.NOW,
    )
    assert queries.placement_on(organisation, date(2024, 12, 31)).county.code == "0663"
    assert queries.placement_on(organisation, date(2025, 1, 1)).county.code == "0618"
    assert queries.placement_on(organisation, date(2025, 1, 1), recorded_until=make.NOW).county.code == "0663"


@pytest.mark.parametrize("days", list(itertools.permutations([0, 60, 120])), ids=str)
def test_an_institution_has_one_kind_and_county_on_each_day_whatever_order_they_are_recorded_in(days):
    """Placed from today and then from two months ago, it was in two counties at once."""
    organisation, today = make.organisation(county="0663"), time.today()
    kind = organisation.placements.get().kind
    for number, ago in enumerate(days):
        county = make.CountyFactory(code=f"060{number}", name=f"p{number}", is_city=False)
        since = today - timedelta(days=ago)
        what = {"organisation": organisation, "kind": kind, "county": county, "valid_from": since}
        placed = actions.place_organisation(**what, actor=make.ACTOR)
        assert actions.place_organisation(**what, actor=make.ACTOR) == placed
        # What was said last holds from its day on.
        assert queries.placement_on(organisation, today) == placed
        assert queries.placement_on(organisation, since - timedelta(days=1)) != placed
        for day in (today - timedelta(days=back) for back in range(130)):
            assert organisation.placements.as_of(day).count() == 1
    assert list(check_people()) == []


def test_posts_of_many_people_take_one_query(django_assert_num_queries):
    people = [make.employed() for _one in range(3)]
    with django_assert_num_queries(1):
        posts = queries.current_employments(people, make.TODAY)
    assert [len(posts[person.pk]) for person in people] == [1, 1, 1]


def test_a_merged_record_leads_to_the_living_one_and_cannot_be_changed():
    living, merged = make.person(), make.person()
    Person.objects.filter(pk=merged.pk).update(merged_into=living)
    merged.refresh_from_db()
    assert queries.resolve(merged) == living
    with pytest.raises(PersonMerged):
        actions.save_person(person=merged, email="a@example.org", actor=make.ACTOR)


def test_a_manager_sees_own_staff_while_they_work_there_and_nobody_elses():
    mine, other = make.organisation(), make.organisation()
    head = make.person_with_account()
    make.MandateFactory(person=head, organisation=mine)
    own, left = make.employed(organisation=mine), make.employed(organisation=mine)
    foreign = make.employed(organisation=other)
    actions.end_employment(employment=left.employments.get(), on=time.today() - timedelta(days=1), actor=make.ACTOR)
    assert list(managed_organisations(head.user)) == [mine]
    assert list(managed_people(head.user)) == [own]
    assert set(managed_people(head.user, time.today() - timedelta(days=1))) == {own, left}
    assert foreign not in managed_people(head.user)
    assert not managed_people(foreign.user).exists()


def test_roles_of_rops(coordinator, analyst):
    learner = make.person_with_account()
    assert [is_rops(user) for user in (coordinator, analyst, learner.user)] == [True, True, False]
    assert [sees_names(user) for user in (coordinator, analyst, learner.user)] == [True, False, False]
    assert (person_of(learner.user), person_of(analyst)) == (learner, None)


# ---- kompas_check ------------------------------------------------------------------------------------------------


def sentences():
    return [fault.sentence for fault in check_people()]


def test_a_sound_database_is_silent():
    make.MandateFactory(organisation=make.organisation())
    make.employed()
    assert sentences() == []


def test_people_merged_in_a_circle_are_found(without_guards):
    first, second = make.person(), make.person()
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    Person.objects.filter(pk=second.pk).update(merged_into=first)
    faults = list(check_people())
    keys = [{"person": first.pk, "merged_into": second.pk}, {"person": second.pk, "merged_into": first.pk}]
    # Merged twice, and no merge in the history says so.
    assert [fault.keys for fault in faults] == keys * 2


def test_a_post_recorded_twice_is_found():
    post = make.employed().employments.get()
    Employment.objects.create(
        person=post.person, organisation=post.organisation, position=post.position, recorded_at=make.NOW
    )
    assert sentences() == ["the same employment is recorded twice for the same days"]


def test_an_institution_in_two_counties_on_one_day_is_found():
    organisation = make.organisation()
    other = make.CountyFactory(code="0618", name="tomaszowski", is_city=False)
    Placement.objects.create(organisation=organisation, kind=make.KindFactory(), county=other, recorded_at=make.NOW)
    assert sentences() == ["an institution has two kinds or counties on one day"]


def test_search_columns_that_lie_are_found():
    person = make.person(last_name="Łęczyńska")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kompas_training_person SET name_fold = 'x' WHERE id = %s", [person.pk])
    assert [fault.keys for fault in check_people()] == [{"person": person.pk}]
