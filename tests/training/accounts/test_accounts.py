"""Claiming an account by e-mail, signing in, passwords: and what strangers learn, which is nothing."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.training.accounts.claiming import PASSWORD, choose_password, link_in_the_letter, url
from training.accounts import actions
from training.accounts.refusals import LinkDead
from training.kernel import time
from training.notices.models import Notice
from training.people.models import Person
from training.people.states import Identity

pytestmark = pytest.mark.django_db


# ---- by e-mail -------------------------------------------------------------------------------------------------


def test_somebody_with_an_e_mail_of_their_own_claims_the_account_by_the_link(client):
    person = make.employed(email="l.wojcik@gops.example")
    client.post(url("claim"), {"email": "L.Wojcik@GOPS.example"})
    path = link_in_the_letter()
    assert person.full_name in client.get(path).content.decode()
    assert choose_password(client, path).status_code == 302
    person.refresh_from_db()
    assert person.user.get_username() == "l.wojcik@gops.example"
    assert person.user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(person.user.pk)
    # Signed in by a backend that the site knows: the next page opens.
    assert client.get(reverse("kompas_training:account")).status_code == 200


def test_the_link_works_once(client):
    make.person(email="l.wojcik@gops.example")
    client.post(url("claim"), {"email": "l.wojcik@gops.example"})
    path = link_in_the_letter()
    choose_password(client, path)
    client.logout()
    assert client.get(path).status_code == 410
    assert choose_password(client, path, "inne-haslo-77").status_code == 410
    assert Person.objects.get().user.check_password(PASSWORD)


def test_the_link_dies_of_age(monkeypatch):
    person = make.person(email="l.wojcik@gops.example")
    token = actions.claim_token(person)
    later = time.now() + timedelta(hours=73)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    with pytest.raises(LinkDead):
        actions.permit_of(token)


def test_the_link_dies_when_somebody_else_gets_the_same_address(client):
    person = make.person(email="biuro@gops.example")
    token = actions.claim_token(person)
    assert actions.permit_of(token).person == person
    make.person(email="biuro@gops.example")
    with pytest.raises(LinkDead):
        actions.permit_of(token)


def test_a_forged_link_opens_nothing(client):
    person = make.person(email="l.wojcik@gops.example")
    forged = signing.dumps({"person": person.pk, "email": person.email_fold, "code": None}, salt="something else")
    assert client.get(url("claim_link", forged)).status_code == 410


def test_a_shared_address_gets_no_link():
    make.person(email="dps@dps.example")
    make.person(email="dps@dps.example")
    actions.send_claim_link(email="dps@dps.example")
    assert Notice.objects.count() == 0


def test_the_answer_tells_nothing_about_the_address(client):
    make.person(email="known@gops.example")
    make.person(email="shared@gops.example")
    make.person(email="shared@gops.example")
    make.person_with_account(email="active@gops.example")
    answers = set()
    for email in ("known@gops.example", "shared@gops.example", "active@gops.example", "nobody@gops.example"):
        answer = client.post(url("claim"), {"email": email})
        answers.add((answer.status_code, re.sub(r'value="[^"]+"', "", answer.content.decode().replace(email, "EMAIL"))))
    assert len(answers) == 1


def test_somebody_who_has_an_account_is_written_a_link_to_a_new_password(client):
    person = make.person_with_account(email="active@gops.example")
    client.post(url("claim"), {"email": "active@gops.example"})
    assert Notice.objects.get().kind == "account_password"
    assert Notice.objects.get().person == person


def test_a_weak_password_is_refused_and_makes_no_account(client):
    person = make.person(email="l.wojcik@gops.example", last_name="Wójcik")
    path = url("claim_link", actions.claim_token(person))
    answer = choose_password(client, path, "12345")
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.user is None


def test_asking_too_often_must_wait(client, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"claim": 2}}
    for _attempt in range(2):
        assert client.post(url("claim"), {"email": "a@example.org"}).status_code == 200
    assert client.post(url("claim"), {"email": "a@example.org"}).status_code == 429


# ---- signing in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["l.wojcik-zak", "L.Wojcik-Zak", "lucja@example.org", "Lucja@Example.org"])
def test_signing_in_by_name_or_by_an_own_e_mail(client, typed):
    user = make.user(username="l.wojcik-zak", email="")
    make.person(user=user, email="lucja@example.org")
    client.post(url("sign_in"), {"username": typed, "password": "password-1"})
    assert client.session.get("_auth_user_id") == str(user.pk)


def test_a_shared_e_mail_signs_nobody_in(client):
    make.person(user=make.user(username="a"), email="dps@dps.example")
    make.person(email="dps@dps.example")
    client.post(url("sign_in"), {"username": "dps@dps.example", "password": "password-1"})
    assert "_auth_user_id" not in client.session


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client):
    make.person(user=make.user(username="known"))
    answers = set()
    for name in ("known", "unknown"):
        text = client.post(url("sign_in"), {"username": name, "password": "wrong"}).content.decode()
        answers.add(re.sub(r'value="[^"]*"', "", text))
    assert len(answers) == 1


def test_after_signing_in_nobody_is_sent_to_another_site(client):
    make.person(user=make.user(username="known"))
    answer = client.post(
        url("sign_in"), {"username": "known", "password": "password-1", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/moj-rozwoj/"


def test_signing_out_takes_a_post(client):
    client.force_login(make.person_with_account().user)
    assert client.get(url("sign_out")).status_code == 405
    client.post(url("sign_out"))
    assert "_auth_user_id" not in client.session


# ---- registering, passwords, own data ----------------------------------------------------------------------------


def test_somebody_on_no_list_registers_and_waits_for_rops_to_confirm(client):
    client.post(
        url("register"),
        {"first_name": "Ewa", "last_name": "Lis", "email": "ewa@example.org", "workplace": "Dom", "post": "opiekun"},
    )
    path = link_in_the_letter()
    choose_password(client, path)
    person = Person.objects.get()
    assert (person.identity, person.user.get_username()) == (Identity.UNCONFIRMED, "ewa@example.org")


def test_registering_with_an_address_on_the_list_makes_no_double(client):
    listed = make.person(email="ewa@example.org")
    client.post(
        url("register"),
        {"first_name": "Ewa", "last_name": "Lis", "email": "EWA@example.org", "workplace": "Dom", "post": "opiekun"},
    )
    assert list(Person.objects.all()) == [listed]
    assert Notice.objects.get().person == listed


def test_those_who_never_followed_their_link_are_forgotten_and_others_stay():
    actions.register(first_name="Ewa", last_name="Lis", email="ewa@example.org", language="pl")
    listed = make.person(email="")
    employed = make.employed(identity=Identity.UNCONFIRMED)
    assert actions.delete_unclaimed(now=time.now() + timedelta(hours=73)) == 1
    assert set(Person.objects.all()) == {listed, employed}


def test_a_forgotten_password_is_changed_by_the_link_and_the_link_works_once(client):
    person = make.person_with_account(email="lucja@example.org")
    client.post(url("password_reset"), {"name": "lucja@example.org"})
    path = link_in_the_letter()
    form = client.get(path)["Location"]
    client.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    person.user.refresh_from_db()
    assert person.user.check_password(PASSWORD)
    client.logout()
    assert client.get(path).status_code == 410


def test_a_new_e_mail_holds_after_the_link_to_it_is_followed_by_its_owner(client):
    person, other = make.person_with_account(email="old@example.org"), make.person_with_account()
    client.force_login(person.user)
    client.post(url("account"), {"email": "new@example.org", "phone": "601 234 567", "language": "pl"})
    person.refresh_from_db()
    assert (person.email, person.phone) == ("old@example.org", "+48 601 234 567")
    assert [notice.address for notice in Notice.objects.order_by("pk")] == ["new@example.org", "old@example.org"]
    path = link_in_the_letter("new@example.org")
    client.force_login(other.user)
    assert client.get(path).status_code == 410
    client.force_login(person.user)
    client.get(path)
    person.refresh_from_db()
    assert person.email == "new@example.org"


def test_an_account_of_no_person_reads_why_there_is_nothing(client):
    client.force_login(make.user())
    assert client.get(url("account")).status_code == 403


@pytest.mark.parametrize("name", ["sign_in", "claim", "claim_code", "register", "password_reset"])
@pytest.mark.parametrize(("language", "begins"), [("pl", "/konto/"), ("en", "/en/konto/")])
def test_the_open_screens_answer_in_both_languages(client, name, language, begins):
    with translation.override(language):
        path = url(name)
    assert path.startswith(begins)
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Language"]) == (200, language)


def test_the_account_page_shows_own_posts(client):
    person = make.employed(user=make.user())
    client.force_login(person.user)
    text = client.get(url("account")).content.decode()
    assert person.employments.get().organisation.name in text
    client.get(url("password_change"))


# ---- those whom no link can reach -------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_message_in_place_of_a_name_is_not_written_to_anybody(client, field):
    typed = {
        "first_name": "Ewa",
        "last_name": "Lis",
        "email": "ewa@example.org",
        "workplace": "Dom",
        "post": "opiekun",
        field: "Wygrana! https://evil.example",
    }
    assert client.post(url("register"), typed).status_code == 200
    assert not Person.objects.exists()
    assert not Notice.objects.exists()


def test_letters_to_new_addresses_have_a_limit_too(client, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"letter": 2}}
    person = make.person_with_account(email="old@example.org")
    client.force_login(person.user)
    answers = [
        client.post(url("account"), {"email": f"new{number}@example.org", "phone": "", "language": "pl"}).status_code
        for number in range(3)
    ]
    assert answers == [302, 302, 429]
    assert Notice.objects.filter(kind="account_email").count() == 2


def test_an_address_is_replaced_and_not_taken_away_and_a_phone_is_a_number(client):
    person = make.person_with_account(email="old@example.org", phone="")
    client.force_login(person.user)
    for typed in ({"email": "", "phone": ""}, {"email": "old@example.org", "phone": "zadzwoń"}):
        assert client.post(url("account"), {**typed, "language": "pl"}).status_code == 200
    client.post(url("account"), {"email": "old@example.org", "phone": "601234567", "language": "pl"})
    person.refresh_from_db()
    assert (person.email, person.phone) == ("old@example.org", "+48 601 234 567")
