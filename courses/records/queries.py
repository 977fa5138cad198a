"""Queries of the records of closed editions."""

import json
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Case, Max, OuterRef, Q, QuerySet, Subquery, When

from courses.records.models import EditionRecord, Reopening
from courses.records.payload import RecordPayload, upgrade


class HasPk(Protocol):
    pk: int


class HasState(HasPk, Protocol):
    @property
    def is_closed(self) -> bool: ...


def payload_of(record: EditionRecord) -> RecordPayload:
    return upgrade(json.loads(record.payload))


def newest(edition: HasPk) -> EditionRecord | None:
    """The record of the last closing, also while the edition is open again for a correction."""
    return EditionRecord.objects.filter(edition_id=edition.pk).select_related("reopening").order_by("-version").first()


def current_payload(edition: HasState) -> RecordPayload | None:
    """What a closed edition's papers and screens say; nothing while the edition is open."""
    if not edition.is_closed:
        return None
    record = EditionRecord.objects.filter(edition_id=edition.pk).order_by("-version").first()
    return payload_of(record) if record else None


def last_payload(edition: HasPk) -> RecordPayload | None:
    """What people who took part are told about it: the last closing, also while that is being corrected.

    A correction half made is nobody's result yet; closing again tells it whole.
    """
    record = newest(edition)
    return payload_of(record) if record else None


def current_payloads(edition_ids: Iterable[int]) -> dict[int, RecordPayload]:
    """What several editions' papers and screens say, by edition; those that are open are not among them."""
    rows = EditionRecord.objects.filter(edition__in=list(edition_ids), edition__state="closed").order_by("version")
    return {
        edition_id: payload_of(record) for edition_id, record in {record.edition_id: record for record in rows}.items()
    }


def last_payloads(edition_ids: Iterable[int]) -> dict[int, RecordPayload]:
    """The same as ``last_payload`` for several editions, by edition; those never closed are not among them."""
    newest_of_each = EditionRecord.objects.filter(edition=OuterRef("edition")).order_by("-version").values("pk")[:1]
    rows = EditionRecord.objects.filter(edition__in=list(edition_ids), pk=Subquery(newest_of_each))
    return {record.edition_id: payload_of(record) for record in rows}


def open_since(edition: str) -> Case:
    """For lists: since when the edition at this path is open for a correction; empty for every other."""
    reopened = Reopening.objects.filter(record__edition=OuterRef(edition)).order_by("-record__version")
    return Case(When(~Q(**{f"{edition}__state": "closed"}), then=Subquery(reopened.values("reopened_at")[:1])))


def being_corrected(edition: HasState) -> EditionRecord | None:
    """The record that was left when the edition was reopened and that nobody has replaced yet."""
    if edition.is_closed:
        return None
    return newest(edition)


def history(edition: HasState) -> list[EditionRecord]:
    """All versions with their reopenings, the newest first; without what they say."""
    records = EditionRecord.objects.filter(edition_id=edition.pk).defer("payload")
    return list(records.select_related("reopening").order_by("-version"))


def reopened_records() -> QuerySet[EditionRecord]:
    """The records of editions that are open again for a correction."""
    return EditionRecord.objects.filter(reopening__isnull=False).exclude(edition__state="closed")


def reopened_ids() -> set[int]:
    """Editions that are open again for a correction."""
    return set(reopened_records().values_list("edition_id", flat=True))


def most_versions() -> int:
    """How many times at most an edition was closed."""
    return EditionRecord.objects.aggregate(most=Max("version"))["most"] or 0
