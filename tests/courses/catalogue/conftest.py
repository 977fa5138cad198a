"""Accounts of ROPS staff for the admin screens."""

import pytest
from django.contrib.auth.models import Group

from tests import factories as make
from training.accounts.roles import GROUPS


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
