"""Do the rows that lists show of a closed edition say what its record says?  Asked by ``kompas_check``."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import EditionState, MeetingState
from courses.completion.models import Completion
from courses.records import queries as records
from courses.records.models import EditionRecord
from courses.records.payload import PersonFacts, RecordPayload, certificate_ground
from training.kernel.canonical_json import fingerprint
from training.kernel.integrity import Fault
from training.kernel.polish import sort_key

# The columns of a decision that its edition's record knows.
AS_RECORDED = (
    "name",
    "name_sort_key",
    "institution",
    "post",
    "result",
    "minutes_taught",
    "minutes_attended",
    "minutes_required",
    "threshold",
    "outcomes_required",
    "outcomes_met",
    "ground_hash",
    "decided_at",
    "actor_kind",
    "actor_name",
    "actor_user_id",
)


def _newest_records() -> Iterator[EditionRecord]:
    newest = EditionRecord.objects.filter(edition=OuterRef("edition")).order_by("-version").values("pk")[:1]
    yield from EditionRecord.objects.filter(pk=Subquery(newest)).order_by("pk").iterator(chunk_size=50)


def _as_shown(completion: Completion) -> dict[str, Any]:
    """Everything that the row of a decision says, by column."""
    return {column: getattr(completion, column) for column in AS_RECORDED} | {"facts": completion.explanation["facts"]}


def _as_recorded(record: EditionRecord, payload: RecordPayload, person: PersonFacts) -> dict[str, Any]:
    """The same as the edition's record has it; who closed, and when, decided."""
    name, facts = f"{person['last_name']} {person['first_name']}".strip(), person["decision"]
    return {
        "name": name,
        "name_sort_key": sort_key(name),
        "institution": person["institution"],
        "post": person["post"],
        "result": person["result"],
        "minutes_taught": facts["taught"],
        "minutes_attended": facts["attended"],
        "minutes_required": facts["required"],
        "threshold": facts["threshold"],
        "outcomes_required": facts["outcomes_required"],
        "outcomes_met": facts["outcomes_met"],
        "ground_hash": fingerprint(certificate_ground(payload, person)),
        "decided_at": record.closed_at,
        "actor_kind": record.actor_kind,
        "actor_name": record.actor_name,
        "actor_user_id": record.actor_user_id,
        "facts": facts,
    }


def meetings() -> Iterator[Fault]:
    """A closed edition and its meetings stand as the record says that they were held."""
    closed = set(Edition.objects.filter(state=EditionState.CLOSED).values_list("pk", flat=True))
    for record in _newest_records():
        if record.edition_id not in closed:
            continue
        recorded = {
            meeting["key"]: (
                datetime.fromisoformat(meeting["starts_at"]),
                datetime.fromisoformat(meeting["ends_at"]),
                meeting["venue"],
            )
            for meeting in records.payload_of(record)["meetings"]
        }
        planned = Meeting.objects.filter(edition=record.edition_id, state=MeetingState.PLANNED)
        actual = {meeting.pk: (meeting.starts_at, meeting.ends_at, meeting.venue) for meeting in planned}
        for meeting_id in sorted(recorded.keys() | actual.keys()):
            if recorded.get(meeting_id) != actual.get(meeting_id):
                keys = {"edition": record.edition_id, "meeting": meeting_id}
                yield Fault("record of a closed edition", "a meeting is not what the edition's record says", keys)


def decisions() -> Iterator[Fault]:
    """What lists show of a closed edition is what its record says."""
    for record in _newest_records():
        payload = records.payload_of(record)
        shown = {
            completion.enrolment_id: _as_shown(completion)
            for completion in Completion.objects.filter(enrolment__edition=record.edition_id)
        }
        recorded = {
            person["enrolment"]: _as_recorded(record, payload, person)
            for person in payload["people"]
            if person["result"]
        }
        for enrolment_id in sorted(shown.keys() | recorded.keys()):
            if shown.get(enrolment_id) != recorded.get(enrolment_id):
                keys = {"edition": record.edition_id, "enrolment": enrolment_id}
                yield Fault("completion", "the decision shown is not the one of the edition's record", keys)
