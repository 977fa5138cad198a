"""Whoever leaves an institution, or sees it closed, acts for it no longer."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.unguarded import unguarded
from training.accounts.queries import managed_organisations, managed_people, relations_of
from training.kernel import time
from training.people import actions
from training.people.integrity import check_people
from training.people.models import Employment, Mandate, Placement
from training.people.queries import placement_on, staff_of
from training.people.refusals import (
    ClosedBefore,
    FactSuperseded,
    InstitutionClosed,
    InstitutionNotClosed,
    NotEmployedThere,
    SucceedsItself,
    SuccessorMissing,
    WhyMissing,
)
from training.reports.queries import growth_total

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return make.organisation()


@pytest.fixture
def head(office):
    person = make.person_with_account()
    make.EmploymentFactory(person=person, organisation=office)
    actions.grant_mandate(person=person, organisation=office, valid_from=date(2021, 1, 1), actor=make.ACTOR)
    return person


def end(person, on, **more):
    return actions.end_employment(employment=person.employments.as_recorded().get(), on=on, actor=make.ACTOR, **more)


def mandates(person):
    return list(person.mandates.as_recorded().values_list("valid_until", "without_post"))


# ---- a post ends ---------------------------------------------------------------------------------------------------


def test_a_departed_head_sees_nothing_the_next_day_and_the_mandate_ends_with_the_post(head, office):
    today = time.today()
    assert list(managed_organisations(head.user)) == [office]
    end(head, today - DAY)
    assert mandates(head) == [(today - DAY, False)]
    assert not managed_organisations(head.user).exists()
    assert not managed_people(head.user).exists()
    assert "manager" not in relations_of(head.user)
    assert list(managed_organisations(head.user, today - DAY)) == [office]


def test_a_mandate_that_nobody_ended_opens_nothing_either(head, office):
    """Data of before: the post ended and the mandate was forgotten."""
    with unguarded():
        Employment.objects.filter(person=head).update(valid_until=time.today() - DAY)
    assert mandates(head) == [(None, False)]
    assert not managed_organisations(head.user).exists()
    assert [fault.keys for fault in check_people()] == [{"mandate": head.mandates.get().pk}]


def test_the_mandate_may_stay_with_a_reason(head, office):
    end(head, time.today() - DAY, keep_mandates_because="zastępuje do wyboru następcy")
    assert mandates(head) == [(None, True)]
    assert list(managed_organisations(head.user)) == [office]
    assert list(check_people()) == []


def test_of_two_posts_at_one_institution_the_mandate_rests_on_both(head, office):
    other = make.EmploymentFactory(person=head, organisation=office, position=make.PositionFactory(code="x"))
    first = head.employments.as_recorded().exclude(pk=other.pk).get()
    actions.end_employment(employment=first, on=time.today() - DAY, actor=make.ACTOR)
    assert mandates(head) == [(None, False)]
    assert list(managed_organisations(head.user)) == [office]


def test_a_mandate_for_somebody_who_does_not_work_there_needs_a_tick_and_a_reason(office):
    stranger = make.person_with_account()
    grant = {"person": stranger, "organisation": office, "actor": make.ACTOR}
    for more in ({}, {"without_post": True}, {"reason": "zastępstwo"}):
        with pytest.raises(NotEmployedThere):
            actions.grant_mandate(**grant, **more)
    actions.grant_mandate(**grant, without_post=True, reason="zastępstwo")
    assert list(managed_organisations(stranger.user)) == [office]


# ---- an institution is closed --------------------------------------------------------------------------------------


def close(office, on, **more):
    return actions.close_organisation(organisation=office, closed_on=on, actor=make.ACTOR, reason="połączenie", **more)


def test_closing_ends_placement_posts_and_mandates_and_moves_who_is_ticked(head, office):
    stays, goes = make.employed(organisation=office), make.employed(organisation=office)
    successor, on = make.organisation(), time.today() - DAY
    close(office, on, succeeded_by=successor, moved=[goes.employments.get()])
    assert placement_on(office, on) and placement_on(office, on + DAY) is None
    assert set(staff_of([office], on)) == {head, stays, goes}
    assert not staff_of([office], on + DAY).exists()
    assert list(staff_of([successor], on + DAY)) == [goes]
    assert not staff_of([successor], on).exists()
    assert not managed_organisations(head.user).exists()
    assert list(check_people()) == []


def test_growth_counts_nobody_of_a_closed_institution_the_next_day(office):
    make.employed(organisation=office)
    on = time.today()
    close(office, on)
    assert growth_total(since=on - DAY, on=on).people == 1
    assert growth_total(since=on, on=on + DAY) is None


def test_a_wrong_closing_is_taken_back_and_known_then_stays_what_it_was(head, office):
    goes = make.employed(organisation=office)
    successor, on = make.organisation(), time.today() - DAY

    def state():
        rows = []
        for model in (Placement, Employment, Mandate):
            shown = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "recorded_at")]
            rows.append(sorted(map(str, model.objects.as_recorded().values_list(*shown))))
        return rows

    before, now = state(), time.now()
    close(office, on, succeeded_by=successor, moved=[goes.employments.get()], now=now)
    actions.reopen_organisation(organisation=office, actor=make.ACTOR, reason="pomyłka", now=now + DAY)
    assert state() == before
    office.refresh_from_db()
    assert (office.closed_on, office.succeeded_by) == (None, None)
    assert list(managed_organisations(head.user)) == [office]
    recorded = Employment.objects.as_recorded(now + DAY / 2).filter(organisation=successor)
    assert [row.person for row in recorded] == [goes]
    assert list(check_people()) == []


def test_what_closing_and_reopening_refuse(office):
    post = make.employed(organisation=office).employments.get()
    with pytest.raises(WhyMissing):
        actions.close_organisation(organisation=office, closed_on=time.today(), actor=make.ACTOR, reason=" ")
    with pytest.raises(SuccessorMissing):
        close(office, time.today(), moved=[post])
    with pytest.raises(InstitutionNotClosed):
        actions.reopen_organisation(organisation=office, actor=make.ACTOR, reason="x")
    with pytest.raises(SucceedsItself):
        close(office, time.today(), succeeded_by=office, moved=[post])
    successor = make.organisation()
    actions.correct_employment(employment=post, valid_from=date(2019, 5, 6), actor=make.ACTOR)
    with pytest.raises(FactSuperseded):
        close(office, time.today(), succeeded_by=successor, moved=[post])
    close(successor, time.today())
    with pytest.raises(InstitutionClosed):
        close(office, time.today(), succeeded_by=successor, moved=[post.person.employments.as_recorded().get()])
    close(office, time.today())
    with pytest.raises(ClosedBefore):
        close(office, time.today())
