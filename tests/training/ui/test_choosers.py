"""Pickers of the admin: an address that ends with no key means no row, and is no fault."""

import pytest
from django.urls import reverse

from tests import factories as make
from training.people.choosers import organisation_chooser, person_chooser


@pytest.mark.parametrize("chooser", [organisation_chooser, person_chooser])
def test_what_is_no_key_chooses_nothing(db, client, chooser):
    client.force_login(make.UserFactory(is_superuser=True))
    space = chooser.get_url_namespace() if hasattr(chooser, "get_url_namespace") else chooser.url_namespace
    for typed in ("abc", "9" * 40, "²", "-1", "0"):
        assert client.get(reverse(f"{space}:chosen", args=[typed])).status_code in (400, 404)
        assert client.get(reverse(f"{space}:chosen_multiple"), {"id": typed}).status_code in (200, 400, 404)


@pytest.mark.parametrize("chooser", [organisation_chooser, person_chooser])
def test_a_picker_only_picks(db, client, chooser):
    client.force_login(make.UserFactory(is_superuser=True))
    space = chooser.get_url_namespace() if hasattr(chooser, "get_url_namespace") else chooser.url_namespace
    assert client.post(reverse(f"{space}:create"), {"name": "X"}).status_code == 405


@pytest.mark.parametrize("chooser", [organisation_chooser, person_chooser])
@pytest.mark.parametrize("typed", ["abc", "9" * 40, "²", "-1", "2026-02-30"])
def test_a_field_that_refused_what_is_no_key_is_shown_again_empty(db, chooser, typed):
    assert chooser.widget_class().get_value_data(typed) is None
