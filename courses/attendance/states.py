from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Presence(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    EXCUSED = "excused", _("absent, excused")
    ABSENT = "absent", _("absent")


# Five buttons side by side on a phone: words of their own, which may carry soft hyphens.
ON_ROSTER = {
    Presence.PRESENT: pgettext_lazy("button of the roster", "present"),
    Presence.LATE: pgettext_lazy("button of the roster", "late"),
    Presence.LEFT_EARLY: pgettext_lazy("button of the roster", "left early"),
    Presence.EXCUSED: pgettext_lazy("button of the roster", "excused"),
    Presence.ABSENT: pgettext_lazy("button of the roster", "absent"),
}


class MarkedHow(models.TextChoices):
    """How a mark came to be."""

    TAP = "tap", _("one by one")
    REST = "rest", _("the rest present")
    FORM = "form", _("form")
    UNDO = "undo", _("undone")
    CLOSING = "closing", _("at closing of the meeting")
    OFFICE = "office", _("entered by the office")


class ClosingChanged(models.TextChoices):
    """What happened to a closed meeting."""

    CORRECTED = "corrected", _("corrected")
    OPENED_AGAIN = "opened_again", _("opened again on the day of the closing")
    CLOSED_AGAIN = "closed_again", _("closed again")


WITH_MINUTES_MISSED = frozenset({Presence.LATE, Presence.LEFT_EARLY})
