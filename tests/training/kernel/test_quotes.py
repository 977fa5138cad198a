"""Quotation marks within quotation marks, in letters, refusals and lists of steps."""

import pytest

from training.kernel.quotes import nest_quotes
from training.kernel.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("Kurs „Procedura „Niebieskie Karty””, edycja 1", "Kurs „Procedura «Niebieskie Karty»”, edycja 1"),
        ("The course “The “Blue Card” procedure” is full", "The course “The ‘Blue Card’ procedure” is full"),
        ("The course “Procedura „Niebieskie Karty”” is full", "The course “Procedura «Niebieskie Karty»” is full"),
        ("Kursy „A” i „B”", "Kursy „A” i „B”"),
        ("„A „B „C”””", "„A «B «C»»”"),
    ],
)
def test_marks_within_marks_are_of_the_inner_kind(text, nested):
    assert nest_quotes(text) == nested


@pytest.mark.parametrize("text", ["", "bez znaków", "„Kurs „bez końca”", "” koniec przed „początkiem „x”", "6” i „A”"])
def test_marks_that_do_not_close_in_order_stay_as_they_are(text):
    assert nest_quotes(text) == text


def test_each_line_is_read_by_itself():
    assert nest_quotes("„bez końca\nKurs „„A””") == "„bez końca\nKurs „«A»”"


class Archived(Refusal):
    message = "“%(course)s” is archived."


def test_a_refusal_puts_a_title_with_marks_between_marks():
    assert Archived(course="Procedura „Niebieskie Karty”").sentence == "“Procedura «Niebieskie Karty»” is archived."
