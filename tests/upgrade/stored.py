"""Stored databases of earlier versions: where they are, how they are kept and brought back.

``stored/<name>/`` holds one database with data in it, as a commit before this one
wrote it: ``sqlite.gz`` (the file itself), ``postgresql.sql.gz`` (statements), the
files that its rows name (``sqlite-files.tar.gz`` …), and ``expected.json``: what
must be true of it for ever.  ``.ci/upgrade_database.py`` makes such a folder.
"""

import gzip
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
STORED = Path(__file__).parent / "stored"
PROGRAM = Path(__file__).with_name("database.py")
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def names() -> list[str]:
    return sorted(folder.name for folder in STORED.iterdir() if (folder / "expected.json").exists())


def program(verb: str, url: str, home: Path) -> str:
    """What ``database.py`` answers in a process of its own, on that database; with its words when it failed."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KOMPAS_TEST_DATABASE_URL": url,
        "KOMPAS_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, str(PROGRAM), verb], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{verb} failed:\n{done.stderr[-4000:]}")
    return done.stdout


# ---- files -----------------------------------------------------------------------------------------------------


def pack(home: Path, to: Path) -> None:
    """The files that rows name, with nothing in the archive that differs from run to run."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0, 0, "", ""
        return entry

    with tarfile.open(to, "w:gz") as archive:
        for name in ("private", "media"):
            if (home / name).exists():
                archive.add(home / name, name, filter=plain)


def unpack(folder: Path, vendor: str, home: Path) -> None:
    with tarfile.open(folder / f"{vendor}-files.tar.gz") as archive:
        archive.extractall(home, filter="data")


# ---- SQLite ----------------------------------------------------------------------------------------------------


def keep_sqlite(database: Path, folder: Path) -> None:
    lean = database.with_suffix(".lean")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", [str(lean)])
    (folder / "sqlite.gz").write_bytes(gzip.compress(lean.read_bytes(), 9, mtime=0))


def load_sqlite(folder: Path, database: Path) -> None:
    database.write_bytes(gzip.decompress((folder / "sqlite.gz").read_bytes()))


# ---- PostgreSQL ------------------------------------------------------------------------------------------------


def with_name(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def administer(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(with_name(url, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


# Commands of psql, and settings that an older server does not know.
_NOT_SQL = re.compile(r"^(\\.*|SET (transaction_timeout|idle_in_transaction_session_timeout|row_security) .*)$", re.M)


def keep_postgresql(url: str, folder: Path) -> None:
    statements = subprocess.run(
        ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=200", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    statements = _NOT_SQL.sub("", statements)
    (folder / "postgresql.sql.gz").write_bytes(gzip.compress(statements.encode(), 9, mtime=0))


def load_postgresql(folder: Path, url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(gzip.decompress((folder / "postgresql.sql.gz").read_bytes()))
