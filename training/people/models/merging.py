"""Which records are of one person: merges, and pairs that were looked at and are not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.kernel.actor_columns import Acted
from training.people.models.persons import Person


class Merge(Acted):
    """One decision that two records are of one person; undone, it keeps when it held.

    ``Person.merged_into`` says the same of today, resolved to the record that
    lives on; this says it of any moment.  No other row is rewritten: what was
    written of the merged record stays written of it.  The accounts of both
    are kept as they were, so that undoing gives them back.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_into", verbose_name=_("kept"))
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges", verbose_name=_("merged"))
    merged_at = models.DateTimeField(_("merged on"))
    reason = models.TextField(_("reason"))
    # What the merge ended because it could not stand twice, in words: an application to the same edition.
    ended = models.JSONField(_("ended by it"), default=list, blank=True)
    kept_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account of the kept record before"),
    )
    merged_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account of the merged record before"),
    )
    deactivated_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account deactivated by it"),
    )
    # Empty when the address did not move: the address goes where the account goes.
    kept_email = models.EmailField(_("e-mail of the kept record before"), blank=True)
    moved_email = models.EmailField(_("e-mail that moved with the account"), blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=200, blank=True)
    undone_reason = models.TextField(_("why undone"), blank=True)

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="kompas_training_merge_one_live"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="kompas_training_merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="", undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="kompas_training_merge_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("merged_at")),
                name="kompas_training_merge_clocks_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class DistinctPeople(models.Model):
    """Two records that look like one person and are not; they are not offered for merging again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=200)

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kompas_training_distinctpeople_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="kompas_training_distinctpeople_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
