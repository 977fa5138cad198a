"""Names and numbers, without a database."""

import pytest

from certificates.register import rules


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [
        ("Łucja Wiśniewska-Zając", True),
        ("lucja wisniewska zajac", True),
        ("  WIŚNIEWSKA-ZAJĄC   Łucja ", True),
        ("Łucja Wiśniewska–Zając", True),
        ("Łucja Wiśniewska", False),
        ("Łucja", False),
        ("Lucyna Wiśniewska-Zając", False),
        ("", False),
        ("...", False),
    ],
)
def test_a_typed_name_agrees_however_it_is_spelled(typed, agrees):
    assert rules.same_name("Łucja Wiśniewska-Zając", typed) is agrees


def test_numbers_go_up_from_the_first():
    assert [rules.next_ordinal(17, None), rules.next_ordinal(17, 17), rules.next_ordinal(1, 41)] == [17, 18, 42]
