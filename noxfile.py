"""Every pair of Python, Django and Wagtail that docs/reference/releases.md names, and the lowest versions allowed.

``.ci/run`` tests one pair on both databases and in the browser; these are run before a release, and by whoever
changes a dependency.  Each session has its own environment with the newest of all that the pair leaves open, not
with requirements.lock: that is what a site installs.  Interpreters that are not there are skipped, in words.

    make matrix                                                   all sessions
    make matrix SESSION="tests(python3.13-django6.1-wagtail8.0)" TESTS=tests/training
"""

import os

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "lowest"]

# Plain values: a test compares them with the docs' table and the package's metadata.
PYTHON = ("3.11", "3.12", "3.13", "3.14")
# Django → the Pythons it takes; Wagtail → the Djangos it takes.
DJANGO = {
    "5.2": ("3.11", "3.12", "3.13", "3.14"),
    "6.0": ("3.12", "3.13", "3.14"),
    "6.1": ("3.12", "3.13", "3.14"),
}
WAGTAIL = {"7.4": ("5.2", "6.0"), "8.0": ("5.2", "6.0", "6.1")}
PAIRS = [
    nox.param(python, django, wagtail, id=f"python{python}-django{django}-wagtail{wagtail}")
    for wagtail, djangos in WAGTAIL.items()
    for django in djangos
    for python in DJANGO[django]
]
PROJECT = ("-r", "pyproject.toml", "--extra", "site", "--extra", "s3", "--group", "dev")


def run_tests(session: nox.Session) -> None:
    """What needs neither server nor browser, unless told otherwise: ``nox -s … -- tests/training``."""
    session.run("python", "-c", "import django, wagtail; print(django.__version__, wagtail.__version__)")
    session.run(
        "python",
        "-m",
        "pytest",
        *("-q", "-p", "no:cacheprovider", "-n", os.environ.get("KOMPAS_TEST_WORKERS", "auto")),
        *("-m", "not browser and not postgres and not slow"),
        *session.posargs,
        # Without a server's address: SQLite.
        env={"KOMPAS_TEST_DATABASE_URL": os.environ.get("KOMPAS_TEST_DATABASE_URL", "")},
    )


@nox.session
@nox.parametrize("python,django,wagtail", PAIRS)
def tests(session: nox.Session, django: str, wagtail: str) -> None:
    session.install(*PROJECT, f"Django=={django}.*", f"wagtail=={wagtail}.*")
    run_tests(session)


@nox.session(python=PYTHON[0])
def lowest(session: nox.Session) -> None:
    """The floors of pyproject.toml are true: each direct dependency at the lowest version that it allows."""
    session.install("--resolution", "lowest-direct", *PROJECT)
    run_tests(session)
