"""Collecting what a certificate says, from the record of the edition."""

from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache

from certificates.designs.payload import (
    VERSION,
    CourseFacts,
    FundingFacts,
    IssuerFacts,
    ModuleFacts,
    OutcomeFacts,
    Payload,
    read,
)
from certificates.register import files, rules
from certificates.register.models import Certificate
from certificates.register.refusals import NotEntitled
from courses.catalogue.models import Edition
from courses.completion.queries import record_of
from courses.enrolment.models import Enrolment
from courses.records import files as record_files
from courses.records import queries as records
from courses.records.payload import PersonFacts, RecordPayload, certificate_ground
from training.kernel import links
from training.kernel.canonical_json import fingerprint, sha256
from training.kernel.conf import setting
from training.kernel.printing import tidied


@dataclass(frozen=True)
class EditionFacts:
    """What the record of one edition says, read once for a whole group."""

    edition: Edition
    record: RecordPayload
    people: dict[int, PersonFacts]
    programme: list[ModuleFacts] = field(default_factory=list)
    funding: list[FundingFacts] = field(default_factory=list)


def edition_facts(edition: Edition) -> EditionFacts:
    record = record_of(edition)
    people = {person["enrolment"]: person for person in record["people"]}
    return EditionFacts(edition, record, people, _programme(record), _funding(record))


def is_current(edition_facts: EditionFacts, enrolment: Enrolment, decided_ground: str) -> bool:
    """Whether the facts, read some time ago for a whole group, are those of the present decision."""
    return enrolment.pk in edition_facts.people and ground_hash(enrolment, edition_facts) == decided_ground


def recorded_names(edition: Edition) -> dict[int, str]:
    """Full names by enrolment as the last closing froze them, also while the edition is open for a correction."""
    newest = records.newest(edition)
    payload = records.payload_of(newest) if newest else record_of(edition)
    return {row["enrolment"]: f"{row['first_name']} {row['last_name']}".strip() for row in payload["people"]}


def _programme(record: RecordPayload) -> list[ModuleFacts]:
    """The programme of the edition; without one, the topics as they were taught."""
    modules = [(module["title"], module["minutes"]) for module in record["programme"]]
    programme: dict[str, int] = {}
    for title, minutes in modules or [(meeting["topic"], meeting["minutes"]) for meeting in record["meetings"]]:
        programme[title] = programme.get(title, 0) + minutes
    return [{"title": title, "minutes": minutes} for title, minutes in programme.items()]


def _issuer() -> IssuerFacts:
    organiser = setting("ORGANISER")
    return {
        "name": organiser["name"],
        "short_name": organiser["short_name"],
        "address": organiser["address"],
        "place": organiser["place"],
        "signatory_name": organiser["signatory_name"],
        "signatory_function": organiser["signatory_function"],
        "legal_basis": organiser["legal_basis"],
    }


def _funding(record: RecordPayload) -> list[FundingFacts]:
    return [
        {
            "name": source["name"],
            "sentence": source["sentence"],
            "project_title": source["project_title"],
            "project_number": source["project_number"],
            "strip": _flattened_strip(source["strip"]) if source["strip"] else "",
            "strip_alt": source["strip_alt"],
        }
        for source in record["funding"]
    ]


def _flattened_strip(name: str) -> str:
    """The hash of the picture as it is printed.  Flattening takes longer than a certificate, so it is done once."""
    key = f"kompas_certificates_strip_{sha256(name.encode())}"
    digest = cache.get(key)
    # A cache may outlive the file, as when an older copy of the files is put back.
    if digest and files.has_strip(digest):
        return str(digest)
    picture = record_files.read(name)
    if not picture:
        return ""
    digest = files.store_strip(picture)
    cache.set(key, digest, timeout=None)
    return digest


@dataclass(frozen=True)
class OwnFacts:
    """What a certificate has of its own, beside what the edition's record says about the person."""

    kind: str
    name: str
    series: str
    ordinal: int
    number: str
    token: str
    issued_on: date
    design: str = "classic"


def payload(*, enrolment: Enrolment, edition_facts: EditionFacts, own: OwnFacts) -> Payload:
    """The facts of one certificate, complete."""
    record, person = edition_facts.record, edition_facts.people[enrolment.pk]
    edition = record["edition"]
    outcomes, verified_on = _outcomes(record, person)
    course_facts: CourseFacts = {
        "code": edition["course_code"],
        "title": edition["title"],
        "edition": edition["code"],
        "mode": edition["mode"],
        "venue": edition["venue"],
        "starts_on": edition["starts_on"],
        "ends_on": edition["ends_on"],
        "minutes": person["minutes"]["taught"],
        "didactic_hour": record["rules"]["didactic_hour"],
        "trainers": record["trainers"],
    }
    return {
        "version": VERSION,
        "design": own.design,
        "number": own.number,
        "series": own.series,
        "ordinal": own.ordinal,
        "kind": own.kind,
        "language": edition["language"],
        "name": own.name,
        "issued_on": own.issued_on.isoformat(),
        "verification_url": verification_url(own.token, edition["language"]),
        "replaces": "",
        "course": course_facts,
        "outcomes": outcomes,
        "verified_on": verified_on,
        "programme": edition_facts.programme,
        "issuer": _issuer(),
        "funding": edition_facts.funding,
    }


def replacement(*, certificate: Certificate, edition_facts: EditionFacts | None, own: OwnFacts) -> Payload:
    """The facts of what replaces ``certificate``: as they were frozen, or those of the record after a correction."""
    if edition_facts:
        facts = payload(enrolment=certificate.enrolment, edition_facts=edition_facts, own=own)
    else:
        facts = read(certificate.payload)
        facts["name"], facts["design"] = own.name, own.design
        facts["series"], facts["ordinal"], facts["number"] = own.series, own.ordinal, own.number
        facts["issued_on"] = own.issued_on.isoformat()
        facts["verification_url"] = verification_url(own.token, facts["language"])
    facts["replaces"] = certificate.number
    return facts


def corrected_kind(certificate: Certificate, edition_facts: EditionFacts) -> str:
    """The kind that the corrected record gives a right to.

    Raises:
        NotEntitled: to none.
    """
    person = edition_facts.people.get(certificate.enrolment_id)
    kind = rules.kind_for(person["result"]) if person else None
    if kind is None:
        raise NotEntitled(name=certificate.name)
    return kind


def ground_hash(enrolment: Enrolment, edition_facts: EditionFacts) -> str:
    """The fingerprint of what a certificate of this enrolment rests on, as closing writes it on the decision."""
    return fingerprint(certificate_ground(edition_facts.record, edition_facts.people[enrolment.pk]))


def corrected_name(name: str, enrolment: Enrolment, edition_facts: EditionFacts) -> str:
    """``name`` as ROPS checked it, or the one of the record when that is somebody else's name since a correction."""
    person = edition_facts.people.get(enrolment.pk)
    recorded = f"{person['first_name']} {person['last_name']}" if person else name
    return name if rules.same_name(recorded, name) else recorded


def verification_url(token: str, language: str) -> str:
    return links.absolute("kompas_certificates:verify", token, language=language)


def _outcomes(record: RecordPayload, person: PersonFacts) -> tuple[list[OutcomeFacts], str]:
    """Outcomes met, in the standard's order, and the day the last of them was verified.

    None where the standard was locked after teaching began: they confirm nothing.
    """
    if not person["decision"].get("standard_in_time", True):
        return [], ""
    outcomes = {outcome["key"]: outcome for outcome in record["outcomes"]}
    met = [verdict for verdict in person["verdicts"] if verdict["is_met"]]
    facts: list[OutcomeFacts] = [
        {
            "kind": outcomes[verdict["outcome"]]["kind"],
            "text": tidied(outcomes[verdict["outcome"]]["text"]),
            "method": verdict["method"],
            "competence": outcomes[verdict["outcome"]]["competence_code"],
            "level": outcomes[verdict["outcome"]]["level"],
        }
        for verdict in met
    ]
    return facts, max((verdict["verified_on"] for verdict in met), default="")
