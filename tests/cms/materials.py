"""Texts, a film and a picture, as editors put them into pages."""

from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.images.tests.utils import get_test_image_file

from cms import renditions

VIDEO = {
    "type": "video",
    "value": {"title": "Jak słuchać", "address": "https://youtu.be/abcdefghijk", "description": "Z napisami."},
}
TEXT = {"type": "text", "value": "<h3>Do pracy</h3><p>Zeszyt <b>ćwiczeń</b> z Łęcznej.</p>"}
QUOTE = {"type": "quote", "value": {"text": "Działa.", "author": "Anna Nowak", "role": "OPS Łuków"}}
CALLOUT = {"type": "callout", "value": {"tone": "warn", "title": "Uwaga", "text": "<p>Weź laptop.</p>"}}


def picture():
    """An image whose renditions are there: drawing them is Wagtail's, and slow."""
    image = get_image_model().objects.create(title="Rysunek", file=get_test_image_file())
    for spec in (renditions.COVER, renditions.STRIP, renditions.TEASER, renditions.WIDE, renditions.BODY):
        key = Filter(spec=spec).get_cache_key(image)
        image.renditions.create(filter_spec=spec, focal_point_key=key, file=image.file.name, width=64, height=48)
    return image
