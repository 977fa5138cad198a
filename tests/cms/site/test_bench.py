"""The page of the benchmarks: whole, in order, and honest about what is not met."""

from datetime import date
from typing import ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.site.bench import page, running
from cms.site.bench.measures import MEASURES, Measure
from cms.site.bench.running import Figure
from training.people.models import Person

WANTED = (
    "apply", "fill 100 freed seats", "roster save of 30", "course index", "my development", "team map",
    "growth report", "close an edition of 300", "100 certificates", "xlsx of all enrolments", "staff preview",
)  # fmt: skip


def test_everything_that_was_promised_is_measured_and_some_have_a_floor():
    names = [one.name for one in MEASURES]
    for wanted in WANTED:
        assert any(name.startswith(wanted) for name in names), wanted
    for wanted in ("team map", "growth report", "100 certificates", "xlsx of all enrolments", "staff preview"):
        assert any(one.name.startswith(wanted) and one.floor is not None for one in MEASURES), wanted


class Counting(Measure):
    name: ClassVar[str] = "count people"
    times = 3
    most_queries = 1
    most_milliseconds = 0
    most_times_the_floor = 1e9

    def prepare(self):
        self.made = Person.objects.create(first_name="Jan", last_name="Kos")

    def run(self):
        Person.objects.count()
        return Person.objects.filter(pk=self.made.pk).count()

    def floor(self):
        return 1

    def check(self, result, floor):
        assert result == floor


@pytest.mark.django_db
def test_a_measure_counts_its_queries_says_what_is_not_met_and_leaves_nothing():
    figure = running.measure(Counting)
    assert figure.queries == 2
    assert [met for _words, met in figure.aims] == [False, False, True]
    assert figure.memory >= 0
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_measure_whose_floor_answers_otherwise_is_refused():
    class Wrong(Counting):
        def floor(self):
            return 2

    with pytest.raises(AssertionError), CaptureQueriesContext(connection):
        running.measure(Wrong)


def test_a_line_of_the_page():
    figure = Figure("apply", 9, 12.34, 1.6, 4.0, [("≤ 8 queries", False), ("≤ 25 ms", True)])
    assert page.row(figure) == "| apply | 9 | 12.3 | 2 | 4.0 | 3.08 | ≤ 8 queries **not met**, ≤ 25 ms |"
    assert page.row(Figure("apply", 7, 1, 0, None, [])) == "| apply | 7 | 1.0 | 0 |  |  |  |"
    assert {line.count("|") for line in (*page.table_head(), page.row(figure))} == {8}


def test_a_new_section_takes_the_place_of_the_old_one_of_its_size():
    medium = page.section("M", {"SQLite 3.40": ["| a |"]}, date(2026, 11, 1))
    old = page.section("S", {"SQLite 3.40": ["| old |"]}, date(2026, 11, 2))
    new = page.section("S", {"SQLite 3.40": ["| new |"], "PostgreSQL 15.20": ["| b |"]}, date(2026, 11, 3))
    text = ""
    for size, part in (("M", medium), ("S", old), ("S", new)):
        text = page.with_section(text, size, part)
    assert text.startswith("# Benchmarks\n")
    assert [line for line in text.splitlines() if line.startswith("##")] == [
        "## Size S: 2026-11-03",
        "### SQLite 3.40, size S",
        "### PostgreSQL 15.20, size S",
        "## Size M: 2026-11-01",
        "### SQLite 3.40, size M",
    ]
    assert "| old |" not in text
    assert "make bench SIZE=M` on " in text
    assert page.with_section(text, "S", new) == text
