"""Forms of a Polish word share a stem, typed with Polish letters or without."""

import pytest

from training.kernel.polish import fold
from training.kernel.stems import search_column, stem, stems, tokens, without_tokens, words

FORMS = """
niebieska niebieskiej niebieskie niebieską
karta karty kartę kartą kartach
wypalenie wypalenia wypaleniu wypaleniem
asystent asystenta asystenci asystentów asystentem
rodzina rodziny rodzin rodzinę rodzinom
osoba osoby osób osobom osobami
potrzeba potrzeby potrzeb potrzebom
autyzm autyzmu autyzmem
dziecko dziecka dzieci dzieciom
pracownik pracownicy pracowników
senior seniorzy seniorów seniorom
kurator kuratora kuratorzy kuratorów
terapeuta terapeuci terapeutów
psycholog psycholodzy psychologów psychologowie
wolontariusz wolontariusze wolontariuszy
mieszkaniec mieszkańcy mieszkańców
cudzoziemiec cudzoziemcy cudzoziemców
rozmowa rozmowy rozmów rozmowach
zespół zespołu zespołem zespołów
terapia terapii terapię
uzależnienie uzależnienia uzależnień
niepełnosprawność niepełnosprawności niepełnosprawnościami
""".strip().splitlines()


@pytest.mark.parametrize("line", FORMS)
def test_forms_of_a_word_share_a_stem(line):
    assert len({stem(fold(form)) for form in line.split()}) == 1


def test_different_words_have_different_stems():
    stems = [stem(fold(line.split()[0])) for line in FORMS]
    assert len(set(stems)) == len(FORMS)


def test_short_words_are_their_own_stem():
    assert [stem(word) for word in ("ops", "dps", "dom", "z", "")] == ["ops", "dps", "dom", "z", ""]


def test_a_search_column_holds_the_text_and_its_stems_and_names_whole():
    column = search_column("Niebieskie Karty, „krok po kroku”.", names="MOPS Łęczna")
    assert without_tokens(column) == "niebieskie karty, „krok po kroku”. mops leczna"
    assert column.splitlines()[1] == "=niebiesk=kart=krok=po=krok==mops=leczna="
    # Words that follow each other in any form, but no part of a word, and no form of a name.
    assert stems("niebieskiej karty krok") in column
    assert [part for part in ("leczn", "niebies", "mop") if tokens([part]) in column] == []


def test_a_search_column_of_nothing_is_empty():
    assert search_column("") == ""
    assert search_column(" \t", names="") == ""


def test_stems_of_a_stored_text_are_those_of_its_source():
    text = "Osoby z autyzmem: łóżko, „e-learning”"
    assert search_column(without_tokens(search_column(text))) == search_column(text)


def test_words_leave_punctuation_out():
    assert words("osoby z autyzmem: e-learning, 24/7 =x=") == [
        "osoby",
        "z",
        "autyzmem",
        "e",
        "learning",
        "24",
        "7",
        "x",
    ]
