"""Facts with two clocks: the days they hold, and the moments they were recorded and superseded.

A dated fact is never overwritten.  Ending it, or correcting it, closes the
row (``superseded_at``) and records a new one, so a past day's report asked
again with ``recorded_until=`` of that day gives what it gave then.
"""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.kernel import bounds

# "Since before our records": a staff list does not always say when somebody came.
BEFORE_RECORDS = bounds.FIRST_DAY


class DatedQuerySet(models.QuerySet[Any]):
    def as_recorded(self, recorded_until: datetime | None = None) -> Self:
        """Rows that were recorded, and not yet superseded, at ``recorded_until`` (default: now)."""
        if recorded_until is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(recorded_at__lt=recorded_until).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gte=recorded_until)
        )

    def as_of(self, on: date, recorded_until: datetime | None = None) -> Self:
        """Rows that hold on the day ``on``, as known at ``recorded_until``."""
        return (
            self.as_recorded(recorded_until)
            .filter(valid_from__lte=on)
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        )


class Dated(models.Model):
    """Mixin of dated facts.  ``valid_until`` is the last day; empty means open."""

    valid_from = models.DateField(_("from"), default=BEFORE_RECORDS)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            *bounds.days_within("%(app_label)s_%(class)s", "valid_from", "valid_until"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="%(app_label)s_%(class)s_clocks_in_order",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
