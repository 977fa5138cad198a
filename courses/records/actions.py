"""Writing the records of closed editions: the only code that does.

The callers hold the lock of the edition's row.
"""

from datetime import datetime

from courses.records.models import EditionRecord, Reopening
from courses.records.payload import RecordPayload
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.canonical_json import canonical, sha256


def write(*, edition_id: int, payload: RecordPayload, actor: Actor, now: datetime) -> EditionRecord:
    """Freeze what a closed edition says, as the version after the last."""
    last = EditionRecord.objects.filter(edition_id=edition_id).order_by("-version").values_list("version", flat=True)
    frozen = canonical(payload)
    return EditionRecord.objects.create(
        edition_id=edition_id,
        version=(last.first() or 0) + 1,
        closed_at=now,
        payload=frozen.decode(),
        payload_hash=sha256(frozen),
        **acted(actor),
    )


def record_reopening(*, record: EditionRecord, reason: str, actor: Actor, now: datetime) -> Reopening:
    """Write down that the edition is open again and this record is being corrected."""
    return Reopening.objects.create(record=record, reason=reason[:250], reopened_at=now, **acted(actor))
