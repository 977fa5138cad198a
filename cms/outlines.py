"""What a course's page says about the course itself: programme, outcomes, whom it is for, where it leads.

That is the same for every reader and changes when ROPS writes the course, so
it is kept in Django's cache, in plain values, and dropped as soon as any of it
changes.  What depends on the day or on the reader is never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from cms import queries
from cms.queries import Entry
from courses.catalogue.models import Course, Edition, Outcome, Standard
from courses.catalogue.queries import ProgrammeLine, programme
from training.competences.queries import scales_of

KEPT_FOR = 600  # seconds: names of dictionaries that were changed in bulk are no older
_STAMP = "kompas_cms.outlines"


@dataclass(frozen=True)
class OutcomeLine:
    """A learning outcome as the page prints it."""

    text: str
    criterion: str
    kind: str
    method: str
    competence: str
    level: int


@dataclass(frozen=True)
class TargetLevel:
    """A competence of a course and the level its outcomes lead to."""

    competence: Entry
    level: int | None
    level_name: str


@dataclass(frozen=True)
class Outline:
    """A course in the language of the reader, without its editions."""

    programme: list[ProgrammeLine]
    outcomes: list[OutcomeLine]
    kinds: list[Entry]
    positions: list[Entry]
    competences: list[TargetLevel]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.programme)


def outline_of(course: Course, editions: Sequence[Edition]) -> Outline:
    """The outline with what the standard of the nearest edition says; a course without dates shows its newest."""
    standard = next((edition.standard_id for edition in editions if edition.standard_id), None)
    shown = standard or ("none" if editions else "newest")
    # Whoever reads while the course is being changed keeps what was read under the old stamp, which nobody asks for.
    stamp = cache.get_or_set(_STAMP, lambda: uuid4().hex, None)
    key = f"{_STAMP}.{stamp}.{course.pk}.{shown}.{get_language()}"
    kept: Outline | None = cache.get(key)
    if kept is None:
        kept = _read(course, _outcomes(course, editions, standard))
        cache.set(key, kept, KEPT_FOR)
    return kept


def forget(**kwargs: object) -> None:
    """Read anew the next time; the receiver of signals of all that an outline is made of."""
    cache.delete(_STAMP)
    if transaction.get_connection().in_atomic_block:
        # What another process read meanwhile is older than this change.
        transaction.on_commit(lambda: cache.delete(_STAMP), robust=True)


def _outcomes(course: Course, editions: Sequence[Edition], standard: int | None) -> QuerySet[Outcome]:
    outcomes = Outcome.objects.select_related("competence__framework").order_by("order", "pk")
    if editions:
        return outcomes.filter(standard=standard) if standard else outcomes.none()
    newest = Standard.objects.filter(course=course).order_by("-version").values("pk")[:1]
    return outcomes.filter(standard__in=newest)


def _read(course: Course, rows: QuerySet[Outcome]) -> Outline:
    subject, outcomes = queries.subject_of(course), list(rows)
    return Outline(
        programme=programme(course),
        outcomes=[
            OutcomeLine(
                text=outcome.text,
                criterion=outcome.criterion,
                kind=str(outcome.get_kind_display()),
                method=str(outcome.get_method_display()),
                competence=outcome.competence.name,
                level=outcome.level,
            )
            for outcome in outcomes
        ],
        kinds=subject.kinds,
        positions=subject.positions,
        competences=_target_levels(subject.competences, outcomes),
    )


def _target_levels(competences: list[Entry], outcomes: list[Outcome]) -> list[TargetLevel]:
    """The competences of the course and of its outcomes, each with the highest level that is proved.

    By line: a standard may have been written in an earlier version of the framework than the course's tags.
    """
    named = {competence.key: competence for competence in competences}
    best: dict[int, Outcome] = {}
    for outcome in outcomes:
        line_id = outcome.competence.line_id
        named.setdefault(line_id, Entry(line_id, outcome.competence.name))
        if line_id not in best or best[line_id].level < outcome.level:
            best[line_id] = outcome
    scales = scales_of(outcome.competence for outcome in outcomes)
    return [
        TargetLevel(entry, best[key].level, scales.get(best[key].competence.framework_id, {}).get(best[key].level, ""))
        if key in best
        else TargetLevel(entry, None, "")
        for key, entry in named.items()
    ]
