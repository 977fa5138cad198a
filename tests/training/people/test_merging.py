"""Merging two records of one person, and taking it back."""

from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import recruitment
from tests.training.assessments.shapes import assessed, framework_with
from training.accounts.queries import managed_organisations, managed_people, person_of
from training.assessments.actions import rebuild_levels, share_estimates
from training.assessments.models import HeldLevel
from training.assessments.queries import gaps, held_for_manager, held_levels
from training.assessments.states import AssessmentKind
from training.desk.queries import team
from training.kernel.actors import Actor
from training.people import actions, queries
from training.people.integrity import check_people
from training.people.models import Employment, Merge, Person
from training.people.refusals import (
    AccountOutranks,
    ClashUnsettled,
    MergedFurther,
    PersonMerged,
    SameRecord,
    UndoTooLate,
    WhyMissing,
)

pytestmark = pytest.mark.django_db


def merge(kept, merged, **more):
    row = actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="the same PESEL", **more)
    for person in (kept, merged):
        person.refresh_from_db()
    return row


def undo(row, **more):
    undone = actions.undo_merge(merge=row, actor=make.ACTOR, reason="two sisters", **more)
    return undone


def snapshot():
    """Every row of every table that merging may touch, but for the merges themselves and history."""
    return {
        "people": list(Person.objects.order_by("pk").values()),
        "posts": list(Employment.objects.order_by("pk").values()),
        "levels": [
            tuple(sorted((name, value) for name, value in row.items() if name != "id"))
            for row in HeldLevel.objects.order_by("person", "line", "since").values()
        ],
        "enrolments": list(Enrolment.objects.order_by("pk").values()),
    }


def lines_of(person):
    return [line.data["title"] for line in ModelLogEntry.objects.for_instance(person)]


# ---- what follows ------------------------------------------------------------------------------------------------


def test_posts_mandates_and_levels_follow_and_no_row_is_rewritten():
    office = make.organisation()
    (competence,) = framework_with(1)
    kept, merged, colleague = make.person(), make.employed(organisation=office), make.employed(organisation=office)
    make.MandateFactory(person=merged, organisation=office)
    make.EmploymentFactory(person=kept, organisation=office, position=make.PositionFactory(code="head", name_pl="kier"))
    assessed(merged, competence, 3, date(2026, 1, 1))
    posts = list(Employment.objects.order_by("pk").values())
    merge(kept, merged)
    assert list(Employment.objects.order_by("pk").values()) == posts
    assert {post.position.name_pl for post in queries.employments_on(kept, make.TODAY)} == {
        "kier",
        "pracownik socjalny",
    }
    assert set(queries.staff_of([office], make.TODAY)) == {kept, colleague}
    assert [member.person for member in team(office, make.TODAY).members] == sorted(
        [kept, colleague], key=lambda person: person.sort_key
    )
    assert [(held_level.person_id, held_level.level) for held_level in held_levels([kept])] == [(kept.pk, 3)]
    assert not HeldLevel.objects.filter(person=merged).exists()


def test_what_the_posts_of_both_records_require_counts():
    first, second = framework_with(2)
    kept, merged = make.person(), make.employed()
    make.EmploymentFactory(person=kept, position=make.PositionFactory(code="head", name_pl="kier"))
    make.RoleProfileFactory(requirements={first: 2}, positions=[kept.employments.get().position])
    make.RoleProfileFactory(requirements={second: 3}, positions=[merged.employments.get().position])
    merge(kept, merged)
    assert {gap.competence: gap.required for gap in gaps(kept)} == {first: 2, second: 3}


def test_the_same_post_on_both_records_is_one_person_on_the_map_with_one_post():
    office = make.organisation()
    kept, merged = make.employed(organisation=office), make.employed(organisation=office)
    merge(kept, merged)
    (member,) = team(office, make.TODAY).members
    assert (member.person, len(member.posts)) == (kept, 1)


def test_a_merged_records_names_and_address_find_the_person():
    kept = make.person(first_name="Anna", last_name="Nowak", email="anna@example.org")
    merged = make.person(first_name="Ania", last_name="Kowal", email="ania@example.org")
    actions.save_person(person=merged, last_name="Zawada", actor=make.ACTOR)
    merge(kept, merged)
    for words in ("nowak", "ania zawada", "ania kowal", "ania@example.org"):
        assert list(queries.search_people(words)) == [kept]
    assert list(queries.people_named("zawada ania")) == [kept]


def test_history_of_both_says_it_with_the_reason():
    kept, merged = make.person(first_name="Anna"), make.person(first_name="Ania")
    row = merge(kept, merged)
    assert any("Ania" in line for line in lines_of(kept))
    assert any("Anna" in line for line in lines_of(merged))
    assert ModelLogEntry.objects.for_instance(kept).first().data["reason"] == "the same PESEL"
    before = len(lines_of(kept))
    undo(row)
    assert len(lines_of(kept)) == before + 1
    row.refresh_from_db()
    assert (row.undone_by, row.undone_reason) == (make.ACTOR.name, "two sisters")


# ---- a past day --------------------------------------------------------------------------------------------------


def test_a_past_days_answer_ignores_merges_made_later_and_keeps_those_undone_since():
    (competence,) = framework_with(1)
    kept, merged = make.person(), make.employed()
    position = merged.employments.get().position
    make.RoleProfileFactory(requirements={competence: 2}, positions=[position])
    assessed(kept, competence, 1, date(2026, 1, 1), recorded_at=make.NOW - timedelta(days=40))
    assessed(merged, competence, 3, date(2026, 2, 1), recorded_at=make.NOW - timedelta(days=40))
    row = merge(kept, merged, now=make.NOW - timedelta(days=20))
    undo(row, now=make.NOW - timedelta(days=10))
    row = merge(merged, kept, now=make.NOW)

    def held(person, days):
        levels = held_levels([person], recorded_until=make.NOW - timedelta(days=days))
        return [(held.person_id, held.level) for held in levels]

    assert (held(kept, 30), held(merged, 30)) == ([(kept.pk, 1)], [(merged.pk, 3)])
    assert (held(kept, 15), held(merged, 15)) == ([(kept.pk, 3)], [(kept.pk, 3)])
    assert (held(kept, 5), held(merged, 5)) == ([(kept.pk, 1)], [(merged.pk, 3)])
    assert (held(kept, -1), held(merged, -1)) == ([(merged.pk, 3)], [(merged.pk, 3)])

    def required(person, days):
        return [(gap.required, gap.level) for gap in gaps(person, recorded_until=make.NOW - timedelta(days=days))]

    assert (required(kept, 30), required(merged, 30)) == ([], [(2, 3)])
    assert (required(kept, 15), required(merged, 5)) == ([(2, 3)], [(2, 3)])


# ---- undoing -----------------------------------------------------------------------------------------------------


def test_undoing_gives_back_exactly_what_was():
    (competence,) = framework_with(1)
    kept, merged, below = make.employed(), make.person_with_account(), make.employed()
    make.MandateFactory(person=merged)
    assessed(kept, competence, 1, date(2026, 1, 1))
    assessed(merged, competence, 3, date(2026, 2, 1))
    assessed(below, competence, 4, date(2026, 3, 1))
    merge(merged, below)
    rebuild_levels()
    before = snapshot()
    row = merge(kept, merged)
    below.refresh_from_db()
    assert below.merged_into_id == kept.pk
    assert [held_level.level for held_level in held_levels([kept])] == [4]
    undo(row)
    assert snapshot() == before
    undo(row)
    assert snapshot() == before


def test_what_was_written_since_stays_with_the_kept_record():
    (competence,) = framework_with(1)
    kept, merged = make.person(), make.person()
    assessed(merged, competence, 2, date(2026, 1, 1))
    row = merge(kept, merged)
    assessed(kept, competence, 3, date(2026, 2, 1))
    undo(row)
    assert [(held_level.person_id, held_level.level) for held_level in held_levels([kept.pk, merged.pk])] == [
        (kept.pk, 3),
        (merged.pk, 2),
    ]


def test_a_correction_stays_with_the_row_that_it_corrects():
    (competence,) = framework_with(1)
    kept, merged = make.person(), make.person()
    wrong = assessed(merged, competence, 4, date(2026, 1, 1))
    row = merge(kept, merged)
    correction = assessed(kept, competence, 1, date(2026, 1, 1), corrects=wrong)
    assert correction.person_id == merged.pk
    undo(row)
    assert [(held_level.person_id, held_level.level) for held_level in held_levels([kept.pk, merged.pk])] == [
        (merged.pk, 1)
    ]


def test_after_thirty_days_it_stays():
    row = merge(make.person(), make.person(), now=make.NOW)
    with pytest.raises(UndoTooLate):
        undo(row, now=make.NOW + timedelta(days=30, seconds=1))
    assert undo(row, now=make.NOW + timedelta(days=30)).undone_at


def test_a_record_merged_further_is_parted_from_the_top():
    first, second, third = make.person(), make.person(), make.person()
    lower = merge(second, first)
    upper = merge(third, second)
    first.refresh_from_db()
    assert first.merged_into_id == third.pk
    with pytest.raises(MergedFurther):
        undo(lower)
    undo(upper)
    first.refresh_from_db()
    assert first.merged_into_id == second.pk
    undo(lower)
    assert not Person.objects.filter(merged_into__isnull=False).exists()


# ---- kompas_check ------------------------------------------------------------------------------------------------


def test_a_merge_that_only_one_side_says_is_found():
    kept, merged, other = make.person(), make.person(), make.person()
    row = merge(kept, merged)
    assert list(check_people()) == []
    Person.objects.filter(pk=merged.pk).update(merged_into=other)
    assert [fault.keys for fault in check_people()] == [{"person": merged.pk, "merged_into": other.pk}]
    Person.objects.filter(pk=merged.pk).update(merged_into=None)
    assert [fault.keys for fault in check_people()] == [{"person": merged.pk, "merged_into": None}]
    undo(row)
    assert list(check_people()) == []


# ---- refused -----------------------------------------------------------------------------------------------------


def test_a_merge_needs_two_living_records_and_a_reason():
    kept, merged = make.person(), make.person()
    with pytest.raises(WhyMissing):
        actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason=" ")
    with pytest.raises(SameRecord):
        merge(kept, kept)
    merge(kept, merged)
    for pair in ((kept, merged), (merged, kept), (make.person(), merged)):
        with pytest.raises(PersonMerged):
            merge(*pair)
    assert Merge.objects.count() == 1


# ---- accounts ----------------------------------------------------------------------------------------------------


def test_the_only_account_moves_with_its_address_and_comes_back():
    kept, merged = make.person(email="list@example.org"), make.person_with_account(email="own@example.org")
    user = merged.user
    row = merge(kept, merged)
    assert (kept.user, kept.email, merged.user) == (user, "own@example.org", None)
    user.refresh_from_db()
    assert person_of(user) == kept
    undo(row)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.user, kept.email, merged.user) == (None, "list@example.org", user)


@pytest.mark.parametrize("keeps_merged_account", [False, True])
def test_of_two_accounts_one_is_deactivated_and_comes_back(keeps_merged_account):
    kept, merged = make.person_with_account(), make.person_with_account()
    own, other = kept.user, merged.user
    row = merge(kept, merged, keeps_merged_account=keeps_merged_account)
    stays, closed = (other, own) if keeps_merged_account else (own, other)
    stays.refresh_from_db()
    closed.refresh_from_db()
    assert (kept.user, stays.is_active, closed.is_active) == (stays, True, False)
    assert row.deactivated_user == closed
    undo(row)
    kept.refresh_from_db()
    merged.refresh_from_db()
    closed.refresh_from_db()
    assert (kept.user, merged.user, closed.is_active) == (own, other, True)


def test_nobody_moves_or_closes_an_account_of_more_rights_than_their_own(coordinator):
    chief = make.person_with_account()
    chief.user.is_superuser = True
    chief.user.save()
    for kept, merged in ((make.person(), chief), (chief, make.person_with_account())):
        with pytest.raises(AccountOutranks):
            actions.merge_people(kept=kept, merged=merged, actor=Actor.of_user(coordinator), reason="x")
    assert not Merge.objects.exists()


def test_a_managers_mandate_works_for_the_account_of_the_kept_record():
    office = make.organisation()
    kept, merged = make.person_with_account(), make.employed(organisation=office)
    make.MandateFactory(person=merged, organisation=office)
    own = make.employed(organisation=office)
    row = merge(kept, merged)
    assert list(managed_organisations(kept.user)) == [office]
    assert set(managed_people(kept.user)) == {own, kept}
    undo(row)
    kept.refresh_from_db()
    assert not managed_organisations(kept.user).exists()


# ---- the ledger and what is private --------------------------------------------------------------------------------


def test_merging_shows_no_estimate_that_was_not_shared():
    (competence,) = framework_with(1)
    kept, merged = make.person(), make.person()
    share_estimates(person=kept, is_shared=True, actor=make.ACTOR)
    assessed(merged, competence, 2, date(2026, 1, 1), kind=AssessmentKind.SELF)
    row = merge(kept, merged)
    assert held_for_manager([kept]) == []
    share_estimates(person=kept, is_shared=False, actor=make.ACTOR)
    share_estimates(person=kept, is_shared=True, actor=make.ACTOR)
    assert [held.level for held in held_for_manager([kept])] == [2]
    undo(row)


# ---- two live enrolments -------------------------------------------------------------------------------------------


def applied(person, edition):
    return enrolment.apply(person=person, edition=edition, actor=make.ACTOR, on_behalf=True)


@pytest.fixture
def edition():
    return recruitment(seats=2).edition


def test_two_live_enrolments_in_one_edition_are_asked_about_and_one_stays(edition):
    kept, merged, waiting = make.person(), make.person(), make.person()
    stays, goes, next_one = applied(kept, edition), applied(merged, edition), applied(waiting, edition)
    with pytest.raises(ClashUnsettled):
        merge(kept, merged)
    row = merge(kept, merged, answers={f"enrolment-{edition.pk}": str(stays.pk)})
    for taken in (stays, goes, next_one):
        taken.refresh_from_db()
    assert [taken.state for taken in (stays, goes, next_one)] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.OFFERED,
    ]
    assert len(row.ended) == 1
    assert set(Enrolment.objects.of_person(kept)) == {stays, goes}


def test_the_answer_of_another_edition_settles_nothing(edition):
    kept, merged = make.person(), make.person()
    applied(kept, edition)
    applied(merged, edition)
    for answer in ("", "0", "999999", "x"):
        with pytest.raises(ClashUnsettled):
            merge(kept, merged, answers={f"enrolment-{edition.pk}": answer})
    assert Enrolment.objects.live().count() == 2


def test_a_merged_record_in_an_old_link_applies_as_the_person():
    edition = recruitment(seats=2).edition
    kept, merged = make.person(), make.person()
    stale = Person.objects.get(pk=merged.pk)
    merge(kept, merged)
    assert applied(stale, edition).person == kept
    assert applied(kept, edition) == applied(stale, edition)
