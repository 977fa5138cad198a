"""Polish letters: found without their marks, sorted as a Polish dictionary sorts them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.kernel.polish import fold, sort_key, squeeze

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
polish_words = st.text(alphabet=ALPHABET, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łęczna", "leczna"),
        ("ŻÓŁĆ", "zolc"),
        ("zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("  Biała   Podlaska ", "biala podlaska"),
        ("Müller-Çelik", "muller-celik"),
        ("", ""),
    ],
)
def test_folding_finds_what_people_type_without_marks(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(polish_words)
def test_a_word_is_found_however_its_marks_were_encoded(word):
    assert fold(unicodedata.normalize("NFD", word)) == fold(word)
    assert sort_key(unicodedata.normalize("NFD", word)) == sort_key(word)


@given(polish_words, polish_words)
def test_the_key_orders_words_as_the_alphabet_does(before, after):
    by_alphabet = [ALPHABET.index(letter) for letter in before] < [ALPHABET.index(letter) for letter in after]
    assert (sort_key(before) < sort_key(after)) == by_alphabet


def test_a_list_of_names_stands_in_dictionary_order():
    names = [
        "Żak",
        "Ćwik",
        "Cyrek",
        "Dąb",
        "Łoś",
        "Lis",
        "Zając",
        "Źrebiec",
        "Nowakowska Anna",
        "Nowak-Bąk Anna",
        "Nowak Zofia",
    ]
    assert sorted(names, key=sort_key) == [
        "Cyrek",
        "Ćwik",
        "Dąb",
        "Lis",
        "Łoś",
        "Nowak Zofia",
        "Nowak-Bąk Anna",
        "Nowakowska Anna",
        "Zając",
        "Źrebiec",
        "Żak",
    ]


@given(st.text(max_size=40))
def test_a_key_is_digits_only_so_every_database_compares_it_alike(text):
    assert sort_key(text) == "" or sort_key(text).isdigit()


def test_squeezing_takes_out_what_pasting_brings_in():
    assert squeeze(" Jan \u00a0\n Kowal\u00adski ") == "Jan Kowalski"
