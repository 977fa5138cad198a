"""Editions of a course and their meetings."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models.courses import Course, Module, Standard
from courses.catalogue.states import (
    EditionPhase,
    EditionState,
    EndDocument,
    MeetingState,
    Mode,
)
from training.kernel import bounds
from training.kernel.polish import fold
from training.people.models import County, Person


class EditionQuerySet(models.QuerySet["Edition"]):
    def shown(self) -> Self:
        """What visitors may see."""
        return self.exclude(state=EditionState.DRAFT)

    def upcoming(self, on: date) -> Self:
        return self.filter(state=EditionState.PUBLISHED, ends_on__gte=on)

    def in_phases(self, phases: Iterable[str], on: date) -> Self:
        """Editions that stand in one of the phases on the day ``on`` (``rules.phase``, asked of the database)."""
        published = Q(state=EditionState.PUBLISHED)
        meaning = {
            EditionPhase.DRAFT: Q(state=EditionState.DRAFT),
            EditionPhase.PLANNED: published & (Q(starts_on__isnull=True) | Q(starts_on__gt=on)),
            EditionPhase.RUNNING: published & Q(starts_on__lte=on, ends_on__gte=on),
            EditionPhase.FINISHED: published & Q(ends_on__lt=on),
            EditionPhase.CLOSED: Q(state=EditionState.CLOSED),
            EditionPhase.CANCELLED: Q(state=EditionState.CANCELLED),
        }
        wanted = Q(pk__in=[])
        for phase in phases:
            wanted |= meaning[EditionPhase(phase)]
        return self.filter(wanted)


# The rules of an edition come together with their lock, or not at all.
_NO_RULES = {"rules_hash": "", "own_title": "", "own_didactic_hour__isnull": True, "own_threshold__isnull": True}
RULES_OF_COURSE = Q(rules_locked_at__isnull=True, taught_since__isnull=True, **_NO_RULES)
RULES_LOCKED = Q(
    ~Q(rules_hash=""), ~Q(own_title=""), ~Q(own_language=""), ~Q(own_end_document=""),
    rules_locked_at__isnull=False, own_didactic_hour__gte=1, own_threshold__lte=100, own_programme__isnull=False,
)  # fmt: skip


class Edition(models.Model):
    """One run of a course.

    ``starts_on`` and ``ends_on`` are the days of the first and last meeting
    that is not cancelled, kept by ``catalogue.actions``; empty while there is none.
    ``standard`` may be empty: then the course ends with a certificate of
    participation.  ``contact_person`` is who answers questions, in words.

    The rules of completion (title, language, didactic hour, threshold, end
    document, programme) come from the course until recruitment opens; then
    they are copied into the ``own_`` columns, and a trigger keeps them.  Read
    ``title``, ``language``, ``didactic_hour`` and ``attendance_threshold``.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions", verbose_name=_("course"))
    code = models.CharField(_("edition"), max_length=20, help_text=_("For example 2/2026."))
    standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("standard"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT, editable=False
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    county = models.ForeignKey(
        County,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("county"),
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    online_link = models.URLField(_("online link"), blank=True)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinator"),
    )
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True, editable=False, db_index=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True, editable=False, db_index=True)
    cancelled_reason = models.CharField(_("reason of cancellation"), max_length=250, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    own_title = models.CharField(_("title of the edition"), max_length=200, blank=True, editable=False)
    own_title_fold = models.CharField(max_length=200, editable=False, default="")
    own_language = models.CharField(_("language of the edition"), max_length=5, blank=True, editable=False)
    own_didactic_hour = models.PositiveSmallIntegerField(
        _("minutes of a didactic hour"), null=True, blank=True, editable=False
    )
    own_threshold = models.PositiveSmallIntegerField(
        _("attendance threshold (%)"), null=True, blank=True, editable=False
    )
    own_end_document = models.CharField(
        _("document at the end"), max_length=14, choices=EndDocument, blank=True, editable=False
    )
    # Modules in their order: title, description, minutes.
    own_programme = models.JSONField(_("programme"), null=True, blank=True, editable=False)
    rules_locked_at = models.DateTimeField(_("rules locked"), null=True, blank=True, editable=False)
    # When the first meeting had begun, if it had before the rules were locked; moving it later does not undo that.
    taught_since = models.DateTimeField(_("taught before the rules"), null=True, blank=True, editable=False)
    rules_hash = models.CharField(_("fingerprint of the rules"), max_length=64, blank=True, editable=False)
    # Venue and county, folded: people look for a course near them.
    place_fold = models.CharField(max_length=400, editable=False, default="")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *bounds.days_within("kompas_courses_edition", "starts_on", "ends_on"),
            models.UniqueConstraint(fields=["course", "code"], name="kompas_courses_edition_code_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="kompas_courses_edition_days_in_order",
            ),
            models.CheckConstraint(
                condition=RULES_OF_COURSE | RULES_LOCKED,
                name="kompas_courses_edition_rules_whole",
            ),
        ]

    # What does not change once the rules are locked; the trigger reads this.
    LOCKED = (
        "course", "standard", "own_title", "own_title_fold", "own_language", "own_didactic_hour", "own_threshold",
        "own_end_document", "own_programme", "rules_locked_at", "taught_since", "rules_hash",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    @property
    def is_closed(self) -> bool:
        return self.state == EditionState.CLOSED

    @property
    def has_own_rules(self) -> bool:
        """Recruitment has opened: what the course says from now on is for other editions."""
        return self.rules_locked_at is not None

    @property
    def title(self) -> str:
        return self.own_title if self.has_own_rules else self.course.title

    @property
    def language(self) -> str:
        return self.own_language if self.has_own_rules else self.course.language

    @property
    def didactic_hour(self) -> int:
        return self.course.didactic_hour if self.own_didactic_hour is None else self.own_didactic_hour

    @property
    def attendance_threshold(self) -> int:
        return self.course.attendance_threshold if self.own_threshold is None else self.own_threshold

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.own_title_fold = fold(self.own_title)
        county = f"{self.county.name} {self.county.seat}" if self.county else ""
        self.place_fold = fold(f"{self.venue} {county}")[:400]
        super().save(*args, **kwargs)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def not_cancelled(self) -> Self:
        """Meetings that take place: neither they nor their edition is cancelled."""
        return self.filter(state=MeetingState.PLANNED).exclude(edition__state=EditionState.CANCELLED)


class Meeting(models.Model):
    """A class meeting (zajęcia).  ``minutes`` are the didactic minutes taught, without breaks.

    ``uid`` names it in calendars for ever; ``trainers`` are the planned ones,
    who really taught is attendance's record.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("edition"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveIntegerField(_("didactic minutes"))
    topic = models.CharField(_("topic"), max_length=250)
    module = models.ForeignKey(
        Module,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("module"),
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    online_link = models.URLField(_("online link"), blank=True)
    trainers = models.ManyToManyField(Person, related_name="planned_meetings", blank=True, verbose_name=_("trainers"))
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = MeetingQuerySet.as_manager()
    # Of a meeting read from an edition's record: who really taught (``queries.recorded``).  Elsewhere the names of
    # those planned, where one query has read them with the meeting.
    taught_by: list[str] | None = None

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        constraints = [
            *bounds.moments_within("kompas_courses_meeting", "starts_at", "ends_at"),
            *bounds.numbers_within("kompas_courses_meeting", minutes=bounds.MINUTES_OF_A_DAY),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="kompas_courses_meeting_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="kompas_courses_meeting_has_minutes"),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def trainer_names(self) -> str:
        """The planned trainers; of a meeting read from a record (``taught_by``), who really taught."""
        if self.taught_by is None:
            return ", ".join(person.full_name for person in self.trainers.all())
        return ", ".join(self.taught_by)
