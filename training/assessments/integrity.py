"""What ``kompas_check`` asks of this room: the projection says what the ledger says, and the triggers stand."""

from collections.abc import Iterator
from itertools import groupby

from training.assessments import rules
from training.assessments.models import EstimateSharing, HeldLevel
from training.assessments.queries import whole_ledger
from training.kernel import triggers
from training.kernel.integrity import Fault
from training.kernel.successors import moments_of
from training.people.models import Person


def _stored() -> Iterator[tuple[tuple[int, int], list[rules.Step]]]:
    fields = ("person_id", "line_id", "since", "until", "level", "kind", "assessment_id")
    rows = HeldLevel.objects.order_by("person_id", "line_id", "since").values_list(*fields)
    for pair, group in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[:2]):
        yield pair, [rules.Step(*row[2:]) for row in group]


def check_levels() -> Iterator[Fault]:
    """Held levels equal to what the ledger gives, pair by pair, both read in step: memory stays small."""
    from_ledger = ((pair, rules.steps(rows)) for pair, rows in whole_ledger())
    from_ledger = ((pair, steps) for pair, steps in from_ledger if steps)
    stored = _stored()
    ledger, projection = next(from_ledger, None), next(stored, None)
    while ledger is not None or projection is not None:
        if ledger is not None and (projection is None or ledger[0] < projection[0]):
            yield _fault("held levels lack what the ledger says", ledger[0])
            ledger = next(from_ledger, None)
        elif projection is not None and (ledger is None or projection[0] < ledger[0]):
            yield _fault("held levels say what the ledger does not", projection[0])
            projection = next(stored, None)
        elif ledger is not None and projection is not None:
            if ledger[1] != projection[1]:
                yield _fault("held levels differ from the ledger", ledger[0])
            ledger, projection = next(from_ledger, None), next(stored, None)


def _fault(sentence: str, pair: tuple[int, int]) -> Fault:
    return Fault("ledger", sentence, {"person": pair[0], "line": pair[1]})


def check_sharing() -> Iterator[Fault]:
    """Consents to show self-assessments began and ended when the person's history says so."""
    rows = EstimateSharing.objects.order_by("pk").values_list("pk", "person_id", "shared_at", "ended_at")
    consents = list(rows)
    told = moments_of(Person, {person_id for _pk, person_id, *_moments in consents})
    for pk, person_id, shared_at, ended_at in consents:
        if (person_id, shared_at) not in told or (ended_at is not None and (person_id, ended_at) not in told):
            sentence = "self-assessments were shown, or hidden again, and history says nothing of that moment"
            yield Fault("sharing", sentence, {"estimatesharing": pk, "person": person_id})


def check_triggers() -> Iterator[Fault]:
    for name in triggers.missing():
        yield Fault(
            "triggers",
            "a trigger that keeps what was written is missing, or keeps less than it should",
            {"trigger": name},
        )
