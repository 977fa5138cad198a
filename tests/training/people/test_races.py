"""Two lists at once, two tabs at once: on PostgreSQL, with real threads."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests import factories as make
from tests.training.people.lists import read, row, staff_list
from training.accounts import actions as accounts
from training.accounts.refusals import LinkDead
from training.people import actions
from training.people.models import Person
from training.people.refusals import ImportOutdated

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*jobs):
    """Run the jobs at one moment; what each returned or raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        try:
            barrier.wait(10)
            results[place] = job()
        except Exception as fault:
            results[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_lists_with_one_new_person_make_one_person(region):
    imports = [read(staff_list(row("Nowak Anna", email="a@example.org"))) for _one in range(2)]
    results = together(
        *[
            lambda staff_import=staff_import: actions.apply_import(
                staff_import=staff_import, actor=make.ACTOR, now=make.NOW
            )
            for staff_import in imports
        ]
    )
    assert Person.objects.count() == 1
    assert sorted(isinstance(staff_import, ImportOutdated) for staff_import in results) == [False, True]


def test_one_link_opened_twice_at_once_makes_one_account(db):
    person = make.person(email="a@example.org")
    token = accounts.claim_token(person)
    results = together(*[lambda: accounts.claim(token=token, password="bez-trudu-42-kawki")] * 3)
    assert get_user_model().objects.count() == 1
    assert sorted(isinstance(result, LinkDead) for result in results) == [False, True, True]
