"""Trying to change a row past the verbs: values of another kind for each column, and what becomes of it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from training.kernel.integrity import checks


def faults() -> set[str]:
    """Everything that ``kompas_check`` says."""
    return {str(fault) for entry in checks.entries() for fault in entry.value()}


@dataclass(frozen=True)
class Attempt:
    """What became of one statement: refused, found by a check, or neither."""

    refused: bool
    reported: bool
    refusal: str = ""

    @property
    def is_silent(self) -> bool:
        return not (self.refused or self.reported)


def attempt(statement: str, params: list[Any], before: set[str]) -> Attempt:
    """Execute, ask the checks, and take it back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            if not cursor.rowcount:
                raise AssertionError(f"nothing was changed: {statement} {params}")
            # Foreign keys are looked at when the transaction ends; here it does not.
            connection.check_constraints()
            reported = bool(faults() - before)
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return Attempt(True, False, str(refusal))
    return Attempt(False, reported)


def update(row: models.Model, field: models.Field, value: Any, before: set[str]) -> Attempt:
    table, pk = row._meta.db_table, row._meta.pk.column
    prepared = field.get_db_prep_save(value, connection)
    return attempt(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{pk}" = %s', [prepared, row.pk], before)


def delete(row: models.Model, before: set[str]) -> Attempt:
    return attempt(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', [row.pk], before)


def other_values(row: models.Model, field: models.Field) -> Iterator[Any]:
    """Values that the column could have instead: another, and none where it may be empty."""
    there = field.value_from_object(row)
    yield from (value for value in _candidates(row, field, there) if value != there)


def _candidates(row: models.Model, field: models.Field, there: Any) -> Iterator[Any]:
    # A link that may go with what it names is emptied then; another one in its place is a forgery.
    if field.null and not (field.remote_field and field.remote_field.on_delete is models.SET_NULL):
        yield None
    if field.remote_field:
        others = field.related_model._base_manager.exclude(pk=there).order_by("pk")
        yield from others.values_list(field.target_field.attname, flat=True)[:2]
    elif field.choices:
        yield from (key for key, _label in field.flatchoices if key != there)
    elif isinstance(field, models.BooleanField):
        yield not there
    elif isinstance(field, models.DateTimeField):
        moment = there or row_moment(row)
        yield from (moment + timedelta(hours=1), moment - timedelta(hours=1))
    elif isinstance(field, models.DateField):
        day = there or row_moment(row).date()
        yield from (day + timedelta(days=1), day - timedelta(days=1))
    elif isinstance(field, models.JSONField):
        yield {"other": 1} if isinstance(there, dict) else [*(there or []), "other"]
    elif isinstance(field, models.UUIDField):
        yield uuid.UUID(int=1)
    elif isinstance(field, models.BinaryField):
        yield b"other"
    elif isinstance(field, (models.IntegerField, models.AutoField)):
        yield from ((there or 0) + 1, max((there or 0) - 1, 0)) if not field.primary_key else (there + 100_000,)
    else:
        yield "inny" if field.max_length and len(str(there)) + 5 > field.max_length else f"{there} inny".strip()
        if field.blank:
            yield ""


def row_moment(row: models.Model) -> Any:
    from tests import factories as make

    return make.NOW
