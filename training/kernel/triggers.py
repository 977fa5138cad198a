"""Database triggers that keep what must not change.

Each room that has such a table registers a guard in ``AppConfig.ready()``.
``install`` runs after every migration, because a later AddField rebuilds
the SQLite table and loses its triggers; ``missing`` is asked by kompas_check.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connections, transaction

from training.kernel.guards import DepthGuard, Guard
from training.kernel.lock_guards import LockGuard
from training.kernel.registry import Registry

# A row that is not rewritten, and may be taken away.
MAY_GO = {"sqlite": "(1 = 1)", "postgresql": "(1 = 1)"}

guards: Registry[Guard | LockGuard | DepthGuard] = Registry("tables that keep what was written")


def guard(
    model: str,
    frozen: Sequence[str] | None = None,
    *,
    once: Sequence[str] = (),
    moves: Mapping[str, Mapping[Any, Collection[str]]] | None = None,
    beside: Sequence[str] = (),
    only: tuple[str, str] | None = None,
    journaled: Sequence[str] = (),
    journal: Mapping[str, str] | None = None,
    gone: Mapping[str, str] | None = None,
    counted: tuple[str, str] | None = None,
    joins: Mapping[str, str] | None = None,
    ended_by: str = "",
    erasable: Sequence[str] = (),
) -> None:
    """Keep a table; what each argument means stands at ``Guard``."""
    kept = Guard(
        model,
        frozen,
        once,
        moves or {},
        beside,
        only,
        journaled,
        journal or {},
        gone or {},
        counted,
        joins or {},
        ended_by,
        erasable,
    )
    guards.register(model, kept)


def guard_dated(model: str) -> None:
    """Rows with two clocks: they end by being superseded, and are never rewritten."""
    guards.register(model, Guard(model, once=("superseded_at",)))


def guard_locked(
    model: str,
    *,
    lock: str,
    parent: str = "",
    columns: Sequence[str] = (),
    erasable: Sequence[str] = (),
    words: Sequence[str] = (),
    name: str = "locked",
) -> None:
    """Keep rows once they are locked; what each argument means stands at ``LockGuard``."""
    kept = LockGuard(model, lock, parent, tuple(columns), tuple(erasable), tuple(words), name)
    guards.register(model if name == "locked" else f"{model} {name}", kept)


def guard_depth(model: str, *, field: str) -> None:
    guards.register(model, DepthGuard(model, field))


def follow_replacements(sender: Any, connection: Any, **kwargs: Any) -> None:
    """On every new connection to SQLite: a row that OR REPLACE puts out of the way fires its DELETE trigger."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


def _tables(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def _run(using: str, verb: str) -> None:
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    tables = _tables(connection)
    # All of them or none: at no moment does somebody else find a table without its triggers.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for entry in guards:
            if entry.table in tables:
                for statement in getattr(entry, verb)(connection.vendor):
                    cursor.execute(statement)


def install(using: str = "default", **kwargs: Any) -> None:
    """Create every guard whose table exists; those of an earlier version, which kept less, are replaced."""
    _run(using, "create")


def remove(using: str = "default") -> None:
    """Drop every guard: only for a test's flush and for the erasure of a person."""
    _run(using, "drop")


def make_way(using: str = "default", plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Before a migration on SQLite: a table cannot be rebuilt while a trigger of another looks into it."""
    if plan and connections[using].vendor == "sqlite":
        remove(using)


_ON_POSTGRESQL = """
    SELECT t.tgname, t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = '', c.relname, t.tgtype, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
"""


# A rule instead of a table's own INSERT, UPDATE or DELETE swallows what is written, and no trigger fires.
_RULES = """
    SELECT c.relname || ': ' || r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
    WHERE c.relkind = 'r' AND c.relname = ANY(%s) AND pg_table_is_visible(c.oid)
"""


def missing(using: str = "default") -> list[str]:
    """Names of triggers that are not there, are switched off, or do not say what they should.

    On PostgreSQL the table and the source of the function are compared too:
    one that was emptied refuses nothing, and a trigger for replicas alone does
    not fire.  A rule on a guarded table is named beside them.
    """
    connection = connections[using]
    triggers = [trigger for entry in guards for trigger in entry.triggers(connection.vendor)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            present = dict(cursor.fetchall())
            return sorted(
                trigger.name for trigger in triggers if present.get(trigger.name) != trigger.create("sqlite")[0]
            )
        cursor.execute(_ON_POSTGRESQL)
        present = {(name, table): (bool(fires), kind, source) for name, fires, table, kind, source in cursor.fetchall()}
        cursor.execute(_RULES, [sorted({trigger.table for trigger in triggers})])
        rules = [name for (name,) in cursor.fetchall()]
        bare = [
            trigger.name
            for trigger in triggers
            if present.get((trigger.name, trigger.table)) != (True, trigger.type, trigger.body)
        ]
        return sorted([*bare, *rules])
