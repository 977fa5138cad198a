"""Renditions of many images at once: Wagtail's template tag alone asks for each."""

from collections.abc import Iterable, Iterator

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter

# The renditions that our templates ask for, by the same names.
COVER = "fill-960x420"
FRONT = "fill-960x720"
STRIP = "max-960x160"
TEASER = "fill-640x360"
WIDE = "width-960"
BODY = "width-1200"


def ready(wanted: Iterable[tuple[AbstractImage | None, str]]) -> None:
    """Let templates find renditions (image, filter) without asking: Wagtail's cache holds them, one query fills it.

    A site without a cache gets them with the images instead.
    """
    pairs = [(image, spec) for image, spec in wanted if image is not None]
    rendition = get_image_model().get_rendition_model()
    cache = rendition.cache_backend
    keys = {
        rendition.construct_cache_key(image, Filter(spec=spec).get_cache_key(image), spec): (image.pk, spec)
        for image, spec in pairs
    }
    cached = cache.get_many(keys)
    missing = [keys[key] for key in keys if key not in cached]
    if not missing:
        return
    images, specs = ({*part} for part in zip(*missing, strict=True))
    stored = rendition.objects.filter(image__in=images, filter_spec__in=specs).select_related("image")
    fresh = {row.get_cache_key(): row for row in stored}
    cache.set_many(fresh)
    if fresh and not cache.get_many(fresh):
        prefetch_related_objects([image for image, _ in pairs], "renditions")


def of_body(body: StreamValue) -> Iterator[tuple[AbstractImage | None, str]]:
    """The pictures among the parts of a page."""
    for part in body:
        if part.block_type == "picture":
            yield part.value["image"], BODY
