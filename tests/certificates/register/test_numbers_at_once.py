"""Many people issue at the same time, on PostgreSQL: numbers follow each other without gaps."""

import threading

import pytest
from django.db import connection

from certificates.register import actions as register
from certificates.register.actions import issuing as issuing_of_register
from certificates.register.models import Certificate, Series
from certificates.register.refusals import NameNotChecked
from tests import factories as make


def race(jobs):
    """Run every job in a thread of its own, all starting at once; return what was raised."""
    barrier = threading.Barrier(len(jobs))
    raised = []

    def work(job):
        try:
            barrier.wait()
            for step in job:
                step()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def issuing(prepared):
    return lambda: register.issue(prepared=prepared, actor=make.ACTOR, now=make.NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_certificates_from_eight_threads_have_the_numbers_one_to_forty(checked):
    # Of eight editions: those of one wait for each other before they come to the series.
    prepared = [checked([f"Anna Nowak{number}" for number in range(5)], code=f"K{course}") for course in range(8)]
    # The year's series does not exist yet: its making is raced for as well.
    assert not Series.objects.exists()
    assert race([[issuing(row) for row in group] for group in prepared]) == []
    assert sorted(Certificate.objects.values_list("ordinal", flat=True)) == list(range(1, 41))
    assert Series.objects.get().last_number == 40


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_failures_in_between_leave_no_gap(closed_course):
    prepared = closed_course([f"Anna Nowak{number}" for number in range(24)])
    for row in prepared[::2]:
        register.check_name(prepared=row, actor=make.ACTOR)
    jobs = [[issuing(row)] for row in prepared]
    raised = race(jobs)
    assert {type(error) for error in raised} == {NameNotChecked} and len(raised) == 12
    assert sorted(Certificate.objects.values_list("ordinal", flat=True)) == list(range(1, 13))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_certificate_asked_for_by_eight_at_once_is_issued_once(checked):
    (prepared,) = checked()
    assert race([[issuing(prepared)] for _ in range(8)]) == []
    assert Certificate.objects.get().ordinal == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_replacement_asked_for_by_six_at_once_is_made_once(issued):
    (old,) = issued(["Anna Nowk"])

    def replacing():
        register.replace(certificate=old, name="Anna Nowak", reason="Literówka.", actor=make.ACTOR, now=make.NOW)

    assert race([[replacing] for _ in range(6)]) == []
    assert sorted(Certificate.objects.values_list("ordinal", "status")) == [(1, "replaced"), (2, "valid")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_loses_numbers(checked, monkeypatch):
    """The negative control: the series read without its lock, and everybody meeting before the number is taken."""
    prepared = [checked(["Anna Nowak"], code=f"K{course}")[0] for course in range(8)]
    Series.objects.create(code="KK", year=2026, pattern="{number}/{series}/{year}")
    meet = threading.Barrier(8, timeout=20)

    def unlocked(year):
        series = Series.objects.get(code="KK", year=year)
        meet.wait()
        return series

    monkeypatch.setattr(issuing_of_register, "lock_series", unlocked)
    raised = race([[issuing(row)] for row in prepared])
    assert len(raised) == 7  # the unique number stops them; with the lock nobody would fail
    assert Certificate.objects.count() == 1
