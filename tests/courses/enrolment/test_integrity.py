"""Each kind of broken promise, made with the guards off, is found and named."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from courses.enrolment import actions as enrolment
from courses.enrolment import integrity
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.states import EnrolmentState as S
from tests import factories as make
from tests.factories import ACTOR, NOW
from tests.unguarded import unguarded
from training.kernel import time, triggers
from training.kernel.integrity import checks

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def no_guards():
    triggers.remove()
    yield
    triggers.install()


def recruitment(**terms):
    now = time.now()
    opened = make.RecruitmentFactory(**{"opens_at": now - DAY, "closes_at": now + DAY, **terms})
    make.MeetingFactory(edition=opened.edition, starts_at=now + 20 * DAY)
    return opened


def join(opened, **person):
    return enrolment.apply(person=make.employed(**person), edition=opened.edition, actor=ACTOR)


def found(check):
    return [(fault.promise, fault.keys) for fault in check()]


def test_one_person_live_twice_under_two_records_is_found():
    opened = recruitment(seats=3)
    one, two = join(opened), join(opened)
    assert found(integrity.one_person_once) == []
    two.person.merged_into = one.person
    two.person.save()
    assert found(integrity.one_person_once) == [("one person", {"edition": opened.edition_id, "person": one.person_id})]
    two.edition.state = "closed"
    two.edition.save()
    assert found(integrity.one_person_once) == []


def everything():
    own = (integrity.seats, integrity.limits, integrity.queue, integrity.history, integrity.cancelled)
    return [fault for check in own for fault in found(check)]


def test_a_database_that_only_the_actions_wrote_is_silent():
    opened = recruitment(seats=2, organisation_limit=1)
    office = make.organisation()
    one = join(opened, organisation=office)
    join(opened, organisation=office)
    join(opened)
    join(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR)
    assert everything() == []


def test_the_checks_are_registered():
    assert {"enrolment: seats", "enrolment: limits", "enrolment: queue", "enrolment: history"} <= {
        entry.name for entry in checks.entries()
    }


def test_a_sold_twice_seat_is_found():
    opened = recruitment(seats=1)
    join(opened)
    make.EnrolmentFactory(edition=opened.edition, arrival=2)
    assert found(integrity.seats) == [("seats", {"edition": opened.edition_id})]


@pytest.mark.parametrize("column", ["organisation", "county"])
def test_a_passed_limit_is_found(column):
    opened = recruitment(seats=9)
    one = join(opened, organisation=make.organisation())
    make.EnrolmentFactory(edition=opened.edition, arrival=2, organisation=one.organisation, county=one.county)
    Recruitment.objects.update(**{f"{column}_limit": 1})
    assert found(integrity.limits) == [("limits", {"edition": opened.edition_id, column: getattr(one, f"{column}_id")})]


def test_an_arrival_that_went_back_is_found(no_guards):
    opened = recruitment()
    one, two = join(opened), join(opened)
    Enrolment.objects.filter(pk=one.pk).update(arrival=9)
    assert found(integrity.queue) == [("queue", {"edition": opened.edition_id, "enrolment": two.pk})]


def test_somebody_who_waits_for_a_free_seat_is_found():
    opened = recruitment(seats=1)
    join(opened)
    waiting = join(opened)
    Recruitment.objects.update(seats=2)
    assert found(integrity.queue) == [("queue", {"edition": opened.edition_id, "enrolment": waiting.pk})]


def test_somebody_held_by_a_limit_or_left_when_teaching_began_is_no_fault():
    held = recruitment(seats=5, organisation_limit=1)
    office = make.organisation()
    for _ in range(2):
        join(held, organisation=office)
    begun = recruitment(seats=1)
    join(begun)
    join(begun)
    Recruitment.objects.filter(pk=begun.pk).update(seats=2, closes_at=time.now() - timedelta(hours=1))
    begun.edition.meetings.update(starts_at=time.now() - DAY)
    assert found(integrity.queue) == []


def test_a_state_that_no_history_leads_to_is_found():
    opened = recruitment()
    one = join(opened)
    with unguarded():
        Enrolment.objects.filter(pk=one.pk).update(state=S.REFUSED)
    without_history = make.EnrolmentFactory(edition=opened.edition, arrival=2)
    assert found(integrity.history) == [
        ("history", {"enrolment": one.pk}),
        ("history", {"enrolment": without_history.pk}),
    ]


def test_a_step_that_the_table_does_not_allow_is_found():
    one = join(recruitment())
    for old, new in (("confirmed", "withdrawn"), ("withdrawn", "confirmed")):
        EnrolmentChange.objects.create(
            enrolment=one, at=NOW, old_state=old, new_state=new, actor_kind="user", actor_name="X"
        )
    assert found(integrity.history) == [("history", {"enrolment": one.pk})]


def test_a_gap_in_the_history_is_found():
    one = join(recruitment())
    EnrolmentChange.objects.create(
        enrolment=one, at=NOW, old_state="waiting", new_state="confirmed", actor_kind="user", actor_name="X"
    )
    assert found(integrity.history) == [("history", {"enrolment": one.pk})]


def test_a_place_in_a_cancelled_edition_is_found():
    one = join(recruitment())
    type(one.edition).objects.update(state="cancelled")
    assert found(integrity.cancelled) == [("cancelled", {"edition": one.edition_id, "enrolment": one.pk})]


def test_an_offer_that_did_not_move_with_the_first_meeting_is_found_and_made_good():
    opened = recruitment(seats=1)
    one, two = join(opened), join(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR)
    assert found(integrity.offers) == []
    # As a lost signal leaves it.
    opened.edition.meetings.update(starts_at=time.now() + HOUR, ends_at=time.now() + 2 * HOUR)
    assert found(integrity.offers) == [("offers", {"edition": opened.edition_id, "enrolment": two.pk})]
    assert enrolment.expire_offers() == 0
    assert found(integrity.offers) == []


# ---- the command


def test_the_command_passes_unanswered_places_on():
    opened = recruitment(seats=1)
    one, two, three = join(opened), join(opened), join(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR)
    with unguarded():
        past = time.now() - DAY
        Enrolment.objects.filter(pk=two.pk).update(offer_expires_at=past, offer_lasts_until=past)
    said = io.StringIO()
    call_command("kompas_expire_offers", stdout=said)
    assert "1" in said.getvalue()
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert (states[two.pk], states[three.pk]) == (S.EXPIRED, S.OFFERED)
    last = EnrolmentChange.objects.filter(enrolment=two).latest("pk")
    assert last.actor_name == "manage.py kompas_expire_offers"
