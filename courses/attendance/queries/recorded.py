"""The register of a closed edition, read from its record: later names of people and institutions do not reach it.

The rows made here are for reading; nothing saves them.
"""

from collections.abc import Iterable
from datetime import datetime

from courses.attendance.models import Mark
from courses.attendance.rules import Minutes
from courses.catalogue.models import Edition, Meeting
from courses.enrolment.models import Enrolment
from courses.enrolment.queries.recorded import put_names
from courses.records import queries as records
from courses.records.payload import MeetingFacts, PersonFacts, RecordPayload
from training.people.models import Person


def as_recorded(edition: Edition, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """The enrolments with the names, institutions, posts and order of the edition's record, once it is closed."""
    listed = list(enrolments)
    payload = records.current_payload(edition)
    if payload is None:
        return listed
    by_enrolment = {person["enrolment"]: (place, person) for place, person in enumerate(payload["people"])}
    for enrolment in listed:
        if enrolment.pk in by_enrolment:
            put_names(enrolment, by_enrolment[enrolment.pk][1])
    return sorted(
        listed,
        key=lambda enrolment: by_enrolment[enrolment.pk][0] if enrolment.pk in by_enrolment else len(by_enrolment),
    )


def enrolment_of(edition: Edition, facts: PersonFacts) -> Enrolment:
    """An enrolment made of the record alone."""
    person = Person(pk=facts["person"], first_name=facts["first_name"], last_name=facts["last_name"])
    return put_names(Enrolment(pk=facts["enrolment"], edition=edition, person=person), facts)


def put_last_recorded(edition: Edition, enrolments: Iterable[Enrolment]) -> None:
    """Write the names of the last closing over those of today: what is not ticked goes on into the next version."""
    payload = records.last_payload(edition)
    by_enrolment = {person["enrolment"]: person for person in payload["people"]} if payload else {}
    for enrolment in enrolments:
        if enrolment.pk in by_enrolment:
            put_names(enrolment, by_enrolment[enrolment.pk])


def own_facts(enrolment: Enrolment) -> tuple[RecordPayload, PersonFacts] | None:
    """The record of the last closing and what it says of this enrolment; nothing before, or when it is not on it."""
    payload = records.last_payload(enrolment.edition)
    if payload is None:
        return None
    for person in payload["people"]:
        if person["enrolment"] == enrolment.pk:
            return payload, person
    return None


def meeting_of(edition: Edition, facts: MeetingFacts) -> Meeting:
    return Meeting(
        pk=facts["key"],
        edition=edition,
        starts_at=datetime.fromisoformat(facts["starts_at"]),
        ends_at=datetime.fromisoformat(facts["ends_at"]),
        minutes=facts["minutes"],
        topic=facts["topic"],
        venue=facts["venue"],
    )


def marks_of(payload: RecordPayload) -> dict[tuple[int, int], Mark]:
    """Marks by enrolment and meeting."""
    return {
        (person["enrolment"], mark["meeting"]): Mark(
            presence=mark["presence"], minutes_missed=mark["minutes_missed"], minutes=mark["minutes"]
        )
        for person in payload["people"]
        for mark in person["marks"]
    }


def minutes_of(payload: RecordPayload) -> dict[int, Minutes]:
    return {person["enrolment"]: Minutes(**person["minutes"]) for person in payload["people"]}
