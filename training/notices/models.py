"""The outbox: every message is written in the transaction of its cause and sent after it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.notices.states import DeliveryState
from training.people.models import Person


class Notice(models.Model):
    """One message to one person.

    ``kind`` is a stable word (``enrolment_offered``); ``cause_kind`` and
    ``cause_key`` name what brought it about, and make queueing it twice
    harmless.  ``message_id`` never changes, so a repeated delivery is
    recognised (RFC 5322, 3.6.4).
    """

    kind = models.CharField(_("kind"), max_length=60)
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="pl")
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    cause_kind = models.CharField(max_length=60, blank=True, editable=False)
    cause_key = models.CharField(max_length=100, blank=True, editable=False)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure = models.TextField(_("failure"), blank=True)
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # Letters from before this column count as read: nobody is met by years of them.
    is_unread = models.BooleanField(_("not read on the site yet"), default=False, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cause_kind", "cause_key", "person"],
                condition=~Q(cause_key=""),
                name="kompas_training_notice_once_per_cause",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="kompas_notice_due",
            ),
            models.Index(fields=["person", "-created_at"]),
            models.Index(fields=["person"], condition=Q(is_unread=True), name="kompas_notice_unread"),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeAttachment(models.Model):
    """A file that goes with a notice; ``method`` is set for calendar invitations (RFC 6047, 2.4)."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    method = models.CharField(max_length=10, blank=True)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("attachment of a notice")
        verbose_name_plural = _("attachments of notices")

    def __str__(self) -> str:
        return self.file_name
