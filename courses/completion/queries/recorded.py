"""Verdicts of a closed edition, read from its record.  The rows made here are for reading; nothing saves them."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date

from courses.catalogue.models import Edition, Outcome
from courses.catalogue.queries.recorded import RecordedEditions
from courses.completion.models import Assessorship, Verification
from courses.enrolment.queries.recorded import RecordedNames
from courses.records import queries as records
from courses.records.payload import OutcomeFacts, PersonFacts, RecordPayload, VerdictFacts
from training.competences.models import Competence
from training.people.models import Person


def outcome_of(facts: OutcomeFacts) -> Outcome:
    name = facts["competence_name"]
    competence = Competence(pk=facts["competence"], code=facts["competence_code"], name_pl=name, name_en=name)
    return Outcome(
        pk=facts["key"],
        kind=facts["kind"],
        text=facts["text"],
        criterion=facts["criterion"],
        method=facts["method"],
        competence=competence,
        level=facts["level"],
        is_required=facts["is_required"],
    )


def verifications_of(person: PersonFacts, outcomes: Iterable[Outcome]) -> dict[int, Verification]:
    """The verdicts about one person, by outcome; comments are not in the record."""
    by_pk = {outcome.pk: outcome for outcome in outcomes}
    return {
        verdict["outcome"]: Verification(
            pk=verdict["verification"],
            enrolment_id=person["enrolment"],
            outcome=by_pk[verdict["outcome"]],
            assessor=Person(
                pk=verdict["assessor"],
                first_name=verdict["assessor_first_name"],
                last_name=verdict["assessor_last_name"],
            ),
            is_met=verdict["is_met"],
            method=verdict["method"],
            verified_on=date.fromisoformat(verdict["verified_on"]),
        )
        for verdict in person["verdicts"]
    }


def sign(verifications: Iterable[Verification], verdicts: Mapping[int, VerdictFacts]) -> None:
    """Write the recorded name of each assessor over that of today, on the objects in hand."""
    for each in verifications:
        facts = verdicts[each.pk]
        each.assessor.first_name, each.assessor.last_name = facts["assessor_first_name"], facts["assessor_last_name"]


def put_names_of(verification: Verification, names: RecordedNames) -> Verification:
    """Write the recorded names of the person and of the assessor over those of today, once the edition is closed."""
    facts = names.facts_of(verification.enrolment)
    if facts is None:
        return verification
    # Lists make an enrolment, and a person, once for all their rows.
    verification.enrolment = names.put(copy(verification.enrolment))
    for verdict in facts["verdicts"]:
        if verdict["assessor"] == verification.assessor_id:
            assessor = verification.assessor = copy(verification.assessor)
            assessor.first_name, assessor.last_name = verdict["assessor_first_name"], verdict["assessor_last_name"]
            assessor.fill_keys()
            break
    return verification


def put_assessors(edition: Edition, verifications: Iterable[Verification]) -> None:
    """Write the recorded names of assessors over those of today, on the objects in hand, once the edition is closed."""
    put_assessor_names(edition, (each.assessor for each in verifications))


def put_assessor(grant: Assessorship, recorded: RecordedEditions) -> Assessorship:
    """Write the recorded name of an assessor over that of today, once the edition is closed."""
    payload = recorded.payload_of(grant.edition)
    if payload and (name := _assessor_names(payload).get(grant.person_id)):
        # Lists make a person once for all their rows.
        grant.person = copy(grant.person)
        grant.person.first_name, grant.person.last_name = name
    return grant


def _assessor_names(payload: RecordPayload) -> dict[int, tuple[str, str]]:
    return {
        verdict["assessor"]: (verdict["assessor_first_name"], verdict["assessor_last_name"])
        for person in payload["people"]
        for verdict in person["verdicts"]
    }


def put_assessor_names(edition: Edition, people: Iterable[Person]) -> None:
    """The same for assessors themselves; who verified nothing keeps the name of today."""
    payload = records.current_payload(edition)
    if payload is None:
        return
    names = _assessor_names(payload)
    for person in people:
        if person.pk in names:
            person.first_name, person.last_name = names[person.pk]
