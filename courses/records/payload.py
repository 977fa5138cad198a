"""The shape of an edition's record.  Days and moments are ISO 8601; keys of rows are for finding them, not for reading.

Words that people wrote are in it (titles, names, topics); words of the
reader's language are not, because they belong to the screens.
"""

from collections.abc import Callable
from typing import Any, TypedDict, cast

# Grows when the shape changes; records keep theirs, and ``upgrade`` reads them.
VERSION = 3


class EditionFacts(TypedDict):
    code: str
    course_code: str
    title: str
    language: str
    mode: str
    venue: str
    county: str
    starts_on: str
    ends_on: str


class RuleFacts(TypedDict):
    didactic_hour: int
    threshold: int
    end_document: str
    rules_hash: str
    standard_version: int | None
    standard_hash: str
    standard_locked_at: str


class ModuleFacts(TypedDict):
    title: str
    description: str
    minutes: int


class OutcomeFacts(TypedDict):
    key: int
    kind: str
    text: str
    criterion: str
    method: str
    competence: int
    competence_code: str
    competence_name: str
    level: int
    is_required: bool


class TrainerFacts(TypedDict):
    key: int
    name: str


class MeetingFacts(TypedDict):
    """A meeting as it was held: the topic taught, the minutes taught, who really taught."""

    key: int
    starts_at: str
    ends_at: str
    topic: str
    minutes: int
    venue: str
    trainers: list[TrainerFacts]
    closed_at: str
    closed_by: str


class MarkFacts(TypedDict):
    meeting: int
    presence: str
    minutes_missed: int
    minutes: int


class VerdictFacts(TypedDict):
    outcome: int
    verification: int
    is_met: bool
    method: str
    verified_on: str
    assessor: int
    assessor_first_name: str
    assessor_last_name: str


class MinuteFacts(TypedDict):
    taught: int
    attended: int
    planned: int
    required: int
    threshold: int


class PersonFacts(TypedDict):
    """Somebody on the register.  ``result`` and ``decision`` are empty for who had left before the end."""

    enrolment: int
    person: int
    first_name: str
    last_name: str
    institution: str
    post: str
    county: str
    minutes: MinuteFacts
    marks: list[MarkFacts]
    verdicts: list[VerdictFacts]
    result: str
    decision: dict[str, Any]


class ApplicantFacts(TypedDict):
    """Somebody who applied and is not on the register: what the lists of applicants say of them."""

    enrolment: int
    person: int
    first_name: str
    last_name: str
    institution: str
    post: str
    county: str


class FundingFacts(TypedDict):
    """Who paid; ``strip`` names the stored picture by its SHA-256 and ending, or is empty."""

    name: str
    sentence: str
    project_title: str
    project_number: str
    strip: str
    strip_alt: str


class CorrectionFacts(TypedDict):
    """What a later version took from the rows of its day on purpose; ``records.rules`` makes the keys."""

    key: str
    before: str
    after: str


class ClosedFacts(TypedDict):
    at: str
    by: str
    incomplete: bool
    corrected: list[CorrectionFacts]


class RecordPayload(TypedDict):
    version: int
    edition: EditionFacts
    rules: RuleFacts
    programme: list[ModuleFacts]
    outcomes: list[OutcomeFacts]
    meetings: list[MeetingFacts]
    trainers: list[str]
    people: list[PersonFacts]
    applicants: list[ApplicantFacts]
    funding: list[FundingFacts]
    organiser: dict[str, str]
    closed: ClosedFacts


def _name_corrections(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not say what was corrected on purpose."""
    return {**stored, "version": 2, "closed": {**stored["closed"], "corrected": []}}


def _name_applicants(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 2 knew nobody beside the register, and no counties of people: lists say what rows say today."""
    people = [{**person, "county": ""} for person in stored["people"]]
    return {**stored, "version": 3, "people": people, "applicants": []}


# From each version to the one after it: add a function here when ``VERSION`` grows, and a golden record to the tests.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _name_corrections, 2: _name_applicants}


def upgrade(stored: dict[str, Any]) -> RecordPayload:
    """A stored record in the shape of today; every reader goes through here, the check of the hash does not."""
    while stored["version"] < VERSION:
        stored = UPGRADES[stored["version"]](stored)
    return cast(RecordPayload, stored)


def certificate_ground(payload: RecordPayload, person: PersonFacts) -> dict[str, Any]:
    """Everything of the record that a certificate of ``person`` prints or rests on."""
    texts = {outcome["key"]: outcome for outcome in payload["outcomes"]}
    met = [verdict for verdict in person["verdicts"] if verdict["is_met"]]
    return {
        "edition": payload["edition"],
        "didactic_hour": payload["rules"]["didactic_hour"],
        "programme": payload["programme"],
        "trainers": payload["trainers"],
        "funding": payload["funding"],
        "first_name": person["first_name"],
        "last_name": person["last_name"],
        "result": person["result"],
        "minutes": person["minutes"]["taught"],
        "outcomes": [{**texts[verdict["outcome"]], "verified_by": verdict["method"]} for verdict in met],
        "verified_on": max((verdict["verified_on"] for verdict in met), default=""),
    }
