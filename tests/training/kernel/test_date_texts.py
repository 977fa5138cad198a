"""Days, deadlines and working time as people say them."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from training.kernel import time
from training.kernel.date_texts import days_text, deadline_text, near_day_text, working_time_text

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("days", "polish", "english"),
    [
        (0, "dziś", "today"),
        (1, "jutro", "tomorrow"),
        (2, "Poniedziałek, 30 listopada", "Monday, 30 November"),
        (40, "Czwartek, 7 stycznia 2027", "Thursday, 7 January 2027"),
    ],
)
def test_a_day_ahead_is_said_from_today(days, polish, english):
    day = TODAY + timedelta(days=days)
    for language, words in (("pl", polish), ("en", english)):
        with translation.override(language):
            assert near_day_text(day, TODAY) == words
            assert near_day_text(time.at(day, "23:30"), TODAY) == words


@pytest.mark.parametrize(
    ("due", "polish", "english"),
    [
        (time.at(TODAY, "16:00"), "dziś, 16:00", "today, 16:00"),
        (time.at(date(2026, 11, 29), "8:30"), "jutra, 08:30", "tomorrow, 08:30"),
        (time.at(date(2026, 11, 30), "16:00"), "30 listopada, 16:00", "30 November, 16:00"),
        (time.at(date(2027, 1, 7), "16:00"), "7 stycznia 2027, 16:00", "7 January 2027, 16:00"),
        # Midnight ends the day before.
        (time.at(date(2026, 12, 1), "0:00"), "30 listopada", "30 November"),
        (date(2026, 11, 30), "30 listopada", "30 November"),
    ],
)
def test_a_deadline_keeps_its_hour(due, polish, english):
    for language, words in (("pl", polish), ("en", english)):
        with translation.override(language):
            assert deadline_text(due, TODAY) == words


@pytest.mark.parametrize(
    ("first", "last", "polish", "english"),
    [
        (date(2026, 12, 16), date(2026, 12, 16), "16 grudnia 2026", "16 December 2026"),
        (date(2026, 12, 16), date(2026, 12, 17), "16–17 grudnia 2026", "16–17 December 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 listopada – 2 grudnia 2026", "30 November – 2 December 2026"),
        (
            date(2026, 12, 30),
            date(2027, 1, 2),
            "30 grudnia 2026 – 2 stycznia 2027",
            "30 December 2026 – 2 January 2027",
        ),
    ],
)
def test_what_two_days_share_is_said_once(first, last, polish, english):
    assert days_text(first, last) == polish
    with translation.override("en"):
        assert days_text(first, last) == english


def test_days_whose_month_comes_first_are_written_whole(settings):
    settings.FORMAT_MODULE_PATH = None
    with translation.override("en-us"):
        assert days_text(date(2026, 12, 16), date(2026, 12, 17)) == "Dec. 16, 2026 – Dec. 17, 2026"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (1, "1 godzina robocza"),
        (12, "12 godzin roboczych"),
        (8, "1 dzień roboczy"),
        (16, "2 dni robocze"),
        (40, "5 dni roboczych"),
    ],
)
def test_whole_days_of_work_are_told_as_days(hours, text):
    assert working_time_text(hours) == text
