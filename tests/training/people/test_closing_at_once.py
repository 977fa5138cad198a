"""An institution is closed while somebody writes a post or a mandate in it: on PostgreSQL, with real threads."""

import threading
from datetime import timedelta

import pytest

from tests import factories as make
from tests.training.people.test_races import together
from training.kernel import time
from training.kernel.refusals import Refusal
from training.people import actions
from training.people.actions import closing, posts
from training.people.integrity import check_people
from training.people.models import Organisation

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
BY = {"actor": make.ACTOR}
AGO = timedelta(days=5)


def ends(office, worker, _other):
    return actions.end_employment(employment=worker.employments.get(), on=time.today() - AGO, **BY)


def starts(office, worker, other):
    position = worker.employments.get().position
    return actions.start_employment(person=other, organisation=office, position=position, **BY)


def grants(office, _worker, other):
    return actions.grant_mandate(person=other, organisation=office, without_post=True, reason="x", **BY)


def close_while(monkeypatch, verb):
    """The verb begins when the closing has read whose posts there are, and has not locked those people yet."""
    office = make.organisation()
    worker, other = make.employed(organisation=office), make.person()
    lock, has_read, is_over = closing._lock_people, threading.Event(), threading.Event()

    def paused(rows):
        has_read.set()
        # With the lock of the institution the verb waits for us, and is not over.
        is_over.wait(2)
        return lock(rows)

    def late():
        has_read.wait(10)
        try:
            return verb(office, worker, other)
        finally:
            is_over.set()

    monkeypatch.setattr(closing, "_lock_people", paused)
    results = together(
        lambda: actions.close_organisation(organisation=office, closed_on=time.today(), reason="x", **BY), late
    )
    return [result for result in results if isinstance(result, Exception) and not isinstance(result, Refusal)], list(
        check_people()
    )


@pytest.mark.parametrize("verb", [ends, starts, grants])
def test_a_closing_ends_what_is_written_while_it_is_made(monkeypatch, verb):
    assert close_while(monkeypatch, verb) == ([], [])


@pytest.mark.parametrize("verb", [ends, starts])
def test_without_the_lock_of_the_institution_it_does_not(monkeypatch, verb):
    """The negative control."""
    for module in (closing, posts):
        monkeypatch.setattr(module, "lock_institutions", Organisation.objects.in_bulk)
    assert close_while(monkeypatch, verb) != ([], [])
