"""A row is found once, whatever it is found by, and a page of a list reads its own rows only."""

import pytest

from tests import factories as make
from training.kernel.subqueries import count_of
from training.people.models import Employment, FormerName, Person
from training.ui.admin import KompasIndexView
from training.ui.searching import search_rows

pytestmark = pytest.mark.django_db


def test_a_person_with_two_former_names_that_fit_is_found_once():
    person = make.person(last_name="Nowak")
    for name in ("Kowalska", "Kowalska-Lis"):
        FormerName.objects.create(person=person, last_name=name, first_name="Ewa", until=make.TODAY)
    make.person(last_name="Inny")
    people = search_rows(Person.objects.living(), "kowalska", folded=("name_fold", "former_names__name_fold"))
    assert list(people) == [person]
    # No DISTINCT over all columns and counts that a list adds, and no joined rows to count.
    assert not people.query.distinct
    assert " JOIN " not in str(people.query).partition(" IN (SELECT ")[0]


def test_over_relations_of_one_the_rows_themselves_are_filtered():
    enrolment = make.EnrolmentFactory(person__last_name="Kowalska")
    enrolments = search_rows(type(enrolment).objects.all(), "kowalska", folded=("person__name_fold",))
    assert list(enrolments) == [enrolment]
    assert " IN (SELECT " not in str(enrolments.query)


def test_a_page_of_a_list_chooses_its_rows_by_key_and_keeps_their_order(django_assert_num_queries):
    for name in ("Ćwik", "Żak", "Adamska", "Lis", "Dudek"):
        make.employed(last_name=name)
    rows = (
        Person.objects.living().annotate(posts=count_of(Employment.objects.all(), "person")).order_by("sort_key", "pk")
    )
    paginator = KompasIndexView.paginator_class(rows, 2)
    with django_assert_num_queries(4) as asked:
        pages = [[(person.last_name, person.posts) for person in paginator.page(number)] for number in (1, 2, 3)]
    assert pages == [[("Adamska", 1), ("Ćwik", 1)], [("Dudek", 1), ("Lis", 1)], [("Żak", 1)]]
    # What is sorted and cut is keys; what a row shows is worked out for the rows of the page.
    inner = asked[1]["sql"].rpartition(" IN (SELECT ")[2]
    assert "LIMIT 2" in inner
    assert "COUNT(" not in inner.upper()
    assert "last_name" not in inner.partition("FROM")[0]


def test_a_list_without_doubles_is_cut_as_it_is():
    make.person()
    (page,) = KompasIndexView.paginator_class(Person.objects.order_by("pk").distinct(), 2)
    assert len(page) == 1
    (page,) = KompasIndexView.paginator_class([1, 2], 2)
    assert list(page) == [1, 2]
