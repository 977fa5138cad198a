"""The reserve list tells each person the limit that holds them, not only the seats."""

import pytest
from django.utils import translation

from courses.enrolment.queries import explain
from courses.enrolment.states import Obstacle
from tests import factories as make
from tests.courses.enrolment.steps import apply, recruitment
from tests.factories import NOW
from training.notices.models import Notice

pytestmark = pytest.mark.django_db
INSTITUTION = "The institution has all the places it may have: 1 of 1."
COUNTY = "The county has all the places it may have: 1 of 1."


def waiting(**terms):
    """Somebody of the same institution and county already has the place they may have."""
    opened, institution = recruitment(**terms), make.organisation()
    apply(opened, make.employed(organisation=institution))
    return apply(opened, make.employed(organisation=institution, language="en"))


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"seats": 9, "organisation_limit": 1}, [INSTITUTION]),
        ({"seats": 9, "county_limit": 1}, [COUNTY]),
        ({"seats": 9, "organisation_limit": 1, "county_limit": 1}, [INSTITUTION, COUNTY]),
        ({"seats": 1, "organisation_limit": 1}, ["Places taken: 1 of 1.", INSTITUTION]),
        ({"seats": 1, "organisation_limit": 2}, ["Places taken: 1 of 1."]),
    ],
)
def test_the_page_and_the_letter_name_every_limit(terms, told):
    application = waiting(**terms)
    with translation.override("en"):
        explanation = explain(application, now=NOW)
    assert explanation.why == told
    limits = [sentence for sentence in told if "may have" in sentence]
    assert explanation.limits == limits
    held = "somebody under the same limit"
    assert (held in explanation.next[0]) == bool(limits)
    letter = Notice.objects.get(person=application.person, kind="enrolment_waiting").body
    assert [sentence for sentence in (INSTITUTION, COUNTY) if sentence in letter] == limits
    assert (held in letter) == bool(limits)


def test_the_history_keeps_all_that_held_the_person():
    change = waiting(seats=1, organisation_limit=1).changes.get()
    assert change.facts["obstacle"] == Obstacle.SEATS
    assert change.facts["obstacles"] == [Obstacle.SEATS, Obstacle.ORGANISATION_LIMIT]
