"""How the held level follows from the ledger.  No database here: rows in, steps out.

The policy, in words (docs/explanation/growth.md says it for people):

1. A row that was corrected does not count; a withdrawal only removes.
2. Who is believed first is written in ``states.TRUST``: a course or a
   document, then the superior, then the person.
3. Within one rank the newest "exactly" row says the level.  An "at least"
   row of the same day or later raises it or confirms it, and never lowers.
4. A rank that holds only "at least" rows is a floor: the next rank may say
   more.  So a passed level-2 course does not lower somebody whom the
   superior put at 3, and the superior cannot go below what was proven.
5. Self-assessments count only where nobody else has said anything; they never
   mix with the others, so hiding them hides nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from training.assessments.states import TRUST, AssessmentKind, Bound


class Row(NamedTuple):
    """What the policy needs of one ledger row."""

    id: int
    level: int | None
    bound: str
    kind: str
    valid_on: date
    recorded_at: datetime
    corrects_id: int | None = None


class Step(NamedTuple):
    """A level held from ``since`` until the day before ``until``."""

    since: date
    until: date | None
    level: int
    kind: str
    assessment_id: int


def living(rows: Iterable[Row]) -> list[Row]:
    """Rows that still count: not corrected, not a bare withdrawal."""
    rows = list(rows)
    corrected = {row.corrects_id for row in rows if row.corrects_id is not None}
    return [row for row in rows if row.id not in corrected and row.level is not None]


def _order(row: Row) -> tuple[Any, ...]:
    # On one day the exact statement is read first, then what is at least so.
    return (row.valid_on, row.bound != Bound.EXACTLY, row.recorded_at, row.id)


class _Rank:
    """What one rank of trust says so far."""

    def __init__(self) -> None:
        self.row: Row | None = None
        self.level = 0
        self.is_exact = False

    def add(self, row: Row, level: int) -> None:
        is_exact = row.bound == Bound.EXACTLY
        if is_exact or level >= self.level:
            self.row, self.level = row, level
        self.is_exact = self.is_exact or is_exact


def _believed(ranks: dict[int, _Rank]) -> _Rank | None:
    best: _Rank | None = None
    for number in sorted(ranks):
        rank = ranks[number]
        if number == TRUST[AssessmentKind.SELF] and best is not None:
            return best
        if best is None or rank.level > best.level:
            best = rank
        if rank.is_exact:
            return best
    return best


def steps(rows: Iterable[Row]) -> list[Step]:
    """The level of one person in one line of competences over time, as these rows say it."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in sorted(living(rows), key=_order):
        by_day[row.valid_on].append(row)
    ranks: dict[int, _Rank] = {}
    begun: list[tuple[date, Row, int]] = []
    for day, rows_of_day in by_day.items():
        for row in rows_of_day:
            if row.level is not None:
                ranks.setdefault(TRUST[AssessmentKind(row.kind)], _Rank()).add(row, row.level)
        best = _believed(ranks)
        if best is not None and best.row is not None and (not begun or begun[-1][1].id != best.row.id):
            begun.append((day, best.row, best.level))
    ends = [*(day for day, _row, _level in begun[1:]), None]
    return [Step(day, end, level, row.kind, row.id) for (day, row, level), end in zip(begun, ends, strict=False)]


def step_on(steps: Iterable[Step], day: date) -> Step | None:
    """The step that holds on ``day``."""
    return next((step for step in steps if step.since <= day and (step.until is None or day < step.until)), None)


def counts_in(carrying: Mapping[int, Collection[int]], only: Collection[int] = ()) -> dict[int, set[int]]:
    """In which lines the rows of a line count: in itself, and in those that carry its level on.

    With ``only``: in these and in no others.
    """
    counting: dict[int, set[int]] = defaultdict(set)
    for line_id, sources in carrying.items():
        counting[line_id].add(line_id)
        for source in sources:
            counting[source].add(line_id)
            if not only:
                counting[source].add(source)
    return dict(counting)


def by_pair(
    rows: Iterable[tuple[Any, ...]], counts_in: Mapping[int, Collection[int]]
) -> Iterator[tuple[tuple[int, int], list[Row]]]:
    """Group rows that come person by person: ``(person, line, *Row)`` → pairs of person and line with their rows.

    ``counts_in`` names the lines in which a line's rows count; one that is not named there counts in itself.
    """
    for person_id, of_person in groupby(rows, key=itemgetter(0)):
        by_line: dict[int, list[Row]] = defaultdict(list)
        for _person, line_id, *rest in of_person:
            row = Row(*rest)
            for counted in counts_in.get(line_id, (line_id,)):
                by_line[counted].append(row)
        for line_id in sorted(by_line):
            yield (person_id, line_id), by_line[line_id]
