"""A long select says what Django's own says."""

import re

import pytest
from django import forms

from training.ui.widgets import LongSelect

CHOICES = [("", "Wszystkie"), (1, 'Ośrodek "Ż" & <b>dom</b>'), (2, "PCPR"), (3, "DPS")]


@pytest.mark.parametrize("chosen", [None, "", "2", 2, "99"])
def test_it_is_written_as_django_writes_a_select(chosen):
    ours, djangos = (
        re.sub(r"\s*\n\s*", "", str(widget(choices=CHOICES).render("organisation", chosen, {"id": "id_o"}))).strip()
        for widget in (LongSelect, forms.Select)
    )
    assert ours == djangos
