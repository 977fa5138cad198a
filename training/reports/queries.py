"""Growth of a region's staff: how many people rose, of how many known, by any division, on any day.

One statement of SQL makes the whole table.  The ORM cannot join a person's
level on one day with the level on another and then count people twice over
(per person, then per group), and doing it in Python would read every row.

Self-assessments never count.  ``recorded_until`` gives the table as it would have been
made at that moment: posts, counties and kinds as recorded then, and levels
without what was recorded since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

from django.db import connection

from training.assessments.models import HeldLevel
from training.assessments.queries import as_recorded, table
from training.assessments.states import AssessmentKind
from training.competences.queries import competences_as_called, lines_not_in_force, versions_until
from training.kernel.polish import sort_key
from training.people.models import County, Employment, OrganisationKind, Person, Placement, Position
from training.reports.rules import By, GrowthRow, PersonGrowth, Scope

MODELS = {By.COUNTY: County, By.KIND: OrganisationKind, By.POSITION: Position}


def growth_table(
    *, by: By | str, since: date, on: date, recorded_until: datetime | None = None, scope: Scope | None = None
) -> list[GrowthRow]:
    """The growth table: one row per competence, county, kind of institution or post, in Polish order.

    A competence's row is its line's: ``key`` is the line's id, whatever version of the framework is in force.

    Args:
        by: what the rows are.
        since: the first day; levels held on it are the "before".
        on: the second day; who is counted, where they work, and which competences there are and how they
            are called, is as on this day.
        recorded_until: as known just before this moment; as known now when not given.
        scope: only some people or one competence.

    Groups without people are left out.  By competence, ``people`` is everybody in scope.
    """
    by, scope = By(by), scope or Scope()
    return _labelled(by, _counted(by, since, on, recorded_until, scope), versions_until(on, recorded_until))


def growth_total(
    *, since: date, on: date, recorded_until: datetime | None = None, scope: Scope | None = None
) -> GrowthRow | None:
    """Everybody in scope as one row: each person once, however many posts and competences."""
    counted = _counted(None, since, on, recorded_until, scope or Scope())
    if not counted:
        return None
    ((_key, people, assessed, both, rose, pairs, before, after),) = counted
    pairs = int(pairs or 0)
    return GrowthRow(0, "", people, assessed, both, rose, pairs, _mean(before, pairs), _mean(after, pairs))


def growth_people(
    *,
    by: By | str | None,
    key: int = 0,
    since: date,
    on: date,
    recorded_until: datetime | None = None,
    scope: Scope | None = None,
    what: str = "people",
) -> list[PersonGrowth]:
    """The people behind one figure: ``what`` is people, assessed, both or rose.

    Of ``growth_table`` with the row's ``by`` and ``key``; of ``growth_total`` with ``by=None``.  By the key of the
    person and the competence's line; ``PeopleBehind`` reads some of them, in the order of surnames.
    """
    behind = PeopleBehind(by=by, key=key, since=since, on=on, recorded_until=recorded_until, scope=scope, what=what)
    return sorted(behind, key=lambda row: (row.person_id, row.line_id or 0))


class PeopleBehind(Sequence[PersonGrowth]):
    """The rows of ``growth_people`` in Polish order of surnames, read a slice at a time.

    ``len`` counts the rows and ``people`` the persons, in one statement; a slice is one statement.
    """

    def __init__(
        self,
        *,
        by: By | str | None,
        key: int = 0,
        since: date,
        on: date,
        recorded_until: datetime | None = None,
        scope: Scope | None = None,
        what: str = "people",
    ) -> None:
        by = By(by) if by else None
        with_sql, params = _with(by, since, on, recorded_until, scope or Scope())
        # Of a competence's row, everybody in scope with that competence alone: all are in one group.
        joined, group = ("", "s.grp = %s") if by != By.COMPETENCE else (" AND c.line_id = %s", "s.grp = 0")
        self._with, self._params = with_sql, [*params, key]
        self._from = f"FROM staff s LEFT JOIN pair c ON c.person_id = s.person_id{joined} WHERE {group}{_KEPT[what]}"

    @cached_property
    def _counted(self) -> tuple[int, int]:
        sql = f"{self._with} SELECT COUNT(*), COUNT(DISTINCT s.person_id) {self._from}"
        return _rows(sql, self._params)[0]

    @property
    def people(self) -> int:
        return self._counted[1]

    def __len__(self) -> int:
        return self._counted[0]

    @overload
    def __getitem__(self, wanted: int) -> PersonGrowth: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[PersonGrowth]: ...

    def __getitem__(self, wanted: int | slice) -> PersonGrowth | list[PersonGrowth]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        if wanted == slice(None):
            limit, bounds = "", []
        else:
            start, stop, _step = wanted.indices(len(self))
            limit, bounds = " LIMIT %s OFFSET %s", [max(stop - start, 0), start]
        # Whose rows these are is settled before their surnames are looked up.
        sql = (
            f"{self._with}, behind AS (SELECT s.person_id, c.line_id, c.before_level, c.after_level {self._from}) "
            f"SELECT b.person_id, b.line_id, b.before_level, b.after_level FROM behind b "
            f"JOIN {table(Person)} m ON m.id = b.person_id "
            f"ORDER BY m.sort_key, b.person_id, COALESCE(b.line_id, 0){limit}"
        )
        return [PersonGrowth(*row) for row in _rows(sql, [*self._params, *bounds])]


_KEPT = {
    "people": "",
    "assessed": " AND c.after_level IS NOT NULL",
    "both": " AND c.after_level IS NOT NULL AND c.before_level IS NOT NULL",
    "rose": " AND c.after_level > c.before_level",
}


# ---- one statement ---------------------------------------------------------------------------------


def _as_of(alias: str, on: date, recorded_until: datetime | None) -> tuple[str, list[Any]]:
    """The condition of ``DatedQuerySet.as_of`` for a joined table."""
    sql = f"{alias}.valid_from <= %s AND ({alias}.valid_until IS NULL OR {alias}.valid_until >= %s)"
    if recorded_until is None:
        return f"{sql} AND {alias}.superseded_at IS NULL", [on, on]
    sql += f" AND {alias}.recorded_at < %s AND ({alias}.superseded_at IS NULL OR {alias}.superseded_at >= %s)"
    return sql, [on, on, recorded_until, recorded_until]


def _staff_sql(by: By | None, on: date, recorded_until: datetime | None, scope: Scope) -> tuple[str, list[Any]]:
    """Who works where on the day, once per person and group."""
    group = {
        None: "0",
        By.COMPETENCE: "0",
        By.COUNTY: "p.county_id",
        By.KIND: "p.kind_id",
        By.POSITION: "e.position_id",
    }[by]
    employed, params = _as_of("e", on, recorded_until)
    joins, conditions = "", [employed]
    if by in (By.COUNTY, By.KIND) or scope.county or scope.kind:
        placed, more = _as_of("p", on, recorded_until)
        joins = f" JOIN {table(Placement)} p ON p.organisation_id = e.organisation_id AND {placed}"
        params = [*more, *params]
    for column, value in (("p.county_id", scope.county), ("p.kind_id", scope.kind), ("e.position_id", scope.position)):
        if value:
            conditions.append(f"{column} = %s")
            params.append(value)
    # The record that the person lives on in: today, or as known then (``as_recorded`` says which records were merged).
    person, records = "COALESCE(m.merged_into_id, m.id)", f"JOIN {table(Person)} m ON m.id = e.person_id"
    if recorded_until is not None:
        person, records = "COALESCE(m.root, e.person_id)", "LEFT JOIN merged m ON m.member = e.person_id"
    sql = (
        f"SELECT DISTINCT {person} AS person_id, {group} AS grp "
        f"FROM {table(Employment)} e {records}{joins} "
        f"WHERE {' AND '.join(conditions)}"
    )
    return sql, params


def _with(by: By | None, since: date, on: date, recorded_until: datetime | None, scope: Scope) -> tuple[str, list[Any]]:
    staff, staff_params = _staff_sql(by, on, recorded_until, scope)
    levels, source = "", table(HeldLevel)
    levels_params: list[Any] = []
    if recorded_until is not None:
        ctes, levels_params = as_recorded.relation(recorded_until)
        levels, source = f"{ctes}, ", as_recorded.RELATION
    held = (
        f"SELECT person_id, line_id, level FROM {source} "
        "WHERE kind <> %s AND since <= %s AND (until IS NULL OR until > %s)"
    )
    own = AssessmentKind.SELF.value
    more: list[Any] = []
    later = held
    if scope.line:
        later, more = f"{held} AND line_id = %s", [scope.line]
    # Levels of competences that the framework of that day does not have are not added up: one that was
    # split, and carries its level into both halves, would count three times.
    elif gone := sorted(lines_not_in_force(versions_until(on, recorded_until))):
        later, more = f"{held} AND line_id NOT IN ({', '.join(['%s'] * len(gone))})", gone
    # Apart, so that the planner joins the two days by hash; left to itself it may look up the
    # first day's level of each pair one by one, which takes three times as long.
    materialised = "MATERIALIZED " if connection.vendor == "postgresql" else ""
    pair = (
        "SELECT a.person_id, a.line_id, a.level AS after_level, b.level AS before_level "
        f"FROM ({later}) a LEFT JOIN earlier b ON b.person_id = a.person_id AND b.line_id = a.line_id"
    )
    params = [*levels_params, own, since, since, *staff_params, own, on, on, *more]
    return f"WITH RECURSIVE {levels}earlier AS {materialised}({held}), staff AS ({staff}), pair AS ({pair})", params


_COUNTS = (
    "COUNT(*), COUNT(before_level), COUNT(CASE WHEN after_level > before_level THEN 1 END), COUNT(before_level), "
    "SUM(before_level), SUM(CASE WHEN before_level IS NOT NULL THEN after_level END)"
)


def _counted(
    by: By | None, since: date, on: date, recorded_until: datetime | None, scope: Scope
) -> list[tuple[Any, ...]]:
    """``(key, people, assessed, both, rose, pairs, sum before, sum after)``."""
    with_sql, params = _with(by, since, on, recorded_until, scope)
    if by == By.COMPETENCE:
        sql = (
            f"{with_sql} SELECT c.line_id, (SELECT COUNT(*) FROM staff), {_COUNTS} "
            "FROM pair c JOIN staff s ON s.person_id = c.person_id GROUP BY c.line_id"
        )
    else:
        # Each person is added up once, before the people are put into their groups.
        sql = (
            f"{with_sql}, one AS (SELECT c.person_id, COUNT(c.before_level) AS known_both, "
            "COUNT(CASE WHEN c.after_level > c.before_level THEN 1 END) AS risen, SUM(c.before_level) AS sum_before, "
            "SUM(CASE WHEN c.before_level IS NOT NULL THEN c.after_level END) AS sum_after "
            "FROM pair c GROUP BY c.person_id) "
            "SELECT s.grp, COUNT(*), COUNT(one.person_id), COUNT(CASE WHEN one.known_both > 0 THEN 1 END), "
            "COUNT(CASE WHEN one.risen > 0 THEN 1 END), SUM(one.known_both), SUM(one.sum_before), SUM(one.sum_after) "
            "FROM staff s LEFT JOIN one ON one.person_id = s.person_id GROUP BY s.grp"
        )
    return _rows(sql, params)


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [as_recorded.adapted(value) for value in params])
        return cursor.fetchall()


# ---- the rows ------------------------------------------------------------------------------------------------------


def _mean(total: Any, count: int) -> Decimal | None:
    return round(Decimal(int(total)) / count, 4) if count else None


def things_named(by: By, keys: Iterable[int], moment: datetime) -> Mapping[int, Any]:
    """What rows are about, by their keys: competences as they were called at a moment, dictionaries as they are."""
    if by == By.COMPETENCE:
        return competences_as_called(keys, moment)
    return MODELS[by]._default_manager.in_bulk(list(keys))


def _labelled(by: By, counted: Iterable[tuple[Any, ...]], moment: datetime) -> list[GrowthRow]:
    counted = list(counted)
    named = things_named(by, [row[0] for row in counted], moment)
    rows = []
    for key, people, assessed, both, rose, pairs, before, after in counted:
        thing = named[key]
        pairs = int(pairs or 0)
        rows.append(
            (
                _order(by, thing),
                GrowthRow(
                    key=key,
                    label=str(thing),
                    people=people,
                    assessed=assessed,
                    both=both,
                    rose=rose,
                    pairs=pairs,
                    before=_mean(before, pairs),
                    after=_mean(after, pairs),
                    code=getattr(thing, "code", ""),
                ),
            )
        )
    return [row for _order_key, row in sorted(rows, key=lambda pair: pair[0])]


def _order(by: By, thing: Any) -> tuple[Any, ...]:
    """Competences in the framework's order, everything else in Polish alphabetical order."""
    if by == By.COMPETENCE:
        return (thing.framework.code, thing.order, thing.code, thing.pk)
    if by == By.COUNTY:
        return (thing.sort_key, thing.pk)  # a city stands by its name, not by the "m." before it
    return (sort_key(str(thing)), thing.pk)
