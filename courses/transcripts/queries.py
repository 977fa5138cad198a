"""Queries of training transcripts: closed editions as their records say, the others as they stand."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from courses.attendance.queries import institution, minutes_of
from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.completion.states import TONES, Result
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from courses.records import queries as records
from courses.records.payload import PersonFacts, RecordPayload
from courses.transcripts import rules
from courses.transcripts.registry import attended_courses, issued_certificates
from courses.transcripts.rules import AttendedCourse, IssuedCertificate, Transcript
from training.kernel.conf import setting
from training.people.models import Person


def transcript_of(person: Person, on: date) -> Transcript:
    """Everything the person attended, under whichever of their records; a constant number of queries."""
    courses = [course for courses_of in attended_courses for course in courses_of(person)]
    certificates: dict[int, IssuedCertificate] = {}
    for certificates_of in issued_certificates:
        certificates.update(certificates_of(person))
    return rules.transcript(courses, certificates, on)


def courses_of(person: Person) -> list[AttendedCourse]:
    """The organiser's own courses at which somebody attended a minute or more."""
    mine = Enrolment.objects.of_person(person).select_related(
        "edition__course", "organisation", "organisation_at_start"
    )
    enrolments = list(mine.order_by("pk"))
    recorded = _recorded(enrolments)
    courses = [_as_recorded(enrolment, *recorded[enrolment.pk]) for enrolment in enrolments if enrolment.pk in recorded]
    others = (enrolment for enrolment in enrolments if enrolment.pk not in recorded and not enrolment.edition.is_closed)
    return [course for course in [*courses, *_as_it_stands(others)] if course.minutes]


def _recorded(enrolments: Iterable[Enrolment]) -> dict[int, tuple[RecordPayload, PersonFacts]]:
    """What the last closing of each edition says of each enrolment, also while that is being corrected."""
    keys = {enrolment.pk: enrolment.edition_id for enrolment in enrolments}
    payloads = records.last_payloads(set(keys.values()))
    return {
        person["enrolment"]: (payload, person)
        for payload in payloads.values()
        for person in payload["people"]
        if person["enrolment"] in keys
    }


def _as_recorded(enrolment: Enrolment, payload: RecordPayload, person: PersonFacts) -> AttendedCourse:
    edition, minutes = payload["edition"], person["minutes"]
    result = Result(person["result"]) if person["result"] else None
    return AttendedCourse(
        title=edition["title"],
        code=edition["code"],
        starts_on=date.fromisoformat(edition["starts_on"]) if edition["starts_on"] else None,
        ends_on=date.fromisoformat(edition["ends_on"]) if edition["ends_on"] else None,
        minutes=minutes["attended"],
        minutes_of_course=minutes["taught"],
        hour=payload["rules"]["didactic_hour"],
        result=str(result.label) if result else _("left before the end"),
        tone=TONES[result] if result else "",
        institution=person["institution"],
        organiser=payload["organiser"]["name"],
        key=enrolment.pk,
        is_being_corrected=not enrolment.edition.is_closed,
    )


def _as_it_stands(enrolments: Iterable[Enrolment]) -> list[AttendedCourse]:
    listed = list(enrolments)
    minutes = minutes_of(listed)
    return [
        AttendedCourse(
            title=enrolment.edition.title,
            code=enrolment.edition.code,
            starts_on=enrolment.edition.starts_on,
            ends_on=enrolment.edition.ends_on,
            minutes=minutes[enrolment.pk].attended,
            minutes_of_course=minutes[enrolment.pk].planned,
            hour=enrolment.edition.didactic_hour,
            result=_result_so_far(enrolment, enrolment.edition),
            institution=institution(enrolment),
            organiser=setting("ORGANISER")["name"],
            key=enrolment.pk,
        )
        for enrolment in listed
    ]


def _result_so_far(enrolment: Enrolment, edition: Edition) -> str:
    if edition.state == EditionState.CANCELLED:
        return _("cancelled by the organiser")
    return _("not decided yet") if enrolment.state in TAKES_PART else _("left before the end")
