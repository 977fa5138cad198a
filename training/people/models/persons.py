"""People with their names, posts and mandates."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.kernel import bounds
from training.kernel.dated import Dated
from training.kernel.polish import fold, sort_key
from training.kernel.search_terms import digits_of
from training.people.models.institutions import Organisation, Position
from training.people.states import Identity, MandateRole

# What ``fill_keys`` writes; whoever updates people in bulk names these too.
DERIVED = ("name_fold", "turned_fold", "email_fold", "phone_digits", "sort_key")


class PersonQuerySet(models.QuerySet["Person"]):
    def living(self) -> Self:
        """Records that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class Person(models.Model):
    """A human being.  ``user`` is empty until they claim an account; ``email`` may be a shared mailbox."""

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("surname"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language of mail"), max_length=5, default="pl", choices=[("pl", "polski"), ("en", "English")]
    )
    identity = models.CharField(_("identity"), max_length=12, choices=Identity, default=Identity.LISTED)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="kompas_person",
        verbose_name=_("account"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    name_fold = models.CharField(
        max_length=210, editable=False, db_index=True, help_text="fold of “surname first name”"
    )
    # Both names in the other order: a list may have had them in each other's columns.
    turned_fold = models.CharField(max_length=210, editable=False, default="", db_index=True)
    email_fold = models.CharField(max_length=254, editable=False, db_index=True)
    phone_digits = models.CharField(max_length=30, editable=False, default="", db_index=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="kompas_training_person_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def list_name(self) -> str:
        """Surname first, as lists sort."""
        return f"{self.last_name} {self.first_name}".strip()

    def fill_keys(self) -> None:
        """The derived columns; bulk writers call this, ``save`` does it itself."""
        self.name_fold = fold(self.list_name)
        self.turned_fold = fold(self.full_name)
        self.sort_key = sort_key(self.list_name)
        self.email_fold = (self.email or "").strip().casefold()
        self.phone_digits = digits_of(self.phone or "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)


class FormerName(models.Model):
    """A name a person had, so that old lists and certificates still find them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_names")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("surname"), max_length=100)
    name_fold = models.CharField(max_length=210, editable=False, db_index=True)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            *bounds.days_within("kompas_training_formername", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_fold = fold(f"{self.last_name} {self.first_name}")
        super().save(*args, **kwargs)


class StaffNumber(models.Model):
    """What the HR system of an institution calls a person.

    Numbers of two institutions may be alike, so a number means somebody only
    together with its institution. One person has one number at an institution.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="staff_numbers", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="staff_numbers", verbose_name=_("institution")
    )
    number = models.CharField(_("staff number"), max_length=50)
    number_fold = models.CharField(max_length=50, editable=False, db_index=True)

    class Meta:
        verbose_name = _("staff number")
        verbose_name_plural = _("staff numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number_fold"], name="kompas_training_staffnumber_of_one_person"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"], name="kompas_training_staffnumber_one_at_an_institution"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.organisation}"

    def fill_keys(self) -> None:
        """The derived column; bulk writers call this, ``save`` does it itself."""
        self.number_fold = fold(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)


class Employment(Dated):
    """A person's post at an institution, for a time.  One person may have several at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="employments", verbose_name=_("institution")
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="employments", verbose_name=_("post"))

    class Meta(Dated.Meta):
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        indexes = [
            models.Index(fields=["person", "valid_from"]),
            models.Index(fields=["organisation", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}, {self.organisation}"


class Mandate(Dated):
    """Who may act for an institution; granted by ROPS, with dates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=10, choices=MandateRole, default=MandateRole.HEAD)
    granted_by = models.CharField(_("granted by"), max_length=200)
    without_post = models.BooleanField(
        _("does not work there"),
        default=False,
        help_text=_("Without this the mandate works only on days when the person is employed at the institution."),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"
