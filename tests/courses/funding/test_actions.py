"""Who pays, and the strip that documents carry."""

import io
from datetime import date

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model

from courses.funding import actions as funding
from courses.funding import queries
from courses.funding.models import EditionFunding
from courses.funding.refusals import FundingEndsBeforeItStarts, StripNeedsWords
from tests import factories as make

pytestmark = pytest.mark.django_db


def source(name="FERS", **kwargs):
    return funding.save_source(name=name, sentence="Dofinansowane przez Unię Europejską", actor=make.ACTOR, **kwargs)


def image(suffix="PNG"):
    content = io.BytesIO()
    Picture.new("RGB", (400, 100), "white").save(content, suffix)
    return get_image_model().objects.create(
        title="Pasek", file=ImageFile(io.BytesIO(content.getvalue()), name=f"pasek.{suffix.lower()}")
    ), content.getvalue()


def test_a_strip_needs_words():
    strip, _bytes = image()
    with pytest.raises(StripNeedsWords):
        source(strip=strip)
    assert source(strip=strip, strip_alt="Fundusze Europejskie").strip == strip


def test_a_project_does_not_end_before_it_starts():
    with pytest.raises(FundingEndsBeforeItStarts):
        source(starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1))


def test_the_sources_of_an_edition_keep_their_order():
    edition, first, second, third = make.EditionFactory(), source("A"), source("B"), source("C")
    funding.set_funding(edition=edition, sources=[first, second], actor=make.ACTOR)
    funding.set_funding(edition=edition, sources=[third, first, third], actor=make.ACTOR)
    assert queries.funding_of(edition) == [third, first]
    funding.set_funding(edition=edition, sources=[], actor=make.ACTOR)
    assert not EditionFunding.objects.exists()


def test_an_edition_that_nobody_funds_has_no_sources():
    other = make.EditionFactory()
    funding.set_funding(edition=other, sources=[source()], actor=make.ACTOR)
    assert queries.funding_of(make.EditionFactory()) == []


def test_many_editions_cost_one_query(django_assert_num_queries):
    first = source()
    for count in (1, 3):
        editions = [make.EditionFactory() for _number in range(count)]
        for edition in editions:
            funding.set_funding(edition=edition, sources=[first], actor=make.ACTOR)
        with django_assert_num_queries(1):
            funds = queries.fundings([edition.pk for edition in editions])
        assert [funds[edition.pk] for edition in editions] == [[first]] * count


def test_the_strip_comes_byte_for_byte():
    strip, content = image()
    made = source(strip=strip, strip_alt="Fundusze Europejskie")
    assert queries.strip_bytes(made) == content
    assert (queries.strip_of(made).suffix, queries.strip_of(made).alt) == (".png", "Fundusze Europejskie")


def test_a_picture_that_documents_do_not_take_comes_as_png():
    strip, _content = image("BMP")
    assert queries.strip_of(source(strip=strip, strip_alt="x")).content.startswith(b"\x89PNG")


def test_no_strip_and_a_lost_file_give_nothing():
    assert queries.strip_bytes(source()) is None
    strip, _content = image()
    lost = source(strip=strip, strip_alt="x")
    strip.file.storage.delete(strip.file.name)
    assert queries.strip_bytes(lost) is None
