"""Verbs of the ledger: record, correct, withdraw; and the held levels that follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from training.assessments.actions.entries import NewAssessment
from training.assessments.actions.projection import lock_people, project
from training.assessments.models import Assessment, AssessmentNote
from training.assessments.refusals import (
    AlreadyCorrected,
    CorrectsAnother,
    EvidenceSaysOtherwise,
    LevelUnknown,
    NothingToWithdraw,
    ObservedInFuture,
)
from training.competences.models import Competence
from training.competences.queries import top_levels
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.people.queries import family_of


@transaction.atomic
def record(*, entries: Sequence[NewAssessment], actor: Actor, recorded_at: datetime | None = None) -> list[Assessment]:
    """Write statements into the ledger, and bring the held levels up to date.

    All or none.  Evidence that was recorded before is not recorded again:
    its row comes back instead, so repeating a call is harmless.  The rows
    come back in the order of ``entries``.  A constant number of queries,
    however many entries.

    Args:
        entries: what to record; ``valid_on`` may lie in the past.
        actor: who records, kept in each row; who assessed is in the entries.
        recorded_at: the moment of recording, for history brought in from elsewhere; now when not given.

    Raises:
        LevelUnknown: the competence's framework has no such level.
        ObservedInFuture: ``valid_on`` lies after the day of recording.
        NothingToWithdraw: no level, and no row to withdraw.
        CorrectsAnother, AlreadyCorrected: the correction does not fit what it corrects.
        EvidenceSaysOtherwise: the evidence was recorded with another level.
    """
    if not entries:
        return []
    roots = lock_people([entry.person for entry in entries])
    # The clock is read inside the lock: of two who wait, the later one has the later time.
    moment = recorded_at or time.now()
    _check(entries, moment)
    keys = [entry.key(roots[entry.person.pk]) for entry in entries]
    family = family_of(set(roots.values()))
    existing = _recorded_before(entries, family)
    corrected = _corrected_before(entries)
    corrected_lines = _corrected_lines(entries)
    fresh: dict[tuple[Any, ...], Assessment] = {}
    notes: list[tuple[tuple[Any, ...], str]] = []
    for entry, key in zip(entries, keys, strict=True):
        if before := existing.get(key) or fresh.get(key):
            if before.level != entry.level:
                raise EvidenceSaysOtherwise(old=before.level, new=entry.level)
            continue
        if entry.corrects is not None:
            root = family.get(entry.corrects.person_id)
            line = corrected_lines[entry.corrects.competence_id]
            if root != roots[entry.person.pk] or line != entry.competence.line_id:
                raise CorrectsAnother
            if entry.corrects.pk in corrected:
                raise AlreadyCorrected
            corrected.add(entry.corrects.pk)
        fresh[key] = _row(entry, roots[entry.person.pk], actor, moment)
        if entry.note:
            notes.append((key, entry.note))
    Assessment.objects.bulk_create(fresh.values())
    AssessmentNote.objects.bulk_create([AssessmentNote(assessment=fresh[key], text=text) for key, text in notes])
    if fresh:
        project({(family[row.person_id], row.competence.line_id) for row in fresh.values()}, family)
    return [existing.get(key) or fresh[key] for key in keys]


def _row(entry: NewAssessment, person_id: int, actor: Actor, moment: datetime) -> Assessment:
    return Assessment(
        # A correction stays with the row it corrects, also when the records of the person are parted again.
        person_id=entry.corrects.person_id if entry.corrects else person_id,
        competence=entry.competence,
        level=entry.level,
        bound=entry.bound,
        kind=entry.kind,
        valid_on=entry.valid_on,
        recorded_at=moment,
        assessor=entry.assessor,
        assessor_role=entry.assessor_role,
        evidence_kind=entry.evidence_kind,
        evidence_key=entry.evidence_key,
        corrects=entry.corrects,
        **acted(actor),
    )


def _check(entries: Sequence[NewAssessment], moment: datetime) -> None:
    today = time.today(moment)
    tops = top_levels(entry.competence.framework_id for entry in entries)
    for entry in entries:
        top = tops.get(entry.competence.framework_id, 0)
        if entry.level is None:
            if entry.corrects is None:
                raise NothingToWithdraw
        elif not 1 <= entry.level <= top:
            raise LevelUnknown(level=entry.level, competence=entry.competence, top=top)
        if entry.valid_on > today:
            raise ObservedInFuture(day=entry.valid_on)


def _recorded_before(entries: Sequence[NewAssessment], family: Mapping[int, int]) -> dict[tuple[Any, ...], Assessment]:
    rows = Assessment.objects.filter(
        person_id__in=family,
        evidence_kind__in={entry.evidence_kind for entry in entries},
        evidence_key__in={entry.evidence_key for entry in entries},
    ).select_related("competence")
    return {
        (row.evidence_kind, row.evidence_key, family[row.person_id], row.competence.line_id): row
        for row in rows.order_by("pk")
    }


def _corrected_before(entries: Sequence[NewAssessment]) -> set[int]:
    wanted = [entry.corrects.pk for entry in entries if entry.corrects is not None]
    if not wanted:
        return set()
    return set(Assessment.objects.filter(corrects_id__in=wanted).values_list("corrects_id", flat=True))


def _corrected_lines(entries: Sequence[NewAssessment]) -> dict[int, int]:
    """The lines of what is corrected, by competence: a later version's competence may correct an earlier one's row."""
    wanted = {entry.corrects.competence_id for entry in entries if entry.corrects is not None}
    lines = {entry.competence.pk: entry.competence.line_id for entry in entries}
    if missing := wanted - lines.keys():
        lines |= dict(Competence.objects.filter(pk__in=missing).values_list("pk", "line_id"))
    return lines
