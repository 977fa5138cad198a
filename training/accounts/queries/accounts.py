"""Questions about accounts."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from training.accounts import rules
from training.accounts.models import ClaimCode, EmailProposal, KnownPlace
from training.accounts.queries import user_model
from training.accounts.refusals import AccountNeedsAddress
from training.accounts.registry import opened
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.polish import squeeze
from training.people.models import Organisation, Person
from training.people.queries import family_of, has_own_email, records_of, resolve, staff_of


def account_named(typed: str) -> Any | None:
    """The account of a sign-in name, or of an e-mail that one person alone uses, in any spelling of either."""
    users, field = get_user_model()._default_manager, get_user_model().USERNAME_FIELD
    plain = rules.plain_name(typed)
    exact = squeeze(unicodedata.normalize("NFKC", typed))
    by_name = {getattr(user, field): user for user in users.filter(**{f"{field}__in": {exact, plain}})}
    # Asked also when the name was found: how long an answer takes would tell which names exist.
    person = person_with_own_email(plain) if "@" in plain else None
    return by_name.get(exact) or by_name.get(plain) or (person.user if person is not None else None)


def person_with_own_email(email: str) -> Person | None:
    """The one person on record with this address; ``None`` when nobody or several have it."""
    people = list(Person.objects.living().filter(email_fold=squeeze(email).casefold()).select_related("user")[:2])
    return people[0] if len(people) == 1 else None


def free_sign_in_name(person: Person, taken: AbstractSet[str] = frozenset()) -> str:
    """The person's own e-mail, else a name made of theirs that no account has and no other code promises.

    Raises:
        AccountNeedsAddress: accounts of this site sign in with an e-mail, and the person has none that is free.
    """
    users, field = get_user_model()._default_manager, get_user_model().USERNAME_FIELD
    if has_own_email(person) and not users.filter(**{field: person.email_fold}).exists():
        return person.email_fold
    if user_model.signs_in_by_email():
        raise AccountNeedsAddress(person=person.full_name)
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
    claim_code = (
        ClaimCode.objects.filter(code_hash=rules.code_hash(typed), used_at__isnull=True, expires_at__gt=now)
        .select_related("person")
        .first()
    )
    return claim_code if claim_code and still_opens(claim_code) else None


def still_opens(code: ClaimCode) -> bool:
    """Whether a code may be used yet: since then its person may have got a mailbox, or rights beyond the maker's."""
    person = resolve(code.person)
    if not may_get_code(Person.objects.filter(pk=person.pk)).exists():
        return False
    return may_handle(Actor(code.actor_kind, code.actor_name, code.actor_user_id), person)


def known_places(user: Any, hashes: Iterable[str]) -> set[str]:
    """Those of these places from which the account was signed in to."""
    places = KnownPlace.objects.filter(user=user, place_hash__in=list(hashes))
    return set(places.values_list("place_hash", flat=True))


def rights_of(user: Any) -> rules.Rights:
    """What an account may do today; an account that is closed may do what it could when it is opened again."""
    person = Person.objects.filter(user=user).first()
    if person is not None:
        return rights_of_people([person])[person.pk]
    permissions = _permissions([user.pk])[user.pk]
    return rules.Rights(user.is_superuser, permissions, grants=_grants(permissions))


def rights_of_people(people: Iterable[Person]) -> dict[int, rules.Rights]:
    """What people may do, or could as soon as they have an account, in a number of queries that does not grow."""
    users = {person.pk: person.user_id for person in people}
    accounts = {user for user in users.values() if user is not None}
    permissions = _permissions(accounts)
    chiefs = get_user_model()._default_manager.filter(pk__in=accounts, is_superuser=True)
    superusers = set(chiefs.values_list("pk", flat=True))
    family = family_of(users)
    rights: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for entry in opened.entries():
        for record, key in entry.value.rows(list(family), time.today()):
            rights[family[record]].add((entry.name, key))
    return {
        pk: rules.Rights(user in superusers, permissions[user], frozenset(rights[pk]), _grants(permissions[user]))
        for pk, user in users.items()
    }


def _grants(permissions: frozenset[str]) -> frozenset[str]:
    return frozenset(entry.name for entry in opened.entries() if entry.value.granted_with in permissions)


def _permissions(users: Iterable[Any]) -> dict[Any, frozenset[str]]:
    """Names of permissions by account: its own, and those of its groups."""
    granted: dict[Any, set[str]] = defaultdict(set)
    keys = list(users)
    for path in ("user", "group__user"):
        rows = Permission.objects.filter(**{f"{path}__in": keys}).order_by()
        for user, label, code in rows.values_list(path, "content_type__app_label", "codename"):
            if user in keys:
                granted[user].add(f"{label}.{code}")
    return defaultdict(frozenset, {user: frozenset(names) for user, names in granted.items()})


def beyond(by: Actor, people: Iterable[Person]) -> set[int]:
    """Keys of the people who may do more than who acts; a command and a task have all rights, a link its own person.

    Asked of every verb that opens, moves or closes an account, or could one day: a new
    address, a code, a merge.
    """
    people = [person for person in people if person.pk != by.person_id]
    if by.kind in ("command", "task") or not people:
        return set()
    user = get_user_model()._default_manager.filter(pk=by.user_id).first() if by.user_id else None
    if user is None:
        return {person.pk for person in people}
    own = rights_of(user)
    if own.is_superuser:
        return set()
    return {pk for pk, other in rights_of_people(people).items() if not own.cover(other)}


def may_handle(by: Actor, person: Person) -> bool:
    """Whether the person may do nothing that who acts may not."""
    return not beyond(by, [person])


def proposed_email(person: Person) -> EmailProposal | None:
    """The address that waits for its link to be followed."""
    return EmailProposal.objects.filter(person=person, expires_at__gt=time.now()).first()


def waiting_address(person: Person) -> str:
    """The proposed address, or nothing."""
    proposal = proposed_email(person)
    return proposal.email if proposal else ""


def codes_closing_estimates(person: Person) -> QuerySet[ClaimCode]:
    """Codes that changed the password of the person's account without ROPS confirming who used it.

    Self-assessments from before are not shown to the account: whoever made the code could have used it.
    """
    return ClaimCode.objects.filter(
        person__in=records_of(person), for_password=True, used_at__isnull=False, confirmed_at__isnull=True
    )


def estimates_closed_at(person: Person) -> datetime | None:
    """When the newest of the codes that close the person's self-assessments was used."""
    return codes_closing_estimates(person).order_by("-used_at").values_list("used_at", flat=True).first()


def latest_codes(person: Person) -> QuerySet[ClaimCode]:
    """Codes made for somebody with an account, for them to see: the newest five."""
    return ClaimCode.objects.filter(person__in=records_of(person), for_password=True).order_by("-created_at", "-pk")[:5]
