"""Closing asks the database as often for three hundred people as for three, and so does what hears of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.register.models import Prepared
from courses.completion import actions as completion
from tests import factories as make

pytestmark = pytest.mark.django_db


def statements_of_closing(taught, capture_on_commit, number):
    it = taught(present=number, absent=0)
    for person in it.people:
        for outcome in it.outcomes:
            completion.verify(
                enrolment=person, outcome=outcome, is_met=True, assessor=it.assessor, actor=make.ACTOR, now=make.NOW
            )
    with CaptureQueriesContext(connection) as asked, capture_on_commit(execute=True):
        decided = completion.close(edition=it.edition, actor=make.ACTOR, now=make.NOW)
    assert len(decided) == number
    assert Prepared.objects.filter(enrolment__edition=it.edition).count() == number
    return [query["sql"].split(" WHERE ")[0][:120] for query in asked]


def test_closing_and_what_hears_of_it_do_not_ask_for_each_person(taught, django_capture_on_commit_callbacks):
    few = statements_of_closing(taught, django_capture_on_commit_callbacks, 3)
    many = statements_of_closing(taught, django_capture_on_commit_callbacks, 12)
    # The first asks for a few things that are then known.
    assert len(many) <= len(few) < 70, sorted(set(many) ^ set(few))
