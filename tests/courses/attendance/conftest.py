"""A meeting that takes place today, with its people and those who see it."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from courses.attendance.rules import MarkEntry
from courses.attendance.states import Presence
from tests import factories as make
from training.kernel import time
from training.ui import navigation


@pytest.fixture
def trainer(db):
    return make.person_with_account(first_name="Jan", last_name="Trener")


@pytest.fixture
def meeting(db, trainer):
    """One hour ago it started; 270 didactic minutes."""
    return make.MeetingFactory(starts_at=make.NOW - timedelta(hours=1), minutes=270, trainers=[trainer])


@pytest.fixture
def people(meeting):
    """Ćwik, Dudek and Żak take part."""
    return [
        make.EnrolmentFactory(edition=meeting.edition, person__first_name="Ewa", person__last_name=name)
        for name in ("Ćwik", "Dudek", "Żak")
    ]


@pytest.fixture
def say():
    """``say(enrolment, "late", 10)``: one message."""

    def say(enrolment, presence, missed=0, *, reported_at=None, client_id=None, reason=""):
        return MarkEntry(
            enrolment_id=enrolment.pk,
            presence=Presence(presence) if presence else None,
            minutes_missed=missed,
            reported_at=reported_at,
            client_id=client_id or uuid.uuid4(),
            reason=reason,
        )

    return say


@pytest.fixture
def clock(monkeypatch):
    """Screens ask the clock themselves; it stands at the tests' now."""
    monkeypatch.setattr(time.timezone, "now", lambda: make.NOW)


@pytest.fixture
def no_menu():
    """Questions of the menu are other rooms' business."""
    with navigation.navigation.only(), navigation.account_menu.only(), navigation.footer_links.only():
        yield


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer.user)
    return client


@pytest.fixture
def office(db):
    user = make.user()
    user.user_permissions.add(Permission.objects.get(codename="change_meetingclosing"))
    return user
