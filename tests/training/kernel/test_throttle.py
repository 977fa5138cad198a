"""Attempts are counted once each, also when several processes count at the same moment."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from training.kernel import throttle


def test_attempts_over_the_limit_are_counted_per_address_and_purpose(settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 2, "feed": 2}}
    assert [throttle.exceeded("claim", "10.0.0.1") for _attempt in range(4)] == [False, False, True, True]
    assert throttle.exceeded("claim", "10.0.0.2") is False
    assert throttle.exceeded("feed", "10.0.0.1") is False


def test_attempts_are_counted_where_the_site_says(settings):
    kept = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        "shared": {"BACKEND": kept, "LOCATION": "throttle-test"},
    }
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 1}, "THROTTLE_CACHE": "shared"}
    assert [throttle.exceeded("claim", "10.0.0.1") for _attempt in range(2)] == [False, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_guessing_at_once_through_the_database_get_the_limit_and_no_more(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kompas_cache_test"}
    }
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"verification": 20}}
    call_command("createcachetable", verbosity=0)
    together, passed = threading.Barrier(16), []

    def guess():
        together.wait()
        try:
            passed.extend(not throttle.exceeded("verification", "10.0.0.1") for _guess in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert (len(passed), sum(passed)) == (80, 20)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE kompas_cache_test")
