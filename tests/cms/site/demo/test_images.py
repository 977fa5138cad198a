"""The drawings of the demo are light, whole and the same every time."""

from functools import cache
from io import BytesIO

import pytest
from PIL import Image

from cms.site.demo import images
from cms.site.demo.practices import PRACTICES

LIMIT = 60_000
drawn = cache(images.illustration)
EACH = pytest.mark.parametrize("kind", images.ALT)


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_every_drawing_has_words_and_every_word_a_drawing():
    assert list(images.ALT) == list(images.SCENES)
    assert len(images.ALT) >= 14
    assert len(set(images.ALT.values())) == len(images.ALT)
    assert all(text.startswith("Rysunek: ") and 40 <= len(text) <= 140 for text in images.ALT.values())


def test_there_is_a_drawing_of_its_own_for_every_practice_after_the_first_three():
    assert len(images.ALT) >= 3 + len(PRACTICES)


@EACH
def test_a_drawing_is_light_and_of_the_size_the_pages_expect(kind):
    content = drawn(kind)
    picture = _opened(content)
    assert picture.format == "PNG"
    assert picture.size == (1200, 675)
    assert len(content) < LIMIT
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 20


@EACH
def test_a_drawing_is_the_same_every_time(kind):
    assert images.illustration(kind) == drawn(kind)


def test_no_two_drawings_are_the_same():
    assert len({drawn(kind) for kind in images.ALT}) == len(images.ALT)


def test_the_strip_is_one_light_picture_that_never_changes():
    content = images.funding_strip()
    assert _opened(content).size == (1200, 150)
    assert len(content) < LIMIT
    assert content == images.funding_strip()
    assert "przykład" in images.STRIP_ALT
