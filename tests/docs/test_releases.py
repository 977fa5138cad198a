"""The table of versions says what the package's metadata and the matrix say."""

import ast
import re
import tomllib

import pytest

from tests.blocks import ROOT

POLICY = (ROOT / "docs/reference/releases.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLASSIFIERS = "\n".join(PROJECT["classifiers"])


def matrix(name: str):
    """A plain value of ``noxfile.py``, read without nox."""
    for statement in ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return ast.literal_eval(statement.value)
    raise LookupError(name)


def row(what: str) -> list[str]:
    """The cells of the table beside ``what``: supported, expected, tested before each landing."""
    (line,) = re.findall(rf"^\| {what} \|(.+)\|$", POLICY, re.M)
    return line.split("|")


def versions(cell: str) -> list[str]:
    """In their order; what stands in brackets is a remark."""
    return re.findall(r"\d+(?:\.\d+)?", cell.partition("(")[0])


def listed(what: str) -> list[str]:
    return versions(row(what)[0])


def run_versions(what: str) -> set[str]:
    """Versions in the table of what was run, and the one of each landing."""
    return {*re.findall(rf"^\| `.*{what} (\d+\.\d+)", POLICY, re.M), *versions(row(what)[2])}


def floor(package: str) -> str:
    (version,) = (
        match[1] for each in PROJECT["dependencies"] if (match := re.match(rf"{package}>=([\d.]+)", each, re.I))
    )
    return version


@pytest.mark.parametrize("what", ["Python", "Django", "Wagtail"])
def test_the_table_is_the_matrix(what):
    supported, expected, _tested = row(what)
    assert versions(supported) + versions(expected) == list(matrix(what.upper()))


@pytest.mark.parametrize("what", ["Python", "Django", "Wagtail"])
def test_a_version_is_called_supported_once_it_was_run(what):
    assert set(listed(what)) == run_versions(what)


def test_what_was_run_is_a_session_of_the_matrix():
    pairs = {
        f"python{python}-django{django}-wagtail{wagtail}"
        for wagtail, djangos in matrix("WAGTAIL").items()
        for django in djangos
        for python in matrix("DJANGO")[django]
    }
    sessions = re.findall(r"^\| `([^`]+)` \|", POLICY, re.M)
    assert sessions
    assert set(sessions) <= {*pairs, "lowest"}


def test_the_metadata_name_the_same_versions():
    assert re.findall(r"Python :: (3\.\d+)", CLASSIFIERS) == listed("Python")
    assert re.findall(r"Django :: ([\d.]+)", CLASSIFIERS) == listed("Django")
    assert PROJECT["requires-python"] == f">={listed('Python')[0]}"


def test_the_floors_are_the_oldest_of_the_table():
    floors = [".".join(floor(package).split(".")[:2]) for package in ("Django", "wagtail")]
    assert floors == [listed("Django")[0], listed("Wagtail")[0]]


@pytest.mark.parametrize("page", ["README.md", "docs/reference/releases.md", "docs/how-to/add-to-your-site.md"])
def test_pages_name_the_patch_of_wagtail_that_mends_its_spreadsheets(page):
    assert "wagtail>=7.4.4,!=8.0" in PROJECT["dependencies"]
    assert "7.4.4" in (ROOT / page).read_text(encoding="utf-8")
    assert "8.0.1" in POLICY


def test_each_pair_of_the_matrix_is_of_versions_that_are_there():
    assert {python for pythons in matrix("DJANGO").values() for python in pythons} == set(matrix("PYTHON"))
    assert {django for djangos in matrix("WAGTAIL").values() for django in djangos} == set(matrix("DJANGO"))


def test_the_version_of_the_package_has_notes_that_say_what_an_upgrade_asks():
    minor = ".".join(PROJECT["version"].split(".")[:2])
    notes = (ROOT / f"docs/releases/{minor}.md").read_text(encoding="utf-8")
    assert "## Upgrade considerations" in notes
    assert f"| {minor} |" in POLICY
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
