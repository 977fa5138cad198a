"""Moving between states by a written table, and only by it."""

from collections.abc import Mapping, Set
from typing import TypeVar

from django.db.models import TextChoices

from training.kernel.refusals import MoveNotAllowed

State = TypeVar("State", bound=TextChoices)


def check_move(old: State, new: State, allowed: Mapping[State, Set[State]]) -> None:
    """Refuse a move that the table does not name.

    Raises:
        MoveNotAllowed: ``new`` is not among ``allowed[old]``.
    """
    if new not in allowed.get(old, frozenset()):
        states = type(new)
        raise MoveNotAllowed(old=states(old).label, new=states(new).label)
