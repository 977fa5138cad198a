"""Institutions with their names, kinds and counties, and the dictionary of posts."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.kernel import bounds
from training.kernel.dated import Dated
from training.kernel.polish import fold, sort_key
from training.kernel.search_terms import digits_of


class Bilingual(models.Model):
    """A dictionary entry with a Polish and an English name."""

    name_pl = models.CharField(_("Polish name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        if (get_language() or "pl").startswith("pl"):
            return self.name_pl
        return self.name_en or self.name_pl

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    """A county (powiat), by its TERYT code, which stays a string."""

    code = models.CharField(_("TERYT code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=100)
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    is_city = models.BooleanField(_("city with county rights"), default=False)
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return f"m. {self.name}" if self.is_city else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class OrganisationKind(Bilingual):
    """A kind of institution: OPS, DPS, ZAZ, CIS …"""

    code = models.CharField(_("code"), max_length=10, unique=True)
    sort_key = models.CharField(max_length=500, editable=False, default="", db_index=True)

    class Meta:
        verbose_name = _("kind of institution")
        verbose_name_plural = _("kinds of institutions")
        ordering = ["sort_key", "code"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_pl)
        super().save(*args, **kwargs)


class Organisation(models.Model):
    """An institution that employs people.  Its kind and county are dated, in ``Placement``."""

    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("The number used in staff lists."))
    nip = models.CharField("NIP", max_length=10, blank=True, db_index=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    locality = models.CharField(_("locality"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # All rows that the closing ended carry this moment: reopening finds them by it.
    closing_recorded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    name_fold = models.CharField(max_length=250, editable=False, db_index=True)
    phone_digits = models.CharField(max_length=30, editable=False, default="", db_index=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "pk"]
        constraints = [
            *bounds.days_within("kompas_training_organisation", "closed_on"),
            # Closed by ``close_organisation``, or not at all: a day alone would end nobody's post.
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing_recorded_at__isnull=True)
                | Q(closed_on__isnull=False, closing_recorded_at__isnull=False),
                name="kompas_training_organisation_closed_by_closing",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="kompas_training_organisation_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def fill_keys(self) -> None:
        """The derived columns; bulk writers call this, ``save`` does it itself."""
        self.name_fold, self.sort_key = fold(self.name), sort_key(self.name)
        self.phone_digits = digits_of(self.phone or "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)


class OrganisationAlias(models.Model):
    """Another name an institution goes by in staff lists: ``GOPS Ulhówek``."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=250)
    name_fold = models.CharField(max_length=250, editable=False, db_index=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name_fold"], name="kompas_training_organisationalias_once")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_fold = fold(self.name)
        super().save(*args, **kwargs)


class Placement(Dated):
    """Kind and county of an institution, for a time."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="placements", verbose_name=_("institution")
    )
    kind = models.ForeignKey(
        OrganisationKind, on_delete=models.PROTECT, related_name="placements", verbose_name=_("kind")
    )
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="placements", verbose_name=_("county"))

    class Meta(Dated.Meta):
        verbose_name = _("kind and county")
        verbose_name_plural = _("kinds and counties")
        indexes = [models.Index(fields=["organisation", "valid_from"])]


class Position(Bilingual):
    """A post (stanowisko)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    is_head = models.BooleanField(_("heads a unit"), default=False)
    name_fold = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["sort_key"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_fold, self.sort_key = fold(self.name_pl), sort_key(self.name_pl)
        super().save(*args, **kwargs)


class PositionAlias(models.Model):
    """Another way staff lists write a post."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("post"))
    name = models.CharField(_("name"), max_length=200)
    name_fold = models.CharField(max_length=200, editable=False, unique=True)

    class Meta:
        verbose_name = _("other name of a post")
        verbose_name_plural = _("other names of posts")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_fold = fold(self.name)
        super().save(*args, **kwargs)
