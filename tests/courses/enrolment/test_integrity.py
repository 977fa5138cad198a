"""Each kind of broken promise, made with the guards off, is found and named."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from courses.enrolment import actions as enrolment
from courses.enrolment import integrity
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.states import EnrolmentState
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


def faults_of(check):
    return [(fault.promise, fault.keys) for fault in check()]


def test_one_person_live_twice_under_two_records_is_found():
    opened = recruitment(seats=3)
    first, second = join(opened), join(opened)
    assert faults_of(integrity.one_person_once) == []
    second.person.merged_into = first.person
    second.person.save()
    assert faults_of(integrity.one_person_once) == [
        ("one person", {"edition": opened.edition_id, "person": first.person_id})
    ]
    second.edition.state = "closed"
    second.edition.save()
    assert faults_of(integrity.one_person_once) == []


def everything():
    own = (integrity.seats, integrity.limits, integrity.queue, integrity.history, integrity.cancelled)
    return [fault for check in own for fault in faults_of(check)]


def test_a_database_that_only_the_actions_wrote_is_silent():
    opened = recruitment(seats=2, organisation_limit=1)
    office = make.organisation()
    application = join(opened, organisation=office)
    join(opened, organisation=office)
    join(opened)
    join(opened)
    enrolment.withdraw(enrolment=application, actor=ACTOR)
    assert everything() == []


def test_the_checks_are_registered():
    assert {"enrolment: seats", "enrolment: limits", "enrolment: queue", "enrolment: history"} <= {
        entry.name for entry in checks.entries()
    }


def test_a_sold_twice_seat_is_found():
    opened = recruitment(seats=1)
    join(opened)
    make.EnrolmentFactory(edition=opened.edition, arrival=2)
    assert faults_of(integrity.seats) == [("seats", {"edition": opened.edition_id})]


@pytest.mark.parametrize("column", ["organisation", "county"])
def test_a_passed_limit_is_found(column):
    opened = recruitment(seats=9)
    application = join(opened, organisation=make.organisation())
    make.EnrolmentFactory(
        edition=opened.edition, arrival=2, organisation=application.organisation, county=application.county
    )
    Recruitment.objects.update(**{f"{column}_limit": 1})
    assert faults_of(integrity.limits) == [
        ("limits", {"edition": opened.edition_id, column: getattr(application, f"{column}_id")})
    ]


def test_an_arrival_that_went_back_is_found(no_guards):
    opened = recruitment()
    first, second = join(opened), join(opened)
    Enrolment.objects.filter(pk=first.pk).update(arrival=9)
    assert faults_of(integrity.queue) == [("queue", {"edition": opened.edition_id, "enrolment": second.pk})]


def test_somebody_who_waits_for_a_free_seat_is_found():
    opened = recruitment(seats=1)
    join(opened)
    waiting = join(opened)
    Recruitment.objects.update(seats=2)
    assert faults_of(integrity.queue) == [("queue", {"edition": opened.edition_id, "enrolment": waiting.pk})]


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
    assert faults_of(integrity.queue) == []


def test_a_state_that_no_history_leads_to_is_found():
    opened = recruitment()
    application = join(opened)
    with unguarded():
        Enrolment.objects.filter(pk=application.pk).update(state=EnrolmentState.REFUSED)
    without_history = make.EnrolmentFactory(edition=opened.edition, arrival=2)
    assert faults_of(integrity.history) == [
        ("history", {"enrolment": application.pk}),
        ("history", {"enrolment": without_history.pk}),
    ]


def test_a_step_that_the_table_does_not_allow_is_found():
    application = join(recruitment())
    for old, new in (("confirmed", "withdrawn"), ("withdrawn", "confirmed")):
        EnrolmentChange.objects.create(
            enrolment=application, at=NOW, old_state=old, new_state=new, actor_kind="user", actor_name="X"
        )
    assert faults_of(integrity.history) == [("history", {"enrolment": application.pk})]


def test_a_gap_in_the_history_is_found():
    application = join(recruitment())
    EnrolmentChange.objects.create(
        enrolment=application, at=NOW, old_state="waiting", new_state="confirmed", actor_kind="user", actor_name="X"
    )
    assert faults_of(integrity.history) == [("history", {"enrolment": application.pk})]


def test_a_place_in_a_cancelled_edition_is_found():
    application = join(recruitment())
    type(application.edition).objects.update(state="cancelled")
    assert faults_of(integrity.cancelled) == [
        ("cancelled", {"edition": application.edition_id, "enrolment": application.pk})
    ]


def test_an_offer_that_did_not_move_with_the_first_meeting_is_found_and_made_good():
    opened = recruitment(seats=1)
    first, second = join(opened), join(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    assert faults_of(integrity.offers) == []
    # As a lost signal leaves it.
    opened.edition.meetings.update(starts_at=time.now() + HOUR, ends_at=time.now() + 2 * HOUR)
    assert faults_of(integrity.offers) == [("offers", {"edition": opened.edition_id, "enrolment": second.pk})]
    assert enrolment.expire_offers() == 0
    assert faults_of(integrity.offers) == []


# ---- the command


def test_the_command_passes_unanswered_places_on():
    opened = recruitment(seats=1)
    first, second, third = join(opened), join(opened), join(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    with unguarded():
        past = time.now() - DAY
        Enrolment.objects.filter(pk=second.pk).update(offer_expires_at=past, offer_lasts_until=past)
    output = io.StringIO()
    call_command("kompas_expire_offers", stdout=output)
    assert "1" in output.getvalue()
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert (states[second.pk], states[third.pk]) == (EnrolmentState.EXPIRED, EnrolmentState.OFFERED)
    last = EnrolmentChange.objects.filter(enrolment=second).latest("pk")
    assert last.actor_name == "manage.py kompas_expire_offers"
