"""What people wish to be taught, and when recruitments were seen to open."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, Edition
from courses.demand.states import WishState
from training.competences.models import CompetenceLine
from training.kernel import bounds, time
from training.people.models import County, Organisation, Person, Position
from training.people.queries import records_of


class Opening(models.Model):
    """A time in which an edition took applications: when that was noticed, and when it was over.

    A recruitment opens when its hour comes, when its edition is published or
    when its terms change.  One row for each time keeps people from being told
    twice of the same, and of what was open when they asked.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="openings", verbose_name=_("edition"))
    noticed_at = models.DateTimeField(_("open since"))
    ended_at = models.DateTimeField(_("open until"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening of a recruitment")
        verbose_name_plural = _("openings of recruitments")
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(ended_at__isnull=True), name="kompas_courses_opening_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("noticed_at")),
                name="kompas_courses_opening_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)


class WishQuerySet(models.QuerySet["Wish"]):
    def open(self) -> Self:
        return self.filter(state=WishState.OPEN)

    def open_on(self, on: date) -> Self:
        """Those that were open at the end of the day ``on``."""
        moment = time.end_of(on)
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=moment), asked_at__lt=moment)

    def of_person(self, person: Person) -> Self:
        """Also what was entered for other records of the same person."""
        return self.filter(person__in=records_of(person))


class Wish(models.Model):
    """One person wants a course, or any training that leads to a level of a competence.

    The competence is named by its line, so a new version of the framework
    forgets no wish.  Institution, county and post are snapshots of the moment
    of asking.  A wish is never deleted: it is withdrawn by who asked, or
    answered by the recruitment that opened.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes", verbose_name=_("person"))
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name=_("course")
    )
    line = models.ForeignKey(
        CompetenceLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
        verbose_name=_("competence"),
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
        verbose_name=_("institution"),
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name=_("county")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name=_("post")
    )
    asked_at = models.DateTimeField(_("asked on"))
    state = models.CharField(_("state"), max_length=10, choices=WishState, default=WishState.OPEN)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Opening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
        verbose_name=_("answered by"),
    )

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a course")
        verbose_name_plural = _("wishes for courses")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *bounds.moments_within("kompas_courses_wish", "asked_at"),
            models.CheckConstraint(
                condition=Q(course__isnull=False, line__isnull=True, level__isnull=True)
                | Q(course__isnull=True, line__isnull=False, level__gte=1, level__lte=9),
                name="kompas_courses_wish_has_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state=WishState.OPEN, ended_at__isnull=True, answered_by__isnull=True)
                | Q(state=WishState.ANSWERED, ended_at__isnull=False, answered_by__isnull=False)
                | Q(state=WishState.WITHDRAWN, ended_at__isnull=False, answered_by__isnull=True),
                name="kompas_courses_wish_end_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
                name="kompas_courses_wish_ends_after_asking",
            ),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(state=WishState.OPEN, course__isnull=False),
                name="kompas_courses_wish_course_once",
            ),
            models.UniqueConstraint(
                fields=["person", "line", "level"],
                condition=Q(state=WishState.OPEN, line__isnull=False),
                name="kompas_courses_wish_level_once",
            ),
        ]
        indexes = [
            models.Index(fields=["course"], condition=Q(state=WishState.OPEN), name="kompas_wish_open_course"),
            models.Index(fields=["line", "level"], condition=Q(state=WishState.OPEN), name="kompas_wish_open_level"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.course or f'{self.line}, {self.level}'}"

    @property
    def is_open(self) -> bool:
        return self.state == WishState.OPEN
