"""A migration that has landed is neither changed nor taken away."""

import importlib.util

from tests.blocks import ROOT

_spec = importlib.util.spec_from_file_location("frozen", ROOT / ".ci/frozen.py")
frozen = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(frozen)

KEPT = {"training/migrations/0001_initial.py": "a" * 64, "courses/migrations/0001_initial.py": "b" * 64}


def test_the_migrations_are_those_that_landed():
    assert len(frozen.migrations()) >= 9
    assert list(frozen.faults(frozen.migrations(), frozen.written())) == []


def test_what_landed_and_is_the_same_is_no_fault():
    assert list(frozen.faults(KEPT, KEPT)) == []


def test_a_changed_one_is_named():
    changed = {**KEPT, "training/migrations/0001_initial.py": "c" * 64}
    (fault,) = frozen.faults(changed, KEPT)
    assert fault == "training/migrations/0001_initial.py has landed and was changed: add a migration instead"


def test_one_that_was_taken_away_is_named():
    (fault,) = frozen.faults({"training/migrations/0001_initial.py": "a" * 64}, KEPT)
    assert fault == "courses/migrations/0001_initial.py has landed and is not there any more"


def test_a_new_one_that_nobody_wrote_down_is_named():
    (fault,) = frozen.faults({**KEPT, "courses/migrations/0002_more.py": "d" * 64}, KEPT)
    assert fault.startswith("courses/migrations/0002_more.py is not in ")


def test_an_empty_list_proves_nothing_and_is_a_fault():
    assert list(frozen.faults({}, {})) == ["tests/upgrade/migrations.txt names no migration"]


def test_adding_writes_the_new_and_keeps_the_lines_that_are_there(tmp_path, monkeypatch):
    listed = tmp_path / "migrations.txt"
    monkeypatch.setattr(frozen, "LIST", listed)
    first, *_others = frozen.migrations()
    listed.write_text(f"{first} {'0' * 64}\n", encoding="utf-8")
    assert first not in frozen.add()
    assert frozen.written()[first] == "0" * 64
    assert frozen.written().keys() == frozen.migrations().keys()
