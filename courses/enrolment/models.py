"""Who gets a place: the recruitment of an edition (the row that is locked) and its enrolments."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Edition
from courses.enrolment.states import HOLDS_A_SEAT, LIVE, TAKES_PART, EnrolmentState
from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.people.models import County, Employment, Organisation, Person, Position
from training.people.queries import records_of


class RecruitmentQuerySet(models.QuerySet["Recruitment"]):
    def locked(self) -> Self:
        """Rows locked until the end of the transaction; edition and course are read along, not locked.

        Lock the recruitment, not the enrolments: two people racing for the
        last place have no row of their own yet to lock.  SQLite has no row
        locks and needs none: there a transaction that writes is alone.
        """
        return (
            self.select_related("edition__course").select_for_update(of=("self",), no_key=True).order_by("edition_id")
        )


class Recruitment(models.Model):
    """Seats, limits, window and deadlines of one edition.  Only this room writes it.

    ``confirmation_hours`` are working hours an offer from the reserve list
    lives; ``withdraw_until`` the last moment to withdraw without ROPS;
    ``decides_by`` the last day on which ROPS decides, where it does.
    ``opened_at`` is when recruitment was opened and the standard locked.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="recruitment", verbose_name=_("edition")
    )
    seats = models.PositiveIntegerField(_("places"))
    has_reserve_list = models.BooleanField(_("reserve list"), default=True)
    opens_at = models.DateTimeField(_("applications from"))
    closes_at = models.DateTimeField(_("applications until"))
    at_once = models.BooleanField(
        _("places at once"), default=True, help_text=_("Otherwise ROPS decides about each application.")
    )
    organisation_limit = models.PositiveIntegerField(_("places for one institution"), null=True, blank=True)
    county_limit = models.PositiveIntegerField(_("places for one county"), null=True, blank=True)
    confirmation_hours = models.PositiveIntegerField(_("time to confirm an offer (working hours)"), default=16)
    withdraw_until = models.DateTimeField(_("withdrawal until"), null=True, blank=True)
    decides_by = models.DateField(_("decisions by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)

    objects = RecruitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("recruitment")
        verbose_name_plural = _("recruitments")
        constraints = [
            *bounds.moments_within("kompas_courses_recruitment", "opens_at", "closes_at", "withdraw_until"),
            *bounds.days_within("kompas_courses_recruitment", "decides_by"),
            *bounds.numbers_within(
                "kompas_courses_recruitment",
                seats=bounds.MOST_SEATS,
                organisation_limit=bounds.MOST_SEATS,
                county_limit=bounds.MOST_SEATS,
                confirmation_hours=bounds.MOST_HOURS_TO_CONFIRM,
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="kompas_courses_recruitment_window_in_order"
            ),
            models.CheckConstraint(
                condition=Q(organisation_limit__isnull=True) | Q(organisation_limit__gte=1),
                name="kompas_courses_recruitment_organisation_limit",
            ),
            models.CheckConstraint(
                condition=Q(county_limit__isnull=True) | Q(county_limit__gte=1),
                name="kompas_courses_recruitment_county_limit",
            ),
            models.CheckConstraint(
                condition=Q(confirmation_hours__gte=1), name="kompas_courses_recruitment_time_to_confirm"
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDS_A_SEAT)

    def waiting(self) -> Self:
        """The reserve list, in the order of arrival."""
        return self.filter(state=EnrolmentState.WAITING).order_by("edition_id", "arrival")

    def taking_part(self) -> Self:
        return self.filter(state__in=TAKES_PART)

    def of_person(self, person: Person) -> Self:
        """Also what was entered for other records of the same person."""
        return self.filter(person__in=records_of(person))


class Enrolment(models.Model):
    """One person's application to one edition, and what became of it.

    ``arrival`` is given inside the recruitment's lock, strictly increasing and
    never changed.  Institution, county and post are snapshots at application;
    ``organisation_at_start`` again at the first meeting.  An offer made at
    ``offered_at`` lasts its working hours (``offer_lasts_until``), but not past
    the first meeting: ``offer_expires_at`` is what comes first, and moves with it.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("edition"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=16, choices=EnrolmentState, editable=False)
    arrival = models.PositiveIntegerField(_("order of arrival"), editable=False)
    applied_at = models.DateTimeField(_("applied on"), editable=False)
    employment = models.ForeignKey(
        Employment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employment"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("sending institution"),
    )
    county = models.ForeignKey(
        County,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("county"),
    )
    position = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("post"),
    )
    organisation_at_start = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("institution at the first meeting"),
    )
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True, editable=False)
    offer_lasts_until = models.DateTimeField(_("working hours of the offer end"), null=True, blank=True, editable=False)
    # Known when the offer is made: the first meeting may be moved to before that moment afterwards.
    is_late_offer = models.BooleanField(_("offered after the first meeting began"), default=False, editable=False)
    offer_expires_at = models.DateTimeField(_("offer expires"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=250, blank=True, editable=False)
    moved_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        editable=False,
        verbose_name=_("moved from"),
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["edition", "arrival"]
        constraints = [
            *bounds.moments_within("kompas_courses_enrolment", "offer_expires_at", "offer_lasts_until"),
            models.UniqueConstraint(fields=["edition", "arrival"], name="kompas_courses_enrolment_arrival_once"),
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(state__in=sorted(LIVE)),
                name="kompas_courses_enrolment_one_live",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered")
                | Q(offered_at__isnull=False, offer_lasts_until__isnull=False, offer_expires_at__isnull=False),
                name="kompas_courses_enrolment_offer_expires",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values), name="kompas_courses_enrolment_known_state"
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state", "arrival"]),
            models.Index(fields=["person", "-applied_at"]),
            models.Index(fields=["offer_expires_at"], condition=Q(state="offered"), name="kompas_enrolment_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.edition}"


class EnrolmentChange(Acted):
    """One step of an enrolment: from, to, when, who, why.  ``facts`` are what the rule saw."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"))
    old_state = models.CharField(_("from"), max_length=16, blank=True)
    new_state = models.CharField(_("to"), max_length=16, choices=EnrolmentState)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of an enrolment")
        verbose_name_plural = _("changes of enrolments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old_state} → {self.new_state}"
