"""What rooms and floors above plug in here: what they keep of a person, and who decides on addresses of accounts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from training.kernel.actors import Actor
from training.kernel.registry import Registry
from training.people.models import Merge, Person

# Asked when somebody gives another address to a person with an account: ``(person, address, actor)``.  The account
# is opened by its address, so nothing here writes it; who follows the link sent to it makes it theirs.
new_addresses: Registry[Callable[[Person, str, Actor], object]] = Registry("new addresses of people with accounts")

# Asked when a person is shown: the address that waits for its owner, or nothing.
waiting_addresses: Registry[Callable[[Person], str]] = Registry("addresses that wait for their owners")

# Asked before a record is changed in a way that could hand over its account, or the mandates that an account of it
# would have: ``(actor, people)``, answered with the keys of those who may do more than the actor.
handling: Registry[Callable[[Actor, Collection[Person]], set[int]]] = Registry("whose rights go beyond an actor's")


def beyond(by: Actor, people: Collection[Person]) -> set[int]:
    """Keys of the people who may do more than who acts: their records are not theirs to open or give away."""
    return set().union(*(asked(by, people) for asked in handling)) if people else set()


# Told in the transaction of a merge, or of its undoing, when one of the two records has or had an account.
accounts_merged: Registry[Callable[[Merge], object]] = Registry("who tells owners of accounts about merged records")


@dataclass(frozen=True)
class Clash:
    """What both records have and one person has once; ``choices`` are values with what is shown, the likelier first."""

    key: str
    question: str
    choices: tuple[tuple[str, str], ...]


def _no_clashes(kept: Person, merged: Person) -> Sequence[Clash]:
    return ()


def _settle_nothing(
    kept: Person, merged: Person, answers: Mapping[str, str], *, actor: Actor, reason: str, now: datetime
) -> Sequence[str]:
    return ()


def _nothing_follows(people: Collection[Person], *, actor: Actor) -> None:
    """Most parts are read by queries that resolve merged records, and need no rewriting."""


@dataclass(frozen=True)
class MergePart:
    """One kind of thing that is kept of a person.

    ``describe`` lists what one record has, for the preview.  ``clashes`` asks
    what cannot stand twice; ``settle`` ends what the answers do not choose,
    before people are locked, and says in words what it ended.  ``follow`` runs
    in the transaction of a merge or of its undoing, with the people locked.
    """

    label: str | Promise
    describe: Callable[[Person], Sequence[str]]
    clashes: Callable[[Person, Person], Sequence[Clash]] = _no_clashes
    settle: Callable[..., Sequence[str]] = _settle_nothing
    follow: Callable[..., None] = _nothing_follows


merge_parts: Registry[MergePart] = Registry("what is kept of a person, for merging records")
