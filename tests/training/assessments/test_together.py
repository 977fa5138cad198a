"""Several people recording at once about the same person lose nothing (PostgreSQL)."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories as make
from tests.training.assessments.shapes import entry, framework_with
from training.assessments import actions, integrity
from training.assessments.actions import ledger
from training.assessments.models import Assessment, HeldLevel

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 8


def at_once(work):
    barrier = threading.Barrier(THREADS)
    failures = []

    def run(number):
        try:
            barrier.wait()
            work(number)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_eight_at_once_about_one_person_are_all_kept_and_projected():
    competences = framework_with(2)
    who, other = make.person(), make.person()

    def work(number):
        for step in range(3):
            # Half of the callers name the two people in the other order.
            people = (who, other) if number % 2 else (other, who)
            actions.record(
                entries=[
                    entry(
                        person,
                        competence,
                        (number + step) % 4 + 1,
                        date(2026, 1, 1) + timedelta(days=number * 3 + step),
                    )
                    for person in people
                    for competence in competences
                ],
                actor=make.ACTOR,
            )

    assert at_once(work) == []
    assert Assessment.objects.count() == THREADS * 3 * 4
    assert list(integrity.check_levels()) == []


def test_the_same_evidence_sent_by_eight_at_once_is_recorded_once():
    (competence,) = framework_with(1)
    who = make.person()
    evidence = entry(who, competence, 2, date(2026, 1, 1), key="the-same")
    assert at_once(lambda number: actions.record(entries=[evidence], actor=make.ACTOR)) == []
    assert Assessment.objects.count() == 1
    assert HeldLevel.objects.count() == 1


def test_without_the_lock_the_same_evidence_collides(monkeypatch):
    """The negative control: the lock, not luck, is what makes the callers take turns."""
    (competence,) = framework_with(1)
    who = make.person()
    evidence = entry(who, competence, 2, date(2026, 1, 1), key="the-same")
    looked = threading.Barrier(THREADS)
    before = ledger._recorded_before

    def looks_then_waits(entries, family):
        existing = before(entries, family)
        looked.wait(timeout=20)
        return existing

    monkeypatch.setattr(ledger, "lock_people", lambda people: {person.pk: person.pk for person in people})
    monkeypatch.setattr(ledger, "_recorded_before", looks_then_waits)
    failures = at_once(lambda number: actions.record(entries=[evidence], actor=make.ACTOR))
    assert len(failures) == THREADS - 1
    assert Assessment.objects.count() == 1
