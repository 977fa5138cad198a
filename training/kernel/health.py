"""Whether this installation works: asked by a proxy and by those who watch over machines; no personal data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from training.kernel import time
from training.kernel.registry import Registry

# What is due is done at once or, when a process was killed, by ``kompas_catch_up`` every five minutes.
MOST_WAITING = timedelta(minutes=15)


@dataclass(frozen=True)
class Condition:
    """``waiting_seconds`` is how long the oldest piece of work has been due; ``None`` where nothing waits."""

    is_well: bool
    waiting_seconds: int | None = None

    def as_facts(self) -> dict[str, bool | int | None]:
        return {"ok": self.is_well, "waiting_seconds": self.waiting_seconds}


# What needs no other process; without it no page can be served.
needed: Registry[Callable[[], Condition]] = Registry("what each page needs")
# Work of other processes: pages are served while it waits.
work: Registry[Callable[[], Condition]] = Registry("work that must not wait")


def waiting_since(due: datetime | None, now: datetime) -> Condition:
    """How it is with work that has been due since then."""
    if due is None or due > now:
        return Condition(True)
    waiting = now - due
    return Condition(waiting <= MOST_WAITING, int(waiting.total_seconds()))


def conditions(*, with_work: bool = True) -> dict[str, Condition]:
    """Each by its name; what cannot be asked, because the database is away, is not well."""
    asked = [*needed.entries(), *(work.entries() if with_work else ())]
    return {entry.name: _ask(entry.value) for entry in asked}


def _ask(check: Callable[[], Condition]) -> Condition:
    try:
        return check()
    except DatabaseError:
        return Condition(False)


def _database_answers() -> Condition:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Condition(True)


class MigrationCheck:
    """Asked until the answer is yes: reading all migrations takes a while, and a process keeps its code."""

    def __init__(self) -> None:
        self.is_passed = False

    def __call__(self) -> Condition:
        if not self.is_passed:
            executor = MigrationExecutor(connection)
            self.is_passed = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return Condition(self.is_passed)


migrations_applied = MigrationCheck()


def _tasks_begin() -> Condition:
    """Tasks that a database keeps for worker processes; other backends keep none there."""
    if not apps.is_installed("django_tasks_db"):
        return Condition(True)
    from django_tasks_db.models import DBTaskResult

    now = time.now()
    # A task for later has been due since its hour, any other since it was put there.
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    if oldest is None:
        return Condition(True)
    is_for_later = oldest.enqueued_at < oldest.run_after <= now
    return waiting_since(oldest.run_after if is_for_later else oldest.enqueued_at, now)


def register() -> None:
    needed.register("database", _database_answers, order=10)
    needed.register("migrations", migrations_applied, order=20)
    work.register("tasks", _tasks_begin, order=30)
