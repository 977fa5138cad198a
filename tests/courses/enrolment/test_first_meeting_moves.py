"""An offer ends at the first meeting as it stands now; who was told another time is told again."""

from datetime import timedelta

import pytest

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Meeting
from courses.enrolment import actions as enrolment
from courses.enrolment import rules
from courses.enrolment.integrity import offers as offers_check
from courses.enrolment.queries import explain
from courses.enrolment.refusals import OfferExpired
from courses.enrolment.states import EnrolmentState
from tests.courses.enrolment.steps import DAY, HOUR, apply, fresh, kinds_for, recruitment, states
from tests.factories import ACTOR, NOW
from training.notices.models import Notice

pytestmark = pytest.mark.django_db
HOURS = timedelta(days=2)  # sixteen working hours from Monday, 10:00


def offered(starts_at=None, seats=1, **terms):
    """One place, offered on Monday at 10:00; two more people wait."""
    opened = recruitment(seats=seats, **terms)
    if starts_at:
        opened.edition.meetings.update(starts_at=starts_at, ends_at=starts_at + HOUR)
    first, second, third = apply(opened), apply(opened), apply(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR, now=NOW)
    return opened, fresh(second), fresh(third)


def settle(opened, now=NOW):
    return enrolment.settle_offers(edition=opened.edition, actor=ACTOR, now=now)


@pytest.mark.parametrize(
    ("starts_at", "ends"),
    [
        (None, NOW + HOURS),
        (NOW + 9 * DAY, NOW + HOURS),
        (NOW + HOUR, NOW + HOUR),
        (NOW, NOW + HOURS),
        (NOW - HOUR, NOW + HOURS),
    ],
)
def test_the_end_is_what_comes_first(starts_at, ends):
    late = rules.is_late_offer(NOW, starts_at)
    assert rules.offer_ends(offered_at=NOW, lasts_until=NOW + HOURS, starts_at=starts_at, is_late=late) == ends


@pytest.mark.parametrize("moved_to", [NOW - HOUR, NOW])
def test_a_first_meeting_moved_to_before_the_offer_ends_it(moved_to):
    opened, second, _third = offered(starts_at=NOW + DAY)
    opened.edition.meetings.update(starts_at=moved_to, ends_at=moved_to + HOUR)
    assert not explain(second, now=NOW + HOUR).can_accept
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=second, actor=ACTOR, now=NOW + HOUR)
    assert [fault.sentence for fault in offers_check()] == [
        "the offer ends at another moment than by the first meeting"
    ]
    assert settle(opened, now=NOW + HOUR) == 1
    assert fresh(second).state == EnrolmentState.EXPIRED


def test_an_offer_made_after_the_first_meeting_keeps_its_hours():
    opened, second, _third = offered(starts_at=NOW - HOUR, withdraw_until=NOW + DAY)
    assert second.is_late_offer
    assert second.offer_expires_at == NOW + HOURS
    assert settle(opened, now=NOW + HOUR) == 0
    opened.edition.meetings.update(starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    settle(opened, now=NOW + HOUR)
    assert fresh(second).offer_expires_at == NOW + DAY


def test_an_earlier_first_meeting_ends_the_offer_earlier_and_the_person_is_told():
    opened, second, _third = offered()
    opened.edition.meetings.update(starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    assert settle(opened) == 0
    assert fresh(second).offer_expires_at == NOW + DAY
    assert kinds_for(second.person)[-1] == "enrolment_offer_moved"
    assert "24 listopada 2026" in Notice.objects.filter(person=second.person).latest("pk").body
    settle(opened)
    assert kinds_for(second.person).count("enrolment_offer_moved") == 1


def test_a_later_first_meeting_gives_back_the_working_hours():
    opened, second, _third = offered(starts_at=NOW + DAY)
    assert second.offer_expires_at == NOW + DAY
    opened.edition.meetings.update(starts_at=NOW + 9 * DAY, ends_at=NOW + 9 * DAY + HOUR)
    settle(opened)
    assert fresh(second).offer_expires_at == NOW + HOURS
    assert kinds_for(second.person)[-1] == "enrolment_offer_moved"


def test_a_first_meeting_moved_within_the_hours_tells_nobody():
    opened, second, _third = offered()
    opened.edition.meetings.update(starts_at=NOW + 30 * DAY, ends_at=NOW + 30 * DAY + HOUR)
    settle(opened)
    assert fresh(second).offer_expires_at == NOW + HOURS
    assert "enrolment_offer_moved" not in kinds_for(second.person)


def test_a_first_meeting_moved_into_the_past_ends_the_offer_at_once():
    opened, second, _third = offered()
    opened.edition.meetings.update(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    assert settle(opened, now=NOW + 2 * HOUR) == 1
    assert fresh(second).state == EnrolmentState.EXPIRED
    assert kinds_for(second.person)[-1] == "enrolment_expired"
    assert "enrolment_offer_moved" not in kinds_for(second.person)


def test_nobody_accepts_after_a_first_meeting_that_was_moved_before_the_signal_came():
    opened, second, _third = offered()
    opened.edition.meetings.update(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    assert not explain(second, now=NOW + HOUR).can_accept
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=second, actor=ACTOR, now=NOW + HOUR)


def test_an_offer_that_gained_time_is_accepted_before_the_signal_came():
    opened, second, _third = offered(starts_at=NOW + DAY)
    opened.edition.meetings.update(starts_at=NOW + 9 * DAY, ends_at=NOW + 9 * DAY + HOUR)
    assert enrolment.accept(enrolment=second, actor=ACTOR, now=NOW + DAY + HOUR).state == EnrolmentState.CONFIRMED


def test_the_catch_up_does_not_expire_an_offer_that_gained_time():
    opened, second, _third = offered(starts_at=NOW + DAY)
    opened.edition.meetings.update(starts_at=NOW + 9 * DAY, ends_at=NOW + 9 * DAY + HOUR)
    assert enrolment.expire_offers(now=NOW + DAY + HOUR) == 0
    assert fresh(second).offer_expires_at == NOW + HOURS


# ---- by the verbs of the catalogue, whose signal comes after the commit


@pytest.fixture
def commit(django_capture_on_commit_callbacks, monkeypatch):
    """Runs what follows a commit, with the clock of these tests."""
    from training.kernel import time

    monkeypatch.setattr(time, "now", lambda: NOW)

    def run(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return run


def move_to(meeting, starts_at):
    return catalogue.save_meeting(
        edition=meeting.edition,
        meeting=meeting,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        minutes=60,
        topic=meeting.topic,
        actor=ACTOR,
        now=NOW,
    )


def test_moving_adding_and_cancelling_meetings_moves_the_offer(commit):
    opened, second, _third = offered()
    first = opened.edition.meetings.get()
    commit(lambda: move_to(first, NOW + DAY))
    assert fresh(second).offer_expires_at == NOW + DAY
    added = commit(
        lambda: catalogue.save_meeting(
            edition=opened.edition,
            starts_at=NOW + 3 * HOUR,
            ends_at=NOW + 4 * HOUR,
            topic="Wprowadzenie",
            actor=ACTOR,
            now=NOW,
        )
    )
    assert fresh(second).offer_expires_at == NOW + 3 * HOUR
    commit(lambda: catalogue.cancel_meeting(meeting=added, reason="choroba", actor=ACTOR, now=NOW))
    assert fresh(second).offer_expires_at == NOW + DAY
    assert kinds_for(second.person).count("enrolment_offer_moved") == 3
    assert Meeting.objects.filter(edition=opened.edition).not_cancelled().count() == 1
    assert states(opened) == [EnrolmentState.WITHDRAWN, EnrolmentState.OFFERED, EnrolmentState.WAITING]
