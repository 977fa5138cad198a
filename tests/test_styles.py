"""The stylesheet that is shipped, and the sources it is joined from."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = [path for package in ("training", "courses", "cms") for path in (ROOT / package).glob("**/*.css")]


@pytest.fixture(scope="module")
def styles():
    spec = importlib.util.spec_from_file_location("styles", ROOT / ".ci/styles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_shipped_is_joined_from_the_sources(styles):
    assert [sheet.shipped for sheet in styles.SHEETS if sheet.kept() != sheet.joined()] == []


def test_sources_are_joined_in_the_order_of_the_cascade(styles, tmp_path):
    sheet = styles.Sheet("joined.css", "sources", ("tokens", "base", "print"))
    (tmp_path / "sources").mkdir()
    for name in sheet.order:
        (tmp_path / "sources" / f"{name}.css").write_text(f".{name} {{}}\n", encoding="utf-8")
    assert re.findall(r"^\.([\w-]+) ", sheet.joined(tmp_path), re.M) == ["tokens", "base", "print"]


def test_a_source_that_nobody_ordered_or_that_is_missing_is_named(styles, tmp_path):
    sheet = styles.Sheet("joined.css", "sources", ("tokens", "base"))
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/base.css").touch()
    (tmp_path / "sources/forgotten.css").touch()
    with pytest.raises(ValueError, match="forgotten, tokens"):
        sheet.joined(tmp_path)


def test_dark_colours_are_written_once_beside_the_light_ones():
    # What asks the system by itself overlooks what the reader chose.
    assert [path.name for path in STATIC if "prefers-color-scheme" in path.read_text(encoding="utf-8")] == []
