"""Work beside the requests: gathered, done by one thread, finished at exit, never inherited by a forked child."""

import subprocess
import sys
import threading
from itertools import count
from types import SimpleNamespace

import pytest
from django_tasks import task

from training.kernel import background as module
from training.kernel.background import Background, soon

calls = []


@task
def remember(keys: list) -> None:
    calls.append((list(keys), threading.current_thread().name))


begun, go_on = threading.Event(), threading.Event()


@task
def hold(keys: list) -> None:
    begun.set()
    assert go_on.wait(30)


@task
def fail(keys: list) -> None:
    raise ConnectionError("no mail server")


@pytest.fixture(autouse=True)
def _fresh():
    calls.clear()


@pytest.fixture
def serving(monkeypatch, transactional_db):
    """A process that answers requests, with a thread of its own."""
    made = Background(pause=0)
    made.note_request()
    monkeypatch.setattr(module, "background", made)
    yield made
    assert made.wait(30)


def test_where_nobody_waits_it_is_done_at_once():
    soon(remember, [1, 2, 1])
    assert calls == [([1, 2], threading.current_thread().name)]


def test_nothing_to_do_calls_nothing():
    soon(remember, [])
    assert calls == []


def test_a_process_that_answers_requests_does_it_in_a_thread(serving):
    soon(remember, [1])
    assert serving.wait(30)
    assert calls == [([1], "kompas-background")]
    soon(remember, [2])
    assert serving.wait(30)
    assert calls[1:] == [([2], "kompas-background")]


def test_what_comes_while_it_works_is_gathered_and_done_in_one_go(serving):
    soon(hold, ["first"])
    assert begun.wait(30)
    for key in (1, 2, 2, 3):
        soon(remember, [key])
    go_on.set()
    assert serving.wait(30)
    assert calls == [([1, 2, 3], "kompas-background")]


def test_it_begins_when_nothing_more_comes(serving, monkeypatch):
    later = [2, 3]

    def sleep(seconds):
        if later:
            serving.add(remember, [later.pop(0)])

    monkeypatch.setattr(module, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: 0))
    soon(remember, [1])
    assert serving.wait(30)
    assert [keys for keys, _thread in calls] == [[1, 2, 3]]


def test_it_begins_after_the_longest_time_though_more_comes(serving, monkeypatch):
    later, clock = [2, 3, 4], count()

    def sleep(seconds):
        if later:
            serving.add(remember, [later.pop(0)])

    # The clock goes on a second each time that it is read.
    serving.longest = 2
    monkeypatch.setattr(module, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: next(clock)))
    soon(remember, [1])
    assert serving.wait(30)
    assert [keys for keys, _thread in calls] == [[1, 2, 3], [4]]


def test_work_that_fails_keeps_none_of_the_rest_back(serving, caplog):
    soon(fail, [1])
    soon(remember, [1])
    assert serving.wait(30)
    assert [keys for keys, _thread in calls] == [[1]]
    assert "fail failed; kompas_catch_up makes it good" in caplog.text


def test_where_a_worker_is_it_gets_the_work(serving, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    soon(remember, [1])
    assert serving._thread is None
    assert [result.args for result in remember.get_backend().results] == [[[1]]]


PROCESS = """
import os, sys, time
from django.conf import settings
settings.configure(DATABASES={}, TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}})
from django_tasks import task
from training.kernel.background import background, soon

@task
def say(keys):
    time.sleep(0.2)
    os.write(1, f"{keys[0]} {os.getpid() == parent}\\n".encode())

parent = os.getpid()
background.note_request()
"""


def run(script):
    done = subprocess.run([sys.executable, "-c", PROCESS + script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.splitlines())


def test_a_process_that_ends_finishes_what_it_was_given():
    assert run("soon(say, ['last'])") == ["last True"]


@pytest.mark.skipif(not hasattr(module.os, "fork"), reason="this system does not fork")
def test_a_forked_child_works_for_itself_and_not_for_its_parent():
    script = """
soon(say, ['parent'])
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0
else:
    soon(say, ['child'])
"""
    assert run(script) == ["child False", "parent True"]
