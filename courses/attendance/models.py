"""The register of classes: minutes per person and meeting, with a journal, and who taught.

Yardstick: § 25 of the regulation of 6 October 2023 (Dz.U. 2023 poz. 2175):
an electronic register records the history of changes and their authors.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.attendance.states import ClosingChanged, MarkedHow, Presence
from courses.catalogue.models import Meeting
from courses.enrolment.models import Enrolment
from training.kernel import bounds
from training.kernel.actor_columns import Acted
from training.people.models import Person


class Mark(models.Model):
    """The current mark of one person at one meeting.

    ``minutes_missed`` are the minutes late or left early; ``minutes`` those
    attended.  Excused minutes are not attended minutes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence)
    minutes_missed = models.PositiveIntegerField(_("minutes missed"), default=0)
    minutes = models.PositiveIntegerField(_("minutes attended"))
    marked_at = models.DateTimeField(_("marked"))

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            *bounds.numbers_within(
                "kompas_courses_mark", minutes_missed=bounds.MINUTES_OF_A_DAY, minutes=bounds.MINUTES_OF_A_DAY
            ),
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="kompas_courses_mark_once"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="kompas_courses_mark_known_presence"
            ),
            models.CheckConstraint(
                condition=~Q(presence__in=["excused", "absent"]) | Q(minutes=0),
                name="kompas_courses_mark_absent_has_no_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.meeting_id}: {self.presence}"


class MarkChange(Acted):
    """Journal of marks, append-only.

    ``client_id`` makes a repeated message harmless; an empty new value is an undo.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="mark_changes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="mark_changes")
    client_id = models.UUIDField(unique=True)
    old_presence = models.CharField(_("old value"), max_length=10, blank=True)
    old_minutes_missed = models.PositiveIntegerField(null=True, blank=True)
    new_presence = models.CharField(_("new value"), max_length=10, blank=True)
    new_minutes_missed = models.PositiveIntegerField(null=True, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=MarkedHow)
    reported_at = models.DateTimeField(_("reported"))
    recorded_at = models.DateTimeField(_("recorded"))
    took_effect = models.BooleanField(_("took effect"), default=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("change of attendance")
        verbose_name_plural = _("changes of attendance")
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["meeting", "enrolment", "id"])]

    def __str__(self) -> str:
        return f"{self.old_presence or '–'} → {self.new_presence or '–'}"


class MeetingClosing(Acted):
    """A meeting was held and closed: the topic taught, and a snapshot of who taught.

    ``closed_at`` is the first closing.  While ``reopened_at`` is filled the meeting is open again: what was
    written stays until it is closed anew.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="closing")
    topic = models.CharField(_("topic taught"), max_length=250)
    minutes = models.PositiveIntegerField(_("minutes taught"))
    # How many taught: the database lets nobody else join them afterwards, unless the journal names them.
    teacher_count = models.PositiveSmallIntegerField(editable=False)
    closed_at = models.DateTimeField(_("closed"))
    reopened_at = models.DateTimeField(_("open again since"), null=True, blank=True)
    taught_by = models.ManyToManyField(
        Person, through="Teaching", related_name="taught_meetings", verbose_name=_("who taught")
    )

    class Meta:
        verbose_name = _("closed meeting")
        verbose_name_plural = _("closed meetings")
        constraints = [
            *bounds.numbers_within(
                "kompas_courses_meetingclosing",
                minutes=bounds.MINUTES_OF_A_DAY,
                teacher_count=bounds.MOST_IN_A_LIST,
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def is_open_again(self) -> bool:
        return self.reopened_at is not None

    def facts(self) -> dict:
        """What the closing says, as its journal writes it."""
        teachings = self.teachings.order_by("person_id")
        return {
            "topic": self.topic,
            "minutes": self.minutes,
            "taught_by": [[teaching.person_id, teaching.name] for teaching in teachings],
        }


class ClosingChange(Acted):
    """Journal of a closed meeting, append-only: what was written before, and why it changed or was opened again."""

    closing = models.ForeignKey(MeetingClosing, on_delete=models.PROTECT, related_name="changes")
    old = models.JSONField(_("old value"))
    new = models.JSONField(_("new value"))
    what = models.CharField(_("what"), max_length=12, choices=ClosingChanged, default=ClosingChanged.CORRECTED)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("correction of a closed meeting")
        verbose_name_plural = _("corrections of closed meetings")
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=ClosingChanged.values), name="kompas_courses_closingchange_known_what"
            ),
            models.CheckConstraint(
                condition=~Q(what="corrected") | ~Q(reason=""), name="kompas_courses_closingchange_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id}: {self.reason or self.what}"


class Teaching(models.Model):
    """Somebody taught a meeting; kept with the name of that day."""

    closing = models.ForeignKey(MeetingClosing, on_delete=models.PROTECT, related_name="teachings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")
    name = models.CharField(_("full name"), max_length=200)

    class Meta:
        verbose_name = _("teaching")
        verbose_name_plural = _("teachings")
        constraints = [models.UniqueConstraint(fields=["closing", "person"], name="kompas_courses_teaching_once")]

    def __str__(self) -> str:
        return self.name
