"""The reference is what the code is."""

import ast
import importlib
import importlib.util
import inspect
import re
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/python-api.md"
# What the house promises to keep.
PUBLIC = {
    "courses.enrolment.actions": ["apply", "withdraw", "fill_seats", "expire_offers"],
    "courses.attendance.actions": ["mark", "close_meeting"],
    "courses.completion.actions": ["verify", "close"],
    "certificates.register.actions": ["issue", "revoke", "replace"],
    "training.assessments.actions": ["record"],
    "training.assessments.queries": ["held_levels", "gaps", "growth"],
    "training.people.actions": ["import_staff"],
}
NAMES = [(module, name) for module, names in PUBLIC.items() for name in names]


def test_the_page_is_what_make_reference_writes(monkeypatch):
    # As a script it finds its neighbours by itself.
    monkeypatch.syspath_prepend(ROOT / ".ci")
    spec = importlib.util.spec_from_file_location("reference", ROOT / ".ci/reference.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    with translation.override("en"):
        assert PAGE.read_text(encoding="utf-8") == reference.page(), "make reference"


def written(module: str, name: str) -> ast.FunctionDef:
    """The signature printed under the module's heading, read as Python."""
    section = PAGE.read_text(encoding="utf-8").split(f"### `{module}`\n", 1)[1].split("\n### ", 1)[0]
    code = re.search(rf"^#### {name}\n\n```python\n(.*?)\n```", section, re.M | re.S)[1]
    return ast.parse(f"def {code}: ...").body[0]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_public_name_has_its_whole_signature_in_the_reference(module, name):
    function = getattr(importlib.import_module(module), name)
    signature = inspect.signature(function)
    printed = written(module, name).args
    names = {argument.arg: None for argument in printed.args} | {argument.arg: None for argument in printed.kwonlyargs}
    assert list(names) == list(signature.parameters)
    keyword_only = [
        parameter.name for parameter in signature.parameters.values() if parameter.kind == parameter.KEYWORD_ONLY
    ]
    assert [argument.arg for argument in printed.kwonlyargs] == keyword_only
    optional = [
        parameter.name for parameter in signature.parameters.values() if parameter.default is not parameter.empty
    ]
    given = [argument.arg for argument, default in zip(printed.kwonlyargs, printed.kw_defaults, strict=True) if default]
    assert given == [argument for argument in optional if argument in keyword_only]
    assert all(argument.annotation for argument in (*printed.args, *printed.kwonlyargs))
    assert inspect.getdoc(function)


@pytest.mark.parametrize("name", PUBLIC["training.assessments.queries"])
def test_questions_about_levels_are_asked_as_of_a_day_and_a_moment(name):
    parameters = inspect.signature(getattr(importlib.import_module("training.assessments.queries"), name)).parameters
    assert {"on", "recorded_until"} <= set(parameters)


def page(name: str) -> str:
    return (ROOT / "docs/reference" / name).read_text(encoding="utf-8")


def test_every_block_of_the_frame_is_described():
    frame = (ROOT / "training/ui/templates/kompas_ui/base.html").read_text(encoding="utf-8")
    blocks = set(re.findall(r"{% block (\w+) %}", frame))
    assert {name for name in blocks if f"| `{name}` |" not in page("templates.md")} == set()


def test_every_tag_and_filter_is_described():
    from training.ui.templatetags.kompas_ui import register

    names = {*register.tags, *register.filters}
    assert {name for name in names if f"`{name}`" not in page("templates.md")} == set()


def test_every_answer_of_kompas_is_described():
    from training.ui.context import Kompas

    names = {name for name in vars(Kompas) if not name.startswith("_")}
    assert {name for name in names if f"`kompas.{name}`" not in page("templates.md")} == set()


def test_every_registry_and_signal_is_described():
    names = set()
    for package in ("training", "courses", "certificates", "cms"):
        for module in (ROOT / package).rglob("*.py"):
            dotted = ".".join(module.relative_to(ROOT).with_suffix("").parts)
            for name in re.findall(r"^(\w+)(?:: Registry\[.*\])? = (?:Registry|Signal)\(", module.read_text(), re.M):
                names.add(f"{dotted}.{name}")
    assert len(names) > 20
    assert {name for name in names if f"`{name}`" not in page("signals-and-registries.md")} == set()
