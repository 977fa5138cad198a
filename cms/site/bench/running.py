"""Runs one measure in a process of its own, and says queries, milliseconds and memory; nothing of it stays.

It is rolled back; a measure that commits has a copy of the database to itself.
"""

import contextlib
import gc
import json
import math
import os
import re
import resource
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from cms.site.bench.base import Measure
from cms.site.bench.measures import MEASURES
from cms.site.bench.screen_measures import screen_measures
from training.kernel.background import THREAD

# What takes as long varies little: it is not run again, so that a size M is measured in minutes.
ENOUGH_SECONDS = 2
# Milliseconds of a floor from which an aim in floors says something: what any question costs in Python, some three
# milliseconds of building statements and reading names, is no part of a statement written by hand.
LEAST_FLOOR = 20
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")


@dataclass
class Figure:
    """``milliseconds`` and ``floor`` are medians of a run; ``memory`` the MiB the measure added at its peak.

    ``rate`` is how many people were served in a second, of measures that serve several at once.
    """

    name: str
    queries: int | None
    milliseconds: float
    memory: float
    floor: float | None
    aims: list[tuple[str, bool]]
    rate: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.milliseconds / self.floor if self.floor else None


def _aims(
    measure: Measure, queries: int | None, milliseconds: float, floor: float | None, rate: float | None
) -> list[tuple[str, bool]]:
    """What the measure aims at, in words, and whether it is so."""
    aims = []
    if measure.most_queries is not None and queries is not None:
        aims.append((f"≤ {measure.most_queries} queries", queries <= measure.most_queries))
    if measure.most_milliseconds is not None:
        aims.append((f"≤ {measure.most_milliseconds:g} ms", milliseconds <= measure.most_milliseconds))
    if measure.least_a_second is not None and rate:
        aims.append((f"≥ {measure.least_a_second:g} a second", rate >= measure.least_a_second))
    if measure.most_times_the_floor is not None and floor and floor >= LEAST_FLOOR:
        aims.append(
            (f"≤ {measure.most_times_the_floor:g} × floor", milliseconds <= measure.most_times_the_floor * floor)
        )
    return aims


def _forget_the_peak() -> None:
    """Linux counts a process's peak from here on; elsewhere the peak is that of its whole life."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _memory(line: str) -> float:
    """MiB of a line of ``/proc/self/status``: what is held now (VmRSS), what was held at most (VmHWM)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
    figure = re.search(rf"^{line}:\s+(\d+)", status, re.M)
    return int(figure[1]) / 1024 if figure else 0.0


def _median(work: Callable[[], Any], times: int, settle: Callable[[], None] | None = None) -> tuple[float, Any]:
    times_taken, result = [], None
    enough = time.perf_counter() + ENOUGH_SECONDS
    for turn in range(times):
        if turn and time.perf_counter() > enough:
            break
        started = time.perf_counter()
        result = work()
        times_taken.append((time.perf_counter() - started) * 1000)
        if settle:
            settle()
    return statistics.median(times_taken), result


@contextlib.contextmanager
def _statements() -> Iterator[list[tuple[bool, str]]]:
    """What is asked on every connection of the process: whether by the thread beside the requests, and what."""
    statements: list[tuple[bool, str]] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # Not the query log: a request empties that when it starts.
        statements.append((threading.current_thread().name == THREAD, sql))
        return execute(sql, params, many, context)

    def watch(connection: Any, **kwargs: Any) -> None:
        if count not in connection.execute_wrappers:
            connection.execute_wrappers.append(count)

    connection_created.connect(watch)
    watch(connection)
    try:
        yield statements
    finally:
        connection_created.disconnect(watch)
        connection.execute_wrappers.remove(count)


@contextlib.contextmanager
def _copy_of_the_database() -> Iterator[None]:
    """Inside, the site works on a copy, which is then dropped: what is committed could not be rolled back."""
    name = connection.settings_dict["NAME"]
    connection.close()
    copy = f"{name}_copy"
    make, drop = (_copy_postgresql, _drop_postgresql) if connection.vendor == "postgresql" else (_copy_file, _drop_file)
    drop(copy)
    make(str(name), copy)
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        drop(copy)


def _administration() -> Any:
    import psycopg

    return psycopg.connect(**{**connection.get_connection_params(), "dbname": "postgres"}, autocommit=True)


def _copy_postgresql(name: str, copy: str) -> None:
    with _administration() as server:
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def _drop_postgresql(copy: str) -> None:
    with _administration() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def _copy_file(name: str, copy: str) -> None:
    with contextlib.closing(sqlite3.connect(name)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _drop_file(copy: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)


def measure(wanted: type[Measure]) -> Figure:
    """Prepare, run once to count queries, then run for the time; nothing of it stays."""
    measure = wanted()
    if measure.commits:
        with _copy_of_the_database():
            try:
                return _measured(measure)
            finally:
                measure.finish()
    with transaction.atomic():
        figure = _measured(measure)
        transaction.set_rollback(True)
    return figure


def _measured(measure: Measure) -> Figure:
    measure.prepare()
    gc.collect()
    _forget_the_peak()
    before = _memory("VmRSS")
    with _statements() as statements:
        milliseconds, result = _median(measure.run, 1, measure.settle)
    if measure.times > 1:
        milliseconds, result = _median(measure.run, measure.times - 1, measure.settle)
    memory = _memory("VmHWM") - before
    floor = None
    if measure.floor is not None:
        floor, bare = _median(measure.floor, max(1, min(measure.times, 3)))
        measure.check(result, bare)
    counted = sum(beside == measure.beside and not sql.startswith(NOT_COUNTED) for beside, sql in statements)
    queries = math.ceil(counted / measure.crowd) if measure.counts_queries else None
    rate = measure.crowd / milliseconds * 1000 if measure.crowd > 1 else None
    aims = _aims(measure, queries, milliseconds, floor, rate)
    return Figure(measure.name, queries, milliseconds, memory, floor, aims, rate)


def in_a_child(wanted: type[Measure]) -> Figure:
    """Measure in a forked process: the peak of one says nothing about the next."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "w") as out:
                json.dump(asdict(measure(wanted)), out)
            code = 0
        except Exception:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"the measure {wanted.name!r} failed")
    return Figure(**json.loads(text))


def all_measures(only: str = "") -> list[type[Measure]]:
    return [measure for measure in (*MEASURES, *screen_measures()) if only in measure.name]
