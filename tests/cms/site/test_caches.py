"""Limits of attempts hold for all processes of the reference site together."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = "from cms.site import settings as s; a = s.KOMPAS.get('THROTTLE_CACHE', 'default'); print(s.CACHES[a]['BACKEND'])"


@pytest.mark.parametrize(
    ("database", "cache"),
    [("postgres:///kompas", "db.DatabaseCache"), ("sqlite:///kompas.sqlite3", "locmem.LocMemCache")],
)
def test_on_postgresql_attempts_are_counted_in_the_database(database, cache, tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "KOMPAS_DATABASE_URL": database, "KOMPAS_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == f"django.core.cache.backends.{cache}"
