"""Small work that nobody waits for: done by a worker where there is one, else by a thread beside the requests.

    soon(deliver_notices, [notice.pk])

A site without a worker (the default: django-tasks' ``ImmediateBackend``) would otherwise do it before the answer
leaves.  Nothing is kept here: whatever a task of this kind does, ``kompas_catch_up`` must find by itself, so that a
killed process loses only the start.
"""

import logging
import os
import threading
import time
from collections.abc import Hashable, Iterable
from typing import Any

from django.core.signals import request_started
from django.db import close_old_connections, connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

logger = logging.getLogger("kompas.background")
# The name of the thread.
THREAD = "kompas-background"


class Background:
    """The thread of this process: started when there is work, gone when there is none.

    Keys are gathered until none came for ``pause`` seconds, at most for
    ``longest`` seconds, and while it works: under load the answers go first,
    and one run of a task serves many requests.  Python waits for it when the
    process ends, and what was handed over is finished.
    """

    def __init__(self, *, pause: float = 0.5, longest: float = 5) -> None:
        self.pause, self.longest = pause, longest
        # Only a process that answers requests has somebody waiting: a command does its work at once, before it ends.
        self.answers_requests = False
        self._forget()

    def _forget(self) -> None:
        """A forked child has neither the thread nor its work: both are the parent's."""
        self._lock = threading.Lock()
        self._waiting: dict[Task[..., Any], dict[Hashable, None]] = {}
        self._thread: threading.Thread | None = None
        self._is_working = False
        self._additions = 0

    def note_request(self, **kwargs: Any) -> None:
        self.answers_requests = True

    def add(self, task: "Task[..., Any]", keys: Iterable[Hashable]) -> None:
        with self._lock:
            self._waiting.setdefault(task, {}).update(dict.fromkeys(keys))
            self._additions += 1
            if not self._is_working:
                self._thread = threading.Thread(target=self._run, name=THREAD)
                self._thread.start()
                self._is_working = True

    def wait(self, seconds: float) -> bool:
        """Whether nothing is left to do within so many seconds."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        try:
            while work := self._take():
                # As after a request: a connection that broke meanwhile is replaced.
                close_old_connections()
                for task, keys in work.items():
                    try:
                        task.call(list(keys))
                    except Exception:
                        logger.exception("%s failed; kompas_catch_up makes it good", task.name)
        finally:
            connections.close_all()

    def _take(self) -> dict["Task[..., Any]", dict[Hashable, None]]:
        until = time.monotonic() + self.longest
        while True:
            before = self._additions
            time.sleep(self.pause)
            with self._lock:
                if self._additions != before and time.monotonic() < until:
                    continue
                work, self._waiting = self._waiting, {}
                self._is_working = bool(work)
                return work


background = Background()
if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=background._forget)


def soon(task: "Task[..., Any]", keys: Iterable[Hashable]) -> None:
    """Have ``task`` called with a list of ``keys``, which JSON can say; the caller waits for nothing.

    Call it after the commit.  Without a worker and outside a process that answers requests it is done at once.
    """
    keys = list(dict.fromkeys(keys))
    if not keys:
        return
    if background.answers_requests and isinstance(task.get_backend(), ImmediateBackend):
        background.add(task, keys)
    else:
        task.enqueue(keys)


def connect() -> None:
    request_started.connect(background.note_request, dispatch_uid="kompas_training.background")
