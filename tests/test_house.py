"""The house is in order: models and migrations agree, triggers are there, locks are of one strength."""

import ast
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from training.kernel import triggers


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert said.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_guard_has_its_triggers():
    assert triggers.missing() == []


ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("training", "courses", "certificates", "cms")


def is_no_key(call: ast.Call) -> bool:
    return any(keyword.arg == "no_key" and getattr(keyword.value, "value", None) is True for keyword in call.keywords)


def test_every_lock_lets_rows_that_refer_to_it_be_written():
    """``FOR UPDATE`` stops whoever only refers to the row: with it two verbs wait for each other for ever."""
    strong, seen = [], 0
    for path in (path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if name == "select_for_update":
                seen += 1
                strong += [] if is_no_key(node) else [f"{path.relative_to(ROOT)}:{node.lineno}"]
    assert strong == []
    assert seen > 50


# ---- only actions write ------------------------------------------------------------------------------------------

WRITES = {
    "save",
    "delete",
    "update",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "set",
}
QUERYSETS = {"objects", "_default_manager", "_base_manager", "filter", "exclude", "all", "select_for_update", "using"}
# Folders that are no rooms: what is shared by all, what builds a region in bulk, what Django itself writes.
NOT_ROOMS = ("training/kernel/", "cms/site/demo/", "cms/site/bench/")
# File → why it may write although it holds no actions.
MAY_WRITE = {
    "cms/pages/permissions.py": "rights in Wagtail's page tree and collections, which are no room's models",
    "courses/records/files.py": "a file in private storage, under its hash",
    "certificates/register/files.py": "a file in private storage, under its hash",
    "certificates/designs/documents/pictures.py": "a drawing in memory",
}


def receiver_of(call: ast.Call) -> list[str]:
    """The names before the method: ``Course.objects.filter(…).update`` → Course, objects, filter."""
    names, node = [], call.func.value
    while not isinstance(node, ast.Name):
        names += [node.attr] if isinstance(node, ast.Attribute) else []
        if not isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
            return names[::-1]
        node = node.func if isinstance(node, ast.Call) else node.value
    return [node.id, *names[::-1]]


def writes_models(call: ast.Call) -> bool:
    """Whether a call looks like a write of models: a dictionary's ``update`` and a cache's ``set`` do not."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    name, receiver = call.func.attr, receiver_of(call)
    if receiver[:1] == ["super"]:
        return False
    if name == "update":
        # ``rows.update(state=…)``; of dictionaries only ``context`` is written to so.
        return bool(call.keywords) and receiver != ["context"]
    if name == "set":
        # ``meeting.trainers.set(…)``
        return len(receiver) > 1 or bool(QUERYSETS & set(receiver))
    return receiver != ["cache"]


def files_of_rooms() -> list[Path]:
    paths = (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")))
    return [
        path
        for path in paths
        if not str(path.relative_to(ROOT)).startswith(NOT_ROOMS)
        and "migrations" not in path.parts
        and "actions" not in (*path.parts, path.stem)
    ]


def writers() -> dict[str, list[int]]:
    """Files that write models, with the lines."""
    lines: dict[str, list[int]] = {}
    for path in files_of_rooms():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and writes_models(node):
                lines.setdefault(str(path.relative_to(ROOT)), []).append(node.lineno)
    return lines


def test_only_actions_write_a_rooms_models():
    """A rule that every write must keep has one place per room."""
    assert {path: lines for path, lines in writers().items() if path not in MAY_WRITE} == {}


def test_whoever_may_write_beside_actions_still_does():
    """The list of exceptions gets shorter by itself."""
    assert set(MAY_WRITE) - set(writers()) == set()


@pytest.mark.parametrize(
    ("line", "is_write"),
    [
        ("edition.save()", True),
        ("super().save(*args, **kwargs)", False),
        ("Edition.objects.filter(pk=1).update(state='closed')", True),
        ("rows.update(state='closed')", True),
        ("names.update(other)", False),
        ("meeting.trainers.set(people)", True),
        ("cache.set('key', 1)", False),
        ("Edition.objects.create(course=course)", True),
        ("through._default_manager.bulk_create(rows)", True),
        ("(first or second).delete()", True),
    ],
)
def test_a_write_is_known_by_its_form(line, is_write):
    assert writes_models(ast.parse(line).body[0].value) is is_write


# ---- kinds of files ------------------------------------------------------------------------------------------------


def contracts() -> list[dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rules = settings["tool"]["importlinter"]["contracts"]
    return [rule for rule in rules if rule["name"].startswith("Files of a room")]


def kinds_of(layer: str) -> list[str]:
    return sorted(kind.strip(" ()`") for kind in re.split(r"[:,]", layer))


def test_every_floor_has_the_kinds_of_files_that_the_docs_name():
    """Lint holds the order; here the three floors and the page that people read say the same."""
    page = (ROOT / "docs/explanation/house.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|[^|]+\| \d+ \|$", page, re.M)
    for rule in contracts():
        assert rule["exhaustive"], rule["name"]
        assert [kinds_of(layer) for layer in rule["layers"]] == [kinds_of(row) for row in rows], rule["name"]


# Packages beside the rooms: what all rooms share, and what Django looks for there.
SHARED = {"kernel", "ui", "management", "migrations"}


def test_every_room_is_held_by_a_contract():
    rooms = {
        f"{floor}.{room.name}"
        for floor in ("training", "courses", "certificates")
        for room in (ROOT / floor).iterdir()
        if (room / "__init__.py").exists() and room.name not in SHARED
    }
    assert rooms - {container for rule in contracts() for container in rule["containers"]} == set()


# ---- words -------------------------------------------------------------------------------------------------------

# Names that said nothing, or several things; docs/explanation/house.md has the words that are used.
RETIRED = {
    "one", "found", "said", "said_at", "said_by", "heard", "standing", "lot", "knowingly", "tangled", "doomed", "apart",
    "dear", "known_at", "as_known",
}  # fmt: skip


def names_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The identifiers of a module, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            yield node.name, node.lineno


def test_names_that_say_nothing_do_not_come_back():
    retired = []
    for path in (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))):
        if "migrations" in path.parts:
            continue
        names = names_in(ast.parse(path.read_text()))
        retired += [f"{path.relative_to(ROOT)}:{line} {name}" for name, line in names if name in RETIRED]
    assert retired == []
