"""What may not happen to a table, said as triggers of SQLite and of PostgreSQL.

On SQLite two more ways lead past a trigger on UPDATE and DELETE: INSERT OR
REPLACE and UPDATE OR REPLACE put the row that holds a unique key out of the
way and fire no DELETE trigger, unless the connection asked for it
(``recursive_triggers``, see ``triggers``).  So every unique key of a guarded
table is looked at before a row is added, or takes another key.
"""

from collections.abc import Collection, Mapping, Sequence
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
        return [concrete_field.column for concrete_field in self.meta.concrete_fields]

    def emptied_columns(self) -> list[str]:
        """Links to accounts, which become empty when the account is deleted; no other link of a history may."""
        links = [
            concrete_field
            for concrete_field in self.meta.concrete_fields
            if concrete_field.remote_field and concrete_field.remote_field.on_delete is SET_NULL
        ]
        account = get_user_model()
        return [link.column for link in links if link.related_model is account]

    def unique_keys(self) -> list[UniqueKey]:
        keys = [
            UniqueKey((concrete_field.column,)) for concrete_field in self.meta.concrete_fields if concrete_field.unique
        ]
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
        conditions = []
        for key in keys:
            same = [f'there."{column}" = NEW."{column}"' for column in key.columns]
            same += [f"({key.condition})"] if key.condition else []
            same += [also] if also else []
            same_row = f'EXISTS (SELECT 1 FROM "{self.table}" AS there WHERE {" AND ".join(same)})'
            if key.condition:
                same_row = (
                    f"({same_row} AND EXISTS (SELECT 1 FROM (SELECT {arriving}) AS arriving WHERE {key.condition}))"
                )
            conditions.append(same_row)
        return " OR ".join(conditions)

    def triggers(self, vendor: str) -> list[Trigger]:
        raise NotImplementedError

    def create(self, vendor: str) -> list[str]:
        return [*self.drop(vendor), *(line for trigger in self.triggers(vendor) for line in trigger.create(vendor))]

    def drop(self, vendor: str) -> list[str]:
        return [trigger.drop(vendor) for trigger in self.triggers(vendor)]

    def expected(self, vendor: str) -> set[str]:
        return {trigger.name for trigger in self.triggers(vendor)}


def differs(vendor: str) -> str:
    return "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"


def changed(columns: Sequence[str], emptied: Sequence[str], vendor: str) -> list[str]:
    """Conditions under which one of the columns takes another value; a link may be emptied."""
    other = differs(vendor)
    return [
        f'(NEW."{c}" IS NOT NULL AND OLD."{c}" {other} NEW."{c}")' if c in emptied else f'OLD."{c}" {other} NEW."{c}"'
        for c in columns
    ]


def rewritten(columns: Sequence[str], vendor: str) -> list[str]:
    """Conditions under which words become others; they may be emptied."""
    return [f'(NEW."{c}" <> \'\' AND OLD."{c}" {differs(vendor)} NEW."{c}")' for c in columns]


def quoted(words: Collection[str]) -> str:
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
    they belong to says, and when ``joins`` (SQL, by vendor) holds.  Of the
    frozen columns, ``erasable`` are words that may still be emptied.  One thing
    a history may lose: the link to an account that is deleted.
    """

    model: str
    frozen: Sequence[str] | None = None
    once: Sequence[str] = ()
    moves: Mapping[str, Mapping[Any, Collection[str]]] = field(default_factory=dict)
    beside: Sequence[str] = ()
    only: tuple[str, str] | None = None
    journaled: Sequence[str] = ()
    journal: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    counted: tuple[str, str] | None = None
    joins: Mapping[str, str] = field(default_factory=dict)
    ended_by: str = ""
    erasable: Sequence[str] = ()

    def _joining(self, vendor: str) -> tuple[str, str]:
        """The condition under which a row may not join, and what PostgreSQL does first: of two at once, one waits."""
        if self.counted is None:
            return "", ""
        key = self.meta.get_field(self.counted[0])
        upper = key.related_model._meta
        source = f'"{upper.db_table}" AS upper WHERE upper."{upper.pk.column}" = NEW."{key.column}"'
        there = f'(SELECT COUNT(*) FROM "{self.table}" AS there WHERE there."{key.column}" = NEW."{key.column}")'
        room = f'{there} < (SELECT upper."{upper.get_field(self.counted[1]).column}" FROM {source})'
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
        emptied, other = self.emptied_columns(), differs(vendor)
        words = list(map(self.column, self.erasable))
        changes = changed([c for c in self.frozen_columns() if c not in words], emptied, vendor)
        changes += rewritten(words, vendor)
        once = list(map(self.column, self.once))
        changes += [f'(OLD."{c}" IS NOT NULL AND {change})' for c in once for change in changed([c], emptied, vendor)]
        if self.journaled:
            told = " OR ".join(changed(list(map(self.column, self.journaled)), [], vendor))
            changes.append(f"(({told}) AND NOT {self.journal[vendor]})")
        if self.ended_by:
            free = changed(self.all_columns(), emptied, vendor)
            changes.append(f'(OLD."{self.column(self.ended_by)}" IS NOT NULL AND ({" OR ".join(free)}))')
        for name, following in self.moves.items():
            c = self.column(name)
            ways = [
                f'(OLD."{c}" = \'{old}\' AND NEW."{c}" IN ({quoted(new)}))' for old, new in following.items() if new
            ]
            changes.append(f'(OLD."{c}" {other} NEW."{c}" AND NOT ({" OR ".join(ways) or "1 = 0"}))')
            same = f'OLD."{c}" = NEW."{c}"'
            changes += [f"({same} AND {change})" for change in changed(list(map(self.column, self.beside)), [], vendor)]
        return " OR ".join(changes)

    def _anything_but_a_link(self, vendor: str) -> str:
        links, other = self.emptied_columns(), differs(vendor)
        if not links:
            return "1 = 1"
        kept = [c for c in self.all_columns() if c not in links]
        same = [f'NOT (OLD."{c}" {other} NEW."{c}")' for c in kept]
        emptied = [f'(OLD."{c}" IS NOT NULL AND NEW."{c}" IS NULL)' for c in links]
        free = [f'(NEW."{c}" IS NULL OR NOT (OLD."{c}" {other} NEW."{c}"))' for c in links]
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
        triggers = [
            Trigger(f"{self.table}_no_update", self.table, "UPDATE", update, refusal),
            Trigger(f"{self.table}_no_delete", self.table, "DELETE", delete, refusal),
        ]
        too_many, lock = self._joining(vendor)
        if vendor == "sqlite":
            put_away = " OR ".join(filter(None, [self.put_away(keys, also=also), too_many]))
            return [*triggers, Trigger(f"{self.table}_no_reinsert", self.table, "INSERT", put_away, refusal)]
        if too_many:
            triggers.append(Trigger(f"{self.table}_no_insert", self.table, "INSERT", too_many, refusal, lock))
        return [*triggers, Trigger(f"{self.table}_no_truncate", self.table, "TRUNCATE", "true", refusal)]


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
