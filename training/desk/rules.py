"""Whom a course helps, and whom it helps enough: facts in, verdict out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Shortfall:
    """What somebody holds of a competence (0: nobody assessed it) and what their posts require."""

    held: int
    required: int


def helped(level: int, shortfalls: Mapping[int, Shortfall], taken_by: Collection[int]) -> list[Shortfall]:
    """Those, by person, that a course leading to ``level`` makes smaller; ``taken_by`` have taken it already."""
    return [each for person, each in shortfalls.items() if each.held < level and person not in taken_by]


def closed(level: int, shortfalls: Collection[Shortfall]) -> list[Shortfall]:
    """Those that it closes: only a course that leads to the level required does."""
    return [each for each in shortfalls if level >= each.required]
