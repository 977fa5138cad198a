"""Does the register keep its promises?  Each check yields what is broken, with keys."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from courses.attendance.models import Mark, MarkChange, MeetingClosing, Teaching
from courses.attendance.rules import minutes_attended
from courses.catalogue.states import EditionState
from training.kernel.integrity import Fault, unprintable


def journal_and_marks() -> Iterator[Fault]:
    """Replaying the journal gives exactly the current marks."""
    marks = {
        (meeting_id, enrolment_id): (presence, missed, marked_at)
        for meeting_id, enrolment_id, presence, missed, marked_at in Mark.objects.values_list(
            "meeting_id", "enrolment_id", "presence", "minutes_missed", "marked_at"
        ).iterator()
    }
    ends: dict[tuple[int, int], tuple[str, int | None]] = {}
    moments: dict[tuple[int, int], datetime] = {}
    for change in MarkChange.objects.order_by("pk").iterator():
        key = (change.meeting_id, change.enrolment_id)
        if (change.old_presence, change.old_minutes_missed) != ends.get(key, ("", None)):
            yield Fault("journal", "a change does not begin where the one before it ended", {"change": change.pk})
        if change.took_effect:
            ends[key] = (change.new_presence, change.new_minutes_missed)
            moments[key] = change.recorded_at
    journaled = {key: (presence, missed or 0, moments[key]) for key, (presence, missed) in ends.items() if presence}
    for key in sorted(marks.keys() | journaled.keys()):
        if marks.get(key) != journaled.get(key):
            meeting_id, enrolment_id = key
            yield Fault(
                "journal",
                "the current mark is not what the journal leads to",
                {
                    "meeting": meeting_id,
                    "enrolment": enrolment_id,
                    "mark": marks.get(key),
                    "journal": journaled.get(key),
                },
            )


def minutes() -> Iterator[Fault]:
    """Attended minutes follow from the presence and the minutes of the meeting."""
    rows = Mark.objects.annotate(whole=Coalesce("meeting__closing__minutes", "meeting__minutes"))
    for mark in rows.iterator():
        if mark.minutes != minutes_attended(mark.presence, mark.minutes_missed, mark.whole):
            yield Fault(
                "minutes",
                "attended minutes do not follow from the presence",
                {"meeting": mark.meeting_id, "enrolment": mark.enrolment_id, "minutes": mark.minutes},
            )


def closings() -> Iterator[Fault]:
    """A closed meeting says who taught; marks belong to the meeting's own edition."""
    untaught = MeetingClosing.objects.filter(~Exists(Teaching.objects.filter(closing=OuterRef("pk"))))
    for closing in untaught:
        yield Fault("closing", "a closed meeting does not say who taught", {"meeting": closing.meeting_id})
    others = MeetingClosing.objects.annotate(taught_count=Count("teachings")).exclude(taught_count=F("teacher_count"))
    for closing in others.order_by("pk"):
        keys = {"meeting": closing.meeting_id, "teachers": closing.taught_count, "recorded": closing.teacher_count}
        yield Fault("closing", "more or fewer people taught than the closing says", keys)
    early = MeetingClosing.objects.filter(closed_at__lt=F("meeting__starts_at"))
    for closing in early:
        yield Fault("closing", "a meeting was closed before it started", {"meeting": closing.meeting_id})
    opened = MeetingClosing.objects.filter(reopened_at__isnull=False, meeting__edition__state=EditionState.CLOSED)
    for closing in opened:
        yield Fault("closing", "a meeting of a closed edition is open again", {"meeting": closing.meeting_id})
    for mark in Mark.objects.filter(~Q(enrolment__edition=F("meeting__edition"))):
        keys = {"meeting": mark.meeting_id, "enrolment": mark.enrolment_id}
        yield Fault("marks", "a mark belongs to another edition", keys)


def printed_texts() -> Iterator[Fault]:
    """Topics as taught, and the names of those who taught, can be printed on certificates."""
    yield from unprintable(MeetingClosing, "topic")
    yield from unprintable(Teaching, "name")
