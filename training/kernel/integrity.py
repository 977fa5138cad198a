"""Checks of a whole database against the promises; rooms register theirs, ``kompas_check`` runs them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

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
