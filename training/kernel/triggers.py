"""Database triggers that keep what must not change.

Each room that has such a table registers a guard in ``AppConfig.ready()``.
``install`` runs after every migration, because a later AddField rebuilds
the SQLite table and loses its triggers; ``missing`` is asked by kompas_check.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.models import SET_NULL

from training.kernel.registry import Registry

_REFUSE = (
    "CREATE OR REPLACE FUNCTION kompas_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '% keeps what was written', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"
)


@dataclass(frozen=True)
class Guard:
    """What may not happen to a table.

    ``model`` is ``app_label.Model``.  ``frozen`` names columns that may not
    change once written; ``None`` means append-only: no UPDATE, no DELETE.
    One thing a history may lose: the link to an account that is deleted
    (``SET_NULL``); the name of who it was stays.
    """

    model: str
    frozen: Sequence[str] | None = None

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def columns(self) -> list[str]:
        meta = apps.get_model(self.model)._meta
        return [meta.get_field(name).column for name in self.frozen or ()]

    def _accounts(self) -> list[str]:
        """Columns of an append-only table that may become empty when an account goes."""
        fields = apps.get_model(self.model)._meta.concrete_fields
        return [f.column for f in fields if f.remote_field and f.remote_field.on_delete is SET_NULL]

    def _is_changed(self, same: str, differs: str) -> str:
        """The condition under which an UPDATE is refused; empty when always."""
        if self.frozen is not None:
            return " OR ".join(f'OLD."{c}" {differs} NEW."{c}"' for c in self.columns())
        accounts = self._accounts()
        if not accounts:
            return ""
        kept = [f.column for f in apps.get_model(self.model)._meta.concrete_fields if f.column not in accounts]
        emptied = [f'(OLD."{c}" IS NOT NULL AND NEW."{c}" IS NULL)' for c in accounts]
        free = [f'(NEW."{c}" IS NULL OR OLD."{c}" {same} NEW."{c}")' for c in accounts]
        unchanged = " AND ".join([f"({' OR '.join(emptied)})", *free, *(f'OLD."{c}" {same} NEW."{c}"' for c in kept)])
        return f"NOT ({unchanged})"

    def _names(self, vendor: str) -> list[str]:
        events = ["update", "delete", "reinsert"] + (["truncate"] if vendor == "postgresql" else [])
        return [f"{self.table}_no_{event}" for event in events]

    def create(self, vendor: str) -> list[str]:
        refusal = f"{self.table} keeps what was written"
        if vendor == "sqlite":
            changed = self._is_changed("IS", "IS NOT") or "1"
            when = {
                "update": f'BEFORE UPDATE ON "{self.table}" WHEN {changed}',
                "delete": f'BEFORE DELETE ON "{self.table}"',
                # INSERT OR REPLACE deletes the old row without firing its DELETE trigger.
                "reinsert": (
                    f'BEFORE INSERT ON "{self.table}" WHEN EXISTS (SELECT 1 FROM "{self.table}" WHERE "id" = NEW."id")'
                ),
            }
            return [
                *self.drop(vendor),
                *(
                    f"CREATE TRIGGER \"{self.table}_no_{event}\" {head} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                    for event, head in when.items()
                ),
            ]
        changed = self._is_changed("IS NOT DISTINCT FROM", "IS DISTINCT FROM") or "true"
        return [
            _REFUSE,
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


@dataclass(frozen=True)
class LockGuard:
    """A table whose rows are free until they are locked, and then neither change nor go.

    A row is locked when ``lock``, a column that is empty at first, is filled:
    its own, or with ``parent`` (the name of a foreign key) that of the row it
    belongs to; then none may be added either.  The write that fills the lock
    itself is the last one allowed.  ``columns`` names what is locked when the
    rest of the row goes on living; without it the whole row is.
    """

    model: str
    lock: str
    parent: str = ""
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    def _is_locked(self, row: str) -> str:
        meta = apps.get_model(self.model)._meta
        if not self.parent:
            return f'{row}."{meta.get_field(self.lock).column}" IS NOT NULL'
        key = meta.get_field(self.parent)
        upper = key.related_model._meta
        return (
            f'EXISTS (SELECT 1 FROM "{upper.db_table}" AS locker '
            f'WHERE locker."{upper.pk.column}" = {row}."{key.column}" '
            f'AND locker."{upper.get_field(self.lock).column}" IS NOT NULL)'
        )

    def _is_locked_there(self) -> str:
        """Whether the row that an INSERT OR REPLACE would put out of the way is locked."""
        return (
            f'EXISTS (SELECT 1 FROM "{self.table}" AS there WHERE there."id" = NEW."id" AND {self._is_locked("there")})'
        )

    def _events(self, vendor: str) -> dict[str, str]:
        """Trigger endings, each with the condition under which it refuses."""
        old, new = self._is_locked("OLD"), self._is_locked("NEW")
        events = {"update": f"{old} OR {new}" if self.parent else old, "delete": old}
        if self.columns:
            differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
            meta = apps.get_model(self.model)._meta
            columns = [meta.get_field(name).column for name in self.columns]
            changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
            events["update"] = f"({events['update']}) AND ({changed})"
        if vendor == "sqlite":
            added = self._is_locked_there()
            return {**events, "insert": f"{added} OR {new}" if self.parent else added}
        return {**events, "insert": new} if self.parent else events

    def _names(self, vendor: str) -> list[str]:
        endings = [*self._events(vendor), *(["truncate"] if vendor == "postgresql" else [])]
        return [f"{self.table}_locked_no_{ending}" for ending in endings]

    def create(self, vendor: str) -> list[str]:
        refusal = f"{self.table} keeps what is locked"
        if vendor == "sqlite":
            return [
                *self.drop(vendor),
                *(
                    f'CREATE TRIGGER "{self.table}_locked_no_{event}" BEFORE {event.upper()} '
                    f"ON \"{self.table}\" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                    for event, condition in self._events(vendor).items()
                ),
            ]
        # A WHEN clause of PostgreSQL cannot look into another table; a function can.
        made = list(self.drop(vendor))
        for event, condition in self._events(vendor).items():
            function = f"{self.table}_locked_no_{event}"
            row = "OLD" if event == "delete" else "NEW"
            made += [
                f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                f"IF {condition} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23514'; END IF; "
                f"RETURN {row}; END $$",
                f'CREATE TRIGGER "{function}" BEFORE {event.upper()} ON "{self.table}" '
                f'FOR EACH ROW EXECUTE FUNCTION "{function}"()',
            ]
        return [
            _REFUSE,
            *made,
            f'CREATE TRIGGER "{self.table}_locked_no_truncate" BEFORE TRUNCATE ON "{self.table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION kompas_refuse()",
        ]

    def drop(self, vendor: str) -> list[str]:
        suffix = f' ON "{self.table}"' if vendor == "postgresql" else ""
        return [f'DROP TRIGGER IF EXISTS "{name}"{suffix}' for name in self._names(vendor)]

    def expected(self, vendor: str) -> set[str]:
        return set(self._names(vendor))


@dataclass(frozen=True)
class DepthGuard:
    """Rows that may name another row of their own table, which then names none itself: a depth of one.

    ``field`` is the foreign key to the table itself.  A row that others name
    gets no other to name either; they are led elsewhere first.
    """

    model: str
    field: str

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    @property
    def column(self) -> str:
        return apps.get_model(self.model)._meta.get_field(self.field).column

    def _names(self) -> list[str]:
        return [f"{self.table}_{self.column}_one_deep_{event}" for event in ("insert", "update")]

    def create(self, vendor: str) -> list[str]:
        table, column = self.table, self.column
        refusal = f"{table} keeps what {column} names one step away"
        insert, update = self._names()
        if vendor == "sqlite":
            too_deep = (
                f'NEW."{column}" IS NOT NULL AND (EXISTS (SELECT 1 FROM "{table}" AS upper '
                f'WHERE upper."id" = NEW."{column}" AND upper."{column}" IS NOT NULL) '
                f'OR EXISTS (SELECT 1 FROM "{table}" AS lower WHERE lower."{column}" = NEW."id"))'
            )
            raised = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            return [
                *self.drop(vendor),
                f'CREATE TRIGGER "{insert}" BEFORE INSERT ON "{table}" WHEN {too_deep} {raised}',
                f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" WHEN {too_deep} {raised}',
            ]
        function = f"{table}_{column}_one_deep"
        # The row named is locked, so that of two who write at once – A names B, B names C – the later one sees
        # what the earlier one wrote; without that each would find the other's row as it was.
        body = (
            f'PERFORM 1 FROM "{table}" WHERE "id" = NEW."{column}" FOR NO KEY UPDATE; '
            f'IF EXISTS (SELECT 1 FROM "{table}" AS upper '
            f'WHERE upper."id" = NEW."{column}" AND upper."{column}" IS NOT NULL) '
            f'OR EXISTS (SELECT 1 FROM "{table}" AS lower WHERE lower."{column}" = NEW."id") '
            f"THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23514'; END IF; RETURN NEW;"
        )
        when = f'FOR EACH ROW WHEN (NEW."{column}" IS NOT NULL) EXECUTE FUNCTION "{function}"()'
        return [
            *self.drop(vendor),
            f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$',
            f'CREATE TRIGGER "{insert}" BEFORE INSERT ON "{table}" {when}',
            f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" {when}',
        ]

    def drop(self, vendor: str) -> list[str]:
        suffix = f' ON "{self.table}"' if vendor == "postgresql" else ""
        return [f'DROP TRIGGER IF EXISTS "{name}"{suffix}' for name in self._names()]

    def expected(self, vendor: str) -> set[str]:
        return set(self._names())


guards: Registry[Guard | LockGuard | DepthGuard] = Registry("tables that keep what was written")


def guard(model: str, frozen: Sequence[str] | None = None) -> None:
    guards.register(model, Guard(model, frozen))


def guard_locked(model: str, *, lock: str, parent: str = "", columns: Sequence[str] = ()) -> None:
    guards.register(model, LockGuard(model, lock, parent, tuple(columns)))


def guard_depth(model: str, *, field: str) -> None:
    guards.register(model, DepthGuard(model, field))


def _tables(connection) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def install(using: str = "default", **kwargs) -> None:
    """Create every guard whose table exists; those of an earlier version, which kept less, are replaced."""
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
    """Names of triggers that should be there and are not, or that do not keep all the columns they should."""
    connection = connections[using]
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = dict(cursor.fetchall())
    lost = {name for entry in guards for name in entry.expected(connection.vendor) - present.keys()}
    for entry in guards:
        update = f"{entry.table}_no_update"
        if isinstance(entry, Guard) and update in present:
            named = set(re.findall(r'old\."?(\w+)', present[update], re.IGNORECASE))
            if not named >= set(entry.columns()):
                lost.add(update)
    return sorted(lost)
