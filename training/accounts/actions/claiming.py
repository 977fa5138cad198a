"""Accounts: links and codes to claim one, claiming, registering, a new password, a new e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from training.accounts import queries, rules
from training.accounts.models import ClaimCode
from training.accounts.refusals import CodeDead, LinkDead
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.links import absolute
from training.kernel.polish import squeeze
from training.notices.actions import queue
from training.people import actions as people
from training.people.models import Organisation, Person
from training.people.queries import has_own_email, records_of, records_of_all, resolve, root_ids
from training.people.states import Identity

_SALT = "kompas.accounts.claim"
_EMAIL_SALT = "kompas.accounts.email"
LETTERS = "kompas_training/accounts/letters"


# ---- links -----------------------------------------------------------------------------------------------------


def claim_token(person: Person, *, code: ClaimCode | None = None) -> str:
    """A signed, dated permit to claim the person's account; dead once they have one or the address changed."""
    return signing.dumps(
        {"person": person.pk, "email": "" if code else person.email_fold, "code": code.pk if code else None}, salt=_SALT
    )


@dataclass(frozen=True)
class Permit:
    person: Person
    code: ClaimCode | None


def permit_of(token: str, *, now: datetime | None = None) -> Permit:
    """Who a token lets claim their account.

    Raises:
        LinkDead: forged, out of date, used, or the address is not the person's own any more.
    """
    try:
        said = signing.loads(token, salt=_SALT, max_age=timedelta(hours=setting("CLAIM_LINK_HOURS")))
    except signing.BadSignature as fault:
        raise LinkDead from fault
    person = (
        queries.may_get_code(Person.objects.filter(pk__in=root_ids([said["person"]]))).select_related("user").first()
    )
    if person is None:
        raise LinkDead
    if said["code"]:
        code = ClaimCode.objects.filter(pk=said["code"], person__in=records_of(person), used_at__isnull=True).first()
        if code is None or code.expires_at <= (now or time.now()):
            raise LinkDead
        return Permit(person, code)
    if person.user_id or said["email"] != person.email_fold or not has_own_email(person):
        raise LinkDead
    return Permit(person, None)


@transaction.atomic
def send_claim_link(*, email: str, now: datetime | None = None) -> None:
    """Write to the one person on the staff list with this address.  Says nothing of whether there is one.

    Somebody who has an account already gets a link to a new password instead.
    """
    person = queries.person_with_own_email(email)
    if person is None:
        return
    if person.user_id:
        send_password_link(user=person.user, now=now)
        return
    context = {
        "url": absolute("kompas_training:claim_link", claim_token(person), language=person.language),
        "hours": setting("CLAIM_LINK_HOURS"),
    }
    queue(kind="account_claim", person=person, template=f"{LETTERS}/claim", context=context, now=now)


@transaction.atomic
def send_password_link(*, user: Any, now: datetime | None = None) -> None:
    """Write a link to a new password to the person of an account; an account without one gets nothing.

    Nor does somebody without a mailbox of their own: whoever reads a shared
    one could take the account.  Their institution hands out a code.
    """
    person = getattr(user, "kompas_person", None)
    if person is None or not user.is_active:
        return
    person = resolve(person)
    if not has_own_email(person):
        return
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    context = {
        "url": absolute("kompas_training:password_reset_confirm", key, token, language=person.language),
        "sign_in_name": user.get_username(),
    }
    queue(kind="account_password", person=person, template=f"{LETTERS}/password", context=context, now=now)


# ---- codes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintedCode:
    """A code in words: seen once, on the sheet, and kept nowhere."""

    person: Person
    code: str
    sign_in_name: str
    expires_at: datetime


@transaction.atomic
def make_codes(
    *, people: Iterable[Person], actor: Actor, organisation: Organisation | None = None, now: datetime | None = None
) -> list[PrintedCode]:
    """Make a code for each of these people whom no link can reach; their older codes die.

    For somebody who has an account already the code lets them choose a new password.
    """
    now = now or time.now()
    expires_at = now + timedelta(days=setting("CLAIM_CODE_DAYS"))
    may = queries.may_get_code(Person.objects.living().filter(pk__in=[person.pk for person in people]))
    wanted = list(
        # Of the people alone: PostgreSQL does not lock the far side of an outer join.
        Person.objects.select_for_update(of=("self",))
        .filter(pk__in=set(may.values_list("pk", flat=True)))
        .select_related("user")
        .order_by("pk")
    )
    wanted.sort(key=lambda person: person.sort_key)
    ClaimCode.objects.filter(
        person__in=records_of_all([one.pk for one in wanted]), used_at__isnull=True, expires_at__gt=now
    ).update(expires_at=now)
    printed, rows, taken = [], [], set()
    for person in wanted:
        code = rules.new_code()
        name = person.user.get_username() if person.user_id else queries.free_sign_in_name(person, taken)
        taken.add(name)
        rows.append(
            ClaimCode(
                person=person,
                organisation=organisation,
                sign_in_name=name,
                code_hash=rules.code_hash(code),
                created_by=actor.name[:200],
                created_at=now,
                expires_at=expires_at,
            )
        )
        printed.append(PrintedCode(person, code, name, expires_at))
    ClaimCode.objects.bulk_create(rows)
    return printed


def check_code(*, code: str, now: datetime | None = None) -> str:
    """The token of a good code; using the code up waits until the account is made.

    Raises:
        CodeDead
    """
    found = queries.live_code(code, now or time.now())
    if found is None:
        raise CodeDead
    return claim_token(found.person, code=found)


# ---- claiming and registering ------------------------------------------------------------------------------------


@transaction.atomic
def claim(*, token: str, password: str, now: datetime | None = None) -> Any:
    """Make the account of the person whom ``token`` names and tie it to them; link and code are used up.

    Somebody who has an account and was handed a code gets the new password on it.

    Raises:
        LinkDead
    """
    now = now or time.now()
    # Two tabs may hold the same link: the second waits here and finds the account made, or the code used.
    Person.objects.select_for_update().get(pk=permit_of(token, now=now).person.pk)
    permit = permit_of(token, now=now)
    person = permit.person
    if person.user_id:
        user = person.user
        user.set_password(password)
        user.save()
        ClaimCode.objects.filter(person__in=records_of(person), used_at__isnull=True).update(used_at=now)
        people.note_password(person=person, actor=Actor.by_link(person))
        return user
    name = queries.free_sign_in_name(person)
    if permit.code and permit.code.sign_in_name and not _is_taken(permit.code.sign_in_name):
        name = permit.code.sign_in_name
    email = person.email if has_own_email(person) else ""
    user = get_user_model()._default_manager.create_user(name, email, password)
    user.first_name, user.last_name = person.first_name[:150], person.last_name[:150]
    user.save()
    people.attach_user(person=person, user=user, actor=Actor.by_link(person))
    ClaimCode.objects.filter(person__in=records_of(person), used_at__isnull=True).update(used_at=now)
    return user


def _is_taken(name: str) -> bool:
    model = get_user_model()
    return model._default_manager.filter(**{model.USERNAME_FIELD: name}).exists()


@transaction.atomic
def register(*, first_name: str, last_name: str, email: str, language: str, now: datetime | None = None) -> None:
    """Take down somebody who is on no list and write them a link to their account.

    An address that is on record already gets the letter of ``send_claim_link``
    instead, so that trying addresses tells nothing and makes no double.
    """
    if Person.objects.living().filter(email_fold=squeeze(email).casefold()).exists():
        send_claim_link(email=email, now=now)
        return
    people.register_person(
        first_name=first_name,
        last_name=last_name,
        email=email,
        language=language,
        user=None,
        actor=Actor("link", f"{first_name} {last_name}"),
    )
    send_claim_link(email=email, now=now)


def forget_unclaimed(*, now: datetime | None = None) -> int:
    """Delete those who registered and never followed their link; nobody else is touched."""
    before = (now or time.now()) - timedelta(hours=setting("CLAIM_LINK_HOURS"))
    waiting = Person.objects.filter(identity=Identity.UNCONFIRMED, user__isnull=True, created_at__lt=before)
    return people.forget_people(people=waiting)


# ---- a new e-mail -----------------------------------------------------------------------------------------------


@transaction.atomic
def send_email_link(*, person: Person, email: str, now: datetime | None = None) -> None:
    """Write to the new address; it is the person's only after the link is followed."""
    address = squeeze(email).casefold()
    token = signing.dumps({"person": person.pk, "old": person.email_fold, "new": address}, salt=_EMAIL_SALT)
    context = {
        "url": absolute("kompas_training:email_confirm", token, language=person.language),
        "hours": setting("CLAIM_LINK_HOURS"),
    }
    queue(kind="account_email", person=person, template=f"{LETTERS}/email", context=context, address=address, now=now)


@transaction.atomic
def confirm_email(*, token: str, person: Person, actor: Actor) -> Person:
    """Give the person the address that they followed the link from.

    Raises:
        LinkDead: forged, out of date, somebody else's, or the address changed since.
    """
    try:
        said = signing.loads(token, salt=_EMAIL_SALT, max_age=timedelta(hours=setting("CLAIM_LINK_HOURS")))
    except signing.BadSignature as fault:
        raise LinkDead from fault
    if said["person"] != person.pk or said["old"] != person.email_fold:
        raise LinkDead
    return people.save_person(person=person, email=said["new"], actor=actor)
