"""The house stands: models and migrations agree, triggers are there, locks are of one strength."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

from training.kernel import triggers


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


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
