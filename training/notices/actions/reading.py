"""Which letters a person has opened on the site."""

from collections.abc import Iterable

from training.notices import queries
from training.notices.models import Notice
from training.people.models import Person


def mark_read(*, person: Person, letters: Iterable[Notice]) -> int:
    """Count these letters of ``person`` as read; say how many were not before.  Letters of others stay as they are."""
    keys = [letter.pk for letter in letters]
    return queries.unread_of(person).filter(pk__in=keys).update(is_unread=False)


def mark_all_read(*, person: Person) -> int:
    """Count every letter of ``person`` as read; say how many were not before."""
    return queries.unread_of(person).update(is_unread=False)


def mark_unread(*, person: Person, letter: Notice) -> None:
    """Let a letter of ``person`` count as not read, to come back to it."""
    queries.of_person(person).filter(pk=letter.pk).update(is_unread=True)
