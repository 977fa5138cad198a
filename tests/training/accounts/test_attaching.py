"""An account of the site becomes the account of a person."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from training.accounts import actions
from training.accounts.refusals import AccountHasNoName, AccountTaken, PersonHasAccount
from training.people.models import Person


def test_a_new_person_has_the_name_that_is_given_and_the_address_of_the_account(db):
    user = make.user(username="boss", email="boss@example.org")
    person = actions.attach_account(user=user, first_name="Anna", last_name="Nowak", actor=make.ACTOR)
    person.refresh_from_db()
    assert (person.user, person.full_name, person.email) == (user, "Anna Nowak", "boss@example.org")


def test_a_person_on_record_gets_the_account_and_keeps_the_rest(db):
    person, user = make.person(email="own@example.org"), make.user(email="other@example.org")
    actions.attach_account(user=user, person=person, actor=make.ACTOR)
    person.refresh_from_db()
    assert (person.user, person.email) == (user, "own@example.org")
    assert Person.objects.count() == 1


def test_an_account_is_one_persons(db):
    taken = make.person_with_account()
    with pytest.raises(AccountTaken):
        actions.attach_account(user=taken.user, first_name="Anna", last_name="Nowak", actor=make.ACTOR)
    with pytest.raises(PersonHasAccount):
        actions.attach_account(user=make.user(), person=taken, actor=make.ACTOR)
    assert Person.objects.count() == 1


def test_a_person_needs_a_name(db):
    user = make.user(first_name="", last_name="")
    with pytest.raises(AccountHasNoName):
        actions.attach_account(user=user, actor=make.ACTOR)
    assert not Person.objects.exists()


def test_the_command_says_who_it_was_or_why_not(db):
    make.user(username="boss", first_name="", last_name="")
    output = StringIO()
    call_command("kompas_attach_account", "boss", "--first-name", "Anna", "--last-name", "Nowak", stdout=output)
    assert output.getvalue() == f"boss: Anna Nowak ({Person.objects.get().pk})\n"
    with pytest.raises(CommandError, match="No account signs in as 'nobody'"):
        call_command("kompas_attach_account", "nobody")
    with pytest.raises(CommandError, match="No person has the key 0"):
        call_command("kompas_attach_account", "boss", "--person", "0")
    with pytest.raises(CommandError, match="boss"):
        call_command("kompas_attach_account", "boss")
