"""What may not happen to a table, said as triggers of SQLite and of PostgreSQL.

On SQLite two more ways lead past a trigger on UPDATE and DELETE: INSERT OR
REPLACE and UPDATE OR REPLACE put the row that holds a unique key out of the
way and fire no DELETE trigger, unless the connection asked for it
(``recursive_triggers``, see ``triggers``).  So every unique key of a guarded
table is looked at before a row is added, or takes another key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections, models
from django.db.models import SET_NULL

# Bits of pg_trigger.tgtype.
_TYPES = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}


@dataclass(frozen=True)
class Trigger:
    """One trigger: what it watches, and the condition under which it refuses."""

    name: str
    table: str
    event: str
    refuses: str
    refusal: str
    first: str = ""

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" WHEN {self.refuses} '
                f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
            ]
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $${self.body}$$',
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
            f'FOR EACH {each} EXECUTE FUNCTION "{self.name}"()',
        ]

    @property
    def body(self) -> str:
        """The source of the function on PostgreSQL: a WHEN clause could not look into another table."""
        row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.event, "NEW")
        return (
            f"BEGIN {self.first}IF {self.refuses} THEN RAISE EXCEPTION '{self.refusal}' USING ERRCODE = '23514'; "
            f"END IF; RETURN {row}; END"
        )

    @property
    def type(self) -> int:
        return _TYPES[self.event]

    def drop(self, vendor: str) -> str:
        return f'DROP TRIGGER IF EXISTS "{self.name}"' + (f' ON "{self.table}"' if vendor == "postgresql" else "")


@dataclass(frozen=True)
class UniqueKey:
    """Columns that no two rows share; of a part of the table when there is a condition."""

    columns: tuple[str, ...]
    condition: str = ""


class Guarded:
    """What all guards have in common.  ``model`` is ``app_label.Model``."""

    model: str

    @property
    def meta(self) -> Any:
        return apps.get_model(self.model)._meta

    @property
    def table(self) -> str:
        return self.meta.db_table

    def column(self, name: str) -> str:
        return self.meta.get_field(name).column

    def all_columns(self) -> list[str]:
        return [one.column for one in self.meta.concrete_fields]

    def emptied_columns(self) -> list[str]:
        """Links to accounts, which become empty when the account is deleted; no other link of a history may."""
        links = [
            one for one in self.meta.concrete_fields if one.remote_field and one.remote_field.on_delete is SET_NULL
        ]
        account = get_user_model()
        return [one.column for one in links if one.related_model is account]

    def unique_keys(self) -> list[UniqueKey]:
        keys = [UniqueKey((one.column,)) for one in self.meta.concrete_fields if one.unique]
        keys += [UniqueKey(tuple(map(self.column, together))) for together in self.meta.unique_together]
        editor = connections["default"].schema_editor()
        for constraint in self.meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
                made = str(constraint.create_sql(apps.get_model(self.model), editor)) if constraint.condition else ""
                columns = tuple(map(self.column, constraint.fields))
                keys.append(UniqueKey(columns, made.partition(" WHERE ")[2]))
        return keys

    def put_away(self, keys: Sequence[UniqueKey], *, also: str = "") -> str:
        """Whether NEW would put another row, of which ``also`` holds, out of its way."""
        arriving = ", ".join(f'NEW."{column}" AS "{column}"' for column in self.all_columns())
        found = []
        for key in keys:
            same = [f'there."{column}" = NEW."{column}"' for column in key.columns]
            same += [f"({key.condition})"] if key.condition else []
            same += [also] if also else []
            one = f'EXISTS (SELECT 1 FROM "{self.table}" AS there WHERE {" AND ".join(same)})'
            if key.condition:
                one = f"({one} AND EXISTS (SELECT 1 FROM (SELECT {arriving}) AS arriving WHERE {key.condition}))"
            found.append(one)
        return " OR ".join(found)

    def triggers(self, vendor: str) -> list[Trigger]:
        raise NotImplementedError

    def create(self, vendor: str) -> list[str]:
        return [*self.drop(vendor), *(line for one in self.triggers(vendor) for line in one.create(vendor))]

    def drop(self, vendor: str) -> list[str]:
        return [one.drop(vendor) for one in self.triggers(vendor)]

    def expected(self, vendor: str) -> set[str]:
        return {one.name for one in self.triggers(vendor)}


def _differs(vendor: str) -> str:
    return "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"


def _changed(columns: Sequence[str], emptied: Sequence[str], vendor: str) -> list[str]:
    """Conditions under which one of the columns takes another value; a link may be emptied."""
    differs = _differs(vendor)
    return [
        f'(NEW."{c}" IS NOT NULL AND OLD."{c}" {differs} NEW."{c}")'
        if c in emptied
        else f'OLD."{c}" {differs} NEW."{c}"'
        for c in columns
    ]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


@dataclass(frozen=True)
class Guard(Guarded):
    """A table whose rows never go, and whose columns stay as they were written.

    ``frozen`` names columns that may not change once written; ``None`` means
    all: append-only.  ``once`` names columns that may be filled and then stay
    (``superseded_at``); with it and no ``frozen``, all others are frozen.
    ``ended_by`` names a column that is filled by the last change of a row.
    ``moves`` says which value of a column may follow which; ``beside`` names
    columns that change only together with those.  ``only`` is ``(column,
    value)``: only such rows of a table that others use too are kept.
    ``journaled`` columns change when ``journal`` (SQL, by vendor) holds, and
    a row goes when ``gone`` does: a journal was written first.  ``counted`` is
    ``(foreign key, column)``: no more rows join than that column of the row
    they belong to says, and when ``joins`` (SQL, by vendor) holds.  One thing
    a history may lose: the link to an account that is deleted.
    """

    model: str
    frozen: Sequence[str] | None = None
    once: Sequence[str] = ()
    moves: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    beside: Sequence[str] = ()
    only: tuple[str, str] | None = None
    journaled: Sequence[str] = ()
    journal: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    counted: tuple[str, str] | None = None
    joins: Mapping[str, str] = field(default_factory=dict)
    ended_by: str = ""

    def _joining(self, vendor: str) -> tuple[str, str]:
        """The condition under which a row may not join, and what PostgreSQL does first: of two at once, one waits."""
        if self.counted is None:
            return "", ""
        key = self.meta.get_field(self.counted[0])
        upper = key.related_model._meta
        said = f'"{upper.db_table}" AS upper WHERE upper."{upper.pk.column}" = NEW."{key.column}"'
        there = f'(SELECT COUNT(*) FROM "{self.table}" AS there WHERE there."{key.column}" = NEW."{key.column}")'
        room = f'{there} < (SELECT upper."{upper.get_field(self.counted[1]).column}" FROM {said})'
        refuses = f"NOT ({room})" + (f" OR NOT ({self.joins[vendor]})" if self.joins else "")
        lock = f'PERFORM 1 FROM "{upper.db_table}" WHERE "{upper.pk.column}" = NEW."{key.column}" FOR NO KEY UPDATE; '
        return refuses, lock

    def frozen_columns(self) -> list[str]:
        if self.frozen is not None:
            return list(dict.fromkeys([self.meta.pk.column, *map(self.column, self.frozen)]))
        once = set(map(self.column, self.once))
        return [column for column in self.all_columns() if column not in once]

    def _changes(self, vendor: str) -> str:
        if self.frozen is None and not self.once:
            return self._anything_but_a_link(vendor)
        emptied, differs = self.emptied_columns(), _differs(vendor)
        found = _changed(self.frozen_columns(), emptied, vendor)
        once = list(map(self.column, self.once))
        found += [f'(OLD."{c}" IS NOT NULL AND OLD."{c}" {differs} NEW."{c}")' for c in once]
        if self.journaled:
            told = " OR ".join(_changed(list(map(self.column, self.journaled)), [], vendor))
            found.append(f"(({told}) AND NOT {self.journal[vendor]})")
        if self.ended_by:
            free = _changed(self.all_columns(), emptied, vendor)
            found.append(f'(OLD."{self.column(self.ended_by)}" IS NOT NULL AND ({" OR ".join(free)}))')
        for name, following in self.moves.items():
            c = self.column(name)
            ways = [
                f'(OLD."{c}" = \'{old}\' AND NEW."{c}" IN ({_quoted(new)}))' for old, new in following.items() if new
            ]
            found.append(f'(OLD."{c}" {differs} NEW."{c}" AND NOT ({" OR ".join(ways) or "1 = 0"}))')
            same = f'OLD."{c}" = NEW."{c}"'
            found += [f"({same} AND {change})" for change in _changed(list(map(self.column, self.beside)), [], vendor)]
        return " OR ".join(found)

    def _anything_but_a_link(self, vendor: str) -> str:
        links, differs = self.emptied_columns(), _differs(vendor)
        if not links:
            return "1 = 1"
        kept = [c for c in self.all_columns() if c not in links]
        same = [f'NOT (OLD."{c}" {differs} NEW."{c}")' for c in kept]
        emptied = [f'(OLD."{c}" IS NOT NULL AND NEW."{c}" IS NULL)' for c in links]
        free = [f'(NEW."{c}" IS NULL OR NOT (OLD."{c}" {differs} NEW."{c}"))' for c in links]
        only_links = " AND ".join([f"({' OR '.join(emptied)})", *free, *same])
        return f"NOT ({only_links})"

    def _of(self, row: str) -> str:
        return f"{row}.\"{self.column(self.only[0])}\" = '{self.only[1]}'" if self.only else "1 = 1"

    def triggers(self, vendor: str) -> list[Trigger]:
        refusal = f"{self.table} keeps what was written"
        update = f"{self._of('OLD')} AND ({self._changes(vendor)})"
        also = self._of("there") if self.only else ""
        keys = self.unique_keys()
        if vendor == "sqlite":
            frozen = set(self.frozen_columns())
            free = [key for key in keys if key.condition or not frozen.issuperset(key.columns)]
            if free:
                pk = self.meta.pk.column
                other = f'there."{pk}" <> OLD."{pk}"'
                update += f" OR {self.put_away(free, also=f'{other} AND {also}' if also else other)}"
        delete = self._of("OLD") + (f" AND NOT {self.gone[vendor]}" if self.gone else "")
        found = [
            Trigger(f"{self.table}_no_update", self.table, "UPDATE", update, refusal),
            Trigger(f"{self.table}_no_delete", self.table, "DELETE", delete, refusal),
        ]
        too_many, lock = self._joining(vendor)
        if vendor == "sqlite":
            put_away = " OR ".join(filter(None, [self.put_away(keys, also=also), too_many]))
            return [*found, Trigger(f"{self.table}_no_reinsert", self.table, "INSERT", put_away, refusal)]
        if too_many:
            found.append(Trigger(f"{self.table}_no_insert", self.table, "INSERT", too_many, refusal, lock))
        return [*found, Trigger(f"{self.table}_no_truncate", self.table, "TRUNCATE", "true", refusal)]


@dataclass(frozen=True)
class LockGuard(Guarded):
    """A table whose rows are free until they are locked, and then neither change nor go.

    A row is locked when ``lock``, a column that is empty at first, is filled:
    its own, or with ``parent`` (the name of a foreign key) that of the row it
    belongs to; then none may be added either.  The write that fills the lock
    itself is the last one allowed.  ``columns`` names what is locked when the
    rest of the row goes on living; without it the whole row is.  Of those,
    ``erasable`` are words that may still be emptied.
    """

    model: str
    lock: str
    parent: str = ""
    columns: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()

    def emptied_columns(self) -> list[str]:
        """Any link: a row that lives on beside what is locked may outlive whom it names."""
        fields = self.meta.concrete_fields
        return [one.column for one in fields if one.remote_field and one.remote_field.on_delete is SET_NULL]

    def _is_locked(self, row: str) -> str:
        if not self.parent:
            return f'{row}."{self.column(self.lock)}" IS NOT NULL'
        key = self.meta.get_field(self.parent)
        upper = key.related_model._meta
        return (
            f'EXISTS (SELECT 1 FROM "{upper.db_table}" AS locker '
            f'WHERE locker."{upper.pk.column}" = {row}."{key.column}" '
            f'AND locker."{upper.get_field(self.lock).column}" IS NOT NULL)'
        )

    def _update(self, vendor: str) -> str:
        old, new = self._is_locked("OLD"), self._is_locked("NEW")
        update = f"({old} OR {new})" if self.parent else old
        if self.columns:
            kept = [self.meta.pk.column, *(self.column(name) for name in self.columns if name not in self.erasable)]
            changed = _changed(kept, self.emptied_columns(), vendor)
            words = [self.column(name) for name in self.erasable]
            changed += [f'(NEW."{c}" <> \'\' AND OLD."{c}" {_differs(vendor)} NEW."{c}")' for c in words]
            update = f"{update} AND ({' OR '.join(changed)})"
        return update

    def triggers(self, vendor: str) -> list[Trigger]:
        refusal, name = f"{self.table} keeps what is locked", f"{self.table}_locked_no_"
        update, insert = self._update(vendor), self._is_locked("NEW") if self.parent else ""
        if vendor == "sqlite":
            keys, locked, pk = self.unique_keys(), self._is_locked("there"), self.meta.pk.column
            other = f'there."{pk}" <> OLD."{pk}" AND {locked}'
            update = f"({update}) OR {self.put_away(keys, also=other)}"
            insert = " OR ".join(filter(None, [self.put_away(keys, also=locked), insert]))
        found = [
            Trigger(f"{name}update", self.table, "UPDATE", update, refusal),
            Trigger(f"{name}delete", self.table, "DELETE", self._is_locked("OLD"), refusal),
        ]
        if insert:
            found.append(Trigger(f"{name}insert", self.table, "INSERT", insert, refusal))
        if vendor == "postgresql":
            found.append(Trigger(f"{name}truncate", self.table, "TRUNCATE", "true", refusal))
        return found


@dataclass(frozen=True)
class DepthGuard(Guarded):
    """Rows that may name another row of their own table, which then names none itself: a depth of one.

    ``field`` is the foreign key to the table itself.  A row that others name
    gets no other to name either; they are led elsewhere first.
    """

    model: str
    field: str

    def triggers(self, vendor: str) -> list[Trigger]:
        table, column = self.table, self.column(self.field)
        too_deep = (
            f'NEW."{column}" IS NOT NULL AND (EXISTS (SELECT 1 FROM "{table}" AS upper '
            f'WHERE upper."id" = NEW."{column}" AND upper."{column}" IS NOT NULL) '
            f'OR EXISTS (SELECT 1 FROM "{table}" AS lower WHERE lower."{column}" = NEW."id"))'
        )
        # The row named is locked, so that of two who write at once – A names B, B names C – the later one sees
        # what the earlier one wrote; without that each would find the other's row as it was.
        first = (
            f'IF NEW."{column}" IS NOT NULL THEN '
            f'PERFORM 1 FROM "{table}" WHERE "id" = NEW."{column}" FOR NO KEY UPDATE; END IF; '
        )
        refusal = f"{table} keeps what {column} names one step away"
        return [
            Trigger(f"{table}_{column}_one_deep_{event.lower()}", table, event, too_deep, refusal, first)
            for event in ("INSERT", "UPDATE")
        ]
