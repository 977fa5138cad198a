"""Days and moments as people read them, in the organiser's zone and the language of the reader."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import pgettext

from training.kernel import time


def day_text(day: date | datetime, format: str = "DATE_FORMAT") -> str:
    """The day, or the day of a moment; ``format`` is a name or a pattern of Django's ``date_format``."""
    return date_format(time.today(day) if isinstance(day, datetime) else day, format)


def short_day_text(day: date | datetime) -> str:
    return day_text(day, "SHORT_DATE_FORMAT")


def moment_text(moment: datetime, format: str = "DATETIME_FORMAT") -> str:
    return date_format(moment.astimezone(time.zone()), format)


def near_day_text(day: date | datetime, today: date) -> str:
    """A day that is looked forward to, for the beginning of a line: today, tomorrow, else its weekday.

    The year is left out when it is this one.
    """
    on = time.today(day) if isinstance(day, datetime) else day
    if on == today:
        return pgettext("day", "today")
    if on == today + timedelta(days=1):
        return pgettext("day", "tomorrow")
    return f"{date_format(on, 'l')}, {_without_this_year(on, today)}"


def deadline_text(due: date | datetime, today: date) -> str:
    """Until when something can be done, to stand after “until”; a moment keeps its hour.

    What ends at midnight ends with the day before: nobody calls that 00:00 of the next day.
    """
    if not isinstance(due, datetime):
        return _last_day_text(due, today)
    local = due.astimezone(time.zone())
    if (local.hour, local.minute) == (0, 0):
        return _last_day_text(local.date() - timedelta(days=1), today)
    return f"{_last_day_text(local.date(), today)}, {date_format(local, 'TIME_FORMAT')}"


def _last_day_text(day: date, today: date) -> str:
    if day == today:
        return pgettext("until", "today")
    if day == today + timedelta(days=1):
        return pgettext("until", "tomorrow")
    return _without_this_year(day, today)


def _without_this_year(day: date, today: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")
