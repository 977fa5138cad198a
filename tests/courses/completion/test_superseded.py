"""A row superseded by hand changes the answers of past days: ``kompas_check`` finds it; no verb leaves such a row."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from courses.completion import actions as completion
from courses.completion.integrity import superseded
from courses.completion.models import Assessorship, Verification
from tests import factories as make
from tests.training.assessments.versions import published
from training.competences import actions as competences
from training.competences.integrity import check_profiles
from training.competences.models import RoleProfile
from training.kernel import time
from training.people import actions as people
from training.people.integrity import check_people
from training.people.models import Employment, Mandate, Placement

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DATED = (Employment, Placement, Mandate, RoleProfile, Assessorship, Verification)


def superseded_by_hand():
    """The rows named as superseded by nobody, by model."""
    faults = [*check_people(), *check_profiles(), *superseded()]
    return [next(iter(fault.keys.items())) for fault in faults if "was superseded, and nothing" in fault.sentence]


def profile_of(framework_levels, **more):
    return competences.save_profile(
        framework=next(iter(framework_levels)).framework,
        code=more.pop("code", "opiekun"),
        name_pl="opiekun",
        levels=framework_levels,
        actor=make.ACTOR,
        **more,
    )


@pytest.fixture
def world(taught):
    """One open row of each of the six dated tables."""
    first, second = published(2)
    first.refresh_from_db()
    course = taught(outcomes=[(first, 2, True), (second, 1, True)])
    person = make.person()
    office = make.organisation()
    post = people.start_employment(
        person=person, organisation=office, position=make.PositionFactory(), valid_from=make.TODAY, actor=make.ACTOR
    )
    mandate = people.grant_mandate(person=person, organisation=office, valid_from=make.TODAY, actor=make.ACTOR)
    verdict = completion.verify(
        enrolment=course.people[0],
        outcome=course.outcomes[0],
        is_met=True,
        assessor=course.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    assert superseded_by_hand() == []
    return {
        Employment: post,
        Mandate: mandate,
        Placement: office.placements.get(),
        RoleProfile: profile_of({first: 2}),
        Assessorship: Assessorship.objects.get(edition=course.edition),
        Verification: verdict,
    }


@pytest.mark.parametrize("model", DATED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=1), timedelta(days=400)], ids=str)
def test_a_row_superseded_by_hand_is_found(world, model, later):
    row = world[model]
    # As anybody may who reaches the table: the triggers let an open row be superseded, once.
    assert model._base_manager.filter(pk=row.pk).update(superseded_at=F("recorded_at") + later) == 1
    assert superseded_by_hand() == [(model._meta.model_name, row.pk)]


def test_plain_sql_finds_no_way_around(world):
    row = world[Employment]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kompas_training_employment SET superseded_at = recorded_at WHERE id = %s", [row.pk])
    assert superseded_by_hand() == [("employment", row.pk)]


def test_what_each_verb_supersedes_has_its_successor_or_its_line(world):
    ended = people.end_employment(
        employment=world[Employment], on=make.TODAY + DAY, actor=make.ACTOR, keep_mandates_because="zastępstwo"
    )
    people.correct_employment(
        employment=ended, organisation=make.organisation(), position=make.PositionFactory(code="p"), actor=make.ACTOR
    )
    people.end_mandate(
        mandate=Mandate.objects.as_recorded().get(pk__gt=world[Mandate].pk), on=make.TODAY + DAY, actor=make.ACTOR
    )
    office = world[Placement].organisation
    for since in (date(2025, 1, 1), date(2024, 1, 1), None):
        kind, county = make.KindFactory(code=f"K{since.year if since else 0}"), make.CountyFactory()
        people.place_organisation(
            organisation=office, kind=kind, county=county, valid_from=since, actor=make.ACTOR, now=time.now()
        )
    profile = world[RoleProfile]
    levels = {line.competence: line.level for line in profile.requirements.all()}
    changed = profile_of(levels, profile=profile, code="opiekunka")
    competences.end_profile(profile=changed, last_day=date(2026, 1, 1), actor=make.ACTOR)
    grant = world[Assessorship]
    completion.grant_assessorship(
        edition=grant.edition,
        person=grant.person,
        actor=make.ACTOR,
        valid_from=grant.valid_from,
        valid_until=make.TODAY,
    )
    completion.end_assessorship(
        assessorship=Assessorship.objects.as_recorded().get(edition=grant.edition),
        valid_until=make.TODAY + DAY,
        actor=make.ACTOR,
    )
    verdict = world[Verification]
    completion.verify(
        enrolment=verdict.enrolment,
        outcome=verdict.outcome,
        is_met=False,
        assessor=verdict.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    for model in DATED:
        assert model._base_manager.filter(superseded_at__isnull=False).exists(), model
    assert superseded_by_hand() == []


def test_a_post_that_was_to_begin_after_the_closing_is_withdrawn_by_a_line_of_that_moment():
    office, today = make.OrganisationFactory(), time.today()
    person = make.person()
    people.start_employment(
        person=person, organisation=office, position=make.PositionFactory(), valid_from=today + DAY, actor=make.ACTOR
    )
    people.grant_mandate(person=person, organisation=office, valid_from=today + DAY, actor=make.ACTOR)
    Placement.objects.create(
        organisation=office,
        kind=make.KindFactory(),
        county=make.CountyFactory(),
        valid_from=today + DAY,
        recorded_at=make.LONG_AGO,
    )
    people.close_organisation(organisation=office, closed_on=today, reason="połączenie", actor=make.ACTOR)
    for model in (Employment, Mandate, Placement):
        assert not model.objects.as_recorded().filter(organisation=office).exists()
    assert superseded_by_hand() == []


def test_a_mandate_that_was_to_begin_after_the_post_ends_is_withdrawn_by_a_line_of_that_moment():
    office, today = make.organisation(), time.today()
    person = make.person()
    post = make.EmploymentFactory(person=person, organisation=office)
    people.grant_mandate(person=person, organisation=office, valid_from=today + 9 * DAY, actor=make.ACTOR)
    people.end_employment(employment=post, on=today, actor=make.ACTOR)
    assert not Mandate.objects.as_recorded().exists()
    assert superseded_by_hand() == []


def test_an_assessor_granted_again_on_the_merged_record_leaves_a_line_on_the_old_one(taught):
    edition = taught().edition
    old, kept = make.person(), make.person()
    grant = {"edition": edition, "actor": make.ACTOR}
    completion.grant_assessorship(person=old, **grant, valid_from=date(2025, 1, 1))
    people.merge_people(kept=kept, merged=old, reason="ta sama osoba", actor=make.ACTOR)
    completion.grant_assessorship(person=kept, **grant, valid_from=date(2025, 2, 1))
    assert Assessorship.objects.get(person=old).superseded_at is not None
    assert superseded_by_hand() == []


def test_a_post_taken_back_from_the_successor_leaves_a_line_when_it_had_ended_otherwise_meanwhile():
    office, successor, today = make.organisation(), make.organisation(), time.today()
    person = make.employed(organisation=office)
    post = person.employments.get()
    people.close_organisation(
        organisation=office,
        closed_on=today,
        reason="połączenie",
        succeeded_by=successor,
        moved=[post],
        actor=make.ACTOR,
    )
    ended = Employment.objects.as_recorded().get(organisation=office)
    people.correct_employment(employment=ended, valid_until=today - DAY, actor=make.ACTOR)
    people.reopen_organisation(organisation=office, reason="pomyłka", actor=make.ACTOR)
    assert not Employment.objects.as_recorded().filter(organisation=successor).exists()
    assert superseded_by_hand() == []
