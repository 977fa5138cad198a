"""Screens of the register of classes."""

from courses.attendance.views.registers import (
    RosterView,
    close_meeting,
    history,
    my_attendance,
    save,
    today,
    undo,
)
from courses.attendance.views.reopening import reopen_meeting

__all__ = [
    "RosterView",
    "close_meeting",
    "history",
    "my_attendance",
    "reopen_meeting",
    "save",
    "today",
    "undo",
]
