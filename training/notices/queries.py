"""Questions about the outbox."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Min, Prefetch, QuerySet

from training.kernel import time
from training.kernel.conf import setting
from training.kernel.health import Condition, waiting_since
from training.notices import registry
from training.notices.models import Notice, NoticeAttachment
from training.notices.states import DeliveryState
from training.people.models import Person
from training.people.queries import records_of

_NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def can_send() -> bool:
    """Whether messages leave at all.

    Without a mail server they wait in the outbox, so that none is called sent
    that nobody got; only the demonstration pretends, because its outbox is a screen.
    """
    return setting("DEMO") or mail_backend() != _NOWHERE


def mail_backend() -> str:
    """The class that sends: from Django 6.1 on in ``MAILERS``, before in ``EMAIL_BACKEND``."""
    if mailers := getattr(settings, "MAILERS", None):
        return mailers.get("default", {}).get("BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    return settings.EMAIL_BACKEND


def due(now: datetime, limit: int, only: Iterable[int] | None = None) -> list[Notice]:
    """Messages to send now, oldest first; among them those whose worker fell silent."""
    notices = Notice.objects.filter(
        state__in=[DeliveryState.QUEUED, DeliveryState.SENDING], next_attempt_at__lte=now
    ).select_related("person")
    if only is not None:
        notices = notices.filter(pk__in=list(only))
    return list(notices.order_by("next_attempt_at", "pk")[:limit])


def letters_leave() -> Condition:
    """Whether letters that are due leave; without a mail server they wait on purpose."""
    if not can_send():
        return Condition(True)
    waiting = Notice.objects.filter(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING])
    return waiting_since(waiting.aggregate(oldest=Min("next_attempt_at"))["oldest"], time.now())


def of_person(person: Person) -> QuerySet[Notice]:
    """What was written to a person, newest first; letters whose words were erased are not among them."""
    # The bytes of files are read where one is opened.
    files = Prefetch("attachments", NoticeAttachment.objects.defer("content"))
    return Notice.objects.filter(person__in=records_of(person)).exclude(subject="").prefetch_related(files)


def unread_of(person: Person) -> QuerySet[Notice]:
    """Letters of a person that nobody opened on the site yet."""
    return Notice.objects.filter(person__in=records_of(person), is_unread=True)


def words_may_be_shown(notice: Notice) -> bool:
    """Whether the site shows the words: a link that opens an account is for the mailbox alone.

    The demonstration mails nothing, so there the screen is the mailbox.
    """
    return setting("DEMO") or notice.kind not in registry.private_kinds


def files_of_person(person: Person) -> QuerySet[NoticeAttachment]:
    """Files that were sent to a person."""
    return NoticeAttachment.objects.filter(notice__person__in=records_of(person))
