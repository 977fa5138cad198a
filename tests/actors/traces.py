"""Where the database names an actor: columns of history, and the lines of Wagtail's."""

from functools import cache

from django.apps import apps
from django.db import connection, models
from wagtail.models import ModelLogEntry


def columns() -> list[tuple[type[models.Model], str]]:
    """``actor_name`` of the journals, and columns such as ``granted_by``."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("training", "courses", "certificates", "cms")
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField) and (field.name == "actor_name" or field.name.endswith("_by"))
    ]


@cache
def _question() -> tuple[str, int]:
    """One statement for all the columns, of which there are many, and each verb asks for them twice."""
    quoted = connection.ops.quote_name
    parts = [
        f"SELECT '{model.__name__}.{column}' WHERE EXISTS "
        f"(SELECT 1 FROM {quoted(model._meta.db_table)} WHERE {quoted(column)} = %s)"
        for model, column in columns()
    ]
    return " UNION ALL ".join(parts), len(parts)


def traces(name: str) -> list[str]:
    """The columns that hold the name, each once."""
    statement, times = _question()
    with connection.cursor() as cursor:
        cursor.execute(statement, [name] * times)
        columns = [column for (column,) in cursor.fetchall()]
    if ModelLogEntry.objects.filter(data__actor_name=name).exists():
        columns.append("ModelLogEntry")
    return columns
