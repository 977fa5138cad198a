"""Days and numbers for readers without names: the ends of quarters, and rounded.

Two exact answers can be subtracted, of two days or of two groups; what is left is one person.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Value


def end_of_quarter(day: date) -> date:
    """The last day of a quarter, not after ``day``; before all records any day will do."""
    if day.year < 1900:
        return day
    tomorrow = day + timedelta(days=1)
    return date(tomorrow.year, (tomorrow.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def rounded(number: int, step: int) -> int:
    """To the nearest multiple of ``step``; the same number always in the same way, so asking again tells no more."""
    return (2 * number + step) // (2 * step) * step


def rounded_in_sql(number: Any, step: int) -> Any:
    """``rounded`` as an expression over a whole number: both sides of each operator are whole, and so is the result."""
    return (number * Value(2) + Value(step)) / Value(2 * step) * Value(step)
