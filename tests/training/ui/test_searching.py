"""A row is found once, whatever it is found by, and the list stays a list of plain rows."""

import pytest

from tests import factories as make
from training.people.models import FormerName, Person
from training.ui.searching import search_rows

pytestmark = pytest.mark.django_db


def test_a_person_with_two_former_names_that_fit_is_found_once():
    person = make.person(last_name="Nowak")
    for name in ("Kowalska", "Kowalska-Lis"):
        FormerName.objects.create(person=person, last_name=name, first_name="Ewa", until=make.TODAY)
    make.person(last_name="Inny")
    found = search_rows(Person.objects.living(), "kowalska", folded=("name_fold", "former_names__name_fold"))
    assert list(found) == [person]
    # No DISTINCT over all columns and counts that a list adds, and no joined rows to count.
    assert not found.query.distinct
    assert " JOIN " not in str(found.query).partition(" IN (SELECT ")[0]


def test_over_relations_of_one_the_rows_themselves_are_filtered():
    enrolment = make.EnrolmentFactory(person__last_name="Kowalska")
    found = search_rows(type(enrolment).objects.all(), "kowalska", folded=("person__name_fold",))
    assert list(found) == [enrolment]
    assert " IN (SELECT " not in str(found.query)
