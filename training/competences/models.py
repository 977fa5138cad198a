"""What people should be able to do: a versioned framework, its levels, and the profiles of posts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.competences.states import FrameworkState
from training.kernel import bounds
from training.kernel.dated import Dated
from training.people.models import Bilingual, Position


class Framework(Bilingual):
    """A competence framework in one version: draft, published (frozen, hashed) or retired."""

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=FrameworkState, default=FrameworkState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    content_hash = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("competence framework")
        verbose_name_plural = _("competence frameworks")
        ordering = ["code", "-version"]
        constraints = [
            *bounds.numbers_within("kompas_training_framework", version=bounds.MOST_IN_A_LIST),
            models.UniqueConstraint(fields=["code", "version"], name="kompas_training_framework_version_once"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (Q(published_at__isnull=False) & ~Q(state="draft") & ~Q(content_hash="")),
                name="kompas_training_framework_published_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Level(Bilingual):
    """A step of the framework's scale, numbered from 1; all versions of a framework have equally many."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="levels", verbose_name=_("framework")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    descriptor_pl = models.TextField(_("Polish descriptor"), blank=True)
    descriptor_en = models.TextField(_("English descriptor"), blank=True)

    class Meta:
        verbose_name = _("competence level")
        verbose_name_plural = _("competence levels")
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="kompas_training_level_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=9), name="kompas_training_level_number_in_range"
            ),
        ]

    @property
    def descriptor(self) -> str:
        if (get_language() or "pl").startswith("pl"):
            return self.descriptor_pl
        return self.descriptor_en or self.descriptor_pl


class Domain(Bilingual):
    """A domain of competences."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="domains", verbose_name=_("framework")
    )
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("competence domain")
        verbose_name_plural = _("competence domains")
        ordering = ["framework", "order", "code"]
        constraints = [
            *bounds.numbers_within("kompas_training_domain", order=bounds.MOST_IN_A_LIST),
            models.UniqueConstraint(fields=["framework", "code"], name="kompas_training_domain_code_once"),
        ]


class CompetenceLine(models.Model):
    """One competence through all the versions of its framework, whatever each version calls it.

    Only an identity: names, order and domain are the version's.  Held levels,
    gaps and growth go by the line, so a new version forgets nobody's level.
    """

    class Meta:
        verbose_name = _("line of a competence")
        verbose_name_plural = _("lines of competences")

    def __str__(self) -> str:
        return f"line {self.pk}"


class Competence(Bilingual):
    """One competence of one framework version.

    ``continues`` names the competence of an earlier version that this one
    goes on from, and both have one ``line``; without it a line begins here.
    """

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="competences", verbose_name=_("framework")
    )
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="competences", verbose_name=_("domain"))
    line = models.ForeignKey(
        CompetenceLine, on_delete=models.PROTECT, related_name="competences", editable=False, verbose_name=_("line")
    )
    continues = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    esco_links = models.JSONField(_("ESCO links"), default=list, blank=True)

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["framework", "order", "code"]
        constraints = [
            *bounds.numbers_within("kompas_training_competence", order=bounds.MOST_IN_A_LIST),
            models.UniqueConstraint(fields=["framework", "code"], name="kompas_training_competence_code_once"),
            models.UniqueConstraint(fields=["framework", "line"], name="kompas_training_competence_line_once"),
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=F("pk")),
                name="kompas_training_competence_continues_another",
            ),
        ]


class CompetenceOrigin(models.Model):
    """A competence of an earlier version from which this one came by splitting or merging.

    Its level is carried over only where ROPS says so (``carries``, by whom
    and when), and at most one origin's.  ``carried_since`` is the moment from
    which the levels count: when the version was published, or when ROPS
    decided, if that was later.
    """

    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="origins", verbose_name=_("competence")
    )
    origin = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="descendants", verbose_name=_("origin")
    )
    carries = models.BooleanField(_("carries the level"), default=False)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    carried_since = models.DateTimeField(_("levels counted since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("origin of a competence")
        verbose_name_plural = _("origins of competences")
        ordering = ["competence", "pk"]
        constraints = [
            *bounds.moments_within("kompas_training_competenceorigin", "carried_since"),
            models.UniqueConstraint(fields=["competence", "origin"], name="kompas_training_competenceorigin_once"),
            models.UniqueConstraint(
                fields=["competence"],
                condition=Q(carries=True),
                name="kompas_training_competenceorigin_carries_one",
            ),
            models.CheckConstraint(
                condition=~Q(competence=F("origin")), name="kompas_training_competenceorigin_of_another"
            ),
            models.CheckConstraint(
                condition=Q(carries=False, decided_at__isnull=True)
                | (Q(carries=True, decided_at__isnull=False) & ~Q(decided_by="")),
                name="kompas_training_competenceorigin_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(carried_since__isnull=True) | Q(carries=True),
                name="kompas_training_competenceorigin_carried_as_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.competence}"


class LevelDescriptor(models.Model):
    """What a level looks like in one competence, as behaviour."""

    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="descriptors", verbose_name=_("competence")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    text_pl = models.TextField(_("Polish text"))
    text_en = models.TextField(_("English text"), blank=True)

    class Meta:
        verbose_name = _("level descriptor")
        verbose_name_plural = _("level descriptors")
        ordering = ["competence", "level"]
        constraints = [
            *bounds.numbers_within("kompas_training_leveldescriptor", level=9),
            models.UniqueConstraint(fields=["competence", "level"], name="kompas_training_leveldescriptor_level_once"),
        ]

    @property
    def text(self) -> str:
        if (get_language() or "pl").startswith("pl"):
            return self.text_pl
        return self.text_en or self.text_pl

    def __str__(self) -> str:
        return self.text


class RoleProfile(Bilingual, Dated):
    """The levels a post requires, for a time.  A change is a new row from a day on."""

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="role_profiles", verbose_name=_("framework")
    )
    code = models.SlugField(_("code"), max_length=60)
    positions = models.ManyToManyField(Position, related_name="role_profiles", blank=True, verbose_name=_("posts"))
    legal_basis = models.CharField(_("legal basis"), max_length=250, blank=True)
    # How many lines and posts it was made with: the database lets no more join afterwards.
    requirement_count = models.PositiveSmallIntegerField(editable=False)
    position_count = models.PositiveSmallIntegerField(editable=False)

    class Meta(Dated.Meta):
        verbose_name = _("role profile")
        verbose_name_plural = _("role profiles")
        ordering = ["code", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            *bounds.numbers_within(
                "kompas_training_roleprofile",
                requirement_count=bounds.MOST_IN_A_LIST,
                position_count=bounds.MOST_IN_A_LIST,
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="kompas_training_roleprofile_once_per_day",
            ),
        ]


class Requirement(models.Model):
    """One line of a role profile; a competence that is not required has no line."""

    profile = models.ForeignKey(
        RoleProfile, on_delete=models.CASCADE, related_name="requirements", verbose_name=_("role profile")
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="requirements", verbose_name=_("competence")
    )
    level = models.PositiveSmallIntegerField(_("required level"))

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["profile", "competence__order"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "competence"], name="kompas_training_requirement_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=9), name="kompas_training_requirement_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competence}: {self.level}"
