"""Freed seats and offers: who withdraws, who is next, what runs out."""

from datetime import timedelta

import pytest

from courses.enrolment import actions as enrolment
from courses.enrolment.models import EnrolmentChange
from courses.enrolment.refusals import (
    EditionNotRecruiting,
    OfferExpired,
    ReasonIsMissing,
    WithdrawalTooLate,
)
from courses.enrolment.states import EnrolmentState
from tests.courses.enrolment.steps import DAY, HOUR, apply, fresh, kinds_for, recruitment, states
from tests.factories import ACTOR, NOW
from training.kernel import triggers
from training.kernel.refusals import MoveNotAllowed

pytestmark = pytest.mark.django_db


# ---- withdrawing and filling


def test_a_freed_place_is_offered_to_the_next_person_in_line():
    opened = recruitment(seats=1)
    first, second, third = apply(opened), apply(opened), apply(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR, reason="sick", now=NOW)
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED, EnrolmentState.WAITING]
    # Monday 10:00 and 16 working hours of days from 8 to 16.
    assert fresh(second).offer_expires_at == NOW + 2 * DAY
    assert kinds_for(second.person) == ["enrolment_waiting", "enrolment_offered"]
    assert kinds_for(third.person) == ["enrolment_waiting"]
    assert fresh(first).ended_at == NOW


def test_withdrawing_twice_changes_nothing():
    opened = recruitment(seats=1)
    first, _second, _third = apply(opened), apply(opened), apply(opened)
    for _ in range(2):
        enrolment.withdraw(enrolment=first, actor=ACTOR, now=NOW)
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED, EnrolmentState.WAITING]
    assert EnrolmentChange.objects.filter(enrolment=first).count() == 2


def test_after_the_deadline_only_rops_withdraws_and_says_why():
    opened = recruitment(withdraw_until=NOW - HOUR)
    application = apply(opened)
    with pytest.raises(WithdrawalTooLate) as late:
        enrolment.withdraw(enrolment=application, actor=ACTOR, now=NOW)
    assert late.value.facts == {"until": NOW - HOUR}
    assert "23 listopada 2026" in late.value.sentence and "9:00" in late.value.sentence
    with pytest.raises(ReasonIsMissing):
        enrolment.withdraw(enrolment=application, actor=ACTOR, by_staff=True, now=NOW)
    assert fresh(application).state == EnrolmentState.CONFIRMED
    enrolment.withdraw(enrolment=application, actor=ACTOR, by_staff=True, reason="long illness", now=NOW)
    assert (fresh(application).state, fresh(application).reason) == (EnrolmentState.WITHDRAWN, "long illness")


def test_without_a_deadline_one_withdraws_until_the_first_meeting():
    opened = recruitment()
    application = apply(opened)
    with pytest.raises(WithdrawalTooLate):
        enrolment.withdraw(enrolment=application, actor=ACTOR, now=NOW + 20 * DAY)
    enrolment.withdraw(enrolment=application, actor=ACTOR, now=NOW + 20 * DAY - HOUR)


def test_leaving_the_queue_is_never_late():
    opened = recruitment(seats=1, withdraw_until=NOW - HOUR)
    apply(opened)
    second = apply(opened)
    enrolment.withdraw(enrolment=second, actor=ACTOR, now=NOW)
    assert fresh(second).state == EnrolmentState.WITHDRAWN


def test_nobody_is_offered_a_seat_once_teaching_began():
    opened = recruitment(seats=1)
    application = apply(opened)
    apply(opened)
    enrolment.withdraw(enrolment=application, actor=ACTOR, by_staff=True, reason="ill", now=NOW + 20 * DAY)
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.WAITING]


def test_nobody_who_applies_after_the_first_meeting_passes_those_who_wait():
    opened = recruitment(seats=1, closes_at=NOW + 30 * DAY)
    late = NOW + 21 * DAY
    application = apply(opened)
    apply(opened)
    enrolment.withdraw(enrolment=application, actor=ACTOR, by_staff=True, reason="ill", now=late)
    apply(opened, now=late)
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED, EnrolmentState.WAITING]


def test_a_first_meeting_that_was_put_off_lets_the_queue_move_again():
    opened = recruitment(seats=1)
    application = apply(opened)
    apply(opened)
    late = NOW + 20 * DAY
    enrolment.withdraw(enrolment=application, actor=ACTOR, by_staff=True, reason="ill", now=late)
    assert enrolment.fill_all(now=late) == 0
    opened.edition.meetings.update(starts_at=late + DAY, ends_at=late + DAY + HOUR)
    assert enrolment.fill_all(now=late) == 1
    assert enrolment.fill_all(now=late) == 0
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED]


def test_an_offer_does_not_outlive_the_first_meeting():
    opened = recruitment(seats=1)
    first, second = apply(opened), apply(opened)
    begins = opened.edition.meetings.get().starts_at
    enrolment.withdraw(enrolment=first, actor=ACTOR, now=begins - HOUR)
    assert fresh(second).offer_expires_at == begins


# ---- offers


def offered():
    opened = recruitment(seats=1)
    first, second, third = apply(opened), apply(opened), apply(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR, now=NOW)
    return opened, fresh(second), fresh(third)


def test_an_accepted_offer_confirms_once():
    opened, second, _third = offered()
    for _ in range(2):
        assert enrolment.accept(enrolment=second, actor=ACTOR, now=NOW + HOUR).state == EnrolmentState.CONFIRMED
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.CONFIRMED, EnrolmentState.WAITING]
    assert kinds_for(second.person)[-1] == "enrolment_confirmed"


def test_a_late_acceptance_is_refused_even_before_the_offer_was_passed_on():
    _opened, second, _third = offered()
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=second, actor=ACTOR, now=second.offer_expires_at)
    enrolment.expire_offers(now=second.offer_expires_at)
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=second, actor=ACTOR, now=second.offer_expires_at)


def test_who_was_not_offered_a_place_cannot_accept_one():
    _opened, _second, third = offered()
    with pytest.raises(MoveNotAllowed):
        enrolment.accept(enrolment=third, actor=ACTOR, now=NOW)


def test_a_declined_place_goes_on_at_once():
    opened, second, _third = offered()
    for _ in range(2):
        enrolment.decline(enrolment=second, actor=ACTOR, now=NOW)
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED, EnrolmentState.OFFERED]


def test_silence_passes_the_place_on():
    opened, second, _third = offered()
    assert enrolment.expire_offers(now=second.offer_expires_at - timedelta(seconds=1)) == 0
    assert enrolment.expire_offers(now=second.offer_expires_at) == 1
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.EXPIRED, EnrolmentState.OFFERED]
    assert enrolment.expire_offers(now=second.offer_expires_at) == 0
    assert kinds_for(second.person)[-1] == "enrolment_expired"


def test_one_edition_that_fails_does_not_keep_another_from_passing_on():
    broken, first, _ = offered()
    _whole, second, _ = offered()
    # Behind the back of the database, which keeps a recruitment.
    triggers.remove()
    broken.edition.recruitment.delete()
    triggers.install()
    with pytest.raises(EditionNotRecruiting):
        enrolment.expire_offers(now=NOW + 9 * DAY)
    assert fresh(second).state == EnrolmentState.EXPIRED
    assert fresh(first).state == EnrolmentState.OFFERED


def test_filling_once_more_changes_nothing():
    opened, _second, _third = offered()
    assert enrolment.fill_seats(recruitment=opened.edition.recruitment, actor=ACTOR, now=NOW) == []
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED, EnrolmentState.WAITING]
