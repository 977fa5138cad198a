"""Decisions about frameworks and profiles, without a database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.competences.states import LineChange

# A level is one digit in every column that keeps it, and with one level there is nothing to grow to.
FEWEST_LEVELS, MOST_LEVELS = 2, 9


def is_scale(levels: Collection[int]) -> bool:
    """Whether levels are numbered from 1 without a gap, and are neither too few nor too many."""
    count = len(levels)
    return FEWEST_LEVELS <= count <= MOST_LEVELS and sorted(levels) == list(range(1, count + 1))


def missing_parts(
    *, levels: Collection[int], domains: int, descriptors: Mapping[str, Collection[int]]
) -> dict[str, list[Any]]:
    """What keeps a framework from being published; empty when nothing does.

    ``descriptors`` maps each competence's code to the levels it describes.
    A person who assesses must see every level of every competence described.
    """
    missing: dict[str, list[Any]] = {}
    if not is_scale(levels):
        missing["levels"] = sorted(levels)
    if not domains:
        missing["domains"] = []
    if not descriptors:
        missing["competences"] = []
    undescribed = [
        (code, level) for code, described in descriptors.items() for level in sorted(set(levels) - set(described))
    ]
    if undescribed:
        missing["descriptors"] = undescribed
    return missing


# ---- lines -----------------------------------------------------------------------------------------------------


def sources_of_lines(carried: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """All the lines whose levels count in a line too, from which one line each carries the levels of.

    A line begins with a version, and what it came from began earlier, so the
    way back ends.
    """
    sources: dict[int, tuple[int, ...]] = {}
    for line in carried:
        way, source = [], carried.get(line)
        while source is not None and source not in way:
            way.append(source)
            source = carried.get(source)
        sources[line] = tuple(way)
    return sources


@dataclass(frozen=True)
class Wording:
    """What a comparison of versions needs of one competence; competences are named by their keys."""

    pk: int
    names: tuple[str, str, str]
    domain: str
    levels: Mapping[int, tuple[str, str]]
    continues: "Wording | None" = None
    origins: tuple[int, ...] = ()
    carries: int | None = None


@dataclass(frozen=True)
class Difference:
    """What a version did to competences of the version before: ``before`` became ``after``.

    ``levels`` are those that look otherwise now.  ``loses_level`` says that a
    level held in one of ``before`` counts nowhere in the newer version.
    """

    changes: tuple[LineChange, ...]
    before: tuple[int, ...]
    after: int | None
    levels: tuple[int, ...] = ()
    carries: int | None = None
    loses_level: bool = False


def differences(before: Sequence[Wording], after: Sequence[Wording]) -> list[Difference]:
    """Each competence of the newer version with what it came from, then those that were dropped."""
    went_on = {wording.continues.pk for wording in after if wording.continues is not None}
    divided = {origin for wording in after for origin in wording.origins}
    kept = went_on | {wording.carries for wording in after if wording.carries is not None}
    changes = [_difference(wording, divided, kept) for wording in after]
    changes += [
        Difference((LineChange.DROPPED,), (wording.pk,), None, loses_level=True)
        for wording in before
        if wording.pk not in went_on and wording.pk not in divided
    ]
    return changes


def _difference(wording: Wording, divided: Collection[int], kept: Collection[int]) -> Difference:
    old = wording.continues
    sources = (*((old.pk,) if old else ()), *wording.origins)
    changes: list[LineChange] = []
    if not sources:
        changes.append(LineChange.NEW)
    elif len(sources) > 1:
        changes.append(LineChange.MERGED)
    elif wording.origins or sources[0] in divided:
        changes.append(LineChange.SPLIT)
    levels: tuple[int, ...] = ()
    if old is not None:
        if old.names != wording.names:
            changes.append(LineChange.RENAMED)
        if old.domain != wording.domain:
            changes.append(LineChange.MOVED)
        numbers = sorted({*old.levels, *wording.levels})
        levels = tuple(number for number in numbers if old.levels.get(number) != wording.levels.get(number))
    return Difference(
        changes=tuple(changes) or (LineChange.SAME,),
        before=sources,
        after=wording.pk,
        levels=levels,
        carries=wording.carries,
        loses_level=any(origin not in kept for origin in wording.origins),
    )
