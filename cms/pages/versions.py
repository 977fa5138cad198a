"""Versions of published texts: what a privacy notice or the terms said, kept for ever."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.kernel.canonical_json import fingerprint


class TextVersion(Acted):
    """A published text as it was; append-only.

    ``page`` is the key of its page, and no foreign key: the versions outlive a page that is deleted.
    """

    page = models.PositiveBigIntegerField(_("page"))
    kind = models.CharField(_("kind"), max_length=20)
    number = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published"))
    content_hash = models.CharField(_("fingerprint"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["page", "-number"]
        constraints = [
            *bounds.days_within("kompas_pages_textversion", "valid_from"),
            models.UniqueConstraint(fields=["page", "number"], name="kompas_pages_textversion_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="kompas_pages_textversion_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    def fingerprint(self) -> str:
        return fingerprint_of(self.title, self.text, self.valid_from)


def fingerprint_of(title: str, text: str, valid_from: date) -> str:
    return fingerprint([title, text, valid_from])
