"""Who pays for an edition, and what its documents must carry for it."""

import io
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from wagtail.images.models import SourceImageIOError

from courses.catalogue.models import Edition
from courses.funding.models import EditionFunding, FundingSource
from courses.records import queries as records

# What a document (typst) takes as it is; anything else is turned into PNG.
_AS_IT_IS = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}


@dataclass(frozen=True)
class Strip:
    """The one image that documents of a funded edition carry, with its words."""

    content: bytes
    suffix: str
    alt: str


def funding_of(edition: Edition) -> list[FundingSource]:
    """The sources that pay for the edition, in their order, each with its strip at hand."""
    return fundings([edition.pk])[edition.pk]


@dataclass(frozen=True)
class ShownSource:
    """What is said of a source that pays for an edition."""

    name: str
    project_number: str
    sentence: str
    has_strip: bool


def shown_funding(edition: Edition) -> list[ShownSource]:
    """The same for people to read; of a closed edition as its record says."""
    payload = records.current_payload(edition)
    if payload is None:
        return [
            ShownSource(source.name, source.project_number, source.sentence, source.strip_id is not None)
            for source in funding_of(edition)
        ]
    return [
        ShownSource(source["name"], source["project_number"], source["sentence"], bool(source["strip"]))
        for source in payload["funding"]
    ]


def fundings(edition_ids: Collection[int]) -> dict[int, list[FundingSource]]:
    """The sources of many editions, in one query; an edition that nobody funds has an empty list."""
    sources: dict[int, list[FundingSource]] = defaultdict(list)
    rows = EditionFunding.objects.filter(edition__in=edition_ids).select_related("source__strip")
    for row in rows.order_by("edition_id", "order", "pk"):
        sources[row.edition_id].append(row.source)
    return sources


def strip_of(source: FundingSource) -> Strip | None:
    """The strip as a document takes it; nothing when there is none or its file is gone."""
    image = source.strip
    if image is None:
        return None
    suffix = PurePath(image.file.name).suffix.lower()
    try:
        if suffix in _AS_IT_IS:
            with image.file.open("rb") as file:
                content = file.read()
        else:
            suffix, made = ".png", io.BytesIO()
            with image.get_willow_image() as picture:
                picture.save_as_png(made)
            content = made.getvalue()
    except (OSError, SourceImageIOError):
        return None
    return Strip(content, suffix, source.strip_alt or source.sentence)


def strip_bytes(source: FundingSource) -> bytes | None:
    """Only the bytes of the strip."""
    strip = strip_of(source)
    return strip.content if strip else None
