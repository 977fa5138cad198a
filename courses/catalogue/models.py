"""What is taught: courses with their programme and standard, editions and meetings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.states import (
    EditionPhase,
    EditionState,
    EndDocument,
    MeetingState,
    Mode,
    OutcomeKind,
    VerificationMethod,
)
from training.competences.models import Competence
from training.kernel import bounds
from training.kernel.conf import setting
from training.kernel.polish import fold, sort_key
from training.people.models import County, OrganisationKind, Person, Position


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
    # Everything a visitor may look for, folded: title, code, summary, purpose, audience.
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

    def save(self, *args, **kwargs):
        self.title_fold, self.sort_key = fold(self.title), sort_key(self.title)
        self.search_text = fold(" ".join([self.title, self.code, self.summary, self.purpose, self.audience]))
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


class EditionQuerySet(models.QuerySet):
    def shown(self):
        """What visitors may see."""
        return self.exclude(state=EditionState.DRAFT)

    def upcoming(self, on):
        return self.filter(state=EditionState.PUBLISHED, ends_on__gte=on)

    def in_phases(self, phases, on):
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
        return self.own_didactic_hour if self.has_own_rules else self.course.didactic_hour

    @property
    def attendance_threshold(self) -> int:
        return self.own_threshold if self.has_own_rules else self.course.attendance_threshold

    def save(self, *args, **kwargs):
        self.own_title_fold = fold(self.own_title)
        county = f"{self.county.name} {self.county.seat}" if self.county_id else ""
        self.place_fold = fold(f"{self.venue} {county}")[:400]
        super().save(*args, **kwargs)


class MeetingQuerySet(models.QuerySet):
    def not_cancelled(self):
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
        return ", ".join(getattr(self, "taught_by", [person.full_name for person in self.trainers.all()]))
