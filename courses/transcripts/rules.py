"""A training transcript without a database: what was attended, by year, and the sums that stand on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

_TENTH = Decimal("0.1")


def hours_of(minutes: int, hour: int) -> Decimal:
    """Didactic hours to one place, as they are printed."""
    return (Decimal(minutes) / hour).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class AttendedCourse:
    """A course that somebody attended, in words of the reader's language.

    ``minutes`` are those attended, of ``minutes_of_course``; ``hour`` is how
    many minutes a didactic hour of that course has.  ``key`` is what
    certificates are found by: the key of the enrolment, or nothing.
    """

    title: str
    code: str
    starts_on: date | None
    ends_on: date | None
    minutes: int
    minutes_of_course: int
    hour: int
    result: str
    tone: str = ""
    institution: str = ""
    organiser: str = ""
    key: int | None = None
    # The organiser is correcting it: what is shown was decided at the last closing.
    is_being_corrected: bool = False

    @property
    def hours(self) -> Decimal:
        return hours_of(self.minutes, self.hour)

    @property
    def hours_of_course(self) -> Decimal:
        return hours_of(self.minutes_of_course, self.hour)

    def year(self, on: date) -> int:
        """The year of its last day; a course that goes on counts in the year of ``on``."""
        return min(self.ends_on or on, on).year


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate as a transcript names it; ``status`` is empty while it is valid."""

    number: str
    kind: str
    issued_on: date
    address: str
    status: str = ""


@dataclass(frozen=True)
class Row:
    course: AttendedCourse
    certificate: IssuedCertificate | None = None


@dataclass(frozen=True)
class Year:
    year: int
    rows: list[Row]

    @property
    def hours(self) -> Decimal:
        """The sum of the hours as they are printed beside the courses, so that the column adds up."""
        return sum((row.course.hours for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class Transcript:
    """Everything somebody attended; the newest year and course first."""

    on: date
    years: list[Year]

    @property
    def hours(self) -> Decimal:
        return sum((year.hours for year in self.years), Decimal(0))

    @property
    def count(self) -> int:
        return sum(len(year.rows) for year in self.years)


def transcript(
    courses: Iterable[AttendedCourse], certificates: Mapping[int, IssuedCertificate], on: date
) -> Transcript:
    """The courses by year, each with its certificate."""
    newest_first = sorted(
        courses,
        key=lambda course: (course.year(on), course.ends_on or on, course.starts_on or on, course.code),
        reverse=True,
    )
    years = [
        Year(year, [Row(course, certificates.get(course.key) if course.key else None) for course in of_year])
        for year, of_year in groupby(newest_first, key=lambda course: course.year(on))
    ]
    return Transcript(on, years)
