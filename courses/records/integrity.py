"""Does every closed edition have its record, as it was frozen?"""

import json
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, OuterRef

from courses.records import files, rules
from courses.records.models import EditionRecord
from courses.records.payload import RecordPayload, upgrade
from courses.records.queries import payload_of
from training.kernel.canonical_json import canonical, sha256
from training.kernel.integrity import Fault

PROMISE = "record of a closed edition"


def records_are_as_frozen() -> Iterator[Fault]:
    """The payload is what was hashed; versions run from 1; all but the last were left with a reason."""
    versions: dict[int, int] = {}
    rows = EditionRecord.objects.select_related("reopening").order_by("edition_id", "version")
    open_ones: set[int] = set()
    for record in rows.iterator(chunk_size=100):
        keys = {"edition": record.edition_id, "version": record.version}
        if record.version != versions.get(record.edition_id, 0) + 1:
            yield Fault(PROMISE, "A version of the record is missing.", keys)
        if record.edition_id in open_ones:
            yield Fault(PROMISE, "The edition was closed again without having been reopened.", keys)
        versions[record.edition_id] = record.version
        open_ones.discard(record.edition_id)
        if getattr(record, "reopening", None) is None:
            open_ones.add(record.edition_id)
        yield from _content(record, keys)


def _content(record: EditionRecord, keys: dict) -> Iterator[Fault]:
    if sha256(record.payload.encode()) != record.payload_hash:
        yield Fault(PROMISE, "The record is not what was hashed.", keys)
        return
    stored = json.loads(record.payload)
    if canonical(stored).decode() != record.payload:
        yield Fault(PROMISE, "The record is not in its canonical form.", keys)
    for source in upgrade(stored)["funding"]:
        if not source["strip"]:
            continue
        picture = files.read(source["strip"])
        if picture is None or sha256(picture) != source["strip"].partition(".")[0]:
            yield Fault(PROMISE, "A funding strip of the record is not in the storage.", keys)


def corrections_go_on_from_the_last() -> Iterator[Fault]:
    """A correction changes what was corrected, not what people and institutions are called by then."""
    corrected = EditionRecord.objects.filter(version__gt=1).values("edition")
    last: tuple[int, RecordPayload] | None = None
    rows = EditionRecord.objects.filter(edition__in=corrected).order_by("edition_id", "version")
    for record in rows.iterator(chunk_size=100):
        if sha256(record.payload.encode()) != record.payload_hash:
            # Said above; what it holds may not even be readable.
            last = None
            continue
        stored, payload = json.loads(record.payload), payload_of(record)
        if last is not None and last[0] == record.edition_id:
            for key in rules.unexplained(last[1], payload):
                # Records of the first shape do not say whose name was corrected on purpose.
                if stored["version"] > 1 or not key.endswith("/name"):
                    keys = {"edition": record.edition_id, "version": record.version, "what": key}
                    yield Fault(PROMISE, "A correction of the record changed what nobody corrected.", keys)
        last = record.edition_id, payload


def closed_editions_have_records() -> Iterator[Fault]:
    """Closed: the last record is current.  Open: there is none, or the last was left with a reason."""
    edition = apps.get_model("kompas_courses.Edition")
    current = EditionRecord.objects.filter(edition=OuterRef("pk"), reopening__isnull=True)
    bare = edition.objects.filter(~Exists(current), state="closed")
    for pk in bare.order_by("pk").values_list("pk", flat=True):
        yield Fault(PROMISE, "A closed edition has no current record.", {"edition": pk})
    early = edition.objects.filter(Exists(current)).exclude(state="closed")
    for pk in early.order_by("pk").values_list("pk", flat=True):
        yield Fault(PROMISE, "An edition that is not closed has a current record.", {"edition": pk})
