"""How far days, moments and numbers that people type may reach: fields of forms and constraints ask here.

A year 1 goes out of range as soon as it is moved to another time zone, and
stops every page that shows it; a number beyond reason does the same to
whatever adds it to a day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from training.kernel.integrity import Fault

# The first is also "since before our records" (``kernel.dated``).
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# A day wider than the days: midnight of the first one here is the evening before in UTC.
FIRST_MOMENT, LAST_MOMENT = datetime(1899, 12, 31, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)
# Places in a list and versions: what a small integer holds in PostgreSQL.
MOST_IN_A_LIST = 32_767
MINUTES_OF_A_DAY = 1440
MOST_SEATS = 10_000
# Half a year of working days.
MOST_HOURS_TO_CONFIRM = 1000
MOST_CERTIFICATES = 10_000_000

_TOO_LARGE = _("The number is too large.")
_SENTENCE = _("The day must lie between 1 January 1900 and 31 December 2100.")

DAY = [MinValueValidator(FIRST_DAY, _SENTENCE), MaxValueValidator(LAST_DAY, _SENTENCE)]
MOMENT = [MinValueValidator(FIRST_MOMENT, _SENTENCE), MaxValueValidator(LAST_MOMENT, _SENTENCE)]


def days_within(table: str, *fields: str) -> list[CheckConstraint]:
    """A constraint for each field that keeps a day."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__gte": FIRST_DAY, f"{field}__lte": LAST_DAY}),
            name=f"{table}_{field}_within",
            violation_error_message=_SENTENCE,
        )
        for field in fields
    ]


def moments_within(table: str, *fields: str) -> list[CheckConstraint]:
    """A constraint for each field that keeps a moment."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__gte": FIRST_MOMENT, f"{field}__lte": LAST_MOMENT}),
            name=f"{table}_{field}_within",
            violation_error_message=_SENTENCE,
        )
        for field in fields
    ]


def numbers_within(table: str, **most: int) -> list[CheckConstraint]:
    """A constraint for each field that keeps a number: from nothing to ``most``."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__gte": 0, f"{field}__lte": limit}),
            name=f"{table}_{field}_within",
            violation_error_message=_TOO_LARGE,
        )
        for field, limit in most.items()
    ]


# ---- data that is there already --------------------------------------------------------------------------------

_OPPOSITE = {"gte": "lt", "lte": "gt"}


def check_bounds() -> Iterator[Fault]:
    """Rows of ours outside the bounds: written before there were any, or past the constraints."""
    for model in apps.get_models():
        if not model._meta.label.startswith("kompas_"):
            continue
        for constraint in model._meta.constraints:
            if not isinstance(constraint, CheckConstraint) or not constraint.name.endswith("_within"):
                continue
            outside, condition = Q(), constraint.condition
            if not isinstance(condition, Q):
                continue
            for child in condition.children:
                if not isinstance(child, tuple):
                    continue
                lookup, limit = child
                field, _, comparison = lookup.rpartition("__")
                outside |= Q(**{f"{field}__{_OPPOSITE[comparison]}": limit})
            # Only keys are read: a year 1 could not even be shown.
            for key in model._base_manager.filter(outside).order_by("pk").values_list("pk", flat=True):
                sentence = f"{field} is outside its bounds; write a value that can be true"
                yield Fault("bounds", sentence, {model._meta.label_lower: key})
