"""Which rows of the ledger rest on which verifications; part of ``completion.queries``.

The key of a row is its verification's.  A withdrawn row keeps its key for
ever, so the same verification counted again has a number behind it: "17",
then "17/2".
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from courses.catalogue.models import Edition
from courses.completion.models import Verification
from courses.completion.queries.results import recorded_preview
from courses.completion.states import EVIDENCE, FELL_WITH_CERTIFICATE
from courses.enrolment.models import Enrolment
from courses.records import queries as records
from training.assessments.models import Assessment

# The verification and the competence that a row of the ledger rests on.
Ground = tuple[str, int]


def ground_of(row: Assessment) -> Ground:
    return row.evidence_key.partition("/")[0], row.competence_id


def verification_keys(evidence_keys: Iterable[str]) -> dict[str, int]:
    """The verification that each key of evidence names; keys of another shape are left out."""
    numbers = {key: key.partition("/")[0] for key in evidence_keys}
    return {key: int(number) for key, number in numbers.items() if number.isascii() and number.isdigit()}


def withdrawal(row: Assessment) -> str | None:
    """How the row was withdrawn, if it was."""
    correction = getattr(row, "corrected_by", None)
    return correction.evidence_kind if correction else None


def _number(row: Assessment) -> int:
    return int(row.evidence_key.partition("/")[2] or 1)


def next_key(row: Assessment) -> str:
    """The key under which the verification of this row, the last of its ground, is counted again."""
    return f"{ground_of(row)[0]}/{_number(row) + 1}"


def ledger_rows(enrolment_ids: Iterable[int]) -> list[Assessment]:
    """All entries of the ledger on the ground of these enrolments' verifications, the oldest first."""
    keys = [str(pk) for pk in Verification.objects.filter(enrolment__in=enrolment_ids).values_list("pk", flat=True)]
    number = records.most_versions() + 1
    rows = _rows_with([*keys, *(f"{key}/{each}" for key in keys for each in range(2, number + 1))])
    # Each closing takes a number at most; levels that fell and came back take more, one after another.
    while any(_number(row) == number for row in rows):
        number += 1
        rows += _rows_with([f"{key}/{number}" for key in keys])
    return sorted(rows, key=lambda row: row.pk)


def _rows_with(keys: list[str]) -> list[Assessment]:
    rows = Assessment.objects.filter(evidence_kind=EVIDENCE, evidence_key__in=keys, corrects__isnull=True)
    return list(rows.select_related("corrected_by", "person", "competence", "assessor"))


def last_rows(rows: Iterable[Assessment]) -> dict[Ground, Assessment]:
    """The last row of each ground: the current level, or how the ground came to nothing."""
    return {ground_of(row): row for row in rows}


def current_levels(enrolment: Enrolment) -> list[Assessment]:
    """Levels that rest on an enrolment's verifications and were not withdrawn."""
    return [row for row in ledger_rows([enrolment.pk]) if withdrawal(row) is None]


def fallen_levels(enrolment: Enrolment, edition: Edition) -> list[Assessment]:
    """Levels that the edition's record proves for an enrolment, and that fell when its certificate was revoked."""
    record = records.newest(edition)
    if record is None:
        return []
    lines = recorded_preview(edition, records.payload_of(record)).lines
    proven = {
        (str(verdict.verification_id), verdict.competence_id)
        for line in lines
        if line.enrolment.pk == enrolment.pk
        for verdict in line.to_ledger
    }
    last = last_rows(ledger_rows([enrolment.pk]))
    return [row for ground, row in last.items() if ground in proven and withdrawal(row) == FELL_WITH_CERTIFICATE]


def enrolments_with_fallen_levels() -> QuerySet[Enrolment]:
    """Those of whom a level ever fell with a certificate, whatever came after."""
    fell = Assessment.objects.filter(evidence_kind=FELL_WITH_CERTIFICATE).values_list(
        "corrects__evidence_key", flat=True
    )
    verifications = {int(key.partition("/")[0]) for key in fell}
    return Enrolment.objects.filter(pk__in=Verification.objects.filter(pk__in=verifications).values("enrolment"))
