"""An office with its manager, the profile of its people, and pages in the language of the code."""

import pytest
from django.utils import translation

from tests import factories as make
from tests.training.assessments.shapes import framework_with
from training.desk.registry import appointments, beside_gaps, next_steps, panels, what_closes_gap


@pytest.fixture
def english(client):
    """Sentences are asserted in the language of the code."""
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def alone():
    """Only what this room says: other rooms' panels and steps are tested in their own rooms."""
    with panels.only(), appointments.only(), next_steps.only(), what_closes_gap.only(), beside_gaps.only():
        yield


@pytest.fixture
def profile():
    competences = framework_with(3)
    first, second, third = competences
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={first: 3, second: 2, third: 4}, framework=first.framework
    )
    return competences


@pytest.fixture
def office():
    return make.organisation(name="GOPS Ulhówek")


@pytest.fixture
def manager(office):
    head = make.employed(organisation=office, user=make.user(), first_name="Jan", last_name="Kierownik")
    make.MandateFactory(person=head, organisation=office)
    return head
