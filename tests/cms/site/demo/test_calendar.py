"""The demo may be built on any day: nobody teaches on a Sunday or a holiday, and the trainer always has work."""

from datetime import date, timedelta
from random import Random

import pytest

from cms.site.demo import enrolments
from cms.site.demo.courses import TOPICS
from cms.site.demo.images import ALT
from cms.site.demo.materials import PICTURE_OF, PICTURES, VOICES, to_know, voice
from cms.site.demo.offer import CROWDED, PHASES, PROGRAMME, _first_day, _in_a_row
from cms.site.demo.region import Region
from training.kernel import time

# A Monday, a Saturday, a Sunday, New Year, Easter Monday, a leap day, Christmas, the day after a long weekend.
DAYS = [
    date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29), date(2027, 1, 1), date(2027, 3, 29), date(2028, 2, 29),
    date(2026, 12, 25), date(2027, 5, 4),
]  # fmt: skip
EACH = pytest.mark.parametrize("day", DAYS, ids=str)


def first_days(day, phase, size="S"):
    region, count = Region(size, day, Random(1)), PHASES[size][phase]
    return [_first_day(region, phase, index, count, TOPICS[0], region.rng) for index in range(count)]


@EACH
@pytest.mark.parametrize("phase", ["closed", "finished", "running", "recruiting", "planned", "cancelled"])
def test_no_edition_begins_on_a_sunday_or_a_holiday(day, phase):
    assert [first for first in first_days(day, phase) if time.is_holiday_or_sunday(first)] == []


@EACH
def test_the_trainer_meets_the_group_today_or_on_the_last_day_of_teaching(day):
    first = first_days(day, "running")[0]
    assert first <= day
    assert first == day or all(
        time.is_holiday_or_sunday(first + timedelta(days=n)) for n in range(1, (day - first).days + 1)
    )


@EACH
def test_what_has_ended_has_ended_and_what_recruits_has_not_begun(day):
    # Three days of teaching at most, and a week to decide.
    assert max(first_days(day, "closed")) < day - timedelta(days=20)
    assert max(first_days(day, "finished")) < day - timedelta(days=5)
    assert min(first_days(day, "recruiting")) > day + timedelta(days=14)


def test_the_programme_names_courses_there_are_as_many_as_there_are_editions():
    codes = {topic.code for topic in TOPICS}
    for phase, planned in PROGRAMME.items():
        assert len(planned) == len(set(planned)) == PHASES["S"][phase]
        assert set(planned) <= codes
    assert max(CROWDED) < PHASES["S"]["recruiting"]


def test_the_learner_applies_only_for_what_is_for_a_social_worker_and_never_twice():
    kinds = {topic.code: topic.kinds.split() for topic in TOPICS}
    now = [*PROGRAMME["recruiting"][:3], PROGRAMME["running"][0], PROGRAMME["finished"][0]]
    wanted = [*enrolments.PAST, *now]
    assert len(set(wanted)) == len(wanted)
    assert [code for code in wanted if kinds[code] and "OPS" not in kinds[code]] == []


def test_people_apply_by_day():
    day = date(2027, 3, 28)  # the clocks change in this night
    moments = [enrolments._awake(time.start_of(day) + timedelta(minutes=minute)) for minute in range(0, 23 * 60, 7)]
    assert moments == sorted(moments)
    assert {moment.hour for moment in moments} == set(range(7, 22))


def test_every_course_has_a_picture_that_is_drawn_a_voice_and_words_for_before():
    assert set(PICTURE_OF) == {topic.code for topic in TOPICS}
    assert set(PICTURES) <= set(ALT)
    assert {voice(topic)["text"] for topic in TOPICS} == {text for text, _author, _role in VOICES.values()}
    for topic in TOPICS:
        place = "link do spotkania" if topic.mode == "remote" else "na miejscu"
        assert place in " ".join(to_know(topic)).casefold()


def test_abbreviations_keep_their_capitals_inside_a_sentence():
    assert _in_a_row(("Ustawa o CUS", "RODO w praktyce")) == "ustawa o CUS; RODO w praktyce"
