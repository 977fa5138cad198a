"""Held levels as they were known at a moment, as one relation of SQL.

Where nothing was recorded since that moment, the projection ``HeldLevel``
still says what was known; where what was recorded since only goes on from it,
the projection says so up to that day.  Only where something recorded later
reaches back – a backdated row, a correction – are the steps worked out again
from the rows then known.

The statement says the policy of ``rules.steps`` in SQL; a test compares the
two on any history.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from training.assessments.models import Assessment, HeldLevel
from training.assessments.states import TRUST, AssessmentKind, Bound
from training.competences.models import Competence
from training.competences.queries import carried_lines_recorded
from training.people.models import Merge, Person

# The relation's name in the statement; its columns are those of ``HeldLevel``, without ``id``.
RELATION = "held_as_recorded"
COLUMNS = "person_id, line_id, level, kind, assessment_id, since, until"

_SQL = """
-- Merges that held then; those made later are not known yet, those undone since still are.
merges (member, upper) AS (
    SELECT merged_id, kept_id FROM {merge} WHERE merged_at < %s AND (undone_at IS NULL OR undone_at >= %s)
),
-- Records merged then, and the record each lived on in, however many merges away.
climb (member, root) AS (
    SELECT member, upper FROM merges
    UNION ALL
    SELECT climb.member, merges.upper FROM climb JOIN merges ON merges.member = climb.root
),
merged (member, root) AS (SELECT member, root FROM climb WHERE root NOT IN (SELECT member FROM merges)),
family (member, root) AS ({family}),
-- Records of people whose merging changed since: the projection says of them what was not known then.
remerged (id) AS (
    SELECT kept_id FROM {merge} WHERE merged_at >= %s OR undone_at >= %s
    UNION SELECT merged_id FROM {merge} WHERE merged_at >= %s OR undone_at >= %s
    UNION SELECT merged.root FROM {merge} m JOIN merged ON merged.member IN (m.kept_id, m.merged_id)
    WHERE m.merged_at >= %s OR m.undone_at >= %s
),
-- In which lines a row counts: in its competence's own, and in those that carried its level on by then.
counts (competence_id, line_id) AS (SELECT id, line_id FROM {competence}{carried}),
-- Pairs of person and line about which something was recorded since, from the first day that it speaks of.
touched AS (
    SELECT f.root AS person_id, c.line_id,
           MIN(CASE WHEN a.recorded_at >= %s THEN a.valid_on END) AS first_later,
           MAX(CASE WHEN a.recorded_at < %s THEN a.valid_on END) AS last_recorded,
           MAX(CASE WHEN a.recorded_at >= %s AND a.corrects_id IS NOT NULL THEN 1 ELSE 0 END) AS mended
    FROM {ledger} a JOIN family f ON f.member = a.person_id JOIN counts c ON c.competence_id = a.competence_id
    GROUP BY f.root, c.line_id
    HAVING MAX(a.recorded_at) >= %s
),
-- Where it only goes on from what was known, the steps before that day stand; backdated rows and
-- corrections reach into the past, and there the steps are worked out from the rows then known.
recomputed AS (
    SELECT person_id, line_id FROM touched WHERE mended = 1 OR first_later <= last_recorded{late_pairs}
    UNION
    SELECT f.root, c.line_id FROM remerged JOIN family f ON f.root = remerged.id
    JOIN {ledger} a ON a.person_id = f.member JOIN counts c ON c.competence_id = a.competence_id
),
-- Living rows: known then, not corrected by what was known then, and no bare withdrawals.
living AS (
    SELECT t.person_id, t.line_id, a.id, a.level, a.kind, a.valid_on, a.recorded_at,
           CASE WHEN a.bound = '{exactly}' THEN 1 ELSE 0 END AS exact, CASE a.kind {trust} END AS trust
    FROM recomputed t JOIN family f ON f.root = t.person_id JOIN counts c ON c.line_id = t.line_id
    JOIN {ledger} a ON a.person_id = f.member AND a.competence_id = c.competence_id
    WHERE a.recorded_at < %s AND a.level IS NOT NULL
      -- Not a join: PostgreSQL would expect one row to be left of it, and look up everything else one by one.
      AND a.id NOT IN (SELECT corrects_id FROM {ledger} WHERE corrects_id IS NOT NULL AND recorded_at < %s)
),
-- Each day on which something was assessed, with every row until then.
by_day AS (
    SELECT s.*, d.day,
           MAX(CASE WHEN s.exact = 1 THEN s.valid_on END) OVER (
               PARTITION BY s.person_id, s.line_id, d.day, s.trust
           ) AS exact_on,
           ROW_NUMBER() OVER (
               PARTITION BY s.person_id, s.line_id, d.day, s.trust, s.exact
               ORDER BY s.valid_on DESC, s.recorded_at DESC, s.id DESC
           ) AS age
    FROM (SELECT DISTINCT person_id, line_id, valid_on AS day FROM living) d
    JOIN living s ON s.person_id = d.person_id AND s.line_id = d.line_id AND s.valid_on <= d.day
),
-- In one rank of trust the newest exact row counts, and what is at least so of that day or later;
-- of these the highest, of equal ones the newest.
ranked AS (
    SELECT by_day.*,
           ROW_NUMBER() OVER (
               PARTITION BY person_id, line_id, day, trust
               ORDER BY level DESC, valid_on DESC, exact, recorded_at DESC, id DESC
           ) AS place,
           MIN(CASE WHEN exact_on IS NOT NULL THEN trust END) OVER (
               PARTITION BY person_id, line_id, day
           ) AS settled
    FROM by_day
    WHERE (exact = 1 AND age = 1) OR (exact = 0 AND (exact_on IS NULL OR valid_on >= exact_on))
),
-- A rank with an exact row settles the matter; those before it are floors. Self-assessments stand alone.
believed AS (
    SELECT ranked.*,
           ROW_NUMBER() OVER (
               PARTITION BY person_id, line_id, day
               ORDER BY CASE WHEN trust = {own} THEN 1 ELSE 0 END, level DESC, trust
           ) AS choice
    FROM ranked
    WHERE place = 1 AND (settled IS NULL OR trust <= settled)
),
changes AS (
    SELECT believed.*, LAG(id) OVER (PARTITION BY person_id, line_id ORDER BY day) AS before
    FROM believed WHERE choice = 1
),
worked_out AS {materialised}(
    SELECT person_id, line_id, level, kind, id, day AS since,
           LEAD(day) OVER (PARTITION BY person_id, line_id ORDER BY day) AS until
    FROM changes WHERE before IS NULL OR before <> id
),
{relation} AS {inline}(
    SELECT h.person_id, h.line_id, h.level, h.kind, h.assessment_id, h.since,
           CASE WHEN h.until >= t.first_later THEN NULL ELSE h.until END AS until
    FROM {held} h LEFT JOIN touched t ON t.person_id = h.person_id AND t.line_id = h.line_id
    WHERE h.person_id NOT IN (SELECT id FROM remerged) AND (
        t.person_id IS NULL
        OR (t.mended = 0 AND h.since < t.first_later AND (t.last_recorded IS NULL OR t.last_recorded < t.first_later))
    ){held_by}{not_late}
    UNION ALL
    SELECT person_id, line_id, level, kind, id, since, until FROM worked_out
)"""


def table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def adapted(value: Any) -> Any:
    """A day or moment as this database wants it; raw statements get no help from fields."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def relation(recorded_until: datetime, *, roots: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """Common table expressions that end in ``RELATION``, to stand after ``WITH RECURSIVE``, and their parameters.

    ``roots`` narrows it to some people, named by the records they lived on in then.
    """
    carrying, carrying_now = carried_lines_recorded(recorded_until)
    # The projection says of these lines what was not carried on yet; their steps are worked out.
    late = sorted(line_id for line_id, sources in carrying_now.items() if carrying.get(line_id) != sources)
    people = sorted(roots or ())
    if roots is None:
        family = f"SELECT p.id, COALESCE(m.root, p.id) FROM {table(Person)} p LEFT JOIN merged m ON m.member = p.id"
        held_by = ""
    else:
        marks = ", ".join(["%s"] * len(people)) or "NULL"
        family = f"SELECT id, id FROM {table(Person)} WHERE id IN ({marks})"
        family += f" UNION ALL SELECT member, root FROM merged WHERE root IN ({marks})"
        held_by = f" AND h.person_id IN ({marks})"
    sql = _SQL.format(
        merge=table(Merge),
        ledger=table(Assessment),
        held=table(HeldLevel),
        relation=RELATION,
        # Conditions on days reach the projection before its rows are copied; what is expensive is worked out once.
        inline="NOT MATERIALIZED " if connection.vendor == "postgresql" else "",
        materialised="MATERIALIZED " if connection.vendor == "postgresql" else "",
        exactly=Bound.EXACTLY.value,
        trust=" ".join(f"WHEN '{kind.value}' THEN {rank}" for kind, rank in TRUST.items()),
        own=TRUST[AssessmentKind.SELF],
        family=family,
        held_by=held_by,
        competence=table(Competence),
        # Keys of lines, so numbers of our own; none in a region that never split or merged a competence.
        carried="".join(
            f" UNION ALL SELECT id, {line_id} FROM {table(Competence)} WHERE line_id IN ({_numbers(sources)})"
            for line_id, sources in sorted(carrying.items())
        ),
        late_pairs=_LATE_PAIRS.format(ledger=table(Assessment), late=_numbers(late)) if late else "",
        not_late=f" AND h.line_id NOT IN ({_numbers(late)})" if late else "",
    )
    moments = [recorded_until] * (7 if late else 6)
    return sql, [recorded_until, recorded_until, *people, *people, *[recorded_until] * 6, *moments, *people]


_LATE_PAIRS = """
    UNION
    SELECT f.root, c.line_id
    FROM {ledger} a JOIN family f ON f.member = a.person_id JOIN counts c ON c.competence_id = a.competence_id
    WHERE c.line_id IN ({late}) AND a.recorded_at < %s"""


def _numbers(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def held_as_recorded(recorded_until: datetime, *, roots: Collection[int]) -> list[HeldLevel]:
    """The steps of some people as they were known just before a moment, unsaved, in the projection's order."""
    ctes, params = relation(recorded_until, roots=roots)
    sql = f"WITH RECURSIVE {ctes} SELECT 0 AS id, {COLUMNS} FROM {RELATION} ORDER BY person_id, line_id, since"
    return list(HeldLevel.objects.raw(sql, [adapted(value) for value in params]))
