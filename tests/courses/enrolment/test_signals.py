"""What other apps are told of places: once, after the commit, and whoever fails stops nobody."""

import pytest
from django.db import transaction

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from courses.enrolment.signals import enrolment_applied, enrolment_withdrawn
from tests.courses.enrolment.steps import apply, recruitment
from tests.factories import ACTOR, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Signals sent so far, as ``(name, facts)``."""
    heard = []
    receivers = {}
    for name, signal in {"applied": enrolment_applied, "withdrawn": enrolment_withdrawn}.items():

        def hear(name=name, **facts):
            heard.append((name, {key: value for key, value in facts.items() if key not in ("signal", "sender")}))

        receivers[signal] = hear
        signal.connect(hear)
    yield heard
    for signal, hear in receivers.items():
        signal.disconnect(hear)


def test_who_applies_and_withdraws_is_told_after_the_commit(told, django_capture_on_commit_callbacks):
    opened = recruitment()
    with django_capture_on_commit_callbacks(execute=True):
        application = apply(opened)
        assert told == []
    facts = {"edition_id": opened.edition_id, "enrolment_ids": [application.pk], "actor": ACTOR}
    assert told == [("applied", facts)]
    with django_capture_on_commit_callbacks(execute=True):
        enrolment.withdraw(enrolment=application, reason="choroba", actor=ACTOR, now=NOW)
    assert told[1:] == [("withdrawn", {**facts, "reason": "choroba"})]


def test_what_is_rolled_back_is_told_to_nobody(told, django_capture_on_commit_callbacks):
    opened = recruitment()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        apply(opened)
        raise ZeroDivisionError
    assert told == []
    assert not Enrolment.objects.exists()


def test_a_receiver_that_fails_stops_nothing(told, django_capture_on_commit_callbacks):
    def fail(**facts):
        raise RuntimeError("the other app is down")

    enrolment_applied.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            application = apply(recruitment())
    finally:
        enrolment_applied.disconnect(fail)
    assert Enrolment.objects.get() == application
    assert [name for name, _facts in told] == ["applied"]
