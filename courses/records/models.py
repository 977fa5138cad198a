"""The record of a closed edition: what was true when it was closed, frozen for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.kernel.actor_columns import Acted


class EditionRecord(Acted):
    """Everything that the papers and screens of a closed edition say; append-only.

    ``payload`` is canonical JSON as text, so that its bytes are those that
    were hashed (``records.payload`` has its shape).  An edition that was
    reopened and closed again has a further ``version``; the old one stays.
    """

    edition = models.ForeignKey(
        "kompas_courses.Edition", on_delete=models.PROTECT, related_name="records", verbose_name=_("edition")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    closed_at = models.DateTimeField(_("closed"))
    payload = models.TextField(editable=False)
    payload_hash = models.CharField(_("fingerprint"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("record of a closed edition")
        verbose_name_plural = _("records of closed editions")
        ordering = ["edition", "version"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="kompas_courses_editionrecord_version_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="kompas_courses_editionrecord_version"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} v{self.version}"


class Reopening(Acted):
    """A closed edition was opened again for a correction: which record was left, why, when, by whom; append-only."""

    record = models.OneToOneField(
        EditionRecord, on_delete=models.PROTECT, related_name="reopening", verbose_name=_("record")
    )
    reason = models.CharField(_("reason"), max_length=250)
    reopened_at = models.DateTimeField(_("reopened"))

    class Meta:
        verbose_name = _("reopening of an edition")
        verbose_name_plural = _("reopenings of editions")
        ordering = ["reopened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="kompas_courses_reopening_has_reason")
        ]

    def __str__(self) -> str:
        return self.reason
