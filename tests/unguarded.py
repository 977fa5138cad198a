"""Writing past the triggers, as somebody with the database's own tools would, to see that a check finds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from training.kernel import triggers


@contextmanager
def unguarded() -> Iterator[None]:
    triggers.remove()
    try:
        yield
    finally:
        triggers.install()
