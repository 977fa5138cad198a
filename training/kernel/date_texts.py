"""Days and moments as people read them, in the organiser's zone and the language of the reader."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format, get_format
from django.utils.translation import ngettext, pgettext

from training.kernel import time
from training.kernel.conf import setting


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


def days_text(first: date, last: date) -> str:
    """From day to day; what both share is said once: ``16–17 grudnia 2026``, ``30 listopada – 2 grudnia 2026``.

    Only where the reader's way of writing days begins with the day; else both are written whole.
    """
    if first == last:
        return day_text(first)
    if first.year == last.year and get_format("DATE_FORMAT").startswith("j "):
        if first.month == last.month:
            return f"{first.day}–{day_text(last)}"
        return f"{day_text(first, 'MONTH_DAY_FORMAT')} – {day_text(last)}"
    return f"{day_text(first)} – {day_text(last)}"


def working_time_text(hours: int) -> str:
    """Working hours as people count them: in working days where they are whole ones (``KOMPAS["WORKING_HOURS"]``)."""
    opens, closes = setting("WORKING_HOURS")
    days, rest = divmod(hours, closes - opens)
    if days and not rest:
        return ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    return ngettext("%(count)d working hour", "%(count)d working hours", hours) % {"count": hours}
