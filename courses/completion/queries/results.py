"""Queries of how a course ends."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from courses.attendance import queries as attendance
from courses.attendance.queries import recorded as recorded_register
from courses.attendance.rules import Minutes
from courses.catalogue import queries as catalogue
from courses.catalogue.models import Edition, Meeting, Outcome
from courses.catalogue.states import EditionState
from courses.completion import rules
from courses.completion.models import Assessorship, Completion, Verification
from courses.completion.queries import recorded
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from courses.records import queries as records
from courses.records.payload import RecordPayload
from training.accounts.queries import person_of
from training.kernel import time
from training.people.models import Person
from training.people.queries import records_of, root_of

OFFICE_PERMISSION = "kompas_courses.add_completion"


# ---- who may see what ------------------------------------------------------------------------------------------


def is_office(user: Any) -> bool:
    """The organiser's staff who close editions."""
    return bool(user and user.is_authenticated and user.has_perm(OFFICE_PERMISSION))


def assessorships_on(edition: Edition, on: date) -> QuerySet[Assessorship]:
    return Assessorship.objects.as_of(on).filter(edition=edition)


def may_assess(person: Person, edition: Edition, on: date) -> bool:
    """Whether somebody was granted to assess in the edition on that day."""
    return assessorships_on(edition, on).filter(person__in=records_of(person)).exists()


def editions_to_assess(person: Person, on: date) -> QuerySet[Edition]:
    """Editions a person may assess in on that day, those that end first coming first."""
    granted = Assessorship.objects.as_of(on).filter(person__in=records_of(person))
    return (
        Edition.objects.filter(
            pk__in=granted.values("edition"), state__in=[EditionState.PUBLISHED, EditionState.CLOSED]
        )
        .select_related("course", "standard")
        .order_by("ends_on", "pk")
    )


def last_days_to_assess(person: Person, on: date) -> dict[int, date]:
    """The last day of the person's grant for each edition that they may assess in on ``on``; none without an end."""
    granted = Assessorship.objects.as_of(on).filter(person__in=records_of(person), valid_until__isnull=False)
    return {edition: last_day for edition, last_day in granted.values_list("edition", "valid_until") if last_day}


def assessed_by(records: Collection[int], on: date) -> QuerySet[Assessorship, tuple[int, int]]:
    """The editions of many assessors, today or later, as ``(record, edition)``."""
    lasting = Assessorship.objects.as_recorded().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return lasting.filter(person__in=records).order_by().values_list("person", "edition")


def editions_visible_to(user: Any, on: date | None = None) -> QuerySet[Edition]:
    """Editions whose outcomes this account may verify or look at."""
    shown = Edition.objects.filter(state__in=[EditionState.PUBLISHED, EditionState.CLOSED])
    if is_office(user):
        return shown
    person = person_of(user)
    if person is None:
        return Edition.objects.none()
    return shown.filter(pk__in=editions_to_assess(person, on or time.today()).order_by().values("pk"))


# ---- what was verified -----------------------------------------------------------------------------------------


def outcomes_of(edition: Edition) -> list[Outcome]:
    """The outcomes of the edition's standard, in its order."""
    if edition.standard_id is None:
        return []
    return list(
        Outcome.objects.filter(standard_id=edition.standard_id).select_related("competence").order_by("order", "pk")
    )


def current_verifications(enrolments: Iterable[Enrolment]) -> dict[tuple[int, int], Verification]:
    """The current verifications, by enrolment and outcome."""
    verifications = Verification.objects.filter(
        enrolment__in=[enrolment.pk for enrolment in enrolments], superseded_at__isnull=True
    ).select_related("assessor", "outcome__competence")
    return {(each.enrolment_id, each.outcome_id): each for each in verifications}


def participants(edition: Edition) -> list[Enrolment]:
    """Who takes part, in Polish order of surnames; of a closed edition with the names of its record."""
    return recorded_register.as_recorded(
        edition,
        Enrolment.objects.filter(edition=edition, state__in=TAKES_PART)
        .select_related("person", "organisation", "organisation_at_start")
        .order_by("person__sort_key", "person_id"),
    )


# ---- the decision ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One person: the facts, the decision, and why."""

    enrolment: Enrolment
    minutes: Minutes
    verdicts: list[rules.Verdict]
    facts: rules.Facts
    result: Result
    verifications: dict[int, Verification] = field(default_factory=dict)
    # Closed meetings at which nobody recorded whether they were there.
    unmarked: list[Meeting] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def reasons(self) -> list[str]:
        return rules.reasons(self.facts)

    @property
    def unverified(self) -> int:
        """How many required outcomes nobody has verified."""
        return sum(verdict.is_required and verdict.is_met is None for verdict in self.verdicts)

    @property
    def to_ledger(self) -> list[rules.Verdict]:
        return rules.proven(self.facts, self.verdicts)


@dataclass(frozen=True)
class Preview:
    """How the edition would end now, and what is missing before it can be closed."""

    edition: Edition
    outcomes: list[Outcome]
    lines: list[Line]
    unclosed: list[Meeting]
    last: Meeting | None
    standard_in_time: bool = True
    # The record it was read from, once the edition is closed.
    payload: RecordPayload | None = None

    @property
    def is_taught(self) -> bool:
        return self.last is not None

    @property
    def last_day(self) -> date | None:
        return time.today(self.last.ends_at) if self.last else None

    def in_time(self, verification: Verification | None) -> bool:
        """Whether it counts: a meeting added since makes an earlier verification outdated."""
        if verification is None or self.last_day is None:
            return False
        return rules.is_in_time(verification.verified_on, self.last_day)

    @property
    def outdated(self) -> list[Line]:
        """People verified before the last meeting, to be verified again."""
        return [line for line in self.lines if not all(map(self.in_time, line.verifications.values()))]

    @property
    def unverified(self) -> list[Line]:
        return [line for line in self.lines if line.unverified]

    @property
    def unmarked(self) -> list[Line]:
        return [line for line in self.lines if line.unmarked]

    @property
    def is_ready(self) -> bool:
        nothing_missing = not (self.unclosed or self.unverified or self.outdated or self.unmarked)
        return self.is_taught and nothing_missing

    def count(self, result: str) -> int:
        return sum(line.result == result for line in self.lines)


def preview(edition: Edition) -> Preview:
    """Everybody's result from the facts as they stand; the same facts ``actions.close`` decides by.

    A closed edition ends as its record says.  Meetings not closed yet count with the minutes planned, so that the
    threshold and what it is a share of agree also before the end.
    Constant queries, however many people and outcomes.
    """
    if payload := records.current_payload(edition):
        return recorded_preview(edition, payload)
    lines_of = participants(edition)
    outcomes = outcomes_of(edition)
    verified = current_verifications(lines_of)
    minutes = attendance.minutes_of(lines_of)
    in_time = catalogue.has_standard_in_time(edition)
    unmarked = attendance.unmarked_at(edition, minutes)
    lines = []
    for enrolment in lines_of:
        verdicts = [_verdict(outcome, verified.get((enrolment.pk, outcome.pk))) for outcome in outcomes]
        counted = minutes[enrolment.pk]
        facts = rules.facts(
            taught=counted.planned,
            attended=counted.attended,
            required=counted.required,
            threshold=counted.threshold,
            verdicts=verdicts,
            standard_in_time=in_time,
        )
        mine = {outcome.pk: verified[key] for outcome in outcomes if (key := (enrolment.pk, outcome.pk)) in verified}
        missing = unmarked.get(enrolment.pk, [])
        lines.append(Line(enrolment, counted, verdicts, facts, rules.decide(facts), mine, missing))
    return Preview(edition, outcomes, lines, attendance.unclosed(edition), attendance.last_meeting(edition), in_time)


def recorded_preview(edition: Edition, payload: RecordPayload) -> Preview:
    """How a closed edition ended, from its record alone; the rows made here are for reading."""
    outcomes = [recorded.outcome_of(facts) for facts in payload["outcomes"]]
    minutes = recorded_register.minutes_of(payload)
    lines = []
    for person in payload["people"]:
        if not person["result"]:
            continue
        mine = recorded.verifications_of(person, outcomes)
        verdicts = [_verdict(outcome, mine.get(outcome.pk)) for outcome in outcomes]
        facts = rules.Facts(**person["decision"])
        enrolment = recorded_register.enrolment_of(edition, person)
        lines.append(Line(enrolment, minutes[enrolment.pk], verdicts, facts, Result(person["result"]), mine))
    meetings = [recorded_register.meeting_of(edition, facts) for facts in payload["meetings"]]
    last = max(meetings, key=lambda meeting: meeting.ends_at, default=None)
    in_time = all(line.facts.standard_in_time for line in lines)
    return Preview(edition, outcomes, lines, [], last, in_time, payload)


def _verdict(outcome: Outcome, verification: Verification | None) -> rules.Verdict:
    return rules.Verdict(
        outcome_id=outcome.pk,
        competence_id=outcome.competence_id,
        level=outcome.level,
        is_required=outcome.is_required,
        is_met=verification.is_met if verification else None,
        verification_id=verification.pk if verification else None,
    )


def last_verdicts(enrolment: Enrolment) -> list[tuple[Outcome, Verification | None]]:
    """The outcomes with the verdicts that the person's result rests on: those of the last closing's record.

    Verified otherwise since, while the record is being corrected, they are
    told when it is closed again.
    """
    facts = recorded_register.own_facts(enrolment)
    if facts is None:
        return []
    payload, person = facts
    verdicts = {verdict["verification"]: verdict for verdict in person["verdicts"]}
    # The rows, because comments and who wrote them down are not in the record.
    rows = Verification.objects.filter(pk__in=verdicts).select_related("assessor")
    recorded.sign(rows, verdicts)
    mine = {row.outcome_id: row for row in rows}
    return [(recorded.outcome_of(outcome), mine.get(outcome["key"])) for outcome in payload["outcomes"]]


def completion_facts(completion: Completion) -> rules.Facts:
    """The facts a stored decision rests on."""
    facts = completion.explanation.get("facts", {})
    return rules.Facts(
        taught=completion.minutes_taught,
        attended=completion.minutes_attended,
        required=completion.minutes_required,
        threshold=completion.threshold,
        outcomes_required=completion.outcomes_required,
        outcomes_met=completion.outcomes_met,
        outcomes_verified=facts.get("outcomes_verified", 0),
        any_met=facts.get("any_met", False),
        standard_in_time=facts.get("standard_in_time", True),
    )


def verified_in(edition: Edition) -> dict[int, set[int]]:
    """Who verified an outcome of whom in the edition: keys of the records assessors live on in, with enrolments."""
    assessed: dict[int, set[int]] = defaultdict(set)
    rows = Verification.objects.filter(enrolment__edition=edition, superseded_at__isnull=True)
    for assessor_id, enrolment_id in rows.values_list(root_of("assessor"), "enrolment_id"):
        assessed[assessor_id].add(enrolment_id)
    return dict(assessed)
