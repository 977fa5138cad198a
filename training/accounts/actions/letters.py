"""Letters that visitors ask for: written down for everybody alike, looked into after the answer.

Whether an address is known would else be told by the time that writing a
letter takes.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from training.accounts import queries
from training.accounts.actions import claiming
from training.accounts.models import LetterRequest
from training.accounts.states import LetterKind
from training.kernel import throttle, time
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.input_text import number_of
from training.kernel.links import absolute, with_next
from training.kernel.polish import squeeze
from training.notices.actions import queue
from training.people import actions as people
from training.people.actions.registering import Workplace, take_down
from training.people.models import Person
from training.people.queries import has_own_email, resolve
from training.people.queries.registrations import post_like

logger = logging.getLogger("kompas.accounts")
LETTERS = "kompas_training/accounts/letters"


def ask_for_letter(*, kind: LetterKind, now: datetime | None = None, **facts: str) -> LetterRequest:
    """Remember what a visitor asked for; ``write_letters`` does it."""
    return LetterRequest.objects.create(kind=kind, facts=facts, asked_at=now or time.now())


def write_letters(*, now: datetime | None = None) -> int:
    """Write every letter that was asked for; return how many requests that were.

    Several workers may do this at once: a request is deleted by one of them, in the transaction of its letter.
    """
    count = 0
    for request in LetterRequest.objects.order_by("pk"):
        try:
            with transaction.atomic():
                taken, _rows = LetterRequest.objects.filter(pk=request.pk).delete()
                if taken:
                    _WRITERS[LetterKind(request.kind)](now=now, **request.facts)
                    count += 1
        except Exception:
            # The others are not kept waiting by one that cannot be written; it is tried again the next time.
            logger.exception("the letter of request %s could not be written", request.pk)
    return count


@transaction.atomic
def send_claim_link(*, email: str, target: str = "", now: datetime | None = None) -> None:
    """Write to the one person on the staff list with this address; the link leads on to ``target``.

    Somebody who has an account already gets a link to a new password instead.
    """
    person = queries.person_with_own_email(email)
    if person is None:
        return
    if person.user_id:
        send_password_link(user=person.user, target=target, now=now)
        return
    if not _may_write(person, now):
        return
    context = {
        "url": with_next(
            absolute("kompas_training:claim_link", claiming.claim_token(person), language=person.language), target
        ),
        "hours": setting("CLAIM_LINK_HOURS"),
    }
    queue(kind="account_claim", person=person, template=f"{LETTERS}/claim", context=context, now=now)


@transaction.atomic
def send_password_link(*, user: Any, target: str = "", now: datetime | None = None) -> None:
    """Write a link to a new password to the person of an account; an account without one gets nothing.

    Nor does somebody without a mailbox of their own: whoever reads a shared
    one could take the account.  Their institution hands out a code.
    """
    person = getattr(user, "kompas_person", None)
    if person is None or not user.is_active:
        return
    person = resolve(person)
    if not has_own_email(person) or not _may_write(person, now):
        return
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    context = {
        "url": with_next(
            absolute("kompas_training:password_reset_confirm", key, token, language=person.language), target
        ),
        "sign_in_name": user.get_username(),
    }
    queue(kind="account_password", person=person, template=f"{LETTERS}/password", context=context, now=now)


@transaction.atomic
def register(
    *,
    first_name: str,
    last_name: str,
    email: str,
    language: str,
    phone: str = "",
    workplace: str = "",
    organisation: str = "",
    post: str = "",
    privacy_version: str = "",
    target: str = "",
    now: datetime | None = None,
) -> None:
    """Take down somebody who is on no list and write them a link to their account.

    An address that is on record already gets the letter of ``send_claim_link``
    instead, so that trying addresses tells nothing and makes no double.
    """
    if Person.objects.living().filter(email_fold=squeeze(email).casefold()).exists():
        send_claim_link(email=email, target=target, now=now)
        return
    person = people.register_person(
        first_name=first_name,
        last_name=last_name,
        email=email,
        language=language,
        phone=phone,
        user=None,
        actor=Actor("link", f"{first_name} {last_name}"),
    )
    position = post_like(post)
    stated = Workplace(number_of(organisation), workplace, position.pk if position else None, post)
    take_down(person=person, workplace=stated, privacy_version=privacy_version, now=now)
    send_claim_link(email=email, target=target, now=now)


def _password(*, name: str, target: str = "", now: datetime | None = None) -> None:
    user = queries.account_named(name)
    if user is not None:
        send_password_link(user=user, target=target, now=now)


def _may_write(person: Person, now: datetime | None) -> bool:
    """Whether one more letter may go to this mailbox in this hour; those who asked were answered already."""
    try:
        throttle.check("letter", f"person {person.pk}", now=now)
    except throttle.TooManyAttempts:
        return False
    return True


_WRITERS: dict[LetterKind, Callable[..., object]] = {
    LetterKind.CLAIM: send_claim_link,
    LetterKind.PASSWORD: _password,
    LetterKind.REGISTER: register,
}
