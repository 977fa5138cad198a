"""How staff lists write things."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.people import sheets
from training.people.refusals import (
    BadPhone,
    DateOutOfRange,
    HeaderNotFound,
    ImpossibleDate,
    NotAName,
    RowFault,
    UnreadableDate,
)
from training.people.rules import names, spelling

ON = date(2026, 11, 23)
GENITIVE = [
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
]  # fmt: skip


@given(day=st.dates(min_value=spelling.EARLIEST, max_value=ON + timedelta(days=300)))
def test_a_day_is_read_in_every_way_it_is_written(day):
    ways = [
        day,
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day.day} {GENITIVE[day.month - 1]} {day.year}",
        f"{day.day} {GENITIVE[day.month - 1].upper()} {day.year} r.",
    ]
    assert {spelling.read_date(way, ON) for way in ways} == {day}


@given(text=st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text):
    try:
        assert isinstance(spelling.read_date(text, ON), date)
    except RowFault as fault:
        assert fault.code in {"impossible_date", "unreadable_date", "date_out_of_range"}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("31.02.2022", ImpossibleDate),
        ("2022-13-01", ImpossibleDate),
        ("01.03.19", UnreadableDate),
        ("wkrótce", UnreadableDate),
        (2019, UnreadableDate),
        (True, UnreadableDate),
        ("01.01.1019", DateOutOfRange),
        ("01.01.2040", DateOutOfRange),
    ],
)
def test_a_date_that_is_none_is_refused_by_its_reason(value, fault):
    with pytest.raises(fault):
        spelling.read_date(value, ON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wójcik-Żak Łucja", ("Wójcik-Żak", "Łucja")),
        ("ŚLIWIŃSKA Hanna", ("Śliwińska", "Hanna")),
        ("Dąbrowski  Jerzy", ("Dąbrowski", "Jerzy")),
        ("nowak - lis anna maria", ("Nowak-Lis", "Anna Maria")),
        ("O'Brien Seán", ("O'Brien", "Seán")),
    ],
)
def test_a_name_in_one_cell_is_split_surname_first(text, expected):
    assert names.split_name(text, surname_first=True) == expected


def test_a_name_in_one_cell_is_split_given_first():
    assert names.split_name("Anna Maria Nowak", surname_first=False) == ("Nowak", "Anna Maria")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mgr Nowak Anna", ("Nowak", "Anna")),
        ("mgr inż. NOWAK ANNA MARIA", ("Nowak", "Anna Maria")),
        ("Nowak Anna, dr hab.", ("Nowak", "Anna")),
        ("Nowak Anna (mgr)", ("Nowak", "Anna")),
        ("ks. Nowak Jan", ("Nowak", "Jan")),
        ("de la Cruz Maria", ("de la Cruz", "Maria")),
        ("van der Berg Jan Piotr", ("van der Berg", "Jan Piotr")),
    ],
)
def test_a_title_is_no_name_and_a_particle_is_no_whole_surname(text, expected):
    assert names.split_name(text, surname_first=True) == expected


def test_a_title_and_a_particle_before_a_surname_that_comes_last():
    assert names.split_name("dr Maria de la Cruz", surname_first=False) == ("de la Cruz", "Maria")
    assert names.split_name("mgr Anna Nowak", surname_first=False) == ("Nowak", "Anna")


@pytest.mark.parametrize("text", ["mgr Nowak", "de la Cruz", "mgr"])
def test_a_title_or_a_particle_does_not_stand_for_the_missing_name(text):
    with pytest.raises(NotAName):
        names.split_name(text, surname_first=True)


@pytest.mark.parametrize("text", ["Nowak", "12 34", "Nowak Anna (urlop)", "@nowak anna", ""])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(NotAName):
        names.split_name(text, surname_first=True)


@pytest.mark.parametrize("value", ["84 661 00 03", "846610003", "+48 84 661 00 03", "0048846610003", 846610003.0])
def test_a_phone_is_the_same_however_it_is_written(value):
    assert spelling.read_phone(value) == "+48 84 661 00 03"


def test_an_extension_is_kept_and_a_word_is_refused():
    assert spelling.read_phone("84 661 00 01 w. 12") == "84 661 00 01 w. 12"
    with pytest.raises(BadPhone):
        spelling.read_phone("brak telefonu")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("GOPS Ulhówek", "Gminny Ośrodek Pomocy Społecznej w Ulhówku"),
        ("DPS Stoczek Łukowski", "Dom Pomocy Społecznej w Stoczku Łukowskim"),
        ("MOPS Puławy", "Miejski Ośrodek Pomocy Społecznej w Puławach"),
        ("PCPR Zamość", "Powiatowe Centrum Pomocy Rodzinie w Zamościu"),
        ("M-GOPS Tyszowce", "Miejsko-Gminny Ośrodek Pomocy Społecznej w Tyszowcach"),
        ("GOPS Rejowiec Fabryczny", "Gminny Ośrodek Pomocy Społecznej w Rejowcu Fabrycznym"),
        ("ŚDS Biała Podlaska", "Środowiskowy Dom Samopomocy w Białej Podlaskiej"),
        ("CIS „Nadzieja” Lublin", "Centrum Integracji Społecznej „Nadzieja” w Lublinie"),
    ],
)
def test_an_abbreviation_and_the_full_name_have_one_key(name, other):
    assert spelling.organisation_key(name) == spelling.organisation_key(other) != ""


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("GOPS Ulhówek", "MOPS Ulhówek"),
        ("GOPS Ulhówek", "CIS Ulhówek"),
        ("DPS nr 1 Lublin", "DPS nr 2 Lublin"),
        ("OPS Janów Lubelski", "OPS Opole Lubelskie"),
    ],
)
def test_different_institutions_have_different_keys(name, other):
    assert spelling.organisation_key(name) != spelling.organisation_key(other)


# ---- the header --------------------------------------------------------------------------------------------------

HEAD = ["Lp.", "Nazwisko i imię ", "STANOWISKO", "Nazwa instytucji", "Adres e-mail"]


@given(above=st.lists(st.lists(st.one_of(st.none(), st.integers(), st.just("Wykaz")), max_size=5), max_size=9))
def test_the_header_is_found_in_any_of_the_first_ten_rows(above):
    header = sheets.find_header([*above, HEAD])
    assert header.row == len(above) + 1
    assert header.places == {"surname_first": 1, "position": 2, "organisation": 3, "email": 4}
    assert header.headings["surname_first"] == "Nazwisko i imię"


def test_the_eleventh_row_is_too_late():
    with pytest.raises(HeaderNotFound):
        sheets.find_header([*[["Wykaz"]] * 10, HEAD])


def test_two_columns_of_names_are_one_name():
    rows = [["Imię", "Nazwisko", "Stanowisko", "Instytucja"], ["Anna", "Nowak", "psycholog", "DPS Lublin"]]
    row = sheets.read_staff_list(rows, on=ON).rows[0]
    assert (row.last_name, row.first_name, row.problems) == ("Nowak", "Anna", [])


@given(cells=st.lists(st.one_of(st.none(), st.text(max_size=40), st.floats(), st.dates()), min_size=5, max_size=5))
def test_no_row_breaks_the_reading(cells):
    for row in sheets._rows(sheets.find_header([HEAD]), [cells], ON, False):
        assert row.problems or (row.last_name and row.first_name and row.position and row.organisation)
