"""How an upper floor gives something to a lower one: it registers it in ``AppConfig.ready()``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    name: str
    order: int
    value: T


class Registry(Generic[T]):
    """Named things in a stated order.  Registering a name again replaces it, so ``ready()`` may run twice."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self._entries: dict[str, Entry[T]] = {}

    def register(self, name: str, value: T, *, order: int = 100) -> T:
        self._entries[name] = Entry(name, order, value)
        return value

    def add(self, name: str, *, order: int = 100) -> Callable[[T], T]:
        """Register as a decorator: ``@panels.add("certificates", order=40)``."""
        return lambda value: self.register(name, value, order=order)

    def __iter__(self) -> Iterator[T]:
        return (entry.value for entry in self.entries())

    def __getitem__(self, name: str) -> T:
        return self._entries[name].value

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def entries(self) -> list[Entry[T]]:
        return sorted(self._entries.values(), key=lambda entry: (entry.order, entry.name))

    @contextmanager
    def only(self, *names: str) -> Iterator[Self]:
        """For tests: inside, only these entries are there (no names: none); ``KeyError`` for a name that is not.

        What is registered inside is gone at the end, and everything else is back.
        """
        kept = {name: self._entries[name] for name in names}
        before, self._entries = self._entries, kept
        try:
            yield self
        finally:
            self._entries = before

    @contextmanager
    def without(self, *names: str) -> Iterator[Self]:
        """For tests: as ``only``, with all entries but these; without names everything stays."""
        missing = set(names) - self._entries.keys()
        if missing:
            raise KeyError(*sorted(missing))
        with self.only(*(name for name in self._entries if name not in names)):
            yield self
