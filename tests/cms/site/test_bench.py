"""The page of the benchmarks: whole, in order, and honest about what is not met."""

import contextlib
import io
import smtplib
import sqlite3
import threading
from datetime import date
from typing import ClassVar

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cms.site.bench import page, running
from cms.site.bench.base import Measure
from cms.site.bench.measures import MEASURES
from cms.site.bench.running import Figure
from cms.site.bench.serving import Mailbox
from cms.site.management.commands import kompas_bench
from training.kernel.background import THREAD
from training.people.models import Person

WANTED = (
    "apply", "apply, to its end", "300 people apply, 8 at once", "calendars of 100", "catch up",
    "fill 100 freed seats", "roster save of 30", "course index", "my development", "team map",
    "growth report", "close an edition of 300", "100 certificates", "xlsx of all enrolments", "staff preview",
)  # fmt: skip


def test_everything_that_was_promised_is_measured_and_some_have_a_floor():
    names = [measure.name for measure in MEASURES]
    for wanted in WANTED:
        assert any(name.startswith(wanted) for name in names), wanted
    for wanted in ("team map", "growth report", "100 certificates", "xlsx of all enrolments", "staff preview"):
        assert any(measure.name.startswith(wanted) and measure.floor is not None for measure in MEASURES), wanted


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
    # Its floor is too short to be compared with.
    assert [met for _words, met in figure.aims] == [False, False]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("floor", "milliseconds", "met"), [(19.9, 90, []), (20, 30, [True]), (20, 31, [False]), (100, 150, [True])]
)
def test_an_aim_in_floors_holds_where_the_floor_takes_long_enough(floor, milliseconds, met):
    class Slow(Measure):
        most_times_the_floor = 1.5

    judged = running._aims(Slow(), queries=1, milliseconds=milliseconds, floor=floor, rate=None)
    assert judged == [("≤ 1.5 × floor", kept) for kept in met]


@pytest.mark.django_db
def test_a_measure_whose_floor_answers_otherwise_is_refused():
    class Wrong(Counting):
        def floor(self):
            return 2

    with pytest.raises(AssertionError), CaptureQueriesContext(connection):
        running.measure(Wrong)


class Beside(Measure):
    """Asks twice itself, and three times in the thread beside the requests."""

    name: ClassVar[str] = "beside"
    times, crowd = 1, 2
    least_a_second = 1e9

    def run(self):
        for _turn in range(2):
            Person.objects.count()

    def settle(self):
        thread = threading.Thread(target=self.ask, name=THREAD)
        thread.start()
        thread.join()

    def ask(self):
        try:
            for _turn in range(3):
                Person.objects.count()
        finally:
            connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(("beside", "queries"), [(False, 1), (True, 2)])
def test_what_the_thread_asks_is_counted_apart_and_for_one_of_the_crowd(beside, queries, monkeypatch):
    monkeypatch.setattr(Beside, "beside", beside)
    figure = running.measure(Beside)
    assert figure.queries == queries
    assert figure.rate > 0 and figure.aims == [("≥ 1e+09 a second", False)]


class Committing(Measure):
    name: ClassVar[str] = "committing"
    times, commits = 2, True

    def prepare(self):
        self.name = connection.settings_dict["NAME"]

    def run(self):
        Person.objects.create(first_name="Jan", last_name="Kos")
        assert not connection.in_atomic_block


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_commits_does_so_in_a_copy_that_is_dropped():
    name = connection.settings_dict["NAME"]
    figure = running.measure(Committing)
    assert figure.name == f"{name}_copy"
    assert connection.settings_dict["NAME"] == name
    assert not Person.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [f"{name}_copy"])
        assert cursor.fetchone() == (0,)


def test_a_copy_of_a_file_is_a_database_of_its_own(tmp_path):
    name, copy = str(tmp_path / "kompas.sqlite3"), str(tmp_path / "kompas.sqlite3_copy")
    with contextlib.closing(sqlite3.connect(name)) as database:
        database.execute("CREATE TABLE person (name)")
        database.commit()
    running._copy_file(name, copy)
    with contextlib.closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (0,)
    running._drop_file(copy)
    assert [file.name for file in tmp_path.iterdir()] == ["kompas.sqlite3"]


def test_the_mailbox_counts_the_letters_that_a_sender_hands_over():
    with Mailbox() as mailbox:
        with smtplib.SMTP("127.0.0.1", mailbox.port, timeout=10) as sender:
            for number in range(2):
                # A line with a dot alone is doubled by the sender, and ends nothing.
                sender.sendmail("rops@example.org", ["anna@example.org"], f"Subject: {number}\r\n\r\n.\r\nKoniec")
        assert mailbox.wait(2, 10)
    assert mailbox.letters == 2


def test_what_a_server_of_its_own_asks_is_not_counted():
    assert page.row(Figure("crowd", None, 4000, 0, None, [], rate=75)) == "| crowd |  | 4000.0 | 75.0 | 0 |  |  |  |"


LINES = ["# SQLite 3", "| measure |", "| apply | 9 | ≤ 8 queries **not met** |", "| roster | 3 | ≤ 8 queries |"]


@pytest.fixture
def measured(monkeypatch):
    """The command with figures at hand instead of regions."""
    monkeypatch.setattr(kompas_bench.Command, "_server", lambda command: None)
    monkeypatch.setattr(kompas_bench.Command, "_measure", lambda command, home, address, options: LINES)


def test_an_aim_that_is_not_met_fails_the_command(measured):
    with pytest.raises(CommandError, match=r"SQLite 3: apply$"):
        call_command("kompas_bench", "--no-page", stdout=io.StringIO())


def test_the_command_may_only_report(measured):
    told = io.StringIO()
    call_command("kompas_bench", "--no-page", "--report-only", stdout=told)
    assert told.getvalue().startswith("PostgreSQL: not measured")


def test_a_line_of_the_page():
    figure = Figure("apply", 9, 12.34, 1.6, 4.0, [("≤ 8 queries", False), ("≤ 25 ms", True)])
    assert page.row(figure) == "| apply | 9 | 12.3 |  | 2 | 4.0 | 3.08 | ≤ 8 queries **not met**, ≤ 25 ms |"
    assert page.row(Figure("apply", 7, 1, 0, None, [])) == "| apply | 7 | 1.0 |  | 0 |  |  |  |"
    assert page.row(Figure("crowd", 7, 4000, 0, None, [], rate=75)) == "| crowd | 7 | 4000.0 | 75.0 | 0 |  |  |  |"
    assert {line.count("|") for line in (*page.table_head(), page.row(figure))} == {9}


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
