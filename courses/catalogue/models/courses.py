"""Courses with their programme, their standard and its outcomes."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.states import (
    Mode,
    OutcomeKind,
    VerificationMethod,
)
from training.competences.models import Competence
from training.kernel import bounds
from training.kernel.conf import setting
from training.kernel.polish import fold, sort_key
from training.kernel.stems import search_column
from training.people.models import OrganisationKind, Position


def default_hour() -> int:
    return setting("DIDACTIC_HOUR_MINUTES")


def default_threshold() -> int:
    return setting("ATTENDANCE_THRESHOLD_PERCENT")


class Course(models.Model):
    """A course of the catalogue.  Its public words live on its page; its rules live here.

    ``attendance_threshold`` is a percentage of the course's didactic minutes;
    ``didactic_hour`` how many minutes this course counts as one hour.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("Printed in certificate numbers."))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    kinds = models.ManyToManyField(
        OrganisationKind, blank=True, related_name="courses", verbose_name=_("for kinds of institutions")
    )
    positions = models.ManyToManyField(Position, blank=True, related_name="courses", verbose_name=_("for posts"))
    competences = models.ManyToManyField(Competence, blank=True, related_name="courses", verbose_name=_("competences"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    language = models.CharField(_("language"), max_length=5, default="pl")
    didactic_hour = models.PositiveSmallIntegerField(_("minutes of a didactic hour"), default=default_hour)
    attendance_threshold = models.PositiveSmallIntegerField(
        _("attendance threshold (%)"),
        default=default_threshold,
        help_text=_("Share of minutes needed to complete the course. Editions already open keep theirs."),
    )
    is_archived = models.BooleanField(_("archived"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    title_fold = models.CharField(max_length=200, editable=False, db_index=True)
    # What a visitor may look for: title, summary, purpose, audience and code, folded, with the stems of the words.
    search_text = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance_threshold__lte=100), name="kompas_courses_course_threshold_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(didactic_hour__gte=1, didactic_hour__lte=120),
                name="kompas_courses_course_hour_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def search_column(self) -> str:
        """What the course is found by, as it says it now; its code is a name."""
        return search_column(" ".join([self.title, self.summary, self.purpose, self.audience]), names=self.code)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_fold, self.sort_key = fold(self.title), sort_key(self.title)
        self.search_text = self.search_column()
        super().save(*args, **kwargs)


class Module(models.Model):
    """A part of the programme with its own time."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules", verbose_name=_("course"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    minutes = models.PositiveIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["course", "order", "pk"]
        constraints = [
            *bounds.numbers_within("kompas_courses_module", order=bounds.MOST_IN_A_LIST, minutes=60_000),
        ]

    def __str__(self) -> str:
        return self.title


class Standard(models.Model):
    """Learning outcomes set before teaching, with how they are verified (domain.md 2.6, stages I and II).

    ``locked_at`` and ``content_hash`` are set when recruitment of the first
    edition that uses it opens; from then on nothing in it changes, and a
    change is a new ``version`` for editions not yet open.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="standards", verbose_name=_("course"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    scope = models.TextField(_("scope"), blank=True)
    target_group = models.TextField(_("target group"), blank=True)
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True, editable=False)
    content_hash = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["course", "-version"]
        constraints = [
            *bounds.numbers_within("kompas_courses_standard", version=bounds.MOST_IN_A_LIST),
            models.UniqueConstraint(fields=["course", "version"], name="kompas_courses_standard_version_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, content_hash="")
                | (Q(locked_at__isnull=False) & ~Q(content_hash="")),
                name="kompas_courses_standard_lock_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} v{self.version}"


class Outcome(models.Model):
    """One learning outcome: what a person will know, do or be ready for, and how that is checked."""

    standard = models.ForeignKey(
        Standard, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("standard")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=OutcomeKind)
    text = models.TextField(_("learning outcome"))
    criterion = models.TextField(_("verification criterion"))
    method = models.CharField(_("verification method"), max_length=12, choices=VerificationMethod)
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="outcomes", verbose_name=_("competence")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        ordering = ["standard", "order", "pk"]
        constraints = [
            *bounds.numbers_within("kompas_courses_outcome", order=bounds.MOST_IN_A_LIST),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=9), name="kompas_courses_outcome_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.text
