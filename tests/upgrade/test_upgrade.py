"""A database of an earlier commit, with data in it, becomes one of this commit, and its past stays what it was.

Each folder of ``stored`` is one (``stored.py`` says what is in it).  On SQLite
they are files of their own, on PostgreSQL databases of their own, so that the
migrations are the real ones, with rows in the tables and triggers on them.
"""

import json
import os

import pytest
from django.db import connection

from tests.upgrade import stored

NAMES = stored.names()


def check(answer: dict, name: str) -> None:
    assert answer["faults"] == []
    assert answer["triggers missing"] == []
    assert answer["rewritten"] == []
    assert answer["unsearchable"] == []
    assert answer["pages"] == {"nobody": [], "office": [], "person": []}
    expected = json.loads((stored.STORED / name / "expected.json").read_text(encoding="utf-8"))
    assert {figure: answer["figures"][figure] for figure in expected} == expected


def test_databases_are_kept_and_their_figures_say_something():
    assert NAMES
    for name in NAMES:
        expected = json.loads((stored.STORED / name / "expected.json").read_text(encoding="utf-8"))
        assert all(expected.values()), [figure for figure, rows in expected.items() if not rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_database_on_sqlite_is_upgraded(name, tmp_path):
    folder = stored.STORED / name
    stored.load_sqlite(folder, tmp_path / "earlier.sqlite3")
    stored.unpack(folder, stored.SQLITE, tmp_path)
    check(json.loads(stored.program("upgrade", f"sqlite:///{tmp_path / 'earlier.sqlite3'}", tmp_path)), name)


@pytest.fixture
def earlier(db):
    """The address of a new, empty database beside the tests' own."""
    assert connection.vendor == "postgresql"
    name = f"{connection.settings_dict['NAME']}_earlier"
    server = os.environ["KOMPAS_TEST_DATABASE_URL"]
    stored.administer(server, f'DROP DATABASE IF EXISTS "{name}"')
    stored.administer(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    yield stored.with_name(server, name)
    stored.administer(server, f'DROP DATABASE "{name}"')


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_database_on_postgresql_is_upgraded(name, earlier, tmp_path):
    folder = stored.STORED / name
    stored.load_postgresql(folder, earlier)
    stored.unpack(folder, stored.POSTGRESQL, tmp_path)
    check(json.loads(stored.program("upgrade", earlier, tmp_path)), name)
