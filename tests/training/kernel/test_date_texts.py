"""Days and working time as people read them."""

from datetime import date

import pytest
from django.utils import translation

from training.kernel.date_texts import days_text, working_time_text


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
