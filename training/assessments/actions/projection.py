"""Held levels, the projection of the ledger: kept up to date, and computed again to the same rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from training.assessments import rules
from training.assessments.models import HeldLevel
from training.assessments.queries import ledger_rows, whole_ledger
from training.competences.queries import carried_lines
from training.people.models import Person
from training.people.queries import family_of, root_ids

Pair = tuple[int, int]


def lock_people(people: Iterable[Person]) -> dict[int, int]:
    """Lock the records that these people live on in, by key; return ``{record: root}``."""
    people = list(people)
    roots: set[int] = set()
    wanted = root_ids(people)
    while wanted:
        # By key, so that two callers with the same people in another order do not
        # wait for each other for ever.  No key changes, so readers' foreign keys need not wait.
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        # A record that was merged while this waited leads on to another.
        met = dict(rows.values_list("pk", "merged_into_id"))
        roots |= {pk for pk, into in met.items() if into is None}
        wanted = {into for into in met.values() if into is not None} - roots
    locked = {pk: pk for pk in roots}
    if merged := [person.pk for person in people if person.pk not in roots]:
        family = family_of(roots)
        locked |= {pk: family[pk] for pk in merged}
    return locked


def _stored(pairs: set[Pair]) -> dict[Pair, list[rules.Step]]:
    """The steps of ``HeldLevel`` for some pairs, in the shape of ``rules.Step``."""
    stored: dict[Pair, list[rules.Step]] = defaultdict(list)
    rows = HeldLevel.objects.filter(
        person_id__in={person for person, _line in pairs}, line_id__in={line for _person, line in pairs}
    ).order_by("since")
    for row in rows:
        if (row.person_id, row.line_id) in pairs:
            step = rules.Step(row.since, row.until, row.level, row.kind, row.assessment_id)
            stored[(row.person_id, row.line_id)].append(step)
    return stored


def _write(steps: Mapping[Pair, list[rules.Step]], stale: Iterable[Pair]) -> None:
    stale = set(stale)
    if stale:
        rows = HeldLevel.objects.filter(
            person_id__in={person for person, _line in stale}, line_id__in={line for _person, line in stale}
        ).values_list("pk", "person_id", "line_id")
        to_delete = [pk for pk, person_id, line_id in rows if (person_id, line_id) in stale]
        HeldLevel.objects.filter(pk__in=to_delete).delete()
    HeldLevel.objects.bulk_create(
        (
            HeldLevel(
                person_id=person_id,
                line_id=line_id,
                level=step.level,
                kind=step.kind,
                assessment_id=step.assessment_id,
                since=step.since,
                until=step.until,
            )
            for (person_id, line_id), person_steps in steps.items()
            for step in person_steps
        ),
        batch_size=2000,
    )


def project(pairs: set[Pair], family: dict[int, int]) -> int:
    """Make ``HeldLevel`` say what the ledger says about ``pairs`` of person and line; return how many pairs changed."""
    carrying = carried_lines()
    counts_in = rules.counts_in(carrying)
    pairs = {(person_id, counted) for person_id, line_id in pairs for counted in counts_in.get(line_id, (line_id,))}
    expected = {
        pair: rules.steps(rows)
        for pair, rows in ledger_rows(family, carrying, {line for _person, line in pairs})
        if pair in pairs
    }
    stored = _stored(pairs)
    changed = {pair for pair in pairs if expected.get(pair, []) != stored.get(pair, [])}
    _write({pair: expected[pair] for pair in sorted(changed) if pair in expected}, {p for p in changed if p in stored})
    return len(changed)


@transaction.atomic
def rebuild_levels(*, people: Iterable[Person] | None = None) -> int:
    """Compute held levels again from the ledger: of some people, or of everybody.

    Gives the same rows as recording did.  Called with people after records
    were merged.  Returns how many steps there are now.
    """
    if people is not None:
        people = list(people)
        roots = set(lock_people(people).values())
        family = family_of(roots)
        HeldLevel.objects.filter(person_id__in=family).delete()
        pairs = {pair: rules.steps(rows) for pair, rows in ledger_rows(family, carried_lines())}
        _write(pairs, ())
        return sum(map(len, pairs.values()))
    lock_everybody()
    HeldLevel.objects.all().delete()
    count, batch = 0, {}
    for pair, rows in whole_ledger():
        batch[pair] = rules.steps(rows)
        if len(batch) == 5000:
            count += sum(map(len, batch.values()))
            _write(batch, ())
            batch = {}
    _write(batch, ())
    return count + sum(map(len, batch.values()))


def lock_everybody() -> None:
    """Nobody records while levels of everybody are computed again."""
    for _person in Person.objects.select_for_update(no_key=True).order_by("pk").values_list("pk").iterator():
        pass


@transaction.atomic
def count_lines_again(lines: Collection[int]) -> int:
    """Compute the held levels in some lines again, of everybody: their rows are other ones than before.

    Called when ROPS lets levels of other lines count in these.  Returns how many steps there are now.
    """
    lock_everybody()
    HeldLevel.objects.filter(line_id__in=lines).delete()
    everybody = family_of(Person.objects.filter(merged_into__isnull=True).values_list("pk", flat=True))
    pairs = {pair: rules.steps(rows) for pair, rows in ledger_rows(everybody, carried_lines(), lines)}
    _write(pairs, ())
    return sum(map(len, pairs.values()))
