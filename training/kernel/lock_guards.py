"""What may not happen to rows once something is locked or closed; their own, or what they belong to."""

from dataclasses import dataclass

from django.db.models import SET_NULL

from training.kernel.guards import Guarded, Trigger, changed, quoted, rewritten


@dataclass(frozen=True)
class LockGuard(Guarded):
    """A table whose rows are free until they are locked, and then neither change nor go.

    A row is locked when ``lock``, a column that is empty at first, is filled,
    or, where ``words`` are named, says one of them: its own, or with
    ``parent`` (foreign keys, ``enrolment__edition``) that of the row it
    belongs to; then none may be added either.  The write that locks a row is
    the last one allowed.  ``columns`` names what is locked when the rest of
    the row goes on living; without it the whole row is.  Of those,
    ``erasable`` are words that may still be emptied.  ``name`` tells several
    locks of one table apart.
    """

    model: str
    lock: str
    parent: str = ""
    columns: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    name: str = "locked"

    def emptied_columns(self) -> list[str]:
        """Any link: a row that lives on beside what is locked may outlive whom it names."""
        fields = self.meta.concrete_fields
        return [field.column for field in fields if field.remote_field and field.remote_field.on_delete is SET_NULL]

    def _says_so(self, column: str) -> str:
        return f"{column} IN ({quoted(self.words)})" if self.words else f"{column} IS NOT NULL"

    def _is_locked(self, row: str) -> str:
        if not self.parent:
            return self._says_so(f'{row}."{self.column(self.lock)}"')
        meta, below, tables, conditions = self.meta, row, [], []
        for depth, name in enumerate(self.parent.split("__")):
            key, above = meta.get_field(name), f"upper{depth}"
            meta = key.related_model._meta
            tables.append(f'"{meta.db_table}" AS {above}')
            conditions.append(f'{above}."{meta.pk.column}" = {below}."{key.column}"')
            below = above
        conditions.append(self._says_so(f'{below}."{meta.get_field(self.lock).column}"'))
        return f"EXISTS (SELECT 1 FROM {', '.join(tables)} WHERE {' AND '.join(conditions)})"

    def _update(self, vendor: str) -> str:
        old, new = self._is_locked("OLD"), self._is_locked("NEW")
        update = f"({old} OR {new})" if self.parent else old
        if self.columns:
            kept = [self.meta.pk.column, *(self.column(name) for name in self.columns if name not in self.erasable)]
            differing = changed(kept, self.emptied_columns(), vendor)
            differing += rewritten([self.column(name) for name in self.erasable], vendor)
            update = f"{update} AND ({' OR '.join(differing)})"
        return update

    def triggers(self, vendor: str) -> list[Trigger]:
        refusal, name = f"{self.table} keeps what is locked", f"{self.table}_{self.name}_no_"
        update, insert = self._update(vendor), self._is_locked("NEW") if self.parent else ""
        if vendor == "sqlite":
            keys, locked, pk = self.unique_keys(), self._is_locked("there"), self.meta.pk.column
            other = f'there."{pk}" <> OLD."{pk}" AND {locked}'
            update = f"({update}) OR {self.put_away(keys, also=other)}"
            insert = " OR ".join(filter(None, [self.put_away(keys, also=locked), insert]))
        triggers = [
            Trigger(f"{name}update", self.table, "UPDATE", update, refusal),
            Trigger(f"{name}delete", self.table, "DELETE", self._is_locked("OLD"), refusal),
        ]
        if insert:
            triggers.append(Trigger(f"{name}insert", self.table, "INSERT", insert, refusal))
        if vendor == "postgresql":
            triggers.append(Trigger(f"{name}truncate", self.table, "TRUNCATE", "true", refusal))
        return triggers
