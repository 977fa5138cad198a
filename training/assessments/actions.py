"""Verbs of the ledger: record, withdraw, estimate, assess; and the projection that follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.assessments import rules
from training.assessments.entries import NewAssessment
from training.assessments.models import Assessment, AssessmentNote, EstimateSharing, HeldLevel
from training.assessments.queries import ledger_rows, newest_statements, whole_ledger
from training.assessments.refusals import (
    AlreadyCorrected,
    CorrectsAnother,
    EvidenceSaysOtherwise,
    LevelUnknown,
    NothingToWithdraw,
    NotOnesOwn,
    ObservedInFuture,
)
from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.competences.models import Competence
from training.competences.queries import top_levels
from training.kernel import time
from training.kernel.acted import acted
from training.kernel.actors import Actor
from training.kernel.history import note
from training.people.models import Person
from training.people.queries import family_of, is_same_person, root_ids

Pair = tuple[int, int]


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
    roots = _lock([entry.person for entry in entries])
    # The clock is read inside the lock: of two who wait, the later one has the later time.
    moment = recorded_at or time.now()
    _check(entries, moment)
    keys = [entry.key(roots[entry.person.pk]) for entry in entries]
    family = family_of(set(roots.values()))
    known = _recorded_before(entries, family)
    corrected = _corrected_before(entries)
    fresh: dict[tuple, Assessment] = {}
    notes: list[tuple[tuple, str]] = []
    for entry, key in zip(entries, keys, strict=True):
        if before := known.get(key) or fresh.get(key):
            if before.level != entry.level:
                raise EvidenceSaysOtherwise(old=before.level, new=entry.level)
            continue
        if entry.corrects is not None:
            root = family.get(entry.corrects.person_id)
            if root != roots[entry.person.pk] or entry.corrects.competence_id != entry.competence.pk:
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
        _project({(family[row.person_id], row.competence_id) for row in fresh.values()}, family)
    return [known.get(key) or fresh[key] for key in keys]


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


def _lock(people: Iterable[Person]) -> dict[int, int]:
    """Lock the records that these people live on in, by key; return ``{record: root}``."""
    people = list(people)
    roots: set[int] = set()
    wanted = root_ids(people)
    while wanted:
        # By key, so that two callers with the same people in another order do not
        # wait for each other for ever.  No key changes, so readers' foreign keys need not wait.
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        # A record that was merged while this waited leads on to another.
        found = dict(rows.values_list("pk", "merged_into_id"))
        roots |= {pk for pk, into in found.items() if into is None}
        wanted = {into for into in found.values() if into is not None} - roots
    found = {pk: pk for pk in roots}
    if merged := [person.pk for person in people if person.pk not in roots]:
        family = family_of(roots)
        found |= {pk: family[pk] for pk in merged}
    return found


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


def _recorded_before(entries: Sequence[NewAssessment], family: Mapping[int, int]) -> dict[tuple, Assessment]:
    rows = Assessment.objects.filter(
        person_id__in=family,
        evidence_kind__in={entry.evidence_kind for entry in entries},
        evidence_key__in={entry.evidence_key for entry in entries},
    ).order_by("pk")
    return {(row.evidence_kind, row.evidence_key, family[row.person_id], row.competence_id): row for row in rows}


def _corrected_before(entries: Sequence[NewAssessment]) -> set[int]:
    wanted = [entry.corrects.pk for entry in entries if entry.corrects is not None]
    if not wanted:
        return set()
    return set(Assessment.objects.filter(corrects_id__in=wanted).values_list("corrects_id", flat=True))


# ---- the projection --------------------------------------------------------------------------------------------


def _stored(pairs: set[Pair]) -> dict[Pair, list[tuple]]:
    """The steps of ``HeldLevel`` for some pairs, in the shape of ``rules.Step``."""
    stored: dict[Pair, list[tuple]] = defaultdict(list)
    rows = HeldLevel.objects.filter(
        person_id__in={person for person, _c in pairs}, competence_id__in={c for _p, c in pairs}
    ).order_by("since")
    for person_id, competence_id, *values in rows.values_list(
        "person_id", "competence_id", "since", "until", "level", "kind", "assessment_id"
    ):
        if (person_id, competence_id) in pairs:
            stored[(person_id, competence_id)].append(rules.Step(*values))
    return stored


def _write(steps: Mapping[Pair, list[rules.Step]], stale: Iterable[Pair]) -> None:
    stale = set(stale)
    if stale:
        rows = HeldLevel.objects.filter(
            person_id__in={person for person, _c in stale}, competence_id__in={c for _p, c in stale}
        ).values_list("pk", "person_id", "competence_id")
        doomed = [pk for pk, person_id, competence_id in rows if (person_id, competence_id) in stale]
        HeldLevel.objects.filter(pk__in=doomed).delete()
    HeldLevel.objects.bulk_create(
        (
            HeldLevel(
                person_id=person_id,
                competence_id=competence_id,
                level=step.level,
                kind=step.kind,
                assessment_id=step.assessment_id,
                since=step.since,
                until=step.until,
            )
            for (person_id, competence_id), found in steps.items()
            for step in found
        ),
        batch_size=2000,
    )


def _project(pairs: set[Pair], family: dict[int, int]) -> int:
    """Make ``HeldLevel`` say what the ledger says about ``pairs``; return how many pairs changed."""
    said = {
        pair: rules.steps(rows)
        for pair, rows in ledger_rows(family, {competence for _person, competence in pairs})
        if pair in pairs
    }
    stored = _stored(pairs)
    changed = {pair for pair in pairs if said.get(pair, []) != stored.get(pair, [])}
    _write({pair: said[pair] for pair in sorted(changed) if pair in said}, {p for p in changed if p in stored})
    return len(changed)


@transaction.atomic
def rebuild_levels(*, people: Iterable[Person] | None = None) -> int:
    """Compute held levels again from the ledger: of some people, or of everybody.

    Gives the same rows as recording did.  Called with people after records
    were merged.  Returns how many steps there are now.
    """
    if people is not None:
        people = list(people)
        roots = set(_lock(people).values())
        family = family_of(roots)
        HeldLevel.objects.filter(person_id__in=family).delete()
        pairs = {pair: rules.steps(rows) for pair, rows in ledger_rows(family)}
        _write(pairs, ())
        return sum(map(len, pairs.values()))
    # Nobody records while everything is computed again.
    for _person in Person.objects.select_for_update(no_key=True).order_by("pk").values_list("pk").iterator():
        pass
    HeldLevel.objects.all().delete()
    count, batch = 0, {}
    for pair, rows in whole_ledger():
        batch[pair] = rules.steps(rows)
        if len(batch) == 5000:
            count += sum(map(len, batch.values()))
            _write(batch, ())
            batch = {}
    _write(batch, ())
    return count + sum(map(len, batch.values()))


# ---- what people say on their screens ---------------------------------------------------------------------------


@transaction.atomic
def estimate(
    *, person: Person, levels: Mapping[Competence, int], actor: Actor, now: datetime | None = None
) -> list[Assessment]:
    """The person's own estimate, one competence or many.

    A level that was said last is not written again; a change of mind on the
    same day corrects that day's row.
    """
    return _state(
        person=person,
        assessor=person,
        kind=AssessmentKind.SELF,
        role=AssessorRole.SELF,
        levels=levels,
        actor=actor,
        now=now,
    )


@transaction.atomic
def assess(
    *,
    person: Person,
    assessor: Person,
    levels: Mapping[Competence, int],
    actor: Actor,
    now: datetime | None = None,
) -> list[Assessment]:
    """The superior's assessment of a member of staff; same rules as ``estimate``.

    Raises:
        NotOnesOwn: the superior is the person.
    """
    if is_same_person(assessor, person):
        raise NotOnesOwn
    return _state(
        person=person,
        assessor=assessor,
        kind=AssessmentKind.SUPERVISOR,
        role=AssessorRole.MANAGER,
        levels=levels,
        actor=actor,
        now=now,
    )


def _state(
    *,
    person: Person,
    assessor: Person,
    kind: AssessmentKind,
    role: AssessorRole,
    levels: Mapping[Competence, int],
    actor: Actor,
    now: datetime | None,
) -> list[Assessment]:
    # The lock comes before the look: the same click sent twice must find the first one's row.
    _lock([person])
    moment = now or time.now()
    day = time.today(moment)
    before = newest_statements(person, kind=kind)
    entries = []
    for competence, level in levels.items():
        old = before.get(competence.pk)
        if old is not None and old.level == level:
            # A page of levels sends back all that it showed; another superior's word does not become one's own by that.
            continue
        is_own = old is not None and old.assessor is not None and is_same_person(old.assessor, assessor)
        entries.append(
            NewAssessment(
                person=person,
                competence=competence,
                level=level,
                kind=kind,
                valid_on=day,
                assessor=assessor,
                assessor_role=role,
                bound=Bound.EXACTLY,
                evidence_kind=f"{kind}_form",
                # Under the lock the row before names the next one; the same statement cannot be written twice.
                evidence_key=f"{assessor.pk}/{day:%Y-%m-%d}/{old.pk if old else 0}",
                corrects=old if is_own and old.valid_on == day else None,
            )
        )
    return record(entries=entries, actor=actor, recorded_at=moment)


@transaction.atomic
def take_back(
    *,
    person: Person,
    competence: Competence,
    kind: AssessmentKind,
    assessor: Person,
    actor: Actor,
    now: datetime | None = None,
) -> Assessment | None:
    """Withdraw the newest thing that ``assessor`` said of this kind; what was said before it counts again.

    None when there is nothing of theirs to take back: asking twice is harmless.
    The withdrawal is a row of its own; what was said stays in the ledger.
    """
    _lock([person])
    moment = now or time.now()
    old = newest_statements(person, kind=kind).get(competence.pk)
    if old is None or old.assessor is None or not is_same_person(old.assessor, assessor):
        return None
    entry = NewAssessment(
        person=person,
        competence=competence,
        level=None,
        kind=kind,
        valid_on=time.today(moment),
        assessor=assessor,
        assessor_role=old.assessor_role,
        evidence_kind=f"{kind}_taken_back",
        evidence_key=f"{old.pk}",
        corrects=old,
    )
    (row,) = record(entries=[entry], actor=actor, recorded_at=moment)
    return row


@transaction.atomic
def share_estimates(*, person: Person, is_shared: bool, actor: Actor, now: datetime | None = None) -> EstimateSharing:
    """Let one's manager see own estimates, or stop it.  Off until the person chooses."""
    _lock([person])
    sharing, _made = EstimateSharing.objects.get_or_create(person=person)
    if bool(sharing.shared_at) != is_shared:
        sharing.shared_at = (now or time.now()) if is_shared else None
        sharing.save(update_fields=["shared_at"])
        title = _("Own estimates shown to the manager") if is_shared else _("Own estimates hidden from the manager")
        note(sharing.person, title, actor=actor)
    return sharing
