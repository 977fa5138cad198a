"""Closing an edition and opening it again for a correction; part of ``completion.actions``."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial

from django.db import transaction

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import EditionState
from courses.completion import refusals
from courses.completion.models import Completion
from courses.completion.queries import (
    Ground,
    Line,
    compose,
    current_levels,
    fallen_levels,
    last_rows,
    ledger_rows,
    next_key,
    preview,
    withdrawal,
)
from courses.completion.signals import enrolment_completed
from courses.completion.states import EVIDENCE, FELL_WITH_CERTIFICATE, WITHDRAWN
from courses.enrolment.models import Enrolment
from courses.records import actions as record_actions
from courses.records import queries as records
from courses.records.payload import ClosedFacts, PersonFacts, RecordPayload, certificate_ground
from training.assessments import actions as ledger
from training.assessments.actions import NewAssessment
from training.assessments.models import Assessment
from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.canonical_json import fingerprint
from training.kernel.polish import sort_key

# What is decided anew when an edition is closed again.
DECIDED = (
    "name",
    "name_sort_key",
    "institution",
    "post",
    "ground_hash",
    "result",
    "minutes_taught",
    "minutes_attended",
    "minutes_required",
    "threshold",
    "outcomes_required",
    "outcomes_met",
    "explanation",
    "decided_at",
    "actor_kind",
    "actor_name",
    "actor_user",
)


def lock(edition: Edition) -> Edition:
    """The edition as it stands, locked; refuses one that is not taught."""
    locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if locked.state not in (EditionState.PUBLISHED, EditionState.CLOSED):
        raise refusals.EditionIsNotTaught(edition=locked.code)
    return locked


def check_meetings_closed(left: Sequence[Meeting]) -> None:
    if left:
        raise refusals.MeetingsNotClosed(meetings=[(time.today(meeting.starts_at), meeting.topic) for meeting in left])


@transaction.atomic
def close(
    *,
    edition: Edition,
    actor: Actor,
    allow_incomplete: bool = False,
    corrected: Collection[str] = (),
    now: datetime | None = None,
) -> list[Completion]:
    """Decide how the edition ended for everybody who took part, record the outcomes met, and freeze the record.

    Closing again gives the same decisions and records nothing more.  With
    ``allow_incomplete``, outcomes that nobody verified count as not met, and closed
    meetings at which somebody has no mark as not attended.  After a
    reopening everybody is decided anew: the record gets a further version,
    and levels whose ground fell are withdrawn.  That version says names,
    institutions, posts and funding as the last one did, except those that
    ``corrected`` names by the keys of ``composing.differences``.

    Raises:
        NothingTaught, MeetingsNotClosed: the register is not complete.
        VerifiedTooEarly: a meeting was added after outcomes had been verified.
        AttendanceNotRecorded, OutcomesNotVerified: marks or required outcomes
            are missing, without ``allow_incomplete``.
    """
    now = now or time.now()
    edition = lock(edition)
    if edition.is_closed:
        return list(Completion.objects.filter(enrolment__edition=edition).order_by("pk"))
    seen = preview(edition)
    if not seen.is_taught:
        raise refusals.NothingTaught
    check_meetings_closed(seen.unclosed)
    if seen.outdated:
        names = ", ".join(line.person.full_name for line in seen.outdated)
        raise refusals.VerifiedTooEarly(last=seen.last_day, people=names)
    if seen.unmarked and not allow_incomplete:
        names = ", ".join(line.person.full_name for line in seen.unmarked)
        raise refusals.AttendanceNotRecorded(people=names)
    if seen.unverified and not allow_incomplete:
        names = ", ".join(line.person.full_name for line in seen.unverified)
        raise refusals.OutcomesNotVerified(people=names)
    passed_over = bool(allow_incomplete and (seen.unverified or seen.unmarked))
    closed: ClosedFacts = {"at": now.isoformat(), "by": actor.name, "incomplete": passed_over, "corrected": []}
    payload = compose(edition, seen, closed, corrected)
    record = record_actions.write(edition_id=edition.pk, payload=payload, actor=actor, now=now)
    decided = _decide(edition, seen.lines, payload, actor, allow_incomplete, now)
    _settle_levels(edition, seen.lines, record.version, actor, now)
    catalogue.mark_closed(edition=edition, actor=actor, now=now)
    transaction.on_commit(partial(_tell, [completion.pk for completion in decided]), robust=True)
    return decided


def _tell(completion_ids: list[int]) -> None:
    enrolment_completed.send_robust(sender=Completion, completion_ids=completion_ids)


# ---- decisions -------------------------------------------------------------------------------------------------


def _decide(
    edition: Edition, lines: Sequence[Line], payload: RecordPayload, actor: Actor, allow_incomplete: bool, now: datetime
) -> list[Completion]:
    """Write a decision for each line; those of an earlier closing stay readable in its record."""
    before = {
        completion.enrolment_id: completion for completion in Completion.objects.filter(enrolment__edition=edition)
    }
    people = {person["enrolment"]: person for person in payload["people"]}
    made, changed = [], []
    for line in lines:
        facts = people[line.enrolment.pk]
        fresh = _completion(line, facts, fingerprint(certificate_ground(payload, facts)), actor, allow_incomplete, now)
        old = before.pop(line.enrolment.pk, None)
        if old is None:
            made.append(fresh)
            continue
        fresh.pk = old.pk
        changed.append(fresh)
    Completion.objects.bulk_create(made)
    Completion.objects.bulk_update(changed, DECIDED, batch_size=200)
    # Who left while the edition was open has no decision any more.
    Completion.objects.filter(pk__in=[completion.pk for completion in before.values()]).delete()
    return sorted([*made, *changed], key=lambda completion: completion.pk)


def _completion(
    line: Line, facts: PersonFacts, ground_hash: str, actor: Actor, allow_incomplete: bool, now: datetime
) -> Completion:
    name = f"{facts['last_name']} {facts['first_name']}".strip()
    return Completion(
        enrolment=line.enrolment,
        name=name,
        name_sort_key=sort_key(name),
        institution=facts["institution"],
        post=facts["post"],
        ground_hash=ground_hash,
        result=line.result,
        minutes_taught=line.facts.taught,
        minutes_attended=line.facts.attended,
        minutes_required=line.facts.required,
        threshold=line.facts.threshold,
        outcomes_required=line.facts.outcomes_required,
        outcomes_met=line.facts.outcomes_met,
        explanation={
            "facts": asdict(line.facts),
            "outcomes": [asdict(verdict) for verdict in line.verdicts],
            "closed_incomplete": bool(allow_incomplete and (line.unverified or line.unmarked)),
        },
        decided_at=now,
        **acted(actor),
    )


# ---- levels ----------------------------------------------------------------------------------------------------


def _settle_levels(edition: Edition, lines: Sequence[Line], version: int, actor: Actor, now: datetime) -> None:
    """Bring the ledger to what was verified: new levels are recorded, those without a ground withdrawn."""
    wanted = _entries(lines)
    enrolments = Enrolment.objects.filter(edition=edition).values_list("pk", flat=True)
    last = last_rows(ledger_rows(enrolments)) if version > 1 else {}
    current = {ground: row for ground, row in last.items() if withdrawal(row) is None}
    # These fell with a revoked certificate, on purpose: closing again does not bring them back.
    fallen = {ground for ground, row in last.items() if withdrawal(row) == FELL_WITH_CERTIFICATE}
    fresh = [
        replace(entry, evidence_key=next_key(last[ground])) if ground in last else entry
        for ground, entry in wanted.items()
        if ground not in current and ground not in fallen
    ]
    _withdraw([row for ground, row in current.items() if ground not in wanted], WITHDRAWN, actor, now)
    ledger.record(entries=fresh, actor=actor, recorded_at=now)


def _entries(lines: Sequence[Line]) -> dict[Ground, NewAssessment]:
    """One entry per person and competence: the highest level of the outcomes met."""
    return {
        (str(verdict.verification_id), verdict.competence_id): NewAssessment(
            person=line.person,
            competence=line.verifications[verdict.outcome_id].outcome.competence,
            level=verdict.level,
            kind=AssessmentKind.VALIDATED,
            # A passed course of level 2 proves at least 2 and must not lower somebody who holds 3.
            bound=Bound.AT_LEAST,
            valid_on=line.verifications[verdict.outcome_id].verified_on,
            assessor=line.verifications[verdict.outcome_id].assessor,
            assessor_role=AssessorRole.ASSESSOR,
            evidence_kind=EVIDENCE,
            evidence_key=str(verdict.verification_id),
        )
        for line in lines
        for verdict in line.to_ledger
    }


def _withdraw(rows: Sequence[Assessment], how: str, actor: Actor, now: datetime, note: str = "") -> int:
    entries = [
        NewAssessment(
            person=row.person,
            competence=row.competence,
            level=None,
            kind=AssessmentKind(row.kind),
            valid_on=time.today(now),
            assessor=row.assessor,
            assessor_role=AssessorRole(row.assessor_role),
            evidence_kind=how,
            evidence_key=str(row.pk),
            note=note,
            corrects=row,
        )
        for row in rows
    ]
    return len(ledger.record(entries=entries, actor=actor, recorded_at=now))


@transaction.atomic
def withdraw_levels(*, enrolment: Enrolment, reason: str, actor: Actor, now: datetime | None = None) -> int:
    """Withdraw the levels that rest on an enrolment's verifications: its certificate was revoked, and they fall too.

    The rows stay in the ledger, each with a row that withdraws it.  Returns
    how many were withdrawn; doing it again withdraws nothing more.
    """
    now = now or time.now()
    Edition.objects.select_for_update(no_key=True).get(pk=enrolment.edition_id)
    return _withdraw(current_levels(enrolment), FELL_WITH_CERTIFICATE, actor, now, note=reason)


@transaction.atomic
def restore_levels(*, enrolment: Enrolment, reason: str, actor: Actor, now: datetime | None = None) -> int:
    """Record anew the levels that fell with a certificate: another takes its place, and proves them.

    They count from the day of their verification, and are recorded now.
    Returns how many were recorded; doing it again records nothing more.
    """
    now = now or time.now()
    edition = Edition.objects.select_for_update(no_key=True).get(pk=enrolment.edition_id)
    entries = [
        NewAssessment(
            person=row.person,
            competence=row.competence,
            level=row.level,
            kind=AssessmentKind(row.kind),
            bound=Bound(row.bound),
            valid_on=row.valid_on,
            assessor=row.assessor,
            assessor_role=AssessorRole(row.assessor_role),
            evidence_kind=EVIDENCE,
            evidence_key=next_key(row),
            note=reason,
        )
        for row in fallen_levels(enrolment, edition)
    ]
    return len(ledger.record(entries=entries, actor=actor, recorded_at=now))


# ---- reopening -------------------------------------------------------------------------------------------------


@transaction.atomic
def reopen(*, edition: Edition, reason: str, actor: Actor, now: datetime | None = None) -> Edition:
    """Open a closed edition for a correction; its record stays, and closing again makes the next version.

    Until then the decisions, levels and certificates stay as they were.
    Reopening an edition that is open for a correction already is harmless.

    Raises:
        EditionIsNotClosed: there is nothing to correct, only to go on with.
        ReasonMissing: a correction without a reason.
    """
    now = now or time.now()
    edition = lock(edition)
    if not edition.is_closed:
        if records.being_corrected(edition):
            return edition
        raise refusals.EditionIsNotClosed(edition=edition.code)
    reason = reason.strip()[:250]
    if not reason:
        raise refusals.ReasonMissing
    record = records.newest(edition)
    if record is None:
        raise refusals.RecordMissing(edition=edition.code)
    record_actions.record_reopening(record=record, reason=reason, actor=actor, now=now)
    return catalogue.mark_reopened(edition=edition, reason=reason, actor=actor)
