"""Minutes and messages, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.refusals import MinutesImpossible, MinutesMissing
from courses.attendance.rules import (
    CurrentMark,
    Minutes,
    check_minutes,
    minutes_attended,
    minutes_required,
    takes_effect,
)
from courses.attendance.states import Presence

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("presence", "missed", "attended"),
    [("present", 0, 270), ("late", 20, 250), ("left_early", 270, 0), ("excused", 0, 0), ("absent", 0, 0), ("", 0, 0)],
)
def test_excused_minutes_are_not_attended_minutes(presence, missed, attended):
    assert minutes_attended(presence, missed, 270) == attended


@pytest.mark.parametrize(
    ("minutes", "threshold", "required"),
    [(270, 80, 216), (1, 80, 1), (45, 80, 36), (91, 80, 73), (270, 0, 0), (7, 100, 7)],
)
def test_the_required_minutes_are_rounded_up(minutes, threshold, required):
    assert minutes_required(minutes, threshold) == required


@given(minutes=st.integers(0, 100_000), threshold=st.integers(0, 100))
def test_the_required_minutes_are_the_least_that_reach_the_threshold(minutes, threshold):
    required = minutes_required(minutes, threshold)
    assert required * 100 >= minutes * threshold
    assert required == 0 or (required - 1) * 100 < minutes * threshold


@given(st.sampled_from(Presence), st.integers(0, 500), st.integers(1, 500))
def test_nobody_attends_more_than_the_meeting_has(presence, missed, minutes):
    assert 0 <= minutes_attended(presence, missed, minutes) <= minutes


def test_minutes_missed_are_asked_for_and_have_a_limit():
    assert check_minutes(Presence.PRESENT, 30, 270) == 0
    assert check_minutes(Presence.LATE, 30, 270) == 30
    with pytest.raises(MinutesMissing):
        check_minutes(Presence.LATE, 0, 270)
    with pytest.raises(MinutesImpossible) as refusal:
        check_minutes(Presence.LEFT_EARLY, 271, 270)
    assert refusal.value.facts == {"missed": 271, "minutes": 270}


def test_what_was_said_before_what_stands_comes_too_late():
    current = CurrentMark("present", 0, NOON)
    assert not takes_effect(NOON - timedelta(seconds=1), current)
    assert takes_effect(NOON, current)
    assert takes_effect(NOON, CurrentMark())


def test_somebody_with_no_minute_attended_never_has_enough():
    assert not Minutes(taught=90, attended=0, planned=90, required=0).is_enough
    assert Minutes(taught=90, attended=72, planned=90, required=72).is_enough
    assert Minutes(taught=90, attended=10, planned=100, required=80).is_lost
    assert Minutes(taught=50, attended=40, planned=100, required=80).missing == 40
