"""Database triggers that keep what must not change.

Each room that has such a table registers a guard in ``AppConfig.ready()``.
``install`` runs after every migration, because a later AddField rebuilds
the SQLite table and loses its triggers; ``missing`` is asked by kompas_check.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connections

from training.kernel.registry import Registry


@dataclass(frozen=True)
class Guard:
    """What may not happen to a table.

    ``model`` is ``app_label.Model``.  ``frozen`` names columns that may not
    change once written; ``None`` means append-only: no UPDATE, no DELETE.
    ``deletable`` is for frozen tables whose rows may still be deleted (none today).
    """

    model: str
    frozen: Sequence[str] | None = None

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def columns(self) -> list[str]:
        meta = apps.get_model(self.model)._meta
        return [meta.get_field(name).column for name in self.frozen or ()]

    def _names(self, vendor: str) -> list[str]:
        events = ["update", "delete", "reinsert"] + (["truncate"] if vendor == "postgresql" else [])
        return [f"{self.table}_no_{event}" for event in events]

    def create(self, vendor: str) -> list[str]:
        refusal = f"{self.table} keeps what was written"
        if vendor == "sqlite":
            changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in self.columns()) or "1"
            when = {
                "update": f'BEFORE UPDATE ON "{self.table}" WHEN {changed}',
                "delete": f'BEFORE DELETE ON "{self.table}"',
                # INSERT OR REPLACE deletes the old row without firing its DELETE trigger.
                "reinsert": (
                    f'BEFORE INSERT ON "{self.table}" '
                    f'WHEN EXISTS (SELECT 1 FROM "{self.table}" WHERE "id" = NEW."id")'
                ),
            }
            return [
                f'CREATE TRIGGER IF NOT EXISTS "{self.table}_no_{event}" {head} '
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                for event, head in when.items()
            ]
        changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in self.columns()) or "true"
        return [
            "CREATE OR REPLACE FUNCTION kompas_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% keeps what was written', TG_TABLE_NAME USING ERRCODE = '23514'; END $$",
            *self.drop(vendor),
            f'CREATE TRIGGER "{self.table}_no_update" BEFORE UPDATE ON "{self.table}" '
            f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION kompas_refuse()",
            f'CREATE TRIGGER "{self.table}_no_delete" BEFORE DELETE ON "{self.table}" '
            f"FOR EACH ROW EXECUTE FUNCTION kompas_refuse()",
            f'CREATE TRIGGER "{self.table}_no_truncate" BEFORE TRUNCATE ON "{self.table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION kompas_refuse()",
        ]

    def drop(self, vendor: str) -> list[str]:
        suffix = f' ON "{self.table}"' if vendor == "postgresql" else ""
        return [f'DROP TRIGGER IF EXISTS "{name}"{suffix}' for name in self._names(vendor)]

    def expected(self, vendor: str) -> set[str]:
        events = ["update", "delete"] + (["truncate"] if vendor == "postgresql" else ["reinsert"])
        return {f"{self.table}_no_{event}" for event in events}


guards: Registry[Guard] = Registry("tables that keep what was written")


def guard(model: str, frozen: Sequence[str] | None = None) -> None:
    guards.register(model, Guard(model, frozen))


def _tables(connection) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def install(using: str = "default", **kwargs) -> None:
    """Create every guard whose table exists; harmless when they are there."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    tables = _tables(connection)
    with connection.cursor() as cursor:
        for entry in guards:
            if entry.table in tables:
                for statement in entry.create(connection.vendor):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Drop every guard: only for a test's flush and for the erasure of a person."""
    connection = connections[using]
    tables = _tables(connection)
    with connection.cursor() as cursor:
        for entry in guards:
            if entry.table in tables:
                for statement in entry.drop(connection.vendor):
                    cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """Names of triggers that should be there and are not."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(name for entry in guards for name in entry.expected(connection.vendor) - present)
