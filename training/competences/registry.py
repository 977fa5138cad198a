"""What upper rooms give to versions of a framework, registered in ``AppConfig.ready()``.

from training.competences.registry import touched
touched.register("holders", Touched(_("people who hold a level"), count_holders), order=10)
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from training.competences.models import Framework
from training.kernel.registry import Registry


@dataclass(frozen=True)
class Touched:
    """What depends on lines of competences: ``count(lines, on)`` says how many, by line; none may be left out.

    Of ``touched_levels``: by level, in all these lines together.
    """

    label: str | Promise
    count: Callable[[Collection[int], date], Mapping[int, int]]


# Shown before a version is published, beside each competence.
touched: Registry[Touched] = Registry("what a new version of a framework touches")

# Shown beside each level of the scale that is named or described otherwise: ``count(lines, on)`` says, by the level's
# number, how many hold it in any of these lines.
touched_levels: Registry[Touched] = Registry("what a changed level of the scale touches")

# Told, in the same transaction, that a version was published: what was tagged with a competence that one of the
# version's continues is tagged with that one from now on.  What was decided, recorded or closed is left as it is.
published: Registry[Callable[[Framework], object]] = Registry("what is tagged with competences")

# Told, in the same transaction, in which lines the levels of others count from now on.
levels_carried: Registry[Callable[[Collection[int]], object]] = Registry("who counts levels by line")
