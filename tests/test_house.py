"""The house stands: models and migrations agree, triggers are there."""

import pytest
from django.core.management import call_command

from training.kernel import triggers


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_every_guard_has_its_triggers():
    assert triggers.missing() == []
