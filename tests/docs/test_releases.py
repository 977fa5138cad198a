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


def listed(what: str) -> list[str]:
    """Versions in the row of the table, in their order."""
    (row,) = re.findall(rf"^\| {what} \| ([^|(]+)", POLICY, re.M)
    return re.findall(r"\d+(?:\.\d+)?", row)


def floor(package: str) -> str:
    (version,) = (
        match[1] for each in PROJECT["dependencies"] if (match := re.match(rf"{package}>=([\d.]+)", each, re.I))
    )
    return version


@pytest.mark.parametrize("what", ["Python", "Django", "Wagtail"])
def test_the_table_is_the_matrix(what):
    assert listed(what) == list(matrix(what.upper()))


def test_the_metadata_name_the_same_versions():
    assert re.findall(r"Python :: (3\.\d+)", CLASSIFIERS) == listed("Python")
    assert re.findall(r"Django :: ([\d.]+)", CLASSIFIERS) == listed("Django")
    assert PROJECT["requires-python"] == f">={listed('Python')[0]}"


def test_the_floors_are_the_oldest_of_the_table():
    floors = [".".join(floor(package).split(".")[:2]) for package in ("Django", "wagtail")]
    assert floors == [listed("Django")[0], listed("Wagtail")[0]]


def test_each_pair_of_the_matrix_is_of_versions_that_are_there():
    assert {python for pythons in matrix("DJANGO").values() for python in pythons} == set(matrix("PYTHON"))
    assert {django for djangos in matrix("WAGTAIL").values() for django in djangos} == set(matrix("DJANGO"))


def test_the_version_of_the_package_has_notes_that_say_what_an_upgrade_asks():
    minor = ".".join(PROJECT["version"].split(".")[:2])
    notes = (ROOT / f"docs/releases/{minor}.md").read_text(encoding="utf-8")
    assert "## Upgrade considerations" in notes
    assert f"| {minor} |" in POLICY
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
