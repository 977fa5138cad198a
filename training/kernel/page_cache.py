"""Asking the same question once while one page is made."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kompas_asked", default=None)


@contextmanager
def page_cache() -> Iterator[None]:
    """Inside, ``once`` keeps its answers.  For pages that only read: a write in between would not be seen."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question that several parts of a page ask; outside ``page_cache`` it is asked each time."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    answer: T = kept[key]
    return answer
