"""A new address of an account: a proposal until its owner follows the link sent to it."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts import queries, rules
from training.accounts.models import EmailProposal
from training.accounts.refusals import AccountHasMoreRights, AddressLinkDead, AddressNotTakenAway
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.history import note
from training.kernel.links import absolute
from training.kernel.polish import squeeze
from training.notices.actions import queue
from training.people import actions as people
from training.people.models import Person
from training.people.queries import has_own_email

LETTERS = "kompas_training/accounts/letters"


@transaction.atomic
def propose_email(*, person: Person, email: str, actor: Actor, now: datetime | None = None) -> EmailProposal | None:
    """Write a link to the new address of somebody with an account, and tell the old one.

    The same address proposed again while its link lives changes nothing; another one takes its place.

    Raises:
        AddressNotTakenAway: an empty address.
        AccountHasMoreRights: the account may do more than the one that proposes.
    """
    now, address = now or time.now(), squeeze(email)
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=person.pk)
    if address.casefold() == person.email_fold:
        return None
    if not address:
        raise AddressNotTakenAway
    if not queries.may_handle(actor, person):
        raise AccountHasMoreRights(person=person.full_name)
    same = EmailProposal.objects.filter(person=person, email__iexact=address, expires_at__gt=now).first()
    if same is not None and actor.person_id != person.pk:
        return same
    EmailProposal.objects.filter(person=person).delete()
    key = secrets.token_urlsafe(24)
    hours = setting("CLAIM_LINK_HOURS") if actor.person_id == person.pk else 24 * setting("CLAIM_CODE_DAYS")
    proposal = EmailProposal.objects.create(
        person=person,
        email=address,
        old_email_fold=person.email_fold,
        key_hash=rules.code_hash(key),
        **acted(actor),
        proposed_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    context = {
        "url": absolute("kompas_training:email_confirm", key, language=person.language),
        "until": proposal.expires_at,
    }
    queue(kind="account_email", person=person, template=f"{LETTERS}/email", context=context, address=address, now=now)
    _notify_old_address(person, proposed_by=actor.name, is_done=False, now=now)
    note(person, _("New e-mail proposed: it holds after the link sent to it is followed"), actor=actor, reason=address)
    return proposal


@transaction.atomic
def confirm_email(*, key: str, person: Person, actor: Actor, now: datetime | None = None) -> Person:
    """Give the person, who is signed in, the address that they followed the link from; the link is used up.

    Raises:
        AddressLinkDead: guessed, out of date, used, somebody else's, or the address changed since.
    """
    now = now or time.now()
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    proposal = EmailProposal.objects.filter(key_hash=rules.code_hash(key), person=person, expires_at__gt=now).first()
    if proposal is None or proposal.old_email_fold != person.email_fold:
        raise AddressLinkDead
    _notify_old_address(person, proposed_by=proposal.actor_name, is_done=True, now=now)
    proposal.delete()
    return people.set_email(person=person, email=proposal.email, actor=actor, now=now)


@transaction.atomic
def withdraw_email(*, person: Person, actor: Actor) -> bool:
    """Drop the proposal; its link is dead.  Doing it twice is harmless."""
    gone, _rows = EmailProposal.objects.filter(person=person).delete()
    if gone:
        note(person, _("Proposed e-mail withdrawn"), actor=actor)
    return bool(gone)


def delete_old_proposals(*, now: datetime | None = None) -> int:
    """Delete proposals whose link was never followed."""
    return EmailProposal.objects.filter(expires_at__lte=now or time.now()).delete()[0]


def _notify_old_address(person: Person, *, proposed_by: str, is_done: bool, now: datetime) -> None:
    if not has_own_email(person):
        return
    context = {"proposed_by": proposed_by, "is_done": is_done}
    queue(kind="account_email_told", person=person, template=f"{LETTERS}/email_told", context=context, now=now)
