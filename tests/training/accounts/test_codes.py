"""Codes on paper, for those whom no link can reach."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from tests import factories as make
from tests.html import in_one_line
from tests.training.accounts.claiming import PASSWORD, choose_password, url
from training.accounts import actions, rules
from training.accounts import registry as roles
from training.accounts.models import ClaimCode
from training.kernel import time
from training.notices.models import Notice
from training.people.models import Person

pytestmark = pytest.mark.django_db


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
    names = [action.sign_in_name for action in actions.make_codes(people=people, actor=make.ACTOR)]
    assert sorted(names) == ["a.nowak", "a.nowak2", "a.nowak3"]


def test_a_manager_makes_codes_for_own_staff_and_nobody_elses(client):
    mine, other = make.organisation(), make.organisation()
    head = make.person_with_account()
    make.MandateFactory(person=head, organisation=mine)
    own, foreign = make.employed(organisation=mine), make.employed(organisation=other)
    client.force_login(head.user)
    answer = client.post(url("codes_of", mine.pk), {"person": [own.pk, foreign.pk]})
    assert list(ClaimCode.objects.values_list("person", flat=True)) == [own.pk]
    assert "no-store" in answer["Cache-Control"]
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
    assert [code.person for code in printed] == [person]


def test_a_manager_sees_who_has_no_own_e_mail_and_must_tick_them_by_hand(client, sharing):
    person, organisation = sharing
    manager = make.person_with_account()
    make.MandateFactory(person=manager, organisation=organisation)
    client.force_login(manager.user)
    page = client.get(url("codes_of", organisation.pk)).content.decode()
    assert re.search(rf'value="{person.pk}" id="person-{person.pk}">', in_one_line(page))
    worksheet = client.post(url("codes_of", organisation.pk), {"person": [person.pk]}).content.decode()
    assert "l.wojcik" in worksheet
    assert ClaimCode.objects.get().person == person
