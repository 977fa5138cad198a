"""Somebody whose account is claimed."""

import pytest

from tests import factories as make


@pytest.fixture
def owner(db):
    return make.person_with_account(email="owner@example.org")
