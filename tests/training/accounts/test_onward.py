"""Where somebody was going is kept on every way to an account."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests import factories as make
from training.accounts import actions
from training.notices.models import Notice
from training.people.models import Person

pytestmark = pytest.mark.django_db
GOAL = "/kalendarz/?miesiac=5"
PASSWORDS = {"password1": "bez-trudu-42-kawki", "password2": "bez-trudu-42-kawki"}
WHO = {
    "register": {
        "first_name": "Ewa",
        "last_name": "Lis",
        "email": "ewa@example.org",
        "workplace": "Dom",
        "post": "opiekun",
    },
    "claim": {"email": "jan@example.org"},
}


def url(name, *args, to=GOAL):
    return reverse(f"kompas_training:{name}", args=args, query={"next": to} if to else None)


def link_in_letter():
    (letter,) = Notice.objects.all()
    address = urlsplit(re.search(r"https?://\S+", letter.body)[0])
    return f"{address.path}?{address.query}" if address.query else address.path


def links_of(client, name):
    html = client.get(url(name)).content.decode()
    own = [link for link in re.findall(r'<a [^>]*href="(/konto/[^"]+)"', html) if "/konto/zaloguj/" not in link]
    return {urlsplit(link).path: parse_qs(urlsplit(link).query).get("next") for link in own}


@pytest.mark.parametrize("name", ["sign_in", "claim", "claim_code", "register"])
def test_every_link_to_another_way_leads_on_to_the_same_page(client, name):
    links = links_of(client, name)
    assert links and set(map(tuple, links.values())) == {(GOAL,)}


@pytest.mark.parametrize("name", ["register", "claim"])
def test_a_letter_and_a_password_later_one_is_there(client, name):
    make.person(email="jan@example.org")
    html = client.get(url(name)).content.decode()
    assert f'<input type="hidden" name="next" value="{GOAL}">' in html
    # The form keeps it by itself: its address need not.
    client.post(url(name, to=""), {**WHO[name], "next": GOAL})
    actions.write_letters()
    assert client.post(link_in_letter(), PASSWORDS).headers["Location"] == GOAL


def test_a_code_leads_there_too(client):
    person = make.employed(email="")
    (printed,) = actions.make_codes(people=[person], actor=make.ACTOR)
    led = client.post(url("claim_code"), {"code": printed.code}).headers["Location"]
    assert client.post(led, PASSWORDS).headers["Location"] == GOAL


def test_a_forgotten_password_leads_there_by_way_of_the_sign_in(client):
    person = make.person(email="jan@example.org", user=make.user(username="jan"))
    client.post(url("password_reset"), {"name": person.user.get_username()})
    actions.write_letters()
    led = client.get(link_in_letter()).headers["Location"]
    done = client.post(led, {"new_password1": "bez-trudu-42-kawki", "new_password2": "bez-trudu-42-kawki"})
    assert parse_qs(urlsplit(done.headers["Location"]).query) == {"next": [GOAL]}


@pytest.mark.parametrize("foreign", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", "/" * 501])
def test_another_sites_page_is_no_place_to_go(client, foreign):
    client.post(url("register", to=foreign), WHO["register"])
    actions.write_letters()
    assert "next" not in link_in_letter()
    answer = client.post(link_in_letter() + f"?next={foreign}", PASSWORDS)
    assert answer.headers["Location"] == reverse("kompas_training:account")
    assert Person.objects.filter(last_name="Lis").exists()
