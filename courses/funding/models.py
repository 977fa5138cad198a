"""Who pays: funding sources with the strip that their documents must carry."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from courses.catalogue.models import Edition
from training.kernel import bounds
from training.kernel.polish import sort_key


class FundingSource(models.Model):
    """A programme or project.  The strip is one image, never composed from logos (Reg. (EU) 2021/1060, art. 50)."""

    name = models.CharField(_("name"), max_length=200)
    project_number = models.CharField(_("project number"), max_length=60, blank=True)
    project_title = models.CharField(_("project title"), max_length=250, blank=True)
    sentence = models.CharField(
        _("sentence"), max_length=300, help_text=_("For example: co-financed by the European Union.")
    )
    strip = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("strip of logos"),
    )
    strip_alt = models.CharField(_("strip described in words"), max_length=250, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    sort_key = models.CharField(max_length=500, editable=False, default="", db_index=True)

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["sort_key", "pk"]
        constraints = [
            *bounds.days_within("kompas_courses_fundingsource", "starts_on", "ends_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class EditionFunding(models.Model):
    """A source that pays for an edition; none is usual, several are possible."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="funding")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="editions")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("funding of an edition")
        verbose_name_plural = _("funding of editions")
        ordering = ["edition", "order", "pk"]
        constraints = [
            *bounds.numbers_within("kompas_courses_editionfunding", order=bounds.MOST_IN_A_LIST),
            models.UniqueConstraint(fields=["edition", "source"], name="kompas_courses_editionfunding_once"),
        ]

    def __str__(self) -> str:
        return str(self.source)
