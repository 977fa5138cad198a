"""Runs one measure in a process of its own, rolls it back, and says queries, milliseconds and memory."""

import contextlib
import gc
import json
import os
import re
import resource
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection, transaction

from cms.site.bench.measures import MEASURES, Measure
from cms.site.bench.screens import screen_measures

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")


@dataclass
class Figure:
    """``milliseconds`` and ``floor`` are medians; ``memory`` the MiB the measure added at its peak."""

    name: str
    queries: int
    milliseconds: float
    memory: float
    floor: float | None
    aims: list[tuple[str, bool]]

    @property
    def ratio(self) -> float | None:
        return self.milliseconds / self.floor if self.floor else None


def _aims(one: Measure, queries: int, milliseconds: float, floor: float | None) -> list[tuple[str, bool]]:
    """What the measure aims at, in words, and whether it is so."""
    found = []
    if one.most_queries is not None:
        found.append((f"≤ {one.most_queries} queries", queries <= one.most_queries))
    if one.most_milliseconds is not None:
        found.append((f"≤ {one.most_milliseconds:g} ms", milliseconds <= one.most_milliseconds))
    if one.most_times_the_floor is not None and floor:
        found.append((f"≤ {one.most_times_the_floor:g} × floor", milliseconds <= one.most_times_the_floor * floor))
    return found


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
    return int(re.search(rf"^{line}:\s+(\d+)", status, re.M)[1]) / 1024


def _median(work, times: int) -> tuple[float, object]:
    found, result = [], None
    for _turn in range(times):
        started = time.perf_counter()
        result = work()
        found.append((time.perf_counter() - started) * 1000)
    return statistics.median(found), result


def measure(wanted: type[Measure]) -> Figure:
    """Prepare, run once to count queries, then run for the time; nothing of it stays."""
    one = wanted()
    with transaction.atomic():
        one.prepare()
        gc.collect()
        _forget_the_peak()
        before = _memory("VmRSS")
        times, result, statements = one.times, None, []

        def count(execute, sql, params, many, context):
            # Not the query log: a request empties that when it starts.
            statements.append(sql)
            return execute(sql, params, many, context)

        started = time.perf_counter()
        with connection.execute_wrapper(count):
            result = one.run()
        milliseconds = (time.perf_counter() - started) * 1000
        if times > 1:
            milliseconds, result = _median(one.run, times - 1)
        memory = _memory("VmHWM") - before
        floor = None
        if one.floor is not None:
            floor, bare = _median(one.floor, max(1, min(times, 5)))
            one.check(result, bare)
        transaction.set_rollback(True)
    queries = sum(not sql.startswith(NOT_COUNTED) for sql in statements)
    return Figure(one.name, queries, milliseconds, memory, floor, _aims(one, queries, milliseconds, floor))


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
    with os.fdopen(reading) as said:
        text = said.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"the measure {wanted.name!r} failed")
    return Figure(**json.loads(text))


def all_measures(only: str = "") -> list[type[Measure]]:
    return [one for one in (*MEASURES, *screen_measures()) if only in one.name]
