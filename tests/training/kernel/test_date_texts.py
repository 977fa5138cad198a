"""Days and deadlines as people say them."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from training.kernel import time
from training.kernel.date_texts import deadline_text, near_day_text

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
