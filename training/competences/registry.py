"""What upper rooms give to versions of a framework, registered in ``AppConfig.ready()``.

from training.competences.registry import touched
touched.register("holders", Touched(_("people who hold a level"), count_holders), order=10)
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from training.kernel.registry import Registry


@dataclass(frozen=True)
class Touched:
    """What depends on lines of competences: ``count(lines, on)`` says how many, by line; none may be left out."""

    label: str | Promise
    count: Callable[[Collection[int], date], Mapping[int, int]]


# Shown before a version is published, beside each competence.
touched: Registry[Touched] = Registry("what a new version of a framework touches")

# Told, in the same transaction, in which lines the levels of others count from now on.
levels_carried: Registry[Callable[[Collection[int]], object]] = Registry("who counts levels by line")
