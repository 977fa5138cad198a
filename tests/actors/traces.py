"""Where the database names an actor: columns of history, and the lines of Wagtail's."""

from django.apps import apps
from django.db import models
from wagtail.models import ModelLogEntry


def columns() -> list[tuple[type[models.Model], str]]:
    """``actor_name`` of the journals, and columns such as ``granted_by``."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("training", "courses", "certificates", "cms")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and (field.name == "actor_name" or field.name.endswith("_by"))
    ]


def traces(name: str) -> list[str]:
    """The columns that hold the name, each once."""
    found = [
        f"{model.__name__}.{column}"
        for model, column in columns()
        if model._base_manager.filter(**{column: name}).exists()
    ]
    if ModelLogEntry.objects.filter(data__actor_name=name).exists():
        found.append("ModelLogEntry")
    return found
