"""Every test can fail: it asserts something, and nothing that is true of anything."""

import ast
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
# Fixtures and libraries that fail by themselves.
_FAILING = {"django_assert_num_queries", "django_assert_max_num_queries", "run_state_machine_as_test"}


class Functions:
    """All functions below ``tests``; those of one name count as one: a helper that asserts, asserts for its caller."""

    @cached_property
    def by_name(self) -> dict[str, list[ast.FunctionDef]]:
        named: dict[str, list[ast.FunctionDef]] = {}
        for path in ROOT.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    named.setdefault(node.name, []).append(node)
        return named

    @cached_property
    def asserting(self) -> set[str]:
        functions = [(name, node) for name, nodes in self.by_name.items() for node in nodes]
        names = {name for name, node in functions if asserts(node)} | _FAILING
        while more := {name for name, node in functions if used(node) & names} - names:
            names |= more
        return names


def asserts(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Assert | ast.Raise)
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in {"pytest.raises", "pytest.fail", "pytest.warns"})
        for node in ast.walk(function)
    )


def used(function: ast.FunctionDef) -> set[str]:
    """What it calls, and the fixtures it asks for."""
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(function) if isinstance(node, ast.Call)}
    return called | {argument.arg for argument in function.args.args}


def always_true(test: ast.expr) -> bool:
    match test:
        case ast.Constant() | ast.Tuple(elts=[_, *_]) | ast.JoinedStr() | ast.Lambda() | ast.GeneratorExp():
            return True
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(map(always_true, values))
        case ast.Compare(ops=[ast.GtE()], comparators=[ast.Constant(value=0)]):
            # A length, a count or a time is never below zero; ``find`` has ``in``.
            return True
        case ast.Compare(left=ast.Name() | ast.Attribute() as left, comparators=[right]):
            is_read_twice = any(isinstance(node, ast.Call) for node in ast.walk(left))
            return ast.unparse(left) == ast.unparse(right) and not is_read_twice
    return False


def weak_places(source: str) -> list[int]:
    """Lines that assert what is always true, expect any exception, or pass over one."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assert(test=test) if always_true(test):
                lines.append(node.lineno)
            case ast.Call(func=ast.Attribute(attr="raises"), args=[ast.Name(id="Exception" | "BaseException"), *_]):
                lines.append(node.lineno)
            case ast.ExceptHandler(type=None | ast.Name(id="Exception" | "AssertionError"), body=[ast.Pass()]):
                lines.append(node.lineno)
    return lines


def test_every_test_asserts_something():
    functions = Functions()
    tests = [(name, node) for name, nodes in functions.by_name.items() if name.startswith("test_") for node in nodes]
    assert len(tests) > 1000
    assert [name for name, node in tests if not asserts(node) and not used(node) & functions.asserting] == []


def test_no_test_asserts_what_is_always_true():
    weak = {
        str(path.relative_to(ROOT)): lines
        for path in sorted(ROOT.rglob("*.py"))
        if (lines := weak_places(path.read_text(encoding="utf-8")))
    }
    assert weak == {}


@pytest.mark.parametrize(
    "line",
    [
        "assert True",
        "assert (found, 'a message')",
        "assert found or True",
        "assert len(found) >= 0",
        "assert found.state == found.state",
        "assert (each for each in found)",
        "with pytest.raises(Exception): act()",
    ],
)
def test_a_weak_line_is_noticed(line):
    assert weak_places(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "assert found",
        "assert first() == first()",
        "assert first().pk != first().pk",
        "assert any(found)",
        "assert found > 0",
    ],
)
def test_a_line_that_can_fail_is_not(line):
    assert weak_places(line) == []
