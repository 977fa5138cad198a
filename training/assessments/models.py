"""The ledger of assessments, and what follows from it.

``Assessment`` is append-only (triggers refuse UPDATE and DELETE); words that
may be erased live beside it; ``HeldLevel`` is a projection that
``kompas_rebuild_levels`` rebuilds to the same bytes.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.competences.models import Competence, CompetenceLine
from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.people.models import Person


class Assessment(Acted):
    """One statement: on this day this person could do this, said by whom, on what evidence.

    ``level`` is empty only in a correction that withdraws the row named by
    ``corrects``.  The actor is who recorded it, which need not be the
    assessor.  ``evidence_kind`` and ``evidence_key`` name the evidence and
    make recording it twice impossible.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("person"))
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("competence")
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    bound = models.CharField(_("bound"), max_length=10, choices=Bound, default=Bound.EXACTLY)
    kind = models.CharField(_("kind"), max_length=12, choices=AssessmentKind)
    valid_on = models.DateField(_("observed on"))
    recorded_at = models.DateTimeField(_("recorded"))
    assessor = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="given_assessments",
        verbose_name=_("assessor"),
    )
    assessor_role = models.CharField(_("assessor's role"), max_length=10, choices=AssessorRole)
    evidence_kind = models.CharField(_("evidence"), max_length=40)
    evidence_key = models.CharField(_("evidence key"), max_length=100)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["valid_on", "recorded_at", "pk"]
        constraints = [
            *bounds.days_within("kompas_training_assessment", "valid_on"),
            models.UniqueConstraint(
                fields=["evidence_kind", "evidence_key", "person", "competence"],
                name="kompas_training_assessment_once_per_evidence",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True, corrects__isnull=False) | Q(level__gte=1, level__lte=9),
                name="kompas_training_assessment_level_in_range",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("pk")),
                name="kompas_training_assessment_corrects_another",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AssessmentKind.values) & Q(bound__in=Bound.values),
                name="kompas_training_assessment_known_words",
            ),
        ]
        indexes = [models.Index(fields=["person", "competence", "valid_on"])]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.competence_id}: {self.level} ({self.valid_on})"


class AssessmentNote(models.Model):
    """Words about an assessment; they can be erased, the ledger row cannot."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(_("comment"))

    class Meta:
        verbose_name = _("comment on an assessment")
        verbose_name_plural = _("comments on assessments")

    def __str__(self) -> str:
        return self.text


class HeldLevel(models.Model):
    """The level a person holds in a competence from ``since`` until the day before ``until``.

    A projection of the ledger as known now, by the competence's line: it
    holds in every version of the framework.  ``kind`` and ``assessment`` say
    where the level comes from.  Self-assessments have rows like any other; who
    may see them is decided by ``queries`` (``EstimateSharing``).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_levels")
    line = models.ForeignKey(CompetenceLine, on_delete=models.CASCADE, related_name="held_levels")
    level = models.PositiveSmallIntegerField(_("level"))
    kind = models.CharField(_("source"), max_length=12, choices=AssessmentKind)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("held level")
        verbose_name_plural = _("held levels")
        ordering = ["person", "line", "since"]
        constraints = [
            *bounds.days_within("kompas_training_heldlevel", "since", "until"),
            *bounds.numbers_within("kompas_training_heldlevel", level=9),
            models.UniqueConstraint(fields=["person", "line", "since"], name="kompas_training_heldlevel_step_once"),
            models.UniqueConstraint(
                fields=["person", "line"],
                condition=Q(until__isnull=True),
                name="kompas_training_heldlevel_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["line", "since", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.line_id}: {self.level}"


class EstimateSharing(Acted):
    """A person lets their manager see self-assessments, from ``shared_at`` until ``ended_at``; off until then.

    Consent is not rewritten: it ends, and given again it is another row.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="estimate_sharings")
    shared_at = models.DateTimeField(_("shared since"))
    ended_at = models.DateTimeField(_("shared until"), null=True, blank=True)

    class Meta:
        verbose_name = _("sharing of self-assessments")
        verbose_name_plural = _("sharing of self-assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="kompas_training_estimatesharing_one_live"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("shared_at")),
                name="kompas_training_estimatesharing_clocks_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {'private' if self.ended_at else 'shared'}"
