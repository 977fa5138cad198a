"""Keeps the database of this commit for the test that upgrades it: ``.ci/upgrade_database.py 0.1``.

Run before a release, and whenever a migration is about to meet data of a new
kind.  It needs a PostgreSQL server (``KOMPAS_TEST_DATABASE_URL``, else a local
one) and ``pg_dump``.  What is kept is not made again: a later commit adds another
folder, and the old ones go on being upgraded.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests import run
from tests.upgrade import stored

MOST_BYTES = 1_000_000


def build(vendor: str, url: str, home: Path, folder: Path) -> dict:
    answer = json.loads(stored.program("build", url, home))
    wrong = {name: answer[name] for name in ("faults", "triggers missing", "rewritten") if answer[name]}
    wrong |= {f"pages of {who}": urls for who, urls in answer["pages"].items() if urls}
    if wrong:
        raise SystemExit(f"{vendor}: this database is not fit to be kept: {json.dumps(wrong, ensure_ascii=False)}")
    stored.pack(home, folder / f"{vendor}-files.tar.gz")
    return answer["figures"]


def sqlite(folder: Path) -> dict:
    with tempfile.TemporaryDirectory() as home:
        database = Path(home) / "built.sqlite3"
        figures = build(stored.SQLITE, f"sqlite:///{database}", Path(home), folder)
        stored.keep_sqlite(database, folder)
    return figures


def postgresql(folder: Path, server: str) -> dict:
    name = "kompas_upgrade_build"
    url = stored.with_name(server, name)
    stored.administer(server, f"DROP DATABASE IF EXISTS {name}")
    stored.administer(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        with tempfile.TemporaryDirectory() as home:
            figures = build(stored.POSTGRESQL, url, Path(home), folder)
        stored.keep_postgresql(url, folder)
    finally:
        stored.administer(server, f"DROP DATABASE IF EXISTS {name}")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="The version whose database it is; the name of the folder.")
    folder = stored.STORED / parser.parse_args().name
    if folder.exists():
        raise SystemExit(f"{folder.relative_to(stored.ROOT)} is there: what was kept is not made again.")
    server = run.postgres_url()
    if server is None:
        raise SystemExit("No PostgreSQL answers: name one in KOMPAS_TEST_DATABASE_URL.")
    folder.mkdir(parents=True)
    figures = sqlite(folder)
    if (other := postgresql(folder, server)) != figures:
        differing = [name for name in figures if figures[name] != other[name]]
        raise SystemExit(f"The two databases answer differently: {', '.join(differing)}")
    text = json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{folder.relative_to(stored.ROOT)}: {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"That is more than {MOST_BYTES / 1000:.0f} kB; keep less.")


if __name__ == "__main__":
    main()
