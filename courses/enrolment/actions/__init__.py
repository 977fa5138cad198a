"""What can happen to a place: the verbs of enrolment, and the only code that writes it.

    from courses.enrolment import actions as enrolment

    enrolment.apply(person=person, edition=edition, actor=Actor.of_user(user))

Every verb locks the recruitment first, so that what it counts stays true
until it has written; is harmless when repeated; and writes history and letter
in the same transaction.  Every verb that frees a seat fills it before it ends.
"""

from courses.enrolment.actions.deciding import decide, decide_all, go_on, preview_of_accepting
from courses.enrolment.actions.offers import expire_offers, settle_offers
from courses.enrolment.actions.places import (
    accept,
    apply,
    cancel_all,
    decline,
    fill_all,
    fill_seats,
    move,
    snapshot_at_start,
    withdraw,
    withdraw_duplicate,
    write_to,
)
from courses.enrolment.actions.recruiting import RecruitmentTerms, change_recruitment, open_recruitment

__all__ = [
    "RecruitmentTerms",
    "accept",
    "apply",
    "cancel_all",
    "change_recruitment",
    "decide",
    "decide_all",
    "decline",
    "expire_offers",
    "fill_all",
    "fill_seats",
    "go_on",
    "move",
    "open_recruitment",
    "preview_of_accepting",
    "settle_offers",
    "snapshot_at_start",
    "withdraw",
    "withdraw_duplicate",
    "write_to",
]
