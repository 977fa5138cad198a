"""Columns of models by name: read, checked and written."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)


def field_of(model: type[Model], name: str) -> Field[Any, Any]:
    """The field that the model itself has.

    Raises:
        FieldDoesNotExist: no field of this name, or one of another model that points here.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(f"{model.__name__}.{name} is a field of another model")
    return field


def related_model_of(model: type[Model], name: str) -> type[Model]:
    """The model that a foreign key of this name points to."""
    related = field_of(model, name).related_model
    if related is None or isinstance(related, str):
        raise FieldDoesNotExist(f"{model.__name__}.{name} points to no model")
    return related


def check_fields(verb: str, given: Mapping[str, object], allowed: type) -> None:
    """Refuse keywords that are not in the TypedDict ``allowed``, as Python does for a function that names them all.

    Raises:
        TypeError
    """
    for name in given.keys() - allowed.__annotations__.keys():
        raise TypeError(f"{verb}() got an unexpected keyword argument {name!r}")


def write(row: Row, values: Mapping[str, Any]) -> Row:
    """Set the values on the row, unsaved; what is not named stays."""
    for name, value in values.items():
        setattr(row, name, value)
    return row
