"""Years and sums of a training transcript."""

from datetime import date
from decimal import Decimal

from courses.transcripts.rules import AttendedCourse, IssuedCertificate, hours_of, transcript

ON = date(2026, 11, 23)


def course(code, first, last, minutes=90, **more):
    return AttendedCourse(
        title=f"Kurs {code}",
        code=code,
        starts_on=first,
        ends_on=last,
        minutes=minutes,
        minutes_of_course=minutes,
        hour=more.pop("hour", 45),
        result="completed",
        **more,
    )


def test_a_course_counts_in_the_year_of_its_last_day():
    made = transcript([course("A", date(2024, 12, 30), date(2025, 1, 2))], {}, ON)
    assert [year.year for year in made.years] == [2025]


def test_a_course_that_goes_on_counts_in_this_year():
    made = transcript([course("A", date(2026, 11, 1), date(2027, 2, 1))], {}, ON)
    assert [year.year for year in made.years] == [2026]


def test_a_course_without_days_counts_in_this_year():
    assert [year.year for year in transcript([course("A", None, None)], {}, ON).years] == [2026]


def test_the_newest_year_and_course_come_first():
    made = transcript(
        [
            course("A", date(2025, 1, 1), date(2025, 1, 1)),
            course("B", date(2026, 3, 1), date(2026, 3, 1)),
            course("C", date(2025, 5, 1), date(2025, 5, 1)),
        ],
        {},
        ON,
    )
    assert [[row.course.code for row in year.rows] for year in made.years] == [["B"], ["C", "A"]]


def test_hours_add_up_as_they_are_printed():
    """Three times 4.67 is 14, and 4.7 is what stands in each row: whoever adds the column gets the sum below it."""
    day = date(2026, 1, 1)
    made = transcript([course(code, day, day, minutes=210) for code in "ABC"], {}, ON)
    assert [row.course.hours for row in made.years[0].rows] == [Decimal("4.7")] * 3
    assert made.years[0].hours == Decimal("14.1") == made.hours


def test_each_course_has_its_own_length_of_an_hour():
    assert (hours_of(90, 45), hours_of(90, 60)) == (Decimal("2.0"), Decimal("1.5"))


def test_a_certificate_stands_beside_its_course_only():
    day = date(2026, 1, 1)
    certificate = IssuedCertificate("1/KK/2026", "certificate", day, "/zaswiadczenia/1/pobierz/")
    made = transcript(
        [course("A", day, day, key=7), course("B", day, day, key=8), course("C", day, day)], {7: certificate}, ON
    )
    assert {row.course.code: row.certificate for row in made.years[0].rows} == {"A": certificate, "B": None, "C": None}


def test_nothing_attended_is_no_years():
    made = transcript([], {}, ON)
    assert (made.years, made.count, made.hours) == ([], 0, 0)
