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


# How an application that lives may end at any time.
_ENDS = frozenset({EnrolmentState.WITHDRAWN, EnrolmentState.MOVED, EnrolmentState.CANCELLED})
NEXT: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.UNDER_DECISION: _ENDS
    | {EnrolmentState.CONFIRMED, EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.REFUSED},
    EnrolmentState.WAITING: _ENDS | {EnrolmentState.OFFERED, EnrolmentState.CONFIRMED, EnrolmentState.REFUSED},
    EnrolmentState.OFFERED: _ENDS | {EnrolmentState.CONFIRMED, EnrolmentState.DECLINED, EnrolmentState.EXPIRED},
    EnrolmentState.CONFIRMED: _ENDS,
    EnrolmentState.REFUSED: frozenset(),
    EnrolmentState.DECLINED: frozenset(),
    EnrolmentState.EXPIRED: frozenset(),
    EnrolmentState.WITHDRAWN: frozenset(),
    EnrolmentState.MOVED: frozenset(),
    EnrolmentState.CANCELLED: frozenset(),
}

# Only these count against seats and limits.
HOLDS_A_SEAT = frozenset({EnrolmentState.OFFERED, EnrolmentState.CONFIRMED})
LIVE = frozenset(
    {EnrolmentState.UNDER_DECISION, EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.CONFIRMED}
)
TAKES_PART = frozenset({EnrolmentState.CONFIRMED})


class Obstacle(models.TextChoices):
    """What keeps somebody from a place."""

    SEATS = "seats", _("all places are taken")
    ORGANISATION_LIMIT = "organisation_limit", _("the institution has all the places it may have")
    COUNTY_LIMIT = "county_limit", _("the county has all the places it may have")
