"""Who the staff are, where they work, and who may act for an institution.

People exist before accounts and keep their history through changes of
employer, name and e-mail.  Placements, employments and mandates are dated
facts: superseded, never overwritten.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.kernel.dated import Dated, DatedQuerySet
from training.kernel.polish import fold, sort_key
from training.people.states import Identity, ImportState, MandateRole, RowOutcome


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

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class OrganisationKind(Bilingual):
    """A kind of institution: OPS, DPS, ZAZ, CIS …"""

    code = models.CharField(_("code"), max_length=10, unique=True)

    class Meta:
        verbose_name = _("kind of institution")
        verbose_name_plural = _("kinds of institutions")
        ordering = ["code"]


class Organisation(models.Model):
    """An institution that employs people.  Its kind and county are dated, in ``Placement``."""

    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("The number used in staff lists."))
    nip = models.CharField("NIP", max_length=10, blank=True)
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
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    name_fold = models.CharField(max_length=250, editable=False, db_index=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="kompas_training_organisation_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name_fold, self.sort_key = fold(self.name), sort_key(self.name)
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

    def save(self, *args, **kwargs):
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

    def save(self, *args, **kwargs):
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

    def save(self, *args, **kwargs):
        self.name_fold = fold(self.name)
        super().save(*args, **kwargs)


class PersonQuerySet(models.QuerySet):
    def living(self):
        """Records that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def employed_at(self, organisations, on: date):
        return self.filter(
            Q(employments__superseded_at__isnull=True)
            & Q(employments__organisation__in=organisations)
            & Q(employments__valid_from__lte=on)
            & (Q(employments__valid_until__isnull=True) | Q(employments__valid_until__gte=on))
        ).distinct()


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
    email_fold = models.CharField(max_length=254, editable=False, db_index=True)
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
        self.sort_key = sort_key(self.list_name)
        self.email_fold = (self.email or "").strip().casefold()

    def save(self, *args, **kwargs):
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

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args, **kwargs):
        self.name_fold = fold(f"{self.last_name} {self.first_name}")
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

    class Meta(Dated.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


class StaffImport(models.Model):
    """One uploaded staff list: what it said, what was decided, what was applied."""

    file_name = models.CharField(_("file"), max_length=250)
    file_hash = models.CharField(max_length=64, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
        help_text=_("When the whole list is of one institution."),
    )
    is_complete = models.BooleanField(
        _("the list is complete"),
        default=False,
        help_text=_("People of these institutions who are not on it are offered as leavers."),
    )
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.READING)
    headings = models.JSONField(default=dict, editable=False)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failure = models.TextField(_("failure"), blank=True)
    uploaded_by = models.CharField(_("uploaded by"), max_length=200)
    uploaded_at = models.DateTimeField(_("uploaded"))
    applied_by = models.CharField(_("applied by"), max_length=200, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff import")
        verbose_name_plural = _("staff imports")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class StaffImportRow(models.Model):
    """One row of the list, as read, judged and decided.

    ``cells`` maps column names (``name``, ``position`` …) to the text of the
    cell; ``problems`` is a list of ``{column, value, code, facts}`` (in words:
    ``refusals.told``); ``changes`` of ``{field, old, new}``; ``choices`` what
    may be decided, and ``decision`` what was.  ``same_as`` is the number of an
    earlier row that means the same new person.  A leaver has no row of their
    own in the list: their number is 0.
    """

    staff_import = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    decision = models.JSONField(default=dict)
    same_as = models.PositiveIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row of a staff import")
        verbose_name_plural = _("rows of a staff import")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["staff_import", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.staff_import_id}/{self.number}"


__all__ = [
    "County",
    "DatedQuerySet",
    "Employment",
    "FormerName",
    "Mandate",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "Person",
    "Placement",
    "Position",
    "PositionAlias",
    "StaffImport",
    "StaffImportRow",
]
