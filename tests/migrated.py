"""The migrated database of the tests, made once and copied: migrating costs twenty seconds, a copy well under one.

The copy belongs to a key made of everything that shapes a fresh database
(migrations, models, what apps do after migrating, the versions of libraries);
another key migrates anew.  SQLite keeps it in ``.pytest_cache``, PostgreSQL as
a template database beside the test database.
"""

import contextlib
import hashlib
import os
import sqlite3
from importlib.metadata import distributions
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core import management
from django.db import IntegrityError, OperationalError, ProgrammingError, connection

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("training", "courses", "certificates", "cms")
# Where models are written, and where apps say what happens after migrating.
SHAPING = ("migrations/", "models", "apps.py", "triggers.py", "guards.py", "roles.py", "permissions.py", "states.py")


def key() -> str:
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if any(word in name for word in SHAPING):
                digest.update(name.encode() + path.read_bytes())
    # Made without migrations, a database lacks what these put in: Wagtail's root page.
    digest.update(type(settings.MIGRATION_MODULES).__name__.encode())
    for distribution in sorted(f"{each.name}=={each.version}" for each in distributions()):
        digest.update(distribution.encode())
    return digest.hexdigest()[:12]


def _on_sqlite(migrate, folder: Path) -> None:
    kept = folder / f"migrated-{key()}.sqlite3"
    connection.ensure_connection()
    if kept.exists():
        with contextlib.closing(sqlite3.connect(kept)) as source:
            source.backup(connection.connection)
        return
    migrate()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    # Written beside and renamed: another worker sees it whole or not at all.
    made = folder / f"{kept.name}.{os.getpid()}"
    with contextlib.closing(sqlite3.connect(made)) as target:
        connection.connection.backup(target)
    made.replace(kept)


def _is_there(template: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        return cursor.fetchone() is not None


def _keep_template(template: str) -> None:
    """Copy the database just migrated; the first worker that comes wins, and older copies go."""
    made = connection.settings_dict["NAME"]
    connection.close()
    quoted = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        with contextlib.suppress(ProgrammingError, IntegrityError, OperationalError):
            cursor.execute(f"CREATE DATABASE {quoted(template)} TEMPLATE {quoted(made)}")
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{template[:-12]}%"])
        for (old,) in cursor.fetchall():
            if old != template:
                with contextlib.suppress(ProgrammingError, OperationalError):
                    cursor.execute(f"DROP DATABASE {quoted(old)}")


def instead_of_migrating(folder: Path):
    """A patch for the time in which Django creates the test database; ``folder`` keeps SQLite's copy."""
    migrate = management.call_command
    on_postgres = connection.vendor == "postgresql"
    template = f"{connection.settings_dict['NAME']}_migrated_{key()}"
    is_kept = on_postgres and _is_there(template)
    if is_kept:
        connection.settings_dict["TEST"]["TEMPLATE"] = template

    def call(name, *args, **kwargs):
        if name != "migrate":
            return migrate(name, *args, **kwargs)
        if not on_postgres:
            return _on_sqlite(lambda: migrate(name, *args, **kwargs), folder)
        if not is_kept:
            migrate(name, *args, **kwargs)
            _keep_template(template)
        return None

    return mock.patch.object(management, "call_command", call)
