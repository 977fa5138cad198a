"""Days and moments as people read them, in the organiser's zone and the language of the reader."""

from datetime import date, datetime

from django.utils.formats import date_format

from training.kernel import time


def day_text(day: date | datetime, format: str = "DATE_FORMAT") -> str:
    """The day, or the day of a moment; ``format`` is a name or a pattern of Django's ``date_format``."""
    return date_format(time.today(day) if isinstance(day, datetime) else day, format)


def short_day_text(day: date | datetime) -> str:
    return day_text(day, "SHORT_DATE_FORMAT")


def moment_text(moment: datetime, format: str = "DATETIME_FORMAT") -> str:
    return date_format(moment.astimezone(time.zone()), format)
