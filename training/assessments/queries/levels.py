"""What people hold, what they lack, how they grew – on any day, as known at any moment.

``on`` is the day asked about (default: today); ``recorded_until`` the moment of
knowledge.  Without ``recorded_until`` the projection ``HeldLevel`` answers; with it
the ledger itself is read as it stood then, so a past day's answer stays what
it was whatever was recorded since.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from training.assessments import rules
from training.assessments.models import Assessment, EstimateSharing, HeldLevel
from training.assessments.queries.as_recorded import held_as_recorded
from training.assessments.registry import texts_of
from training.assessments.rules import Row, Step
from training.assessments.states import AssessmentKind
from training.competences.models import Competence
from training.competences.queries import (
    Carried,
    carried_lines,
    competences_and_ended,
    competences_as_called,
    in_framework_order,
    requirements_of,
    versions_until,
)
from training.kernel import time
from training.people.models import Merge, Person
from training.people.queries import records_of, resolve, root_id, root_ids

People = Iterable[Person | int]


@dataclass(frozen=True)
class Held:
    """A level that a person holds in a competence, whatever its versions call it, with its source and since when."""

    person_id: int
    line_id: int
    level: int
    kind: str
    assessment_id: int
    since: date

    @property
    def source(self) -> str:
        """Where the level comes from, in words."""
        return str(AssessmentKind(self.kind).label)

    @property
    def is_own_estimate(self) -> bool:
        return self.kind == AssessmentKind.SELF


@dataclass(frozen=True)
class Gap:
    """A required competence beside what is held; ``held`` is None where nobody has assessed it."""

    competence: Competence
    required: int
    held: Held | None

    @property
    def level(self) -> int | None:
        return self.held.level if self.held else None

    @property
    def missing(self) -> int | None:
        """Levels still to gain: 0 when met, None when unknown – unknown is never zero."""
        return None if self.held is None else max(0, self.required - self.held.level)

    @property
    def is_met(self) -> bool:
        return self.missing == 0

    @property
    def is_unknown(self) -> bool:
        return self.held is None


@dataclass(frozen=True)
class Growth:
    """The steps of one person in one competence, oldest first, under its name of the day asked about."""

    competence: Competence
    steps: tuple[Step, ...]

    @property
    def gained(self) -> int:
        """Levels between the first step and the last."""
        return self.steps[-1].level - self.steps[0].level


# ---- the ledger as rows of the policy --------------------------------------------------------------------------


def ledger_rows(
    family: Mapping[int, int], carrying: Carried, lines: Iterable[int] | None = None
) -> Iterator[tuple[tuple[int, int], list[Row]]]:
    """The ledger of some people by (person, line): of all lines, or of some.

    ``carrying`` says in which lines the rows of others count too.
    """
    rows = Assessment.objects.filter(person_id__in=list(family))
    if lines is None:
        counts_in = rules.counts_in(carrying)
    else:
        wanted = set(lines)
        counts_in = rules.counts_in({line: carrying.get(line, ()) for line in wanted}, only=wanted)
        rows = rows.filter(competence__line_id__in=list(counts_in))
    rows_by_pair = [
        (family[person_id], *rest)
        for person_id, *rest in rows.order_by().values_list("person_id", "competence__line_id", *_FIELDS)
    ]
    return rules.by_pair(sorted(rows_by_pair, key=itemgetter(0)), counts_in)


def whole_ledger() -> Iterator[tuple[tuple[int, int], list[Row]]]:
    """The whole ledger by (person, line), read in a stream: memory does not grow with it.

    The database reads it in the order of an index; by the record that lives on it would sort the whole ledger
    for the few records that were merged.  Theirs are read apart and put in where they belong.
    """
    fields = ("competence__line_id", *_FIELDS)
    merged = set(Person.objects.filter(merged_into__isnull=False).order_by().values_list("pk", flat=True))
    everything = Assessment.objects.order_by("person_id").values_list("person_id", *fields)
    moved = Assessment.objects.filter(person__merged_into__isnull=False).order_by("person__merged_into_id")
    ledger = heapq.merge(
        (row for row in everything.iterator(chunk_size=5000) if row[0] not in merged),
        moved.values_list("person__merged_into_id", *fields),
        key=itemgetter(0),
    )
    return rules.by_pair(ledger, rules.counts_in(carried_lines()))


_FIELDS = ("pk", "level", "bound", "kind", "valid_on", "recorded_at", "corrects_id")


# ---- the three public queries -----------------------------------------------------------------------------------


def held_on(on: date) -> Q:
    """Rows of ``HeldLevel`` that hold on a day, as a condition for any query."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def held_levels(
    people: People, *, on: date | None = None, recorded_until: datetime | None = None, own_estimates: bool = True
) -> list[Held]:
    """The level that each person holds in each competence on a day, by person and the competence's line.

    Args:
        people: persons, their ids, or a queryset of persons.
        on: the day asked about; today when not given.
        recorded_until: as it was known just before this moment; as known now when not given.
        own_estimates: whether levels that rest only on the person's own word are in the answer.

    A competence nobody has assessed is absent: unknown is not a level.  A
    new version of the framework changes nothing here; what a line is called
    says ``competences.queries.competences_as_called``.
    """
    day = on or time.today()
    return [
        level
        for level in _held(root_ids(people, recorded_until), day, recorded_until)
        if own_estimates or not level.is_own_estimate
    ]


def _held(roots: set[int], day: date, recorded_until: datetime | None) -> list[Held]:
    if recorded_until is None:
        rows = HeldLevel.objects.filter(held_on(day), person_id__in=roots).order_by("person_id", "line_id")
        return [Held(*values) for values in rows.values_list(*_HELD)]
    held = []
    for row in held_as_recorded(recorded_until, roots=roots):
        if row.since <= day and (row.until is None or day < row.until):
            held.append(Held(*(getattr(row, name) for name in _HELD)))
    return held


_HELD = ("person_id", "line_id", "level", "kind", "assessment_id", "since")


def holders_by_line(lines: Iterable[int], on: date) -> dict[int, int]:
    """How many people hold a level in each of these lines on a day, whoever gave it."""
    held = HeldLevel.objects.filter(held_on(on), line_id__in=list(lines)).order_by()
    return dict(held.values("line_id").annotate(people=Count("person")).values_list("line_id", "people"))


def holders_by_level(lines: Iterable[int], on: date) -> dict[int, int]:
    """How many people hold each level of the scale on a day in at least one of these lines, whoever gave it."""
    held = HeldLevel.objects.filter(held_on(on), line_id__in=list(lines)).order_by()
    return dict(held.values("level").annotate(people=Count("person", distinct=True)).values_list("level", "people"))


def gaps(
    person: Person, *, on: date | None = None, recorded_until: datetime | None = None, own_estimates: bool = True
) -> list[Gap]:
    """Each competence that the person's posts require on a day, beside the level held.

    Args:
        person: who is asked about.
        on: the day asked about; today when not given.
        recorded_until: as posts, profiles and levels were known just before this moment; as known now when not given.
        own_estimates: whether a level that rests only on the person's own word counts as held.

    In the framework's order, each competence as it was called that day.
    Requirements are the highest over all posts held that day; ``held`` is
    None where nothing is known.
    """
    day = on or time.today()
    required = requirements_of(person, day, recorded_until)
    held = {
        held_level.line_id: held_level
        for held_level in held_levels([person], on=day, recorded_until=recorded_until, own_estimates=own_estimates)
    }
    called = in_framework_order(competences_as_called(required, versions_until(day, recorded_until)).values())
    return [Gap(competence, required[competence.line_id], held.get(competence.line_id)) for competence in called]


def growth(
    person: Person, *, on: date | None = None, recorded_until: datetime | None = None, own_estimates: bool = True
) -> list[Growth]:
    """How the person's levels changed up to a day: one entry per competence with its steps, in the framework's order.

    Args:
        person: who is asked about.
        on: the day asked about; today when not given.
        recorded_until: as it was known just before this moment; as known now when not given.
        own_estimates: whether steps that rest only on the person's own word are in the answer.

    A step that began before the first day of knowledge is simply the first;
    the last step's ``until`` is None when it still holds on that day.
    """
    day = on or time.today()
    by_line: dict[int, list[Step]] = defaultdict(list)
    roots = root_ids([person], recorded_until)
    if recorded_until is None:
        rows = list(HeldLevel.objects.filter(person_id__in=roots, since__lte=day).order_by("line_id", "since"))
    else:
        rows = [row for row in held_as_recorded(recorded_until, roots=roots) if row.since <= day]
    for row in rows:
        by_line[row.line_id].append(Step(row.since, row.until, row.level, row.kind, row.assessment_id))
    kept = {
        line_id: tuple(
            step._replace(until=None) if step.until and step.until > day else step
            for step in steps
            if own_estimates or step.kind != AssessmentKind.SELF
        )
        for line_id, steps in by_line.items()
    }
    called = competences_as_called(
        [line_id for line_id, steps in kept.items() if steps], versions_until(day, recorded_until)
    )
    return [Growth(competence, kept[competence.line_id]) for competence in in_framework_order(called.values())]


@dataclass(frozen=True)
class Portrait:
    """Where a person stands: the required competences, the others held, and the way there."""

    gaps: tuple[Gap, ...]
    others: tuple[tuple[Competence, Held], ...]
    growth: tuple[Growth, ...]
    # Lines that the version of that day no longer has: their names come from an older one.
    ended: frozenset[int]


def portrait(person: Person, required: Mapping[int, int], *, on: date, own_estimates: Q) -> Portrait:
    """``gaps`` and ``growth`` together, for a screen that shows both: two queries in all.

    ``required`` is what the person's posts require that day (``competences.queries.requirements_at``).
    Levels that rest only on the person's own word are in the answer where the condition ``own_estimates`` holds.
    """
    rows = HeldLevel.objects.filter(person_id__in=root_ids([person]), since__lte=on).order_by("since")
    rows = rows.filter(~Q(kind=AssessmentKind.SELF) | own_estimates)
    steps: dict[int, list[Step]] = defaultdict(list)
    held: dict[int, Held] = {}
    fields = ("person_id", "line_id", "since", "until", "level", "kind", "assessment_id")
    for person_id, line_id, since, until, level, kind, assessment_id in rows.values_list(*fields):
        if until is not None and until > on:
            until = None
        steps[line_id].append(Step(since, until, level, kind, assessment_id))
        if until is None:
            held[line_id] = Held(person_id, line_id, level, kind, assessment_id, since)
    by_line, ended = competences_and_ended({*required, *steps}, versions_until(on))
    called = in_framework_order(by_line.values())
    return Portrait(
        ended=ended,
        gaps=tuple(
            Gap(competence, required[competence.line_id], held.get(competence.line_id))
            for competence in called
            if competence.line_id in required
        ),
        others=tuple(
            (competence, held[competence.line_id])
            for competence in called
            if competence.line_id in held and competence.line_id not in required
        ),
        growth=tuple(
            Growth(competence, tuple(steps[competence.line_id])) for competence in called if competence.line_id in steps
        ),
    )


@dataclass(frozen=True)
class Attribution:
    """Whose word a level is, and what it rests on.

    ``assessor`` is empty where nobody is named, ``recorder`` when the assessor entered it themselves, ``evidence``
    where no room has words for it.
    """

    assessor: str
    recorder: str
    evidence: str = ""


def attributions(assessments: Iterable[int]) -> dict[int, Attribution]:
    """Who assessed, who recorded it when that was somebody else, and on what evidence, by the assessment's key."""
    rows = list(Assessment.objects.filter(pk__in=list(assessments)).select_related("assessor__merged_into"))
    keys: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.evidence_kind].add(row.evidence_key)
    texts = {kind: texts_of(kind, wanted) for kind, wanted in keys.items()}
    return {
        row.pk: Attribution(
            assessor=row.assessor.full_name if row.assessor else "",
            recorder=row.actor_name if row.assessor and row.acted_for(resolve(row.assessor)) else "",
            evidence=texts[row.evidence_kind].get(row.evidence_key, ""),
        )
        for row in rows
    }


# ---- what others may see ---------------------------------------------------------------------------------------


def sharing(person: Person) -> EstimateSharing | None:
    return _sharing().filter(person=root_id(person)).first()


def _sharing() -> QuerySet[EstimateSharing]:
    """Who shares self-assessments.

    Whoever had not shared those of a record that was merged into theirs since
    has not shared them: merging shows nobody's own word to anybody.
    """
    live = EstimateSharing.objects.filter(ended_at__isnull=True)
    private = (
        Merge.objects.filter(undone_at__isnull=True, merged_at__gte=OuterRef("shared_at"))
        .filter(merged__merged_into=OuterRef("person"))
        .filter(merged__assessments__kind=AssessmentKind.SELF)
        .exclude(Exists(live.filter(person=OuterRef("merged"))))
    )
    return live.exclude(Exists(private))


def held_for_manager(people: People, *, on: date | None = None, recorded_until: datetime | None = None) -> list[Held]:
    """Held levels as a manager may see them: self-assessments only of those who share theirs."""
    roots = root_ids(people, recorded_until)
    share = set(_sharing().filter(person_id__in=roots).values_list("person_id", flat=True))
    held = _held(roots, on or time.today(), recorded_until)
    return [level for level in held if not level.is_own_estimate or level.person_id in share]


def newest_statements(person: Person, *, kind: AssessmentKind) -> dict[int, Assessment]:
    """The newest living row of one kind about a person, by the competence's line: what a form shows as chosen."""
    rows = (
        Assessment.objects.filter(
            person__in=records_of(person), kind=kind, corrected_by__isnull=True, level__isnull=False
        )
        .select_related("assessor", "competence")
        .order_by(F("valid_on"), F("recorded_at"), F("pk"))
    )
    return {row.competence.line_id: row for row in rows}
