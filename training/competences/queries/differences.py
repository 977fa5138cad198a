"""Questions before a version is published: what it changes against the version before it, and whom that touches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from training.competences.models import Competence, CompetenceOrigin, Framework, Level, LevelDescriptor
from training.competences.queries.frameworks import version_before
from training.competences.registry import touched, touched_levels
from training.competences.rules import Difference, Wording, differences
from training.competences.states import LineChange
from training.kernel import time


@dataclass(frozen=True)
class ChangedCompetence:
    """One competence between two versions, with how many people and things each of its lines touches."""

    difference: Difference
    before: tuple[Competence, ...]
    after: Competence | None
    carried: Competence | None
    # What depends on the lines of ``before``: a label and a number, as the rooms registered them.
    touched: tuple[tuple[str, int], ...]

    @property
    def words(self) -> list[str]:
        return [str(change.label) for change in self.difference.changes]

    @property
    def is_same(self) -> bool:
        return self.difference.changes == (LineChange.SAME,) and not self.difference.levels

    @property
    def loses_levels(self) -> bool:
        """Whether a level that somebody holds counts in this competence no more."""
        return self.difference.loses_level and any(count for _label, count in self.touched)


@dataclass(frozen=True)
class ChangedLevel:
    """A step of the scale that is named or described otherwise, is new or is gone."""

    number: int
    before: Level | None
    after: Level | None
    # Who holds this level in any competence of the version before: a label and a number, as the rooms registered them.
    touched: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class VersionDifference:
    """What a version changes; ``base`` is None where it is the first."""

    base: Framework | None
    levels: tuple[ChangedLevel, ...] = ()
    changed: tuple[ChangedCompetence, ...] = ()
    same: int = 0
    labels: tuple[str, ...] = field(default=())
    level_labels: tuple[str, ...] = field(default=())

    @property
    def loses_levels(self) -> bool:
        return any(difference.loses_levels for difference in self.changed)

    @property
    def changes_length(self) -> bool:
        """Whether the scale ends elsewhere; such a version is not published."""
        return any(level.before is None or level.after is None for level in self.levels)

    @property
    def is_empty(self) -> bool:
        return not self.changed and not self.levels


def difference_of(framework: Framework, on: date | None = None) -> VersionDifference:
    """What publishing this version changes, and how many people and things each line touches on a day (today)."""
    base = version_before(framework)
    if base is None:
        return VersionDifference(None)
    before, after = _competences(base), _competences(framework)
    named = {competence.pk: competence for competence in (*before, *after)}
    for competence in after:
        named |= {row.origin_id: row.origin for row in competence.origins.all()}
        if competence.continues is not None:
            named[competence.continues.pk] = competence.continues
    changes = differences(
        [_wording(competence) for competence in before], [_wording(competence) for competence in after]
    )
    rows = [competence for competence in changes if competence.changes != (LineChange.SAME,) or competence.levels]
    # What touches somebody stands before what is new and touches nobody, however much of that there is.
    rows.sort(key=lambda competence: LineChange.NEW in competence.changes)
    lines = {named[pk].line_id for row in rows for pk in row.before}
    day = on or time.today()
    counts = [(str(competence.label), competence.count(lines, day)) for competence in touched]
    return VersionDifference(
        base=base,
        levels=tuple(_changed_levels(base, framework, {competence.line_id for competence in before}, day)),
        changed=tuple(_row(row, named, counts) for row in rows),
        same=len(changes) - len(rows),
        labels=tuple(label for label, _count in counts),
        level_labels=tuple(str(touched_level.label) for touched_level in touched_levels),
    )


def _competences(framework: Framework) -> list[Competence]:
    descriptors = Prefetch("descriptors", LevelDescriptor.objects.order_by("level"))
    origins = Prefetch("origins", CompetenceOrigin.objects.select_related("origin__framework"))
    rows = framework.competences.select_related("framework", "domain", "continues__framework", "continues__domain")
    rows = rows.prefetch_related(descriptors, origins, Prefetch("continues__descriptors", descriptors.queryset))
    return list(rows.order_by("order", "code"))


def _wording(competence: Competence) -> Wording:
    origins = list(competence.origins.all())
    return Wording(
        pk=competence.pk,
        names=(competence.code, competence.name_pl, competence.name_en),
        domain=competence.domain.code,
        levels=_texts(competence),
        continues=_wording_of_continued(competence.continues),
        origins=tuple(row.origin_id for row in origins),
        carries=next((row.origin_id for row in origins if row.carries), None),
    )


def _wording_of_continued(competence: Competence | None) -> Wording | None:
    if competence is None:
        return None
    names = (competence.code, competence.name_pl, competence.name_en)
    return Wording(competence.pk, names, competence.domain.code, _texts(competence))


def _texts(competence: Competence) -> dict[int, tuple[str, str]]:
    return {descriptor.level: (descriptor.text_pl, descriptor.text_en) for descriptor in competence.descriptors.all()}


def _row(
    row: Difference, named: Mapping[int, Competence], counts: list[tuple[str, Mapping[int, int]]]
) -> ChangedCompetence:
    before = tuple(named[pk] for pk in row.before)
    return ChangedCompetence(
        difference=row,
        before=before,
        after=named[row.after] if row.after is not None else None,
        carried=named[row.carries] if row.carries is not None else None,
        touched=tuple(
            (label, sum(by_line.get(competence.line_id, 0) for competence in before)) for label, by_line in counts
        ),
    )


def _changed_levels(base: Framework, framework: Framework, lines: set[int], on: date) -> list[ChangedLevel]:
    old, new = ({level.number: level for level in version.levels.all()} for version in (base, framework))
    numbers = [
        number
        for number in sorted({*old, *new})
        if _texts_of_level(old.get(number)) != _texts_of_level(new.get(number))
    ]
    counts = (
        [(str(touched_level.label), touched_level.count(lines, on)) for touched_level in touched_levels]
        if numbers
        else []
    )
    return [
        ChangedLevel(
            number,
            old.get(number),
            new.get(number),
            tuple((label, count_of.get(number, 0)) for label, count_of in counts),
        )
        for number in numbers
    ]


def _texts_of_level(level: Level | None) -> tuple[str, ...] | None:
    if level is None:
        return None
    return (level.name_pl, level.name_en, level.descriptor_pl, level.descriptor_en)
