"""The closing of a meeting: what was written, and whether it holds."""

from courses.attendance.models import MeetingClosing
from courses.catalogue.models import Meeting


def written_closing(meeting: Meeting) -> MeetingClosing | None:
    """What was written when the meeting was closed; it stays while the meeting is open again."""
    return getattr(meeting, "closing", None)


def closing_of(meeting: Meeting) -> MeetingClosing | None:
    """The closing that holds: none while the meeting is open again."""
    closing = written_closing(meeting)
    return None if closing is None or closing.is_open_again else closing


def minutes_of_meeting(meeting: Meeting) -> int:
    closing = written_closing(meeting)
    return closing.minutes if closing else meeting.minutes
