"""Making a person by hand warns of namesakes, and keeps what was typed."""

import re

import pytest
from django.urls import reverse

from tests import factories as make
from training.people import actions
from training.people.models import FormerName, Person
from training.people.queries import alike_by_name

pytestmark = pytest.mark.django_db
NEW = {"last_name": "Lecka", "first_name": "Zaneta", "email": "n@example.org", "phone": "601234567", "language": "pl"}


@pytest.fixture
def office(client, coordinator):
    client.force_login(coordinator)
    return make.organisation(name="GOPS Wólka")


def sent(client, **more):
    return client.post(reverse("kompas_person:add"), {**NEW, **more})


def test_namesakes_are_shown_with_their_posts_and_nothing_typed_is_lost(client, office):
    namesake = make.employed(organisation=office, last_name="Łęcka", first_name="Żaneta")
    text = sent(client).content.decode()
    assert Person.objects.get() == namesake
    assert "Łęcka Żaneta</a>: pracownik socjalny, GOPS Wólka" in text
    assert reverse("kompas_person:inspect", args=[namesake.pk]) in text
    for name, value in NEW.items():
        assert f'value="{value}"' in text, name
    (tick,) = re.findall(r'<input type="checkbox"[^>]*name="make_anyway"[^>]*>', text)
    assert "checked" not in tick


def test_a_tick_makes_them_anyway_and_is_a_tick_for_that_name_only(client, office):
    make.person(last_name="Łęcka", first_name="Żaneta")
    make.person(last_name="Nowak", first_name="Anna")
    ticked = {"make_anyway": "on", "warned_of": "lecka zaneta"}
    sent(client, last_name="Nowak", first_name="Anna", **ticked)
    sent(client, make_anyway="on")
    assert Person.objects.count() == 2
    # Another fault of the form does not lose the tick.
    text = sent(client, phone="x", **ticked).content.decode()
    assert re.findall(r'<input type="hidden" name="make_anyway" value="(on|True)"', text)
    sent(client, **ticked)
    assert Person.objects.filter(name_fold="lecka zaneta").count() == 2


def test_nobody_is_warned_where_nobody_has_the_name_and_never_of_oneself(client, office):
    sent(client)
    person = Person.objects.get()
    client.post(reverse("kompas_person:edit", args=[person.pk]), {**NEW, "phone": "601234568"})
    person.refresh_from_db()
    assert person.phone_digits == "601234568"


def test_former_turned_and_merged_names_count_under_the_record_that_lives(office):
    former, turned, kept = make.person(), make.person(last_name="Żaneta", first_name="Łęcka"), make.person()
    FormerName.objects.create(person=former, last_name="Łęcka", first_name="Żaneta", until=make.TODAY)
    merged = make.person(last_name="Łęcka", first_name="Żaneta")
    actions.merge_people(kept=kept, merged=merged, actor=make.ACTOR, reason="jedna")
    assert set(alike_by_name("Lecka", "Zaneta")) == {former, turned, kept}
