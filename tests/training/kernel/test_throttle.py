"""Attempts are counted once each, also when several processes count at the same moment; the time left is real."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from tests import factories as make
from training.kernel import throttle
from training.kernel.throttle import AttemptCount, TooManyAttempts

pytestmark = pytest.mark.django_db


def passed(purpose, who, attempts, **when):
    results = []
    for _attempt in range(attempts):
        try:
            throttle.check(purpose, who, **when)
        except TooManyAttempts:
            results.append(False)
        else:
            results.append(True)
    return results


def test_attempts_over_the_limit_are_counted_per_address_and_purpose(settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 2, "feed": 2}}
    assert passed("claim", "10.0.0.1", 4) == [True, True, False, False]
    assert passed("claim", "10.0.0.2", 1) == [True]
    assert passed("feed", "10.0.0.1", 1) == [True]


def test_the_hour_begins_with_the_first_attempt_and_refused_ones_do_not_prolong_it(settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 1}}
    throttle.check("claim", "10.0.0.1", now=make.NOW)
    for minutes, left in ((1, 59), (30, 30), (59, 1)):
        with pytest.raises(TooManyAttempts) as refusal:
            throttle.check("claim", "10.0.0.1", now=make.NOW + timedelta(minutes=minutes))
        assert (refusal.value.facts["minutes"], refusal.value.seconds) == (left, left * 60)
        assert f"{left} min" in refusal.value.sentence
    throttle.check("claim", "10.0.0.1", now=make.NOW + timedelta(minutes=60))


def test_what_is_given_back_is_not_counted(settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 2}}
    for _right in range(30):
        throttle.check("claim", "10.0.0.1")
        throttle.give_back("claim", "10.0.0.1")
    assert passed("claim", "10.0.0.1", 3) == [True, True, False]


def test_nobody_reads_addresses_or_names_from_the_counts():
    throttle.take("claim", "10.0.0.1")
    assert "10.0.0.1" not in str(AttemptCount.objects.values().get())


def test_hours_that_ended_are_forgotten():
    throttle.take("claim", "10.0.0.1", now=make.NOW - timedelta(days=400))
    throttle.take("claim", "10.0.0.2")
    assert (throttle.delete_past_hours(), AttemptCount.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix:", ""),
    ],
)
def test_the_addresses_of_one_customer_are_one_place(address, network):
    assert throttle.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_guessing_at_once_get_the_limit_and_no_more(settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"verification": 20}}
    together, answers = threading.Barrier(16), []

    def guess():
        together.wait()
        try:
            answers.extend(passed("verification", "10.0.0.1", 5))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), sum(answers)) == (80, 20)
