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


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [
        ("Adamczyk, Michał", True),
        ("mgr Michał Adamczyk", True),
        ("ADAMCZYK Michał, mgr inż.", True),
        ("mgr", False),
        ("Michał", False),
        ("", False),
    ],
)
def test_a_name_with_a_comma_or_a_title_is_still_the_name(typed, agrees):
    assert rules.same_name("Michał Adamczyk", typed) is agrees


def test_a_surname_that_is_also_a_title_is_a_surname():
    assert rules.same_name("Marian Lek", "Lek Marian")
    assert not rules.same_name("Marian Lek", "Anna Lek")


def test_numbers_go_up_from_the_first():
    assert [rules.next_ordinal(17, None), rules.next_ordinal(17, 17), rules.next_ordinal(1, 41)] == [17, 18, 42]
