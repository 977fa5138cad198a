"""Moments that follow from the first meeting as it stands now, not as it stood when somebody was told."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from courses.catalogue.models import Meeting
from courses.enrolment import rules
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.states import EnrolmentState


def offer_end(enrolment: Enrolment, starts_at: datetime | None) -> datetime | None:
    """When the offer to this person ends, by the first meeting as it is now; nothing without an offer."""
    if enrolment.offered_at is None or enrolment.offer_lasts_until is None:
        return None
    return rules.offer_ends(
        offered_at=enrolment.offered_at,
        lasts_until=enrolment.offer_lasts_until,
        starts_at=starts_at,
        is_late=enrolment.is_late_offer,
    )


def offers_with_ends() -> list[tuple[Enrolment, datetime | None]]:
    """Every offer that waits for an answer, with the moment it ends by the first meeting as it stands now."""
    first = (
        Meeting.objects.filter(edition=OuterRef("edition"))
        .not_cancelled()
        .order_by("starts_at")
        .values("starts_at")[:1]
    )
    rows = Enrolment.objects.filter(state=EnrolmentState.OFFERED).annotate(first_meeting=Subquery(first))
    return [(row, offer_end(row, row.first_meeting)) for row in rows.order_by("edition_id", "arrival")]


def withdrawal_deadline_of(recruitment: Recruitment, starts_at: datetime | None) -> datetime | None:
    return rules.withdrawal_deadline(recruitment.withdraw_until, starts_at)
