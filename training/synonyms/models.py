"""Pairs of expressions that a search takes for each other."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.kernel.polish import fold, sort_key


class Synonym(models.Model):
    """Two ways to say one thing; who looks for either finds both.

    Read when somebody searches, so a change holds at once and nothing is
    written again.
    """

    term = models.CharField(_("short or other word"), max_length=60, help_text=_("For example: OPS"))
    meaning = models.CharField(
        _("what it means"), max_length=120, help_text=_("For example: ośrodek pomocy społecznej")
    )
    term_fold = models.CharField(max_length=250, editable=False)
    meaning_fold = models.CharField(max_length=250, editable=False)
    sort_key = models.CharField(max_length=250, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["sort_key", "meaning_fold", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["term_fold", "meaning_fold"], name="kompas_training_synonym_once"),
            models.CheckConstraint(
                condition=~Q(term_fold="") & ~Q(meaning_fold="") & ~Q(term_fold=F("meaning_fold")),
                name="kompas_training_synonym_is_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} = {self.meaning}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Some letters fold to several.
        self.term_fold, self.meaning_fold = fold(self.term)[:250], fold(self.meaning)[:250]
        self.sort_key = sort_key(self.term)[:250]
        super().save(*args, **kwargs)
