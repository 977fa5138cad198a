"""Meetings of a closed edition, read from its record: later topics and places do not reach them.

The rows changed here are for reading; nothing saves them.
"""

from collections.abc import Iterable

from courses.catalogue.models import Edition, Meeting
from courses.records import queries as records


def as_held(edition: Edition, meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings with the topics, minutes and places of the edition's record, once it is closed."""
    meetings = list(meetings)
    payload = records.standing(edition)
    held = {facts["key"]: facts for facts in payload["meetings"]} if payload else {}
    for meeting in meetings:
        if facts := held.get(meeting.pk):
            meeting.topic, meeting.minutes, meeting.venue = facts["topic"], facts["minutes"], facts["venue"]
    return meetings
