"""The applicants' list as a file, when editions on it are closed: their records are read together."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.catalogue.models import Edition
from courses.completion import actions as completion
from tests import factories as make
from training.people.models import Person

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW


def closed_edition(last_name):
    """An edition with one participant who has another name since it was closed."""
    edition = make.EditionFactory()
    meeting = make.MeetingFactory(
        edition=edition, starts_at=NOW - timedelta(days=1, hours=5), ends_at=NOW - timedelta(days=1)
    )
    day = meeting.starts_at.date()
    Edition.objects.filter(pk=edition.pk).update(starts_on=day, ends_on=day)
    enrolment = make.EnrolmentFactory(edition=edition, person__last_name=last_name)
    make.hold(meeting, present=[enrolment], taught_by=[make.person()])
    completion.close(edition=Edition.objects.get(pk=edition.pk), actor=ACTOR, now=NOW)
    Person.objects.filter(pk=enrolment.person_id).update(last_name="Dzisiejsza")


@pytest.mark.parametrize("count", [1, 3])
def test_the_applicants_of_closed_editions_cost_the_same_however_many_editions(
    client, count, django_assert_num_queries
):
    names = [f"Dawna{number}" for number in range(count)]
    for name in names:
        closed_edition(name)
    client.force_login(make.superuser())
    address = reverse("kompas_applicants:index")
    client.get(address, {"export": "xlsx"})
    with django_assert_num_queries(9):
        answer = client.get(address, {"export": "xlsx"})
    _heads, *rows = load_workbook(io.BytesIO(answer.getvalue())).active.values
    # What each row says is its own record's, not one read for another edition.
    assert sorted(cell for row in rows for cell in row if cell in {*names, "Dzisiejsza"}) == names
