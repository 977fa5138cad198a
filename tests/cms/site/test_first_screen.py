"""Where people begin after signing in, and the one menu of what is their own."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from training.kernel import time
from training.ui import navigation

pytestmark = pytest.mark.django_db
PASSWORD = "password-1"


def trains(person):
    make.MeetingFactory(trainers=[person], starts_at=time.now() + timedelta(days=3))


def assesses(person):
    make.AssessorshipFactory(person=person, edition=make.EditionFactory())


def leads(person):
    make.MandateFactory(person=person, organisation=person.employments.get().organisation)


def begin(user, **query):
    """Where the right password leads."""
    address = reverse("kompas_training:sign_in", query=query)
    return Client().post(address, {"username": user.get_username(), "password": PASSWORD}).headers["Location"]


@pytest.mark.parametrize(
    ("roles", "is_employed", "first"),
    [
        ((), True, "/moj-rozwoj/"),
        ((trains,), False, "/zajecia/"),
        ((assesses,), False, "/weryfikacja-efektow/"),
        ((leads,), True, "/zespol/"),
        # A post of one's own has a profile to see to.
        ((trains,), True, "/moj-rozwoj/"),
        ((assesses,), True, "/moj-rozwoj/"),
        # Two things at once.
        ((trains, assesses), False, "/moj-rozwoj/"),
        ((leads, trains), True, "/moj-rozwoj/"),
    ],
)
def test_people_begin_where_their_work_of_the_day_is(roles, is_employed, first):
    person = make.employed(user=make.user()) if is_employed else make.person_with_account()
    for role in roles:
        role(person)
    assert begin(person.user) == first


def test_the_way_somebody_was_on_comes_first():
    person = make.person_with_account()
    trains(person)
    assert begin(person.user, next="/kalendarz/") == "/kalendarz/"
    assert begin(person.user, next="https://elsewhere.example/") == "/zajecia/"


def test_a_site_with_a_first_screen_of_its_own_is_followed(settings):
    settings.LOGIN_REDIRECT_URL = "/panel/"
    person = make.person_with_account()
    trains(person)
    assert begin(person.user) == "/panel/"


OWN = [
    "/moj-rozwoj/",
    "/zgloszenia/",
    "/kalendarz/",
    "/zaswiadczenia/",
    "/moj-rozwoj/przebieg-szkolen/",
    "/samoocena/",
    "/wiadomosci/",
    "/konto/",
]


def test_everything_of_ones_own_is_in_one_menu_and_in_no_other(client):
    person = make.employed(user=make.user())
    client.force_login(person.user)
    shown = client.get("/konto/").context["kompas"]
    assert [link.url for link in shown.account_menu] == OWN
    assert [link.url for link in shown.menu if link.url in OWN] == []
    assert [client.get(address).status_code for address in OWN] == [200] * len(OWN)


def test_no_two_menus_and_no_two_entries_have_one_name(client):
    person = make.employed(user=make.user())
    leads(person)
    client.force_login(person.user)
    answer = client.get("/konto/")
    html = answer.content.decode()
    menus = re.findall(r'<nav [^>]*aria-label="([^"]+)"', html)
    assert sorted(set(menus)) == sorted(menus)
    links = [*answer.context["kompas"].menu, *answer.context["kompas"].account_menu]
    assert len({link.label for link in links}) == len(links)


def test_an_account_of_no_person_is_offered_nothing_of_its_own(client):
    client.force_login(make.user())
    assert client.get("/").context["kompas"].account_menu == []


def test_a_count_stands_beside_its_entry_also_in_the_menu_of_a_host(rf):
    request = rf.get("/")
    with navigation.account_menu.only():
        navigation.account_menu.register("news", navigation.NavItem("News", address=lambda _: "/n/", count=lambda _: 4))
        (link,) = navigation.links(navigation.account_menu, request)
    assert link.count == 4
