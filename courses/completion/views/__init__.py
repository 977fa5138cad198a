"""Screens of verification, and of closing an edition."""

from courses.completion.views.assessing import SheetView, editions, verify_person
from courses.completion.views.closing import close_edition, edition_record, reopen_edition

__all__ = [
    "SheetView",
    "close_edition",
    "edition_record",
    "editions",
    "reopen_edition",
    "verify_person",
]
