"""What the triggers on closed meetings ask of the journal of their corrections, in the SQL of each database.

A correction writes its journal first (``ClosingChange``); the newest line says
what holds now.
"""

_NEWEST = (
    'FROM kompas_courses_closingchange AS line WHERE line."closing_id" = {closing} AND line."id" = '
    '(SELECT MAX("id") FROM kompas_courses_closingchange WHERE "closing_id" = {closing})'
)


def _exists(closing: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 {_NEWEST.format(closing=closing)} AND {condition})"


# The newest line says the topic, the minutes and how many taught, as a closing is to say.
SAYS_SO = {
    "sqlite": _exists(
        'OLD."id"',
        """json_extract(line."new", '$.topic') = NEW."topic" """
        """AND json_extract(line."new", '$.minutes') = NEW."minutes" """
        """AND json_array_length(line."new", '$.taught_by') = NEW."teacher_count" """,
    ),
    "postgresql": _exists(
        'OLD."id"',
        """line."new" ->> 'topic' = NEW."topic" """
        """AND CAST(line."new" ->> 'minutes' AS integer) = NEW."minutes" """
        """AND jsonb_array_length(line."new" -> 'taught_by') = NEW."teacher_count" """,
    ),
}
# The newest line names others than the person whose teaching goes.
NO_LONGER_NAMES = {
    "sqlite": _exists(
        'OLD."closing_id"',
        """NOT EXISTS (SELECT 1 FROM json_each(line."new", '$.taught_by') AS named """
        """WHERE json_extract(named.value, '$[0]') = OLD."person_id")""",
    ),
    "postgresql": _exists(
        'OLD."closing_id"',
        """NOT EXISTS (SELECT 1 FROM jsonb_array_elements(line."new" -> 'taught_by') AS named """
        """WHERE CAST(named ->> 0 AS bigint) = OLD."person_id")""",
    ),
}


def _or_no_journal(named: str) -> str:
    return f'(NOT EXISTS (SELECT 1 FROM kompas_courses_closingchange WHERE "closing_id" = NEW."closing_id") OR {named})'


# The newest line names the person whose teaching comes; a meeting that was closed only once has no line.
NAMES = {
    "sqlite": _or_no_journal(
        _exists(
            'NEW."closing_id"',
            """EXISTS (SELECT 1 FROM json_each(line."new", '$.taught_by') AS named """
            """WHERE json_extract(named.value, '$[0]') = NEW."person_id")""",
        )
    ),
    "postgresql": _or_no_journal(
        _exists(
            'NEW."closing_id"',
            """EXISTS (SELECT 1 FROM jsonb_array_elements(line."new" -> 'taught_by') AS named """
            """WHERE CAST(named ->> 0 AS bigint) = NEW."person_id")""",
        )
    ),
}
