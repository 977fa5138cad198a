"""Every list and picker of people and institutions finds what was meant."""

import pytest
from django.urls import reverse

from tests import factories as make
from training.people.integrity import check_people
from training.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
SPELLINGS = ["601234567", "601-234-567", "601 234 567", "+48601234567", "0048 601 234 567", "234 567"]


@pytest.fixture
def michal():
    person = make.person(first_name="Michał", last_name="Adamczyk", email="Michal@OPS.pl", phone="+48 601 234 567")
    place = make.organisation(name="Ośrodek w Łęcznej", nip="7121010101", phone="+48 81 528 76 50")
    make.EmploymentFactory(person=person, organisation=place)
    make.MandateFactory(person=person, organisation=place)
    make.person(first_name="Michalina", last_name="Adamska", phone="+48 601 000 111")
    return person


def found(client, name, text):
    answer = client.get(reverse(name), {"q": text})
    assert answer.status_code == 200
    return list(answer.context["object_list"])


@pytest.mark.parametrize(
    "typed", ["Adamczyk, Michał", "mgr Michał Adamczyk", "michal@ops.PL", "adamczyk 601-234-567", *SPELLINGS]
)
def test_a_person_is_found_as_people_write_it(client, coordinator, michal, typed):
    client.force_login(coordinator)
    assert found(client, "kompas_person:index", typed) == [michal]
    posts = found(client, "kompas_employment:index", typed.replace("michal@ops.PL", "Adamczyk"))
    assert [post.person for post in posts] == [michal]
    picked = client.get(reverse("kompas_person_chooser:choose_results"), {"q": typed})
    assert list(picked.context["results"]) == [michal]


@pytest.mark.parametrize("typed", ["712-10-10-101", "7121010101", "712 101 01 01", "81 528-76-50", "leczna 7121010101"])
def test_an_institution_is_found_by_its_nip_and_phone(client, coordinator, michal, typed):
    client.force_login(coordinator)
    text = typed.replace("leczna", "Łęcznej")
    assert [row.nip for row in found(client, "kompas_organisation:index", text)] == ["7121010101"]


def test_rows_written_past_the_columns_that_search_uses_are_reported(michal):
    assert list(check_people()) == []
    Person.objects.filter(pk=michal.pk).update(phone="+48 22 111 22 33")
    Organisation.objects.update(phone="+48 22 111 22 33")
    assert {tuple(fault.keys) for fault in check_people()} == {("person",), ("organisation",)}


def test_kinds_and_sources_stand_in_polish_order():
    for number, name in enumerate(["Żłobek", "Ćwiczenia", "Dom", "Cech"]):
        make.KindFactory(code=f"K{number}", name_pl=name)
    from training.people.forms import OrganisationForm

    names = [str(kind) for kind in OrganisationForm.base_fields["kind"].queryset.all() if kind.code.startswith("K")]
    assert names == ["Cech", "Ćwiczenia", "Dom", "Żłobek"]
