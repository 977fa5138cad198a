"""Collecting what a certificate says, from the course as it was taught."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from certificates.designs.payload import VERSION, CourseFacts, FundingFacts, ModuleFacts, OutcomeFacts, Payload
from certificates.register import files
from courses.attendance.models import MeetingClosing, Teaching
from courses.catalogue.models import Edition
from courses.catalogue.queries import rules_of
from courses.completion.models import Verification
from courses.completion.queries import completion_facts
from courses.enrolment.models import Enrolment
from courses.funding.models import EditionFunding
from training.kernel import links
from training.kernel.conf import setting
from training.kernel.printing import tidied
from training.people.queries import root_of

ISSUER = ("name", "short_name", "address", "place", "signatory_name", "signatory_function", "legal_basis")


@dataclass(frozen=True)
class EditionFacts:
    """What is the same on all certificates of one edition, so that a whole group asks for it once."""

    edition: Edition
    trainers: list[str] = field(default_factory=list)
    programme: list[ModuleFacts] = field(default_factory=list)
    funding: list[FundingFacts] = field(default_factory=list)


def edition_facts(edition: Edition) -> EditionFacts:
    return EditionFacts(edition, _trainers(edition), _programme(edition), _funding(edition))


def _trainers(edition: Edition) -> list[str]:
    """Who really taught, by the names of those days, in Polish order."""
    taught = (
        Teaching.objects.filter(closing__meeting__edition=edition)
        .order_by("person__sort_key", "person_id", "-pk")
        .values_list(root_of(), "name")
    )
    names: dict[int, str] = {}
    for person, name in taught:
        names.setdefault(person, name)
    return list(names.values())


def _programme(edition: Edition) -> list[ModuleFacts]:
    """The programme of the edition; without one, the topics as they were taught."""
    modules = [(module.title, module.minutes) for module in rules_of(edition).programme]
    found: dict[str, int] = {}
    for title, minutes in modules or (
        MeetingClosing.objects.filter(meeting__edition=edition)
        .order_by("meeting__starts_at", "pk")
        .values_list("topic", "minutes")
    ):
        found[title] = found.get(title, 0) + minutes
    return [{"title": title, "minutes": minutes} for title, minutes in found.items()]


def _funding(edition: Edition) -> list[FundingFacts]:
    # Columns, not objects: whoever issues one certificate waits for their making.
    columns = ("name", "sentence", "project_title", "project_number", "strip_alt", "strip__file", "strip__file_hash")
    rows = EditionFunding.objects.filter(edition=edition).order_by("order", "pk")
    return [
        {
            "name": name,
            "sentence": sentence,
            "project_title": project_title,
            "project_number": project_number,
            "strip": _flattened_strip(picture, picture_hash or "", files.storage()) if picture else "",
            "strip_alt": strip_alt,
        }
        for name, sentence, project_title, project_number, strip_alt, picture, picture_hash in rows.values_list(
            *(f"source__{column}" for column in columns)
        )
    ]


@lru_cache(maxsize=64)
def _flattened_strip(name: str, file_hash: str, storage: Any) -> str:
    """Flattening a picture takes longer than a certificate; one picture is done once."""
    from wagtail.images import get_image_model

    with get_image_model()._meta.get_field("file").storage.open(name) as file:
        return files.store_strip(file.read())


def payload(
    *,
    enrolment: Enrolment,
    known: EditionFacts,
    kind: str,
    name: str,
    series: str,
    ordinal: int,
    number: str,
    token: str,
    issued_on: date,
    design: str = "classic",
) -> Payload:
    """The facts of one certificate, complete."""
    edition, course = known.edition, known.edition.course
    outcomes, verified_on = _outcomes(enrolment)
    organiser = setting("ORGANISER")
    course_facts: CourseFacts = {
        "code": course.code,
        "title": edition.title,
        "edition": edition.code,
        "mode": edition.mode,
        "venue": edition.venue,
        "starts_on": edition.starts_on.isoformat() if edition.starts_on else "",
        "ends_on": edition.ends_on.isoformat() if edition.ends_on else "",
        "minutes": enrolment.completion.minutes_taught,
        "didactic_hour": edition.didactic_hour,
        "trainers": known.trainers,
    }
    return {
        "version": VERSION,
        "design": design,
        "number": number,
        "series": series,
        "ordinal": ordinal,
        "kind": kind,
        "language": edition.language,
        "name": name,
        "issued_on": issued_on.isoformat(),
        "verification_url": verification_url(token, edition.language),
        "replaces": "",
        "course": course_facts,
        "outcomes": outcomes,
        "verified_on": verified_on,
        "programme": known.programme,
        "issuer": {key: organiser[key] for key in ISSUER},
        "funding": known.funding,
    }


def verification_url(token: str, language: str) -> str:
    return links.absolute("kompas_certificates:verify", token, language=language)


def _outcomes(enrolment: Enrolment) -> tuple[list[OutcomeFacts], str]:
    """Outcomes met, in the standard's order, and the day the last of them was verified.

    None where the standard was locked after teaching began: they confirm nothing.
    """
    if not completion_facts(enrolment.completion).standard_in_time:
        return [], ""
    rows = list(
        Verification.objects.filter(enrolment=enrolment, is_met=True, superseded_at__isnull=True)
        .order_by("outcome__order", "outcome_id")
        .values_list(
            "outcome__kind", "outcome__text", "method", "outcome__competence__code", "outcome__level", "verified_on"
        )
    )
    met: list[OutcomeFacts] = [
        {"kind": kind, "text": tidied(text), "method": method, "competence": competence, "level": level}
        for kind, text, method, competence, level, _verified_on in rows
    ]
    last = max((row[-1] for row in rows), default=None)
    return met, last.isoformat() if last else ""
