"""What the roster shows of its lines, on the page and to the phone."""

from collections import Counter

from django.utils.translation import gettext as _

from courses.attendance.queries import Line
from courses.attendance.rules import Marked
from courses.attendance.states import MarkedHow, Presence
from training.kernel import time


def left_in_words(outcome: Marked) -> str:
    """About whom somebody had spoken before "the rest present" came: their marks stay."""
    if not outcome.left:
        return ""
    counts = Counter(outcome.left.values())
    marks = ", ".join(f"{presence.label} ({counts[presence]})" for presence in Presence if counts[presence])
    return _("Recorded in the meantime, and left as it is: %(marks)s.") % {"marks": marks}


def recorded_by(line: Line) -> str:
    if not line.change:
        return ""
    moment = line.change.recorded_at.astimezone(time.zone())
    return _("%(who)s, %(when)s") % {"who": line.change.actor_name, "when": f"{moment:%d.%m.%Y, %H:%M}"}


def undoable(line: Line) -> str:
    """The message whose effect the row's own "Undo" takes back; what is an undo itself is not undone again."""
    return "" if line.change is None or line.change.how == MarkedHow.UNDO else str(line.change.client_id)
