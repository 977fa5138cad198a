"""Days end at the organiser's midnight; offers run out in working hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.kernel import time

WARSAW = time.zone()
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=WARSAW))


def test_a_late_evening_in_utc_is_already_tomorrow_for_the_organiser():
    assert time.today(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_day_lasts_from_midnight_to_midnight_also_when_the_clocks_change():
    spring = date(2026, 3, 29)
    utc = UTC
    assert time.end_of(spring).astimezone(utc) - time.start_of(spring).astimezone(utc) == timedelta(hours=23)


def test_a_clock_time_is_the_organisers():
    assert time.at(date(2026, 12, 1), "09:30").astimezone(UTC).hour == 8


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 10), True),
        (date(2026, 11, 11), False),  # Independence Day
        (date(2026, 11, 14), False),  # Saturday
        (date(2026, 12, 24), False),  # a public holiday since 2025
        (date(2026, 4, 6), False),  # Easter Monday
    ],
)
def test_holidays_and_weekends_are_no_working_days(day, works):
    assert time.is_working_day(day) is works


def test_the_organisers_own_days_off_are_no_working_days(settings):
    settings.KOMPAS = {**settings.KOMPAS, "EXTRA_DAYS_OFF": (date(2026, 11, 10),)}
    assert not time.is_working_day(date(2026, 11, 10))


def test_saturdays_are_not_sundays():
    assert not time.is_holiday_or_sunday(date(2026, 11, 14))
    assert time.is_holiday_or_sunday(date(2026, 11, 15))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 11, 9, 10, 0), 4, datetime(2026, 11, 9, 14, 0)),
        (datetime(2026, 11, 9, 15, 0), 4, datetime(2026, 11, 10, 11, 0)),
        (datetime(2026, 11, 10, 15, 0), 4, datetime(2026, 11, 12, 11, 0)),  # over a holiday
        (datetime(2026, 11, 13, 20, 0), 1, datetime(2026, 11, 16, 9, 0)),  # from a Friday night
        (datetime(2026, 11, 9, 6, 0), 8, datetime(2026, 11, 9, 16, 0)),  # from before opening
    ],
)
def test_working_hours_skip_nights_weekends_and_holidays(start, hours, end):
    assert time.add_working_hours(start.replace(tzinfo=WARSAW), hours) == end.replace(tzinfo=WARSAW)


@given(moments, st.integers(1, 60))
def test_a_deadline_lies_in_working_time_and_never_in_the_past(moment, hours):
    deadline = time.add_working_hours(moment, hours)
    assert deadline > moment
    assert time.is_working_day(time.today(deadline))
    assert 8 <= deadline.hour <= 16


@given(moments, st.integers(1, 30), st.integers(1, 30))
def test_working_hours_add_up(moment, first, second):
    once = time.add_working_hours(moment, first + second)
    assert time.add_working_hours(time.add_working_hours(moment, first), second) == once


def test_counting_back_skips_days_off():
    assert time.working_days_before(date(2026, 11, 12), 2) == date(2026, 11, 9)
    assert time.working_days_before(date(2026, 11, 16), 0) == date(2026, 11, 16)
