"""Writing named fields onto a row: what is not named stays, what is unknown is a mistake of the caller."""

from collections.abc import Mapping, Set
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def write(row: Row, values: Mapping[str, Any], allowed: Set[str]) -> Row:
    """Set the values on the row, unsaved.

    Raises:
        TypeError: a name that the action does not write.
    """
    if unknown := set(values) - allowed:
        raise TypeError(f"{type(row).__name__} takes no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(row, name, value)
    return row
