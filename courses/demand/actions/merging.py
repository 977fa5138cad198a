"""Wishes of one person under two records, when the records are merged."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.demand import actions, queries
from courses.demand.models import Wish
from training.kernel.actors import Actor
from training.people.models import Person
from training.people.registry import MergePart


def _describe(person: Person) -> list[str]:
    return [queries.wish_in_words(named) for named in queries.named(queries.open_wishes_of(person))]


def _settle(
    kept: Person, merged: Person, answers: Mapping[str, str], *, actor: Actor, reason: str, now: datetime
) -> Sequence[str]:
    """What both wish for is wished for once: the earlier wish stays, and nobody has to be asked."""
    wishes: dict[tuple[int | None, int | None, int | None], Wish] = {}
    ended = []
    for wish in sorted([*queries.open_wishes_of(kept), *queries.open_wishes_of(merged)], key=lambda wish: wish.pk):
        if wishes.setdefault((wish.course_id, wish.line_id, wish.level), wish) != wish:
            actions.withdraw(wish=wish, actor=actor, reason=reason, now=now)
            ended.append(wish)
    return [_("withdrawn: %(wish)s") % {"wish": queries.wish_in_words(named)} for named in queries.named(ended)]


PART = MergePart(gettext_lazy("Wishes for courses"), _describe, settle=_settle)
