"""Checks of a whole database against the promises; rooms register theirs, ``kompas_check`` runs them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from training.kernel.printing import rows_that_cannot_be_printed
from training.kernel.registry import Registry


@dataclass(frozen=True)
class Fault:
    """One broken promise: which, in words, and the keys of the rows concerned."""

    promise: str
    sentence: str
    keys: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        keys = ", ".join(f"{name}={value}" for name, value in self.keys.items())
        return f"{self.promise}: {self.sentence}" + (f" [{keys}]" if keys else "")


Check = Callable[[], Iterable[Fault]]
checks: Registry[Check] = Registry("integrity checks of a database")


def unprintable(model: type[Model], *columns: str) -> Iterator[Fault]:
    """Rows written before anybody asked whether a document can hold them."""
    for key, column, letters in rows_that_cannot_be_printed(model._default_manager.all(), *columns):
        keys = {str(model._meta.model_name): key, "column": column, "letters": letters}
        yield Fault("printed texts", "a letter that no font of the documents has; write it in other characters", keys)
