"""Questions about accounts."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet

from training.accounts import rules
from training.accounts.models import ClaimCode, KnownPlace
from training.kernel.polish import squeeze
from training.people.models import Organisation, Person
from training.people.queries import has_own_email, records_of, root_id, staff_of


def account_named(typed: str) -> Any | None:
    """The account of a sign-in name, or of an e-mail that one person alone uses, in any spelling of either."""
    users, field = get_user_model()._default_manager, get_user_model().USERNAME_FIELD
    plain = rules.plain_name(typed)
    exact = squeeze(unicodedata.normalize("NFKC", typed))
    found = {getattr(user, field): user for user in users.filter(**{f"{field}__in": {exact, plain}})}
    # Asked also when the name was found: how long an answer takes would tell which names exist.
    person = person_with_own_email(plain) if "@" in plain else None
    return found.get(exact) or found.get(plain) or (person.user if person is not None else None)


def person_with_own_email(email: str) -> Person | None:
    """The one person on record with this address; ``None`` when nobody or several have it."""
    people = list(Person.objects.living().filter(email_fold=squeeze(email).casefold()).select_related("user")[:2])
    return people[0] if len(people) == 1 else None


def free_sign_in_name(person: Person, taken: set[str] = frozenset()) -> str:
    """The person's own e-mail, else a name made of theirs that no account has and no other code promises."""
    users, field = get_user_model()._default_manager, get_user_model().USERNAME_FIELD
    if has_own_email(person) and not users.filter(**{field: person.email_fold}).exists():
        return person.email_fold
    number = 1
    while True:
        name = rules.sign_in_name(person.first_name, person.last_name, number)
        promised = ClaimCode.objects.filter(sign_in_name=name).exclude(person__in=records_of(person))
        if name not in taken and not users.filter(**{field: name}).exists() and not promised.exists():
            return name
        number += 1


def staff_without_account(organisation: Organisation, on: date) -> QuerySet[Person]:
    return staff_of([organisation], on).filter(user__isnull=True)


def staff_without_own_email(organisation: Organisation, on: date) -> QuerySet[Person]:
    """Those with an account to whom no link can be sent: only a code lets them choose a new password."""
    return may_get_code(staff_of([organisation], on).filter(user__isnull=False))


def may_get_code(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those without an account; and those with one, when no mailbox is theirs alone.

    The account of ROPS staff opens the admin: no institution prints a code for it.
    """
    sharing = Person.objects.living().filter(email_fold=OuterRef("email_fold")).exclude(pk=OuterRef("pk"))
    rops = Q(user__is_superuser=True) | Exists(Group.objects.filter(user=OuterRef("user")))
    no_link = Q(user__is_active=True) & (Q(email_fold="") | Exists(sharing)) & ~rops
    return people.filter(Q(user__isnull=True) | no_link)


def live_code(typed: str, now: datetime) -> ClaimCode | None:
    """The code as stored, when it may still be used."""
    found = (
        ClaimCode.objects.filter(code_hash=rules.code_hash(typed), used_at__isnull=True, expires_at__gt=now)
        .select_related("person")
        .first()
    )
    return found if found and may_get_code(Person.objects.filter(pk=root_id(found.person))).exists() else None


def known_places(user: Any, hashes: Iterable[str]) -> set[str]:
    """Those of these places from which the account was signed in to."""
    known = KnownPlace.objects.filter(user=user, place_hash__in=list(hashes))
    return set(known.values_list("place_hash", flat=True))
