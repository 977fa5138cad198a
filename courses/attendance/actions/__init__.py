"""What happens to the register of classes; the only code that writes it.

Everything about one edition's register happens one after another: each action
locks the edition's row first.  Two devices marking at once, or a mark while
the edition is being closed, cannot pass each other.
"""

from courses.attendance.actions.closing import close_meeting, correct_closing
from courses.attendance.actions.marking import mark, recount, undo
from courses.attendance.actions.reopening import reopen_meeting

__all__ = ["close_meeting", "correct_closing", "mark", "recount", "reopen_meeting", "undo"]
