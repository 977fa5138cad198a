"""Accounts of ROPS staff for the admin screens, and what a room is told."""

import pytest
from django.contrib.auth.models import Group

from courses.catalogue import registry, signals
from tests import factories as make
from training.accounts.registry import GROUPS


@pytest.fixture
def coordinator(client, pages):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS["coordinator"]))
    client.force_login(user)
    return client


@pytest.fixture
def analyst(client, pages):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS["analyst"]))
    client.force_login(user)
    return client


@pytest.fixture
def alone():
    """What other rooms plug in is theirs to test."""
    with registry.publishing_needs.only(), registry.recruitment_opened.only(), registry.meetings_held.only():
        yield


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Signals sent so far, as ``(name, facts)``."""
    heard = []

    def hear(signal, sender, **facts):
        heard.append((names[signal], facts))

    names = {
        signals.meeting_changed: "changed",
        signals.meeting_cancelled: "cancelled",
        signals.edition_published: "published",
        signals.edition_cancelled: "edition cancelled",
    }
    for signal in names:
        signal.connect(hear)
    yield heard
    for signal in names:
        signal.disconnect(hear)
