"""What the record of an edition says, put together from its rows; part of ``completion.queries``."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from django.utils import translation

from courses.attendance.models import Mark
from courses.attendance.queries import Register, institution, trainers_of
from courses.attendance.queries import class_register as attendance_book
from courses.catalogue.models import Edition, Outcome
from courses.catalogue.queries import rules_of
from courses.completion.models import Verification
from courses.completion.queries.results import Line, Preview, preview
from courses.enrolment.models import Enrolment
from courses.funding.queries import funding_of, strip_of
from courses.records import files, rules
from courses.records import queries as records
from courses.records.payload import (
    VERSION,
    ApplicantFacts,
    ClosedFacts,
    EditionFacts,
    FundingFacts,
    MarkFacts,
    MeetingFacts,
    MinuteFacts,
    ModuleFacts,
    OutcomeFacts,
    PersonFacts,
    RecordPayload,
    RuleFacts,
    VerdictFacts,
)
from training.kernel.conf import setting


def record_of(edition: Edition) -> RecordPayload:
    """What the edition's record says; while it is open, what it would say now."""
    return records.current_payload(edition) or compose(edition, preview(edition))


def compose(
    edition: Edition, seen: Preview, closed: ClosedFacts | None = None, corrected: Collection[str] = ()
) -> RecordPayload:
    """The record that closing now would write, in the edition's language; constant queries.

    After a reopening it goes on from the last version, and takes of what
    differs today only what ``corrected`` names.
    """
    today = _as_rows_stand(edition, seen, closed)
    left = records.being_corrected(edition)
    return rules.continued(records.payload_of(left), today, corrected) if left else today


def differences(edition: Edition, seen: Preview) -> list[rules.Difference]:
    """Where today's names differ from the record that is being corrected; nothing at a first closing."""
    left = records.being_corrected(edition)
    if left is None:
        return []
    return rules.differences(records.payload_of(left), _as_rows_stand(edition, seen))


def _as_rows_stand(edition: Edition, seen: Preview, closed: ClosedFacts | None = None) -> RecordPayload:
    with translation.override(edition.language):
        book = attendance_book.register(edition)
        organiser = setting("ORGANISER")
        return {
            "version": VERSION,
            "edition": _edition(edition),
            "rules": _rules(edition),
            "programme": [cast(ModuleFacts, asdict(module)) for module in rules_of(edition).programme],
            "outcomes": [_outcome(outcome) for outcome in seen.outcomes],
            "meetings": _meetings(book),
            "trainers": trainers_of(edition),
            "people": _people(book, seen),
            "applicants": _applicants(edition, book),
            "funding": _funding(edition),
            "organiser": {"name": organiser["name"], "address": organiser["address"]},
            "closed": closed or {"at": "", "by": "", "incomplete": False, "corrected": []},
        }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _edition(edition: Edition) -> EditionFacts:
    return {
        "code": edition.code,
        "course_code": edition.course.code,
        "title": edition.title,
        "language": edition.language,
        "mode": edition.mode,
        "venue": edition.venue,
        "county": str(edition.county) if edition.county_id else "",
        "starts_on": _day(edition.starts_on),
        "ends_on": _day(edition.ends_on),
    }


def _rules(edition: Edition) -> RuleFacts:
    standard = edition.standard
    own = rules_of(edition)
    return {
        "didactic_hour": own.didactic_hour,
        "threshold": own.threshold,
        "end_document": str(own.end_document),
        "rules_hash": edition.rules_hash,
        "standard_version": standard.version if standard else None,
        "standard_hash": standard.content_hash if standard else "",
        "standard_locked_at": _moment(standard.locked_at) if standard else "",
    }


def _outcome(outcome: Outcome) -> OutcomeFacts:
    return {
        "key": outcome.pk,
        "kind": outcome.kind,
        "text": outcome.text,
        "criterion": outcome.criterion,
        "method": outcome.method,
        "competence": outcome.competence_id,
        "competence_code": outcome.competence.code,
        "competence_name": outcome.competence.name,
        "level": outcome.level,
        "is_required": outcome.is_required,
    }


def _meetings(book: Register) -> list[MeetingFacts]:
    return [
        {
            "key": line.meeting.pk,
            "starts_at": _moment(line.meeting.starts_at),
            "ends_at": _moment(line.meeting.ends_at),
            "topic": line.topic,
            "minutes": line.minutes,
            "venue": line.meeting.venue,
            "trainers": [
                {"key": key, "name": name} for key, name in zip(line.teacher_keys, line.teachers, strict=True)
            ],
            "closed_at": _moment(line.closed_at),
            "closed_by": line.closed_by,
        }
        for line in book.meetings
    ]


def _people(book: Register, seen: Preview) -> list[PersonFacts]:
    lines = {line.enrolment.pk: line for line in seen.lines}
    marks: dict[int, list[MarkFacts]] = {}
    for (enrolment_id, meeting_id), mark in sorted(book.marks.items()):
        marks.setdefault(enrolment_id, []).append(_mark(meeting_id, mark))
    return [_person(each, book, marks.get(each.pk, []), lines.get(each.pk)) for each in book.people]


def _mark(meeting_id: int, mark: Mark) -> MarkFacts:
    return {
        "meeting": meeting_id,
        "presence": mark.presence,
        "minutes_missed": mark.minutes_missed,
        "minutes": mark.minutes,
    }


def _person(enrolment: Enrolment, book: Register, marks: list[MarkFacts], line: Line | None) -> PersonFacts:
    person = enrolment.person
    # In the order of the standard.
    order = [verdict.outcome_id for verdict in line.verdicts] if line else []
    verified = line.verifications if line else {}
    decision: dict[str, Any] = asdict(line.facts) if line else {}
    return {
        "enrolment": enrolment.pk,
        "person": person.pk,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "institution": institution(enrolment),
        "post": enrolment.position.name if enrolment.position else "",
        "county": str(enrolment.county) if enrolment.county else "",
        "minutes": cast(MinuteFacts, asdict(book.minutes[enrolment.pk])),
        "marks": marks,
        "verdicts": [_verdict(key, verified[key]) for key in order if key in verified],
        "result": str(line.result) if line else "",
        "decision": decision,
    }


def _applicants(edition: Edition, book: Register) -> list[ApplicantFacts]:
    enrolments = Enrolment.objects.filter(edition=edition).exclude(pk__in=[each.pk for each in book.people])
    return [
        {
            "enrolment": each.pk,
            "person": each.person_id,
            "first_name": each.person.first_name,
            "last_name": each.person.last_name,
            "institution": str(each.organisation) if each.organisation else "",
            "post": each.position.name if each.position else "",
            "county": str(each.county) if each.county else "",
        }
        for each in enrolments.select_related("person", "organisation", "position", "county").order_by("arrival")
    ]


def _verdict(outcome_id: int, verification: Verification) -> VerdictFacts:
    return {
        "outcome": outcome_id,
        "verification": verification.pk,
        "is_met": verification.is_met,
        "method": verification.method,
        "verified_on": _day(verification.verified_on),
        "assessor": verification.assessor_id,
        "assessor_first_name": verification.assessor.first_name,
        "assessor_last_name": verification.assessor.last_name,
    }


def _funding(edition: Edition) -> list[FundingFacts]:
    facts: list[FundingFacts] = []
    for source in funding_of(edition):
        strip = strip_of(source)
        facts.append(
            {
                "name": source.name,
                "sentence": source.sentence,
                "project_title": source.project_title,
                "project_number": source.project_number,
                "strip": files.store(strip.content, strip.suffix) if strip else "",
                "strip_alt": source.strip_alt,
            }
        )
    return facts
