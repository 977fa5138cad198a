"""What ``make test`` and ``.ci/run`` call green: a kind of test that had to run and did not is a failure."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run

KINDS = ["JavaScript", "SQLite", "SQLite at once", "PostgreSQL", "Browser"]
SERVER, BROWSER = "postgres://postgres@127.0.0.1:5432/kompas", "/usr/bin/chromium"


@pytest.fixture
def machine(monkeypatch):
    """``machine(server, browser, …)``: the exit code there and which kinds ran, all green but ``red``."""

    def ask(server, browser, *arguments, red=(), node="node"):
        ran = []

        def fake_run(title, options, environment):
            ran.append(title)
            return title, int(title in red), 0.0

        monkeypatch.setattr(run, "postgres_url", lambda: server)
        monkeypatch.setattr(run, "chromium", lambda: browser)
        monkeypatch.setattr(run, "node", lambda: node)
        monkeypatch.setattr(run, "run", fake_run)
        monkeypatch.setattr(run, "run_javascript", lambda program: fake_run("JavaScript", [], {}))
        monkeypatch.setattr("sys.argv", ["run.py", *arguments])
        return run.main(), ran

    return ask


@pytest.fixture
def options_asked(machine, monkeypatch):
    """What each run of the tests is given, where everything is."""
    asked = {}

    def note(title, options, environment):
        asked[title] = options
        return title, 0, 0.0

    machine(SERVER, BROWSER)
    monkeypatch.setattr(run, "run", note)
    run.main()
    return asked


def test_all_kinds_run_where_everything_is(machine):
    assert machine(SERVER, BROWSER) == (0, KINDS)


def test_what_is_not_there_is_left_out_in_words(machine, capsys):
    assert machine(None, None, node=None) == (0, ["SQLite", "SQLite at once"])
    output = capsys.readouterr().out
    assert "javascript      not run: no node in the environment" in output
    assert "postgres        not run: no server answers" in output
    assert "browser         not run: no Chromium to be had" in output


@pytest.mark.parametrize(("server", "browser"), [(None, BROWSER), (SERVER, None), (None, None)])
def test_what_had_to_run_and_did_not_is_a_failure(machine, server, browser, capsys):
    code, _ran = machine(server, browser, "--require", "postgres", "browser")
    assert code == 1
    assert "These had to run and did not: " in capsys.readouterr().out


@pytest.mark.parametrize("red", KINDS)
def test_one_red_run_is_a_failure_and_the_others_still_run(machine, red):
    assert machine(SERVER, BROWSER, red=[red]) == (1, KINDS)


def test_javascript_that_had_to_run_and_did_not_is_a_failure(machine):
    assert machine(SERVER, BROWSER, "--require", "javascript", node=None)[0] == 1


def test_a_failing_test_of_javascript_fails_the_run(tmp_path, monkeypatch):
    program = run.node()
    assert program, "make test installs node with the other tools"
    monkeypatch.setattr(run, "ROOT", tmp_path)
    file = tmp_path / "tests/javascript/one.test.js"
    file.parent.mkdir(parents=True)
    file.write_text('import { test } from "node:test"; test("x", () => {});', encoding="utf-8")
    assert run.run_javascript(program)[1] == 0
    file.write_text('import { test } from "node:test"; test("x", () => { throw new Error(); });', encoding="utf-8")
    assert run.run_javascript(program)[1] == 1


def test_the_gate_requires_every_kind():
    gate = (Path(run.ROOT) / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in gate
    assert gate[-2:] == ["make lint", 'make test REQUIRE="javascript postgres browser"']


def test_what_asks_no_database_is_run_on_the_first_only(options_asked):
    assert [title for title, options in options_asked.items() if "--database-only" in options] == ["PostgreSQL"]


def test_only_what_asks_no_database_is_left_out_of_the_second_run():
    """This file asks none, the other one does in each of its tests."""
    here, asking = "tests/test_run.py", "tests/training/kernel/test_triggers.py"
    words = ["-q", "-p", "no:cacheprovider", "--collect-only", "--database-only", here, asking]
    output = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=run.ROOT, capture_output=True, text=True, check=True
    ).stdout
    chosen = {line.partition("::")[0] for line in output.splitlines() if "::" in line}
    assert chosen == {asking}
    assert re.search(r"/\d+ tests collected \(\d+ deselected\)", output)


def test_coverage_is_measured_in_the_widest_run_only(options_asked):
    assert [title for title, options in options_asked.items() if "--cov" in options] == ["SQLite"]


def test_too_little_covered_fails_the_run(tmp_path):
    """pyproject's ``fail_under`` is what pytest-cov reads; here with a number of our own."""
    (tmp_path / "half.py").write_text("def known():\n    return 1\n\n\ndef unknown():\n    x = 1\n    return x\n")
    (tmp_path / "test_half.py").write_text("import half\n\n\ndef test_known():\n    assert half.known() == 1\n")
    config = tmp_path / "pyproject.toml"

    def exit_code(share):
        config.write_text(f"[tool.coverage.run]\nsource = ['half']\n[tool.coverage.report]\nfail_under = {share}\n")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", *run.COVERAGE]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    assert (exit_code(60), exit_code(90)) == (0, 1)
