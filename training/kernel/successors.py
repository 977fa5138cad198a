"""Was a dated row superseded by a verb?  The two clocks of a table tell it, without a column that links the rows.

A verb that supersedes a row records, at that very moment, what holds instead
of it, or writes a line of history of that moment: nothing holds instead.  A
row that somebody closed by hand has neither, and every past day that asks
for it would have another answer.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Model, OuterRef
from wagtail.models import ModelLogEntry

from training.kernel.history import ACTION
from training.kernel.integrity import Fault
from training.kernel.model_fields import related_model_of


def superseded_by_nobody(
    promise: str, model: type[Model], *subject: str, history_of: str | None = None
) -> Iterator[Fault]:
    """Superseded rows without a later row of the same ``subject``, or a line of history, of that moment.

    ``history_of`` is the column whose row the line is about; without it, the superseded row itself.
    """
    same = {name: OuterRef(name) for name in subject}
    # What takes a row's place is made after it, so it has a higher key; no row answers for itself.
    later = model._base_manager.filter(recorded_at=OuterRef("superseded_at"), pk__gt=OuterRef("pk"), **same)
    rows = model._base_manager.filter(superseded_at__isnull=False).exclude(Exists(later)).order_by("pk")
    about = model if history_of is None else related_model_of(model, history_of)
    left = list(
        rows.annotate(about=F(f"{history_of}_id" if history_of else "pk")).values_list("pk", "about", "superseded_at")
    )
    moments = moments_of(about, {key for _pk, key, _moment in left})
    for pk, key, moment in left:
        if (key, moment) not in moments:
            name = str(model._meta.model_name)
            sentence = f"the {name} was superseded, and nothing was recorded or written down at that moment"
            yield Fault(promise, sentence, {name: pk, "superseded_at": moment.isoformat()})


def moments_of(model: type[Model], keys: set[int]) -> set[tuple[int, datetime]]:
    """When history says something of each of these rows."""
    kind, moments = ContentType.objects.get_for_model(model), set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        lines = ModelLogEntry.objects.filter(
            action=ACTION, content_type=kind, object_id__in=[str(key) for key in ordered[start : start + 500]]
        )
        moments |= {(int(key), moment) for key, moment in lines.values_list("object_id", "timestamp")}
    return moments
