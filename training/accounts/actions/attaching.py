"""An account that exists already becomes the account of a person."""

from typing import Any

from django.db import transaction

from training.accounts.refusals import AccountHasNoName, AccountTaken, PersonHasAccount
from training.kernel.actors import Actor, account_email
from training.people import actions as people
from training.people.models import Person


@transaction.atomic
def attach_account(
    *, user: Any, actor: Actor, person: Person | None = None, first_name: str = "", last_name: str = ""
) -> Person:
    """Tie an account to a person on record, or to a new one of the given name and the account's e-mail.

    A name that is not given is the account's own.

    Raises:
        AccountTaken: the account is somebody's already.
        PersonHasAccount: the person signs in with another one.
        AccountHasNoName: nothing says what a new person is called.
        NameCannotBeDrawn: no document could name a new person.
    """
    owner = Person.objects.select_for_update(no_key=True).filter(user=user).first()
    if owner is not None:
        raise AccountTaken(account=user.get_username(), person=owner.full_name)
    if person is None:
        first_name = first_name or getattr(user, "first_name", "")
        last_name = last_name or getattr(user, "last_name", "")
        if not (first_name.strip() and last_name.strip()):
            raise AccountHasNoName(account=user.get_username())
        person = people.save_person(first_name=first_name, last_name=last_name, email=account_email(user), actor=actor)
    attached = people.attach_user(person=person, user=user, actor=actor)
    if attached.user_id != user.pk:
        raise PersonHasAccount(person=attached.full_name, account=attached.user.get_username() if attached.user else "")
    return attached
