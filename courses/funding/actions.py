"""What is done to funding: sources, and which of them pay for an edition."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage

from courses.catalogue.models import Edition
from courses.funding.models import EditionFunding, FundingSource
from courses.funding.refusals import EditionIsClosed, FundingEndsBeforeItStarts, StripNeedsWords
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note, note_saved
from training.kernel.model_fields import check_fields, write
from training.kernel.printing import printable_fields

PRINTED = ("name", "project_number", "project_title", "sentence", "strip_alt")


class SourceFields(TypedDict, total=False):
    """What ``save_source`` writes; what is not named stays."""

    name: str
    project_number: str
    project_title: str
    sentence: str
    strip: AbstractImage | None
    strip_alt: str
    starts_on: date | None
    ends_on: date | None


@transaction.atomic
def save_source(*, actor: Actor, source: FundingSource | None = None, **fields: Unpack[SourceFields]) -> FundingSource:
    """Make a funding source, or change the given one; what is not named stays.

    Raises:
        StripNeedsWords: a strip without a description.
        FundingEndsBeforeItStarts
        CannotBeDrawn: a text holds what no font has.
    """
    if source is not None:
        source = FundingSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    check_fields("save_source", fields, SourceFields)
    values = printable_fields(fields, PRINTED)
    is_new = source is None
    changes = changes_of(source, values) if source else []
    source = write(source or FundingSource(), values)
    if source.strip_id and not source.strip_alt.strip():
        raise StripNeedsWords
    if source.starts_on and source.ends_on and source.ends_on < source.starts_on:
        raise FundingEndsBeforeItStarts
    source.save()
    if is_new or changes:
        note_saved(source, is_new=is_new, actor=actor, reason="; ".join(changes))
    return source


@transaction.atomic
def set_funding(*, edition: Edition, sources: Sequence[FundingSource], actor: Actor) -> list[FundingSource]:
    """Say which sources pay for the edition, in this order; none is usual.

    Raises:
        EditionIsClosed: its record says who paid.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    wanted = list(dict.fromkeys(source.pk for source in sources))
    there = EditionFunding.objects.filter(edition=edition)
    if list(there.order_by("order").values_list("source_id", flat=True)) == wanted:
        return list(sources)
    if edition.is_closed:
        raise EditionIsClosed(edition=edition.code)
    there.exclude(source__in=wanted).delete()
    EditionFunding.objects.bulk_create(
        [EditionFunding(edition=edition, source_id=key, order=order) for order, key in enumerate(wanted)],
        update_conflicts=True,
        unique_fields=["edition", "source"],
        update_fields=["order"],
    )
    names = ", ".join(dict.fromkeys(source.name for source in sources))
    note(edition, _("Funding set"), actor=actor, reason=names or _("none"))
    return list(sources)
