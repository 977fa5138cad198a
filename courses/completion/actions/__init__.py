"""Who assesses, what was verified, how editions end: the only code that writes them."""

from courses.completion.actions.assessing import (
    NewVerdict,
    check_does_not_teach,
    check_has_not_taught,
    check_verifiable,
    end_assessorship,
    grant_assessorship,
    object_to_teacher,
    verify,
    verify_all,
)
from courses.completion.actions.closing import (
    check_meetings_closed,
    close,
    reopen,
    restore_levels,
    withdraw_levels,
)

__all__ = [
    "NewVerdict",
    "check_does_not_teach",
    "check_has_not_taught",
    "check_meetings_closed",
    "check_verifiable",
    "close",
    "end_assessorship",
    "grant_assessorship",
    "object_to_teacher",
    "reopen",
    "restore_levels",
    "verify",
    "verify_all",
    "withdraw_levels",
]
