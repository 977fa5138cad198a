"""What somebody would write by hand for the same answers: the floors of the measures."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.db import connection
from openpyxl import Workbook, load_workbook

from training.reports.rules import GrowthRow

GROWTH_BY_COMPETENCE = """
WITH staff AS (
    SELECT DISTINCT person_id FROM kompas_training_employment
    WHERE superseded_at IS NULL AND valid_from <= %(on)s AND (valid_until IS NULL OR valid_until >= %(on)s)
)
SELECT later.line_id, (SELECT count(*) FROM staff), count(*), count(earlier.level),
       count(CASE WHEN later.level > earlier.level THEN 1 END), count(earlier.level),
       sum(earlier.level), sum(CASE WHEN earlier.level IS NOT NULL THEN later.level END)
FROM staff
JOIN kompas_training_heldlevel later ON later.person_id = staff.person_id
LEFT JOIN kompas_training_heldlevel earlier
    ON earlier.person_id = later.person_id AND earlier.line_id = later.line_id AND earlier.kind <> 'self'
    AND earlier.since <= %(since)s AND (earlier.until IS NULL OR earlier.until > %(since)s)
WHERE later.kind <> 'self' AND later.since <= %(on)s AND (later.until IS NULL OR later.until > %(on)s)
GROUP BY later.line_id
ORDER BY later.line_id
"""

GROWTH_BY_COUNTY = """
WITH staff AS (
    SELECT DISTINCT e.person_id, p.county_id
    FROM kompas_training_employment e
    JOIN kompas_training_placement p ON p.organisation_id = e.organisation_id
    WHERE e.superseded_at IS NULL AND e.valid_from <= %(on)s AND (e.valid_until IS NULL OR e.valid_until >= %(on)s)
      AND p.superseded_at IS NULL AND p.valid_from <= %(on)s AND (p.valid_until IS NULL OR p.valid_until >= %(on)s)
), person AS (
    SELECT later.person_id, count(*) AS assessed, count(earlier.level) AS pairs,
           count(CASE WHEN later.level > earlier.level THEN 1 END) AS risen,
           sum(earlier.level) AS before, sum(CASE WHEN earlier.level IS NOT NULL THEN later.level END) AS after
    FROM kompas_training_heldlevel later
    LEFT JOIN kompas_training_heldlevel earlier
        ON earlier.person_id = later.person_id AND earlier.line_id = later.line_id
        AND earlier.kind <> 'self'
        AND earlier.since <= %(since)s AND (earlier.until IS NULL OR earlier.until > %(since)s)
    WHERE later.kind <> 'self' AND later.since <= %(on)s AND (later.until IS NULL OR later.until > %(on)s)
    GROUP BY later.person_id
)
SELECT county_id, count(*), count(person.assessed), count(CASE WHEN pairs > 0 THEN 1 END),
       count(CASE WHEN risen > 0 THEN 1 END), COALESCE(sum(pairs), 0), sum(before), sum(after)
FROM staff LEFT JOIN person ON person.person_id = staff.person_id
GROUP BY county_id
ORDER BY county_id
"""

TEAM = """
SELECT e.person_id, h.line_id, h.level
FROM kompas_training_employment e
LEFT JOIN kompas_training_heldlevel h ON h.person_id = e.person_id AND h.kind <> 'self'
    AND h.since <= %(on)s AND (h.until IS NULL OR h.until > %(on)s)
WHERE e.organisation_id = %(organisation)s AND e.superseded_at IS NULL
  AND e.valid_from <= %(on)s AND (e.valid_until IS NULL OR e.valid_until >= %(on)s)
"""

ENROLMENTS = """
SELECT c.title, d.code, e.arrival, p.last_name, p.first_name, p.email, p.phone, o.name, k.name, w.name_pl, e.state,
       CASE WHEN e.state = 'waiting' THEN (
           SELECT count(*) FROM kompas_courses_enrolment b
           WHERE b.edition_id = e.edition_id AND b.state = 'waiting' AND b.arrival <= e.arrival
       ) END,
       e.applied_at, e.offer_expires_at, e.confirmed_at, e.ended_at, e.reason
FROM kompas_courses_enrolment e
JOIN kompas_courses_edition d ON d.id = e.edition_id
JOIN kompas_courses_course c ON c.id = d.course_id
JOIN kompas_training_person p ON p.id = e.person_id
LEFT JOIN kompas_training_organisation o ON o.id = e.organisation_id
LEFT JOIN kompas_training_county k ON k.id = e.county_id
LEFT JOIN kompas_training_position w ON w.id = e.position_id
ORDER BY e.edition_id, e.arrival
"""


def rows(sql: str, **params: Any) -> list[tuple]:
    """The rows of a statement; days as each database keeps them."""
    adapted = {
        name: connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
        for name, value in params.items()
    }
    if connection.vendor == "sqlite":
        # SQLite names parameters with a colon.
        sql = sql.replace("%(", ":").replace(")s", "") if adapted else sql
        with connection.cursor() as cursor:
            return cursor.cursor.connection.execute(sql, adapted).fetchall() if adapted else _all(cursor, sql)
    with connection.cursor() as cursor:
        cursor.execute(sql, adapted or None)
        return cursor.fetchall()


def _all(cursor: Any, sql: str) -> list[tuple]:
    cursor.execute(sql)
    return cursor.fetchall()


def growth(sql: str, *, since: date, on: date) -> list[tuple]:
    """Rows in the shape of ``as_tuples``."""
    return [tuple(int(value) if value is not None else None for value in row) for row in rows(sql, since=since, on=on)]


def as_tuples(table: Sequence[GrowthRow]) -> list[tuple]:
    """Rows of ``growth_table`` in the shape of ``growth``."""
    return sorted(
        (
            row.key,
            row.people,
            row.assessed,
            row.both,
            row.rose,
            row.pairs,
            round(row.before * row.pairs) if row.before is not None else None,
            round(row.after * row.pairs) if row.after is not None else None,
        )
        for row in table
    )


def enrolments_xlsx() -> bytes:
    """The same rows straight from the database into openpyxl."""
    book = Workbook(write_only=True)
    worksheet = book.create_sheet()
    for row in rows(ENROLMENTS):
        worksheet.append([str(value) if value is not None else "" for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_list(content: bytes) -> int:
    """openpyxl reading every cell of a staff list."""
    book = load_workbook(BytesIO(content), read_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if any(row))
