"""Whole addresses."""

import pytest
from django.urls import reverse

from training.kernel import links


@pytest.mark.parametrize(("language", "prefix"), [("pl", ""), ("en", "/en")])
def test_an_address_is_whole_and_in_the_wanted_language(settings, language, prefix):
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": "https://kompas.example.org/"}
    path = reverse("wagtail_serve", args=["kursy/"])
    address = links.absolute("wagtail_serve", "kursy/", language=language)
    assert address == f"https://kompas.example.org{prefix}{path}"
