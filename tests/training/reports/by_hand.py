"""The growth table as somebody would write it by hand for PostgreSQL, to compare answers and speed."""

from django.db import connection

BY_COUNTY = """
WITH staff AS (
    SELECT DISTINCT e.person_id, p.county_id
    FROM kompas_training_employment e
    JOIN kompas_training_placement p USING (organisation_id)
    WHERE e.superseded_at IS NULL AND %(on)s BETWEEN e.valid_from AND COALESCE(e.valid_until, 'infinity')
      AND p.superseded_at IS NULL AND %(on)s BETWEEN p.valid_from AND COALESCE(p.valid_until, 'infinity')
), earlier AS (
    SELECT person_id, competence_id, level FROM kompas_training_heldlevel
    WHERE kind <> 'self' AND since <= %(since)s AND COALESCE(until, 'infinity') > %(since)s
), later AS (
    SELECT person_id, competence_id, level FROM kompas_training_heldlevel
    WHERE kind <> 'self' AND since <= %(on)s AND COALESCE(until, 'infinity') > %(on)s
), person AS (
    SELECT later.person_id, count(*) AS known, count(earlier.level) AS pairs,
           count(*) FILTER (WHERE later.level > earlier.level) AS risen,
           sum(earlier.level) AS before, sum(later.level) FILTER (WHERE earlier.level IS NOT NULL) AS after
    FROM later LEFT JOIN earlier USING (person_id, competence_id)
    GROUP BY later.person_id
)
SELECT county_id, count(*), count(person.known), count(*) FILTER (WHERE pairs > 0),
       count(*) FILTER (WHERE risen > 0), COALESCE(sum(pairs), 0), sum(before), sum(after)
FROM staff LEFT JOIN person USING (person_id)
GROUP BY county_id
ORDER BY county_id
"""

BY_COMPETENCE = """
WITH staff AS (
    SELECT DISTINCT person_id FROM kompas_training_employment
    WHERE superseded_at IS NULL AND %(on)s BETWEEN valid_from AND COALESCE(valid_until, 'infinity')
)
SELECT later.competence_id, (SELECT count(*) FROM staff), count(*), count(earlier.level),
       count(*) FILTER (WHERE later.level > earlier.level), count(earlier.level),
       sum(earlier.level), sum(later.level) FILTER (WHERE earlier.level IS NOT NULL)
FROM staff
JOIN kompas_training_heldlevel later USING (person_id)
LEFT JOIN kompas_training_heldlevel earlier
    ON earlier.person_id = later.person_id AND earlier.competence_id = later.competence_id AND earlier.kind <> 'self'
    AND earlier.since <= %(since)s AND COALESCE(earlier.until, 'infinity') > %(since)s
WHERE later.kind <> 'self' AND later.since <= %(on)s AND COALESCE(later.until, 'infinity') > %(on)s
GROUP BY later.competence_id
ORDER BY later.competence_id
"""


def by_hand(sql, *, since, on):
    """Rows in the shape of ``as_tuples``."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"since": since, "on": on})
        return [tuple(int(value) if value is not None else None for value in row) for row in cursor.fetchall()]


def as_tuples(rows):
    """Rows of ``growth_table`` in the shape of ``by_hand``."""
    return sorted(
        (
            row.key,
            row.people,
            row.assessed,
            row.both,
            row.rose,
            row.pairs,
            round(row.before * row.pairs) if row.pairs else None,
            round(row.after * row.pairs) if row.pairs else None,
        )
        for row in rows
    )
