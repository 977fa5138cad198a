"""Wagtail's own lists find words as they are typed."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import factories as make

LISTS = ("wagtailadmin_explore_root", "wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index")


@pytest.fixture
def admin(client, pages):
    client.force_login(make.superuser())
    return client


@pytest.mark.parametrize(
    "typed", ['5"', '"', '""', '"a\' OR 1=1 --\\ title:"x AND (', "'", "*", "a:b", "NOT", "x AND (", "%s"]
)
@pytest.mark.parametrize("name", LISTS)
def test_marks_among_the_words_are_no_fault(admin, name, typed):
    assert admin.get(reverse(name), {"q": typed}).status_code == 200


def test_words_between_marks_are_still_found(admin, pages):
    page = pages.add_child(instance=Page(title="Monitor 24 cale", slug="monitor"))
    for typed in ('"24 cale"', 'monitor 24"', "monitor"):
        assert page.title in admin.get(reverse("wagtailadmin_pages:search"), {"q": typed}).content.decode(), typed
