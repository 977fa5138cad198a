"""How long the screens of a phone are."""

import pytest
from django.urls import reverse

from tests.browser import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = 844


@pytest.fixture
def region(site, settings):
    return world.build(site)


def test_my_development_is_shorter_than_four_screens_of_a_phone(window, region):
    page = window(region.learner.user, width=390, height=SCREEN).go(reverse("kompas_training:my_development"))
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 4 * SCREEN
    # What is folded is there, and opens without a script.
    folded = page.locator("main details")
    assert folded.count() >= 2
    for number in range(folded.count()):
        folded.nth(number).evaluate("part => { part.open = true }")
    assert page.evaluate("document.documentElement.scrollHeight") > height
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
