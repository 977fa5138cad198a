"""What calendars were told: invitations with their sequence, and secret feeds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Meeting
from training.people.models import Person


class Invitation(models.Model):
    """What one person's calendar knows of one meeting (RFC 5545, 3.8.7.4: SEQUENCE grows with each change)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    sequence = models.PositiveIntegerField(default=0)
    # The content of the last file, hashed: only a change of it raises the sequence.
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    is_cancelled = models.BooleanField(default=False)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar invitation")
        verbose_name_plural = _("calendar invitations")
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="kompas_courses_invitation_once")]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.meeting_id}: {self.sequence}"


class Feed(models.Model):
    """A person's calendar address with a secret token of at least 128 bits.

    Revoking sets ``revoked_at``; a new address is a new row.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
                name="kompas_courses_feed_one_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
