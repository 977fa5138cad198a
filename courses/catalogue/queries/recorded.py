"""Closed editions and their meetings, read from their records: later names, topics and places do not reach them.

The rows changed here are for reading; nothing saves them.
"""

from collections.abc import Iterable
from copy import copy

from courses.catalogue.models import Edition, Meeting
from courses.records import queries as records
from courses.records.payload import EditionFacts, RecordPayload
from training.people.models import County


class RecordedEditions:
    """The records of the closed editions of a list, each read once."""

    def __init__(self) -> None:
        self._payloads: dict[int, RecordPayload | None] = {}

    def read(self, editions: Iterable[Edition]) -> None:
        wanted = {edition.pk for edition in editions if edition.is_closed} - self._payloads.keys()
        if wanted:
            payloads = records.current_payloads(wanted)
            self._payloads |= {key: payloads.get(key) for key in wanted}

    def payload_of(self, edition: Edition) -> RecordPayload | None:
        self.read([edition])
        return self._payloads.get(edition.pk)

    def put(self, edition: Edition) -> Edition:
        """Write what the edition was called and where it was held over what its rows say today."""
        if payload := self.payload_of(edition):
            _put_edition(edition, payload["edition"])
        return edition

    def put_meeting(self, meeting: Meeting) -> Meeting:
        """Write the topic, minutes, place and trainers of the record over those of today."""
        payload = self.payload_of(meeting.edition)
        self.put(meeting.edition)
        for facts in payload["meetings"] if payload else []:
            if facts["key"] == meeting.pk:
                meeting.topic, meeting.minutes, meeting.venue = facts["topic"], facts["minutes"], facts["venue"]
                meeting.taught_by = [trainer["name"] for trainer in facts["trainers"]]
        return meeting


def put_meetings(meetings: Iterable[Meeting]) -> None:
    """The same for meetings of several editions, loaded with these; one query."""
    recorded, meetings = RecordedEditions(), list(meetings)
    recorded.read(meeting.edition for meeting in meetings)
    for meeting in meetings:
        recorded.put_meeting(meeting)


def _put_edition(edition: Edition, facts: EditionFacts) -> None:
    edition.code, edition.venue = facts["code"], facts["venue"]
    # Lists make a course once for all its editions, also for those that are open.
    course = edition.course = copy(edition.course)
    course.title, course.code = facts["title"], facts["course_code"]
    # The record's words are already whole: “m. Lublin”.
    edition.county = County(pk=edition.county_id, name=facts["county"]) if facts["county"] else None


def as_held(edition: Edition, meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings with the topics, minutes and places of the edition's record, once it is closed."""
    recorded, meetings = RecordedEditions(), list(meetings)
    recorded.put(edition)
    for meeting in meetings:
        meeting.edition = edition
        recorded.put_meeting(meeting)
    return meetings
