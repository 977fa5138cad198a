"""Days, moments and working time in the organiser's own zone (``KOMPAS["TIME_ZONE"]``)."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

from training.kernel.conf import setting


def zone() -> ZoneInfo:
    return ZoneInfo(setting("TIME_ZONE"))


def now() -> datetime:
    return timezone.now()


def today(moment: datetime | None = None) -> date:
    """The organiser's day at ``moment`` (default: now)."""
    return (moment or timezone.now()).astimezone(zone()).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone())


def end_of(day: date) -> datetime:
    """The first moment after ``day``: what was known on a day was recorded before it."""
    return start_of(day + timedelta(days=1))


def at(day: date, clock: str) -> datetime:
    """``at(day, "09:00")``: that clock time in the organiser's zone."""
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=zone())


@lru_cache(maxsize=8)
def _public_holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday, no extra day off of the organiser."""
    if day.weekday() >= 5 or day in setting("EXTRA_DAYS_OFF"):
        return False
    return day not in _public_holidays(setting("HOLIDAYS_COUNTRY"))


def is_holiday_or_sunday(day: date) -> bool:
    return day.weekday() == 6 or day in _public_holidays(setting("HOLIDAYS_COUNTRY"))


def add_working_hours(moment: datetime, hours: int) -> datetime:
    """The moment ``hours`` working hours later: nights, weekends and holidays do not count."""
    opens, closes = setting("WORKING_HOURS")
    here = moment.astimezone(zone())
    left = timedelta(hours=hours)
    while True:
        if is_working_day(here.date()):
            begin = max(here, datetime.combine(here.date(), time(opens), tzinfo=zone()))
            end = datetime.combine(here.date(), time(closes), tzinfo=zone())
            # Working hours lie outside the clock changes, so plain subtraction is exact.
            if begin + left <= end:
                return begin + left
            if begin < end:
                left -= end - begin
        here = datetime.combine(here.date() + timedelta(days=1), time.min, tzinfo=zone())


def working_days_before(day: date, count: int) -> date:
    """The last day that is ``count`` working days before ``day``."""
    while count > 0:
        day -= timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day
