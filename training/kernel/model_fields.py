"""Columns of models by name, as what they are: a relation from elsewhere is refused."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model


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
