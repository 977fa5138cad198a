"""How a course ends: verification of outcomes by somebody who did not teach, and the decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Edition, Outcome
from courses.catalogue.states import VerificationMethod
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.kernel.dated import Dated
from training.people.models import Person


class Assessorship(Dated):
    """A person may verify the outcomes of an edition; granted by ROPS, with dates."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="assessorships", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="assessorships", verbose_name=_("assessor")
    )
    granted_by = models.CharField(_("granted by"), max_length=200)

    class Meta(Dated.Meta):
        verbose_name = _("assessor of an edition")
        verbose_name_plural = _("assessors of editions")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(superseded_at__isnull=True),
                name="kompas_courses_assessorship_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.edition}"


class Verification(Acted):
    """One outcome of one person: met or not, by which method, when, by whom (domain.md 2.6, stage III).

    A changed mind is a new row; the old one keeps ``superseded_at``.  The
    actor is who recorded it: the assessor, or a clerk in the assessor's name.
    """

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT, related_name="verifications"
    )
    outcome = models.ForeignKey(
        Outcome, verbose_name=_("learning outcome"), on_delete=models.PROTECT, related_name="verifications"
    )
    assessor = models.ForeignKey(
        Person, verbose_name=_("assessor"), on_delete=models.PROTECT, related_name="verifications"
    )
    is_met = models.BooleanField(_("met"))
    method = models.CharField(_("method"), max_length=12, choices=VerificationMethod)
    verified_on = models.DateField(_("verified on"))
    comment = models.TextField(_("comment"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("verification of an outcome")
        verbose_name_plural = _("verifications of outcomes")
        constraints = [
            *bounds.days_within("kompas_courses_verification", "verified_on"),
            models.UniqueConstraint(
                fields=["enrolment", "outcome"],
                condition=Q(superseded_at__isnull=True),
                name="kompas_courses_verification_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.outcome}"

    @property
    def recorded_for_assessor_by(self) -> str:
        """Who wrote it down in the assessor's name; empty when the assessor did."""
        return self.actor_name if self.acted_for(self.assessor) else ""


class Completion(Acted):
    """The decision about one enrolment, with the facts it rests on; after a reopening it is decided again.

    Name, institution and post are those of the edition's record, for lists;
    ``ground_hash`` is the fingerprint of what a certificate prints of it.

    ``minutes_required`` is the threshold share of ``minutes_taught``, rounded
    up; ``explanation`` lists the outcomes with their verdicts as they stood.
    """

    enrolment = models.OneToOneField(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT, related_name="completion"
    )
    name = models.CharField(_("surname and first name"), max_length=210, blank=True)
    name_sort_key = models.CharField(max_length=500, editable=False, default="", db_index=True)
    institution = models.CharField(_("institution"), max_length=250, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    ground_hash = models.CharField(max_length=64, editable=False, default="")
    result = models.CharField(_("result"), max_length=14, choices=Result)
    minutes_taught = models.PositiveIntegerField(_("minutes taught"))
    minutes_attended = models.PositiveIntegerField(_("minutes attended"))
    minutes_required = models.PositiveIntegerField(_("minutes required"))
    threshold = models.PositiveSmallIntegerField(_("threshold (%)"))
    outcomes_required = models.PositiveSmallIntegerField(_("outcomes required"), default=0)
    outcomes_met = models.PositiveSmallIntegerField(_("outcomes met"), default=0)
    explanation = models.JSONField(default=dict)
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_result_display()}"
