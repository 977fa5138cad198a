"""Claiming an account, signing in, passwords: and what strangers learn, which is nothing."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from training.accounts import actions, roles, rules
from training.accounts.models import ClaimCode
from training.accounts.refusals import LinkDead
from training.kernel import time
from training.notices.models import Notice
from training.people.models import Person
from training.people.states import Identity

pytestmark = pytest.mark.django_db
PASSWORD = "bez-trudu-42-kawki"


def url(name, *args):
    return reverse(f"kompas_training:{name}", args=args)


def link_in_the_letter(*address):
    letters = Notice.objects.filter(address__in=address) if address else Notice.objects
    return re.search(r"http://\S+?(/konto/\S+)", letters.latest("pk").body)[1]


def choose_password(client, path, password=PASSWORD):
    return client.post(path, {"password1": password, "password2": password})


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


# ---- by code ---------------------------------------------------------------------------------------------------


def printed(person, **kwargs):
    return actions.make_codes(people=[person], actor=make.ACTOR, **kwargs)[0]


def test_a_code_claims_the_account_of_the_person_on_its_strip_and_only_once(client):
    make.person(email="dps@dps.example")
    person = make.person(first_name="Łucja", last_name="Wójcik-Żak", email="dps@dps.example")
    code = printed(person)
    assert code.sign_in_name == "l.wojcik-zak"
    answer = client.post(url("claim_code"), {"code": code.code.lower().replace("-", " ")})
    assert choose_password(client, answer["Location"]).status_code == 302
    person.refresh_from_db()
    assert (person.user.get_username(), person.user.email) == ("l.wojcik-zak", "")
    client.logout()
    assert client.post(url("claim_code"), {"code": code.code}).status_code == 200
    assert client.get(answer["Location"]).status_code == 410


def test_only_a_hash_of_the_code_is_kept():
    code = printed(make.person())
    kept = ClaimCode.objects.values().get()
    assert rules.plain_code(code.code) not in str(kept)
    assert code.code not in str(kept)


def test_a_new_code_kills_the_older_one(client):
    person = make.person()
    first, second = printed(person), printed(person)
    assert client.post(url("claim_code"), {"code": first.code}).status_code == 200
    assert client.post(url("claim_code"), {"code": second.code}).status_code == 302


def test_a_code_dies_of_age(client):
    code = printed(make.person(), now=time.now() - timedelta(days=31))
    assert client.post(url("claim_code"), {"code": code.code}).status_code == 200


def test_namesakes_get_different_sign_in_names():
    people = [make.person(first_name="Anna", last_name="Nowak", email="") for _one in range(3)]
    names = [one.sign_in_name for one in actions.make_codes(people=people, actor=make.ACTOR)]
    assert sorted(names) == ["a.nowak", "a.nowak2", "a.nowak3"]


def test_a_manager_makes_codes_for_own_staff_and_nobody_elses(client):
    mine, other = make.organisation(), make.organisation()
    head = make.person_with_account()
    make.MandateFactory(person=head, organisation=mine)
    own, foreign = make.employed(organisation=mine), make.employed(organisation=other)
    client.force_login(head.user)
    answer = client.post(url("codes_of", mine.pk), {"person": [own.pk, foreign.pk]})
    assert list(ClaimCode.objects.values_list("person", flat=True)) == [own.pk]
    assert answer["Cache-Control"].find("no-store") >= 0
    assert own.full_name in answer.content.decode()
    assert client.get(url("codes_of", other.pk)).status_code == 404
    assert client.post(url("codes_of", other.pk), {"person": [foreign.pk]}).status_code == 404
    assert foreign.last_name not in client.get(url("codes")).content.decode()


def test_a_mandate_that_ended_makes_no_codes(client):
    mine = make.organisation()
    head = make.person_with_account()
    make.MandateFactory(person=head, organisation=mine, valid_until=time.today() - timedelta(days=1))
    client.force_login(head.user)
    assert client.get(url("codes_of", mine.pk)).status_code == 404
    assert client.get(url("codes")).status_code == 404


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
    client.post(url("register"), {"first_name": "Ewa", "last_name": "Lis", "email": "ewa@example.org"})
    path = link_in_the_letter()
    choose_password(client, path)
    person = Person.objects.get()
    assert (person.identity, person.user.get_username()) == (Identity.UNCONFIRMED, "ewa@example.org")


def test_registering_with_an_address_on_the_list_makes_no_double(client):
    listed = make.person(email="ewa@example.org")
    client.post(url("register"), {"first_name": "Ewa", "last_name": "Lis", "email": "EWA@example.org"})
    assert list(Person.objects.all()) == [listed]
    assert Notice.objects.get().person == listed


def test_those_who_never_followed_their_link_are_forgotten_and_others_stay():
    actions.register(first_name="Ewa", last_name="Lis", email="ewa@example.org", language="pl")
    listed = make.person(email="")
    employed = make.employed(identity=Identity.UNCONFIRMED)
    assert actions.forget_unclaimed(now=time.now() + timedelta(hours=73)) == 1
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


@pytest.fixture
def sharing():
    """Somebody with an account whose only address is the mailbox of the whole office."""
    organisation = make.OrganisationFactory()
    person = make.employed(organisation=organisation, email="biuro@gops.example")
    make.employed(organisation=organisation, email="biuro@gops.example")
    person.user = make.user(username="l.wojcik")
    person.save()
    return person, organisation


@pytest.mark.parametrize("typed", ["l.wojcik", "biuro@gops.example"])
def test_no_link_to_a_new_password_goes_to_a_mailbox_that_others_read(client, sharing, typed):
    client.post(url("password_reset"), {"name": typed})
    assert not Notice.objects.exists()


def test_a_code_of_the_institution_sets_a_new_password_once(client, sharing):
    person, organisation = sharing
    [printed] = actions.make_codes(people=[person], organisation=organisation, actor=make.ACTOR)
    assert printed.sign_in_name == "l.wojcik"
    path = client.post(url("claim_code"), {"code": printed.code})["Location"]
    assert choose_password(client, path).status_code == 302
    person.user.refresh_from_db()
    assert person.user.check_password(PASSWORD)
    assert Person.objects.filter(user=person.user).count() == 1
    client.logout()
    assert choose_password(client, path, "inne-haslo-77").status_code == 410


def test_nobody_gets_a_code_for_an_account_that_a_link_reaches_or_that_opens_the_admin(sharing):
    person, _organisation = sharing
    own = make.person_with_account(email="lucja@example.org")
    rops, admin = (make.person(email="") for _each in range(2))
    rops.user, admin.user = make.user(username="rops"), make.user(username="admin", is_superuser=True)
    rops.user.groups.add(Group.objects.get(name=roles.GROUPS[roles.COORDINATOR]))
    rops.save()
    admin.save()
    printed = actions.make_codes(people=[own, rops, admin, person], actor=make.ACTOR)
    assert [one.person for one in printed] == [person]


def test_a_manager_sees_who_has_no_own_e_mail_and_must_tick_them_by_hand(client, sharing):
    person, organisation = sharing
    manager = make.person_with_account()
    make.MandateFactory(person=manager, organisation=organisation)
    client.force_login(manager.user)
    page = client.get(url("codes_of", organisation.pk)).content.decode()
    assert re.search(rf'value="{person.pk}" id="person-{person.pk}">', page)
    sheet = client.post(url("codes_of", organisation.pk), {"person": [person.pk]}).content.decode()
    assert "l.wojcik" in sheet
    assert ClaimCode.objects.get().person == person


@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_message_in_place_of_a_name_is_not_written_to_anybody(client, field):
    typed = {
        "first_name": "Ewa",
        "last_name": "Lis",
        "email": "ewa@example.org",
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
