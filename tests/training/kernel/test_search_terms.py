"""What is compared is what was meant, however it was typed."""

import pytest

from tests import factories as make
from training.kernel.mailboxes import mail_address
from training.kernel.search_terms import certificate_number, digits_of, numbers_in, search_words
from training.ui.searching import search_rows


@pytest.mark.parametrize(
    "typed",
    [
        "17/KK/2026",
        "Nr 17/KK/2026",
        "nr. 17/kk/2026",
        "No. 17/KK/2026",
        "numer: 17/KK/2026.",
        "№ 17/KK/2026",
        "Zaświadczenie nr 17/KK/2026",
        "17 / KK / 2026",
        "17⁄KK⁄2026",
        "17∕KK∕2026",
        "１７／KK／2026",
        "17\\KK\\2026",
        "  17/KK/2026 ",
        "17/K\u200bK/2026".replace("\u200b", "\u00ad"),
    ],
)
def test_the_number_of_a_certificate_is_meant_in_many_spellings(typed):
    assert certificate_number(typed) == "17/kk/2026"


def test_a_series_may_begin_like_the_word_for_a_number():
    assert certificate_number("NOWY/1/2026") != certificate_number("WY/1/2026")


@pytest.mark.parametrize(
    "typed",
    ["601234567", "601 234 567", "601-234-567", "+48 601 234 567", "0048601234567", "(60) 123 45 67", "48601234567"],
)
def test_a_phone_is_its_nine_digits(typed):
    assert digits_of(typed) == "601234567"


def test_a_nip_is_its_digits_and_a_text_may_hold_several_numbers():
    assert digits_of("712-10-10-101") == "7121010101"
    assert [digits_of(number) for number in numbers_in("Nowak, 601 234 567 albo 81 528 76 50")] == [
        "601234567",
        "815287650",
    ]
    assert numbers_in("2/2026, sala 12") == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Adamczyk, Michał", ["adamczyk", "michal"]),
        ("mgr Michał Adamczyk", ["michal", "adamczyk"]),
        ("dr hab. Anna Nowak-Żuk", ["anna", "nowak-zuk"]),
        ("mgr", ["mgr"]),
        ("(Nowak)", ["nowak"]),
        (" , . ", []),
    ],
)
def test_a_search_is_its_words_without_commas_and_titles(typed, words):
    assert search_words(typed) == words


def test_a_page_pasted_into_a_search_is_a_few_words():
    assert len(search_words("słowo " * 5000)) <= 12


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("jan@ą.pl", "jan@xn--2da.pl"),
        ("jan@straße.de", "jan@xn--strae-oqa.de"),
        ("jan@OŚRODEK.pl", "jan@xn--orodek-3ib.pl"),
        ("jan@example.org", "jan@example.org"),
        ("", ""),
        ("jan@\u200d.pl", "jan@\u200d.pl"),
    ],
)
def test_the_domain_of_an_address_is_sent_in_ascii(typed, sent):
    assert mail_address(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "tel. 84 661 00 12",
        "tel:+48846610012",
        "telefon: 84/661-00-12",
        "84 661 00 12 wew. 5",
        "fax 84 661 00 12",
        "８４６６１００１２",
        "NIP 712-10-10-101",
        "NIP: 7121010101",
        "Nowa Góra, tel. 84 661 00 12",
    ],
)
def test_a_number_is_found_with_what_stands_before_and_after_it(db, typed):
    office = make.OrganisationFactory(name="Ośrodek w Nowej Górze", phone="84 661 00 12", nip="7121010101")
    make.OrganisationFactory(name="Nowa Góra", phone="84 661 00 99", nip="")
    people = search_rows(
        type(office).objects.all(),
        typed.replace("Nowa Góra", "Górze"),
        folded=("name_fold",),
        digits=("phone_digits", "nip"),
    )
    assert list(people) == [office]


@pytest.mark.parametrize("typed", ["O'Hara", "ohara", "Oʼhara", "O’Hara", "pani O'Hara"])
def test_an_apostrophe_is_written_or_not(db, typed):
    person = make.PersonFactory(first_name="Ewa", last_name="O'Hara")
    make.PersonFactory(first_name="Ewa", last_name="Hara")
    assert list(search_rows(type(person).objects.all(), typed, folded=("name_fold",))) == [person]
