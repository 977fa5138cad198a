"""The outbox: queueing in the transaction of the cause, delivery after it, at least once."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import prefetch_related_objects
from django.template import Context, Engine
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor, account_email
from training.kernel.conf import setting
from training.kernel.history import note
from training.kernel.quotes import nest_quotes
from training.notices import queries, registry, rules
from training.notices.letters import Letter, mailer
from training.notices.models import Notice, NoticeAttachment
from training.notices.refusals import OnlyToTheAddressee, StillOnItsWay
from training.notices.states import DeliveryState
from training.people.models import Person
from training.people.queries import resolve

logger = logging.getLogger("kompas.notices")

# Rows of one INSERT: databases limit the values of a statement.
_BATCH = 500
# Messages whose files are held at once while they are sent.
_FILES_HELD = 50


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a notice; ``method`` marks a calendar invitation (``REQUEST``, ``CANCEL``)."""

    file_name: str
    content_type: str
    content: bytes
    method: str = ""


@dataclass(frozen=True)
class Message:
    """What ``queue`` is told, as a value; for ``queue_many``."""

    kind: str
    person: Person
    template: str
    context: Mapping[str, Any]
    cause_kind: str = ""
    cause_key: Any = ""
    attachments: Sequence[Attachment] = ()
    address: str | None = None


def queue(
    *,
    kind: str,
    person: Person,
    template: str,
    context: Mapping[str, Any],
    cause_kind: str = "",
    cause_key: Any = "",
    attachments: Sequence[Attachment] = (),
    address: str | None = None,
    now: datetime | None = None,
) -> Notice:
    """Write a message to ``person`` into the outbox; it leaves after the caller's transaction commits.

    ``template`` names ``<template>.txt``: the first line is the subject.  It
    is rendered now, in the person's language, with plain values; beside
    ``context`` it sees ``name`` and ``organiser``.  The same kind and cause for
    the same person gives the first notice again.

    Raises:
        NoticeHasNoSubject: the template gave nothing.
    """
    message = Message(
        kind=kind,
        person=person,
        template=template,
        context=context,
        cause_kind=cause_kind,
        cause_key=cause_key,
        attachments=attachments,
        address=address,
    )
    return queue_many([message], now=now)[0]


def queue_many(messages: Iterable[Message], *, now: datetime | None = None) -> list[Notice]:
    """``queue`` for many messages, in their order, in a number of statements that does not grow with them.

    Raises:
        NoticeHasNoSubject: a template gave nothing; then none is queued.
    """
    messages = list(messages)
    notices = [_made(message, now or time.now()) for message in messages]
    new = _insert(notices)
    NoticeAttachment.objects.bulk_create(
        NoticeAttachment(
            notice=notice,
            file_name=file.file_name,
            content_type=file.content_type,
            content=file.content,
            method=file.method,
        )
        for message, notice in zip(messages, notices, strict=True)
        if notice.pk in new
        for file in message.attachments
    )
    _enqueue_on_commit([notice for notice in notices if notice.pk in new])
    return _with_earlier(notices)


def _made(message: Message, now: datetime) -> Notice:
    person = resolve(message.person)
    subject, body = _written(person, message.template, message.context)
    address = message.address
    if address is None:
        address = person.email or (account_email(person.user) if person.user_id else "")
    return Notice(
        kind=message.kind,
        person=person,
        address=address.strip(),
        language=person.language,
        subject=subject,
        body=body,
        cause_kind=message.cause_kind,
        cause_key=str(message.cause_key),
        message_id=_new_message_id(),
        state=DeliveryState.QUEUED if address.strip() else DeliveryState.NO_ADDRESS,
        next_attempt_at=now if address.strip() else None,
        created_at=now,
        # The words of one that opens an account are for the mailbox alone.
        is_unread=message.kind not in registry.private_kinds,
    )


def _written(person: Person, template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    values = {"organiser": setting("ORGANISER"), "name": person.full_name, **context}
    with translation.override(person.language), timezone.override(time.zone()):
        # Plain text: "&" stays "&".
        text = Engine.get_default().get_template(f"{template}.txt").render(Context(values, autoescape=False))
    return rules.split(nest_quotes(text))


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"


def _insert(notices: Sequence[Notice]) -> set[int]:
    """Insert those whose cause was not queued before; give them their keys, and return the keys.

    One statement on purpose: a look first would let two causes race, and a
    refused INSERT would break the caller's transaction on PostgreSQL.
    """
    keys: dict[str, int] = {}
    for batch in _batches(notices, _BATCH):
        try:
            keys.update(_insert_rows(batch))
        except IntegrityError:
            # SQLite runs the triggers before it asks ON CONFLICT, and they let nothing into the place of a notice
            # that was sent.  Its writers come one by one, so that here a look first is safe.
            if connection.vendor != "sqlite":
                raise
            earlier = _queued_before(batch)
            keys.update(_insert_rows([notice for notice in batch if _cause(notice) not in earlier]))
    for notice in notices:
        if notice.message_id in keys:
            notice.pk, notice._state.adding, notice._state.db = keys[notice.message_id], False, connection.alias
    return set(keys.values())


def _insert_rows(notices: Sequence[Notice]) -> list[tuple[str, int]]:
    """The message ids and keys of the rows that were new."""
    if not notices:
        return []
    fields = [field for field in Notice._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    values = [
        field.get_db_prep_save(getattr(notice, field.attname), connection) for notice in notices for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(Notice._meta.db_table)} ({names}) "
            f"VALUES {', '.join([row] * len(notices))} ON CONFLICT DO NOTHING RETURNING message_id, id",
            values,
        )
        return cursor.fetchall()


def _batches(notices: Sequence[Notice], size: int) -> Iterable[Sequence[Notice]]:
    return (notices[start : start + size] for start in range(0, len(notices), size))


def _with_files(notices: Sequence[Notice]) -> Iterator[Notice]:
    for batch in _batches(notices, _FILES_HELD):
        prefetch_related_objects(batch, "attachments")
        yield from batch


def _with_earlier(notices: Sequence[Notice]) -> list[Notice]:
    """The same, with the notice of an earlier call in place of each that was queued before."""
    missing = [notice for notice in notices if notice.pk is None]
    if not missing:
        return list(notices)
    earlier = _queued_before(missing)
    return [notice if notice.pk is not None else earlier[_cause(notice)] for notice in notices]


def _queued_before(notices: Sequence[Notice]) -> dict[tuple[Any, ...], Notice]:
    """Notices with a cause that are there already, by it."""
    earlier = Notice.objects.exclude(cause_key="").filter(
        kind__in={notice.kind for notice in notices},
        cause_kind__in={notice.cause_kind for notice in notices},
        cause_key__in={notice.cause_key for notice in notices},
        person__in={notice.person_id for notice in notices},
    )
    return {_cause(notice): notice for notice in earlier}


def _cause(notice: Notice) -> tuple[Any, ...]:
    return notice.kind, notice.cause_kind, notice.cause_key, notice.person_id


def _enqueue_on_commit(notices: Iterable[Notice]) -> None:
    keys = [notice.pk for notice in notices if notice.state == DeliveryState.QUEUED]
    if keys:
        # Robust: a sender that cannot be reached must not take other callbacks with it.
        # A function, not a partial: Django wants a __qualname__ to report one that failed.
        transaction.on_commit(lambda: _enqueue(keys), robust=True)


def _enqueue(keys: Sequence[int]) -> None:
    for enqueue in registry.queued:
        enqueue(keys)


def deliver(*, limit: int = 200, only: Iterable[int] | None = None, now: datetime | None = None) -> int:
    """Send what is due; return how many messages left.

    Several workers may do this at once: each message is claimed by a
    conditional update that only one of them wins.  A claim that outlives
    ``rules.CLAIM_LIFE`` was a killed worker's and is taken over; the message
    goes again under its old Message-ID.  Call it outside a transaction: the
    claim must be visible before the mail leaves.
    """
    if not queries.can_send():
        return 0
    # A given moment is the whole call's clock; else every message reads its own.
    due = queries.due(now or time.now(), limit, only)
    claimed = (_claim(notice, now or time.now()) for notice in _with_files(due))
    sent = 0
    sender = mailer()
    try:
        for notice in claimed:
            if notice is None:
                continue
            try:
                _send(notice, sender)
            except Exception as error:
                sender.close()
                _failed(notice, error, now or time.now())
                if isinstance(error, OSError) and not rules.is_about_one_message(error):
                    # The server is away: the rest would only wait for it one by one.
                    break
            else:
                _finish(notice, state=DeliveryState.SENT, sent_at=now or time.now(), next_attempt_at=None, failure="")
                sent += 1
    finally:
        sender.close()
    return sent


def _claim(notice: Notice, now: datetime) -> Notice | None:
    """Take one message for this worker; None when another was quicker, or when its attempts are used up."""
    # Counting attempts is the fence: whoever saw the same count and comes second changes no row.
    unchanged = Notice.objects.filter(pk=notice.pk, state=notice.state, attempts=notice.attempts)
    if notice.attempts >= setting("MAIL_MAX_ATTEMPTS"):
        unchanged.update(state=DeliveryState.FAILED, next_attempt_at=None, failure=_("Every attempt was cut off."))
        return None
    taken = unchanged.update(
        state=DeliveryState.SENDING,
        attempts=notice.attempts + 1,
        claimed_at=now,
        next_attempt_at=now + rules.CLAIM_LIFE,
    )
    if not taken:
        return None
    notice.state, notice.attempts, notice.claimed_at = DeliveryState.SENDING, notice.attempts + 1, now
    return notice


def _send(notice: Notice, mailer: Any) -> None:
    name = notice.person.full_name if notice.person else ""
    letter = Letter(notice, list(notice.attachments.all()), name)
    mailer.open()
    if mailer.send_messages([letter]) == 0:
        raise ConnectionError("the mail server took nothing")


def _finish(notice: Notice, **values: Any) -> None:
    # Only under our own claim: a slow worker must not undo what a later one recorded.
    Notice.objects.filter(pk=notice.pk, state=DeliveryState.SENDING, attempts=notice.attempts).update(**values)


def _failed(notice: Notice, error: Exception, now: datetime) -> None:
    failure = f"{type(error).__name__}: {error}"[:2000]
    logger.warning("notice %s, attempt %s: %s", notice.pk, notice.attempts, failure)
    if rules.is_hopeless(error) or notice.attempts >= setting("MAIL_MAX_ATTEMPTS"):
        _finish(notice, state=DeliveryState.FAILED, next_attempt_at=None, failure=failure)
    else:
        _finish(
            notice,
            state=DeliveryState.QUEUED,
            next_attempt_at=now + rules.wait_after(notice.attempts),
            failure=failure,
        )


@transaction.atomic
def resend(*, notice: Notice, actor: Actor, address: str | None = None, now: datetime | None = None) -> Notice:
    """Send a message once more, to ``address`` or to what the person has now.

    One that never left is tried again; one that was sent goes as a copy, with
    a Message-ID of its own, because mail programs hide a repeated one.

    Raises:
        StillOnItsWay: it is queued or being sent.
        OnlyToTheAddressee: it opens an account, and ``address`` is not the person's.
    """
    now = now or time.now()
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if notice.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
        raise StillOnItsWay()
    own = (notice.person.email if notice.person else "") or notice.address
    address = (address or own).strip()
    if notice.kind in registry.private_kinds and address.casefold() != own.casefold():
        raise OnlyToTheAddressee()
    if notice.state == DeliveryState.SENT:
        files = list(notice.attachments.all())
        notice.pk, notice._state.adding = None, True
        notice.message_id, notice.cause_key = _new_message_id(), ""
        notice.sent_at, notice.created_at = None, now
    else:
        files = []
    notice.address, notice.attempts, notice.failure, notice.claimed_at = address, 0, "", None
    notice.state = DeliveryState.QUEUED if address else DeliveryState.NO_ADDRESS
    notice.next_attempt_at = now if address else None
    notice.save()
    for file in files:
        file.pk, file._state.adding, file.notice = None, True, notice
    NoticeAttachment.objects.bulk_create(files)
    note(notice, _("Sent again"), actor=actor)
    _enqueue_on_commit([notice])
    return notice


def prune(*, before: datetime) -> int:
    """Erase the words of messages sent before ``before``; return of how many.

    They are personal data without further use.  That a message of this kind
    went, why and when, is history and stays.
    """
    sent = Notice.objects.filter(state=DeliveryState.SENT, sent_at__lt=before).exclude(body="")
    NoticeAttachment.objects.filter(notice__in=sent).delete()
    return sent.update(address="", subject="", body="", is_unread=False)
