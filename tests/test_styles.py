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
    assert styles.SHIPPED.read_text(encoding="utf-8") == styles.joined()


def test_sources_are_joined_in_the_order_of_the_cascade(styles, tmp_path):
    for name in styles.ORDER:
        (tmp_path / f"{name}.css").write_text(f".{name} {{}}\n", encoding="utf-8")
    assert re.findall(r"^\.([\w-]+) ", styles.joined(tmp_path), re.M) == list(styles.ORDER)


def test_a_source_that_nobody_ordered_or_that_is_missing_is_named(styles, tmp_path):
    for name in styles.ORDER[1:]:
        (tmp_path / f"{name}.css").touch()
    (tmp_path / "forgotten.css").touch()
    with pytest.raises(ValueError, match=f"forgotten, {styles.ORDER[0]}"):
        styles.joined(tmp_path)


def test_dark_colours_are_written_once_beside_the_light_ones():
    # What asks the system by itself overlooks what the reader chose.
    assert [path.name for path in STATIC if "prefers-color-scheme" in path.read_text(encoding="utf-8")] == []
