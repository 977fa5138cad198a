"""The words of enrolment, and which state leads to which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentState(models.TextChoices):
    UNDER_DECISION = "under_decision", _("under decision")
    WAITING = "waiting", _("on the reserve list")
    OFFERED = "offered", _("offered a place")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    DECLINED = "declined", _("declined the place")
    EXPIRED = "expired", _("offer expired")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MOVED = "moved", _("moved to another edition")
    CANCELLED = "cancelled", _("cancelled by the organiser")


S = EnrolmentState

NEXT: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    S.UNDER_DECISION: frozenset({S.CONFIRMED, S.OFFERED, S.WAITING, S.REFUSED, S.WITHDRAWN, S.MOVED, S.CANCELLED}),
    S.WAITING: frozenset({S.OFFERED, S.CONFIRMED, S.REFUSED, S.WITHDRAWN, S.MOVED, S.CANCELLED}),
    S.OFFERED: frozenset({S.CONFIRMED, S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.MOVED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.WITHDRAWN, S.MOVED, S.CANCELLED}),
    S.REFUSED: frozenset(),
    S.DECLINED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.MOVED: frozenset(),
    S.CANCELLED: frozenset(),
}

# Only these count against seats and limits.
HOLDS_A_SEAT = frozenset({S.OFFERED, S.CONFIRMED})
LIVE = frozenset({S.UNDER_DECISION, S.WAITING, S.OFFERED, S.CONFIRMED})
TAKES_PART = frozenset({S.CONFIRMED})


class Obstacle(models.TextChoices):
    """What keeps somebody from a place."""

    SEATS = "seats", _("all places are taken")
    ORGANISATION_LIMIT = "organisation_limit", _("the institution has all the places it may have")
    COUNTY_LIMIT = "county_limit", _("the county has all the places it may have")
