"""Accounts: links and codes to claim one, claiming, a new password by a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts import queries, rules
from training.accounts.actions import signing_in
from training.accounts.models import ClaimCode
from training.accounts.queries import user_model
from training.accounts.refusals import CodeBeyondYours, CodeDead, LinkDead
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.history import note, note_many
from training.notices.actions import queue
from training.people import actions as people
from training.people.models import Organisation, Person
from training.people.queries import has_own_email, records_of, records_of_all, root_ids
from training.people.states import Identity

_SALT = "kompas.accounts.claim"
LETTERS = "kompas_training/accounts/letters"


# ---- links -----------------------------------------------------------------------------------------------------


def claim_token(person: Person, *, code: ClaimCode | None = None) -> str:
    """A signed, dated permit to claim the person's account; dead once they have one or the address changed."""
    # What is signed can be read by everybody: numbers and a hash, no name and no address.
    address = "" if code else rules.code_hash(person.email_fold)[:16]
    return signing.dumps({"person": person.pk, "address": address, "code": code.pk if code else None}, salt=_SALT)


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
        signed = signing.loads(token, salt=_SALT, max_age=timedelta(hours=setting("CLAIM_LINK_HOURS")))
    except signing.BadSignature as fault:
        raise LinkDead from fault
    person = (
        queries.may_get_code(Person.objects.filter(pk__in=root_ids([signed["person"]]))).select_related("user").first()
    )
    if person is None:
        raise LinkDead
    if signed["code"]:
        code = ClaimCode.objects.filter(pk=signed["code"], person__in=records_of(person), used_at__isnull=True).first()
        if code is None or code.expires_at <= (now or time.now()) or not queries.still_opens(code):
            raise LinkDead
        return Permit(person, code)
    if person.user_id or signed["address"] != rules.code_hash(person.email_fold)[:16] or not has_own_email(person):
        raise LinkDead
    return Permit(person, None)


# ---- codes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintedCode:
    """A code in words: seen once, on the printed list, and kept nowhere."""

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

    Raises:
        CodeBeyondYours: one of them may do more than the actor, who would hold the code.
        AccountNeedsAddress: accounts of this site sign in with an e-mail, and one of them has none.
    """
    now = now or time.now()
    expires_at = now + timedelta(days=setting("CLAIM_CODE_DAYS"))
    may = queries.may_get_code(Person.objects.living().filter(pk__in=[person.pk for person in people]))
    wanted = list(
        # Of the people alone: PostgreSQL does not lock the far side of an outer join.
        Person.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=set(may.values_list("pk", flat=True)))
        .select_related("user")
        .order_by("pk")
    )
    wanted.sort(key=lambda person: person.sort_key)
    if above := queries.beyond(actor, wanted):
        raise CodeBeyondYours(people=", ".join(person.full_name for person in wanted if person.pk in above))
    ClaimCode.objects.filter(
        person__in=records_of_all([person.pk for person in wanted]), used_at__isnull=True, expires_at__gt=now
    ).update(expires_at=now)
    printed: list[PrintedCode] = []
    rows: list[ClaimCode] = []
    taken: set[str] = set()
    for person in wanted:
        code = rules.new_code()
        name = person.user.get_username() if person.user else queries.free_sign_in_name(person, taken)
        taken.add(name)
        rows.append(
            ClaimCode(
                person=person,
                organisation=organisation,
                sign_in_name=name,
                code_hash=rules.code_hash(code),
                **acted(actor),
                created_at=now,
                expires_at=expires_at,
                for_password=person.user_id is not None,
            )
        )
        printed.append(PrintedCode(person, code, name, expires_at))
    ClaimCode.objects.bulk_create(rows)
    note_many(
        [(person, _("Account code made"), organisation.name if organisation else "") for person in wanted], actor=actor
    )
    for person in wanted:
        if person.user_id:
            _notify_of_code(person, made_by=actor.name, is_used=False, now=now)
    return printed


def check_code(*, code: str, now: datetime | None = None) -> str:
    """The token of a good code; using the code up waits until the account is made.

    Raises:
        CodeDead
    """
    claim_code = queries.live_code(code, now or time.now())
    if claim_code is None:
        raise CodeDead
    return claim_token(claim_code.person, code=claim_code)


# ---- claiming and registering ------------------------------------------------------------------------------------


@transaction.atomic
def claim(*, token: str, password: str, now: datetime | None = None) -> Any:
    """Make the account of the person whom ``token`` names and tie it to them; link and code are used up.

    Somebody who has an account and was handed a code gets the new password on it.

    Raises:
        LinkDead
        AccountNeedsAddress: accounts sign in with an e-mail, and the person has none.
    """
    now = now or time.now()
    # Two tabs may hold the same link: the second waits here and finds the account made, or the code used.
    Person.objects.select_for_update(no_key=True).get(pk=permit_of(token, now=now).person.pk)
    permit = permit_of(token, now=now)
    person = permit.person
    if (user := person.user) is not None:
        user.set_password(password)
        user.save()
        _use_up(person, permit.code, now)
        signing_in.delete_places(user=user)
        people.note_password(person=person, actor=Actor.by_link(person))
        _notify_of_code(person, made_by=permit.code.actor_name if permit.code else "", is_used=True, now=now)
        return user
    name = queries.free_sign_in_name(person)
    if permit.code and permit.code.sign_in_name and user_model.named(permit.code.sign_in_name) is None:
        name = permit.code.sign_in_name
    email = person.email if has_own_email(person) else ""
    user = user_model.unsaved(name=name, email=email, first_name=person.first_name, last_name=person.last_name)
    user.set_password(password)
    user.save()
    people.attach_user(person=person, user=user, actor=Actor.by_link(person))
    _use_up(person, permit.code, now)
    return user


def _use_up(person: Person, code: ClaimCode | None, now: datetime) -> None:
    """The code was used; the person's other codes are dead, and were not."""
    ClaimCode.objects.filter(person__in=records_of(person), used_at__isnull=True, expires_at__gt=now).update(
        expires_at=now
    )
    if code is not None:
        code.used_at = now
        code.save(update_fields=["used_at"])


def _notify_of_code(person: Person, *, made_by: str, is_used: bool, now: datetime) -> None:
    """Tell the owner of an account, at whatever address there is; nothing secret is in the letter."""
    context = {
        "made_by": made_by,
        "is_used": is_used,
        "sign_in_name": person.user.get_username() if person.user else "",
    }
    queue(kind="account_code_told", person=person, template=f"{LETTERS}/code_told", context=context, now=now)


@transaction.atomic
def confirm_code(*, code: ClaimCode, actor: Actor, now: datetime | None = None) -> ClaimCode:
    """ROPS says: the owner of the account used this code.  Self-assessments are open to the account again."""
    code = ClaimCode.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=code.pk)
    if code.used_at and code.confirmed_at is None:
        code.confirmed_at = now or time.now()
        code.save(update_fields=["confirmed_at"])
        note(code.person, _("Owner of the account confirmed after a code"), actor=actor, now=code.confirmed_at)
    return code


def delete_unclaimed(*, now: datetime | None = None) -> int:
    """Delete those who registered and never followed their link; nobody else is touched."""
    before = (now or time.now()) - timedelta(hours=setting("CLAIM_LINK_HOURS"))
    waiting = Person.objects.filter(identity=Identity.UNCONFIRMED, user__isnull=True, created_at__lt=before)
    return people.delete_people(people=waiting)
