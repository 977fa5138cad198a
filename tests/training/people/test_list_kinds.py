"""Kinds of lists that offices send, each in other cells, columns and sheets than the cases from practice."""

from datetime import date

import pytest

from tests.training.people import raw_books as raw
from training.kernel.workbooks.opening import open_book
from training.kernel.workbooks.workbook import Limits
from training.people.refusals import lists as list_refusals
from training.people.sheets import read_staff_book

ON = date(2026, 11, 27)
HEAD = ["Nazwisko i imię", "Stanowisko", "Instytucja", "E-mail", "Telefon", "Zatrudniony od"]
CUS = "Centrum Usług Społecznych w Świdniku"


def read(content, **more):
    return read_staff_book(open_book(content, Limits()), on=ON, **more)


def rows_of(rows, **more):
    return read(raw.one(rows, **more)).rows


def good(rows, **more):
    """What was read of the rows without a fault: name, post, institution."""
    return [
        (f"{row.last_name} {row.first_name}", row.position, row.organisation)
        for row in rows_of(rows, **more)
        if not row.problems
    ]


def codes(rows, **more):
    return {row.line: [problem["code"] for problem in row.problems] for row in rows_of(rows, **more) if row.problems}


def unread(staff_list):
    return {(note["code"], note.get("column", ""), note.get("heading", "")) for note in staff_list.unread}


# ---- headers -----------------------------------------------------------------------------------------------------


def test_title_rows_and_a_header_with_numbers_breaks_and_notes():
    rows = [
        ["WYKAZ PRACOWNIKÓW"],
        ["stan na 31.10.2026"],
        [],
        ["1. NAZWISKO\nI IMIĘ *", "2. Stanowisko (pełna nazwa)", "3) Nazwa instytucji", "E-MAIL SŁUŻBOWY"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Nowak Anna", "psycholog", CUS, "a@example.org"],
    ]
    assert good(rows) == [("Nowak Anna", "psycholog", CUS)]
    assert rows_of(rows)[0].email == "a@example.org"


def test_a_header_over_two_rows_without_merged_cells():
    rows = [
        ["Lp.", "Dane osobowe", None, "Zatrudnienie", None, "Kontakt"],
        [None, "nazwisko", "imię", "stanowisko", "jednostka", "telefon"],
        [1, "Nowak", "Anna", "psycholog", CUS, "81 468 00 12"],
    ]
    assert good(rows) == [("Nowak Anna", "psycholog", CUS)]


def test_a_name_above_its_two_parts_and_a_date_above_its_word():
    after = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:C2"/><mergeCell ref="D1:D2"/></mergeCells>'
    rows = [
        ["Imię i nazwisko", None, "Stanowisko", "Instytucja", "Data"],
        ["imię", "nazwisko", None, None, "zatrudnienia"],
        ["Anna", "Nowak", "psycholog", CUS, "01.09.2020"],
    ]
    assert good(rows, after=after) == [("Nowak Anna", "psycholog", CUS)]
    assert rows_of(rows, after=after)[0].since == date(2020, 9, 1)


def test_the_first_person_is_no_part_of_the_header():
    rows = [
        ["Nazwisko i imię", "Funkcja", "Jednostka"],
        ["Telefon Anna", "psycholog", CUS],
        ["E-mail Ewa", "opiekun", CUS],
    ]
    assert [name for name, _post, _place in good(rows)] == ["Telefon Anna", "E-Mail Ewa"]


def test_a_second_table_below_may_have_its_columns_in_another_order():
    rows = [
        HEAD[:3],
        ["Nowak Anna", "psycholog", CUS],
        ["Instytucja", "Nazwisko i imię", "Stanowisko"],
        [CUS, "Lis Ewa", "pedagog"],
    ]
    assert good(rows) == [("Nowak Anna", "psycholog", CUS), ("Lis Ewa", "pedagog", CUS)]
    assert codes(rows) == {3: ["header_repeated"]}


def test_columns_that_are_not_read_are_named_whatever_the_reason():
    staff_list = read(
        raw.one(
            [
                ["Nazwisko i imię", "Stanowisko", "Instytucja", "Wykształcenie", "Telefon", "Telefon 2", None, "PESEL"],
                ["Nowak Anna", "psycholog", CUS, "wyższe", "81 468 00 12", "1", "a", "x"],
                ["Lis Ewa", "psycholog", CUS, None, None, None, "b", "y"],
            ],
            before='<cols><col min="8" max="8" hidden="1"/></cols>',
        )
    )
    assert unread(staff_list) == {
        ("unknown_column", "D", "Wykształcenie"),
        ("unknown_column", "F", "Telefon 2"),
        ("no_heading", "G", ""),
        ("hidden_column", "H", "PESEL"),
    }


def test_a_hidden_column_that_is_needed_is_named_with_the_cure():
    with pytest.raises(list_refusals.ColumnHidden, match="Instytucja"):
        rows_of([HEAD[:3], ["Nowak Anna", "psycholog", CUS]], before='<cols><col min="3" max="3" hidden="1"/></cols>')


# ---- sheets ------------------------------------------------------------------------------------------------------


def test_sheets_that_are_not_read_are_named_and_rows_say_their_sheet():
    list_of = {
        name: raw.worksheet_xml([HEAD[:3], [name, "psycholog", CUS]]) for name in ("Nowak Anna", "Lis Ewa", "Kos Jan")
    }
    content = raw.book(
        {
            "Instrukcja": raw.worksheet_xml([["Proszę wypełnić"]]),
            **list_of,
            "Braki": raw.worksheet_xml([["Imię", "Nazwisko", "Telefon"], ["Ola", "Żak", "1"]]),
            "Puste": raw.worksheet_xml([]),
        },
        states={"Kos Jan": "hidden"},
    )
    staff_list = read(content)
    assert [row.place for row in staff_list.rows] == ["Nowak Anna: 2", "Lis Ewa: 2"]
    assert {(note["code"], note["worksheet"]) for note in staff_list.unread} == {
        ("worksheet_without_header", "Instrukcja"),
        ("worksheet_incomplete", "Braki"),
        ("hidden_worksheet", "Kos Jan"),
    }


def test_the_institution_may_stand_in_the_title_in_the_sheets_name_or_above_its_people():
    people = [["Nazwisko i imię", "Stanowisko"], ["Nowak Anna", "psycholog"]]
    assert good([[CUS], *people]) == [("Nowak Anna", "psycholog", CUS)]
    named = read(raw.book({"PUP Parczew": raw.worksheet_xml(people)}))
    assert [row.organisation for row in named.rows] == ["PUP Parczew"]
    groups = [*people[:1], ["PUP Parczew"], ["Nowak Anna", "psycholog"], [CUS], ["Lis Ewa", "pedagog"]]
    assert good(groups) == [("Nowak Anna", "psycholog", "PUP Parczew"), ("Lis Ewa", "pedagog", CUS)]
    assert codes(groups) == {2: ["group_heading"], 4: ["group_heading"]}
    with pytest.raises(list_refusals.ColumnMissing):
        good(people)


# ---- rows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Suma Ola",
        "Razem Jan",
        "Brak Ewa",
        "Lek Marian",
        "Null Edyta",
        "Total Iga",
        "Wakat Jan",
        "Podpis Anna",
        "Med Zoja",
    ],
)
def test_a_name_that_is_a_word_is_a_name_in_one_column_and_in_two(name):
    last, first = name.split()
    assert good([HEAD[:3], [name, "psycholog", CUS]]) == [(name, "psycholog", CUS)]
    assert good([["Nazwisko", "Imię", "Stanowisko", "Instytucja"], [last, first, "psycholog", CUS]]) == [
        (name, "psycholog", CUS)
    ]
    assert good([["Imię i nazwisko", "Stanowisko", "Instytucja"], [f"{first} {last}", "psycholog", CUS]]) == [
        (name, "psycholog", CUS)
    ]


def test_lines_that_are_nobody_are_told_apart():
    rows = [
        HEAD[:3],
        ["Nowak Anna", "psycholog", CUS],
        ["wakat", "psycholog", CUS],
        ["etat nieobsadzony - wakat", "psycholog", CUS],
        ["Razem: 2 osoby"],
        [None, None, None, None, "Sporządziła: Ewa Lis"],
        ["1", "2", "3"],
        [],
    ]
    assert codes(rows) == {3: ["vacancy"], 4: ["vacancy"], 5: ["total_row"], 6: ["total_row"], 7: ["header_repeated"]}


def test_a_heading_merged_across_the_columns_is_nobody():
    rows = [HEAD[:3], ["Dział Pomocy Środowiskowej"], ["Nowak Anna", "psycholog", CUS]]
    after = '<mergeCells><mergeCell ref="A2:C2"/></mergeCells>'
    assert codes(rows, after=after) == {2: ["total_row"]}


@pytest.mark.parametrize("code", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"])
@pytest.mark.parametrize("place", range(6))
def test_an_error_in_any_column_is_refused_as_one(code, place):
    row = ["Nowak Anna", "psycholog", CUS, "a@example.org", "81 468 00 12", "01.09.2020"]
    row[place] = raw.error(code)
    assert codes([HEAD, row]) == {2: ["error_in_cell"]}


@pytest.mark.parametrize(
    "text", ["#N/D!", "#N/D", "#ADR!", "#ARG!", "#NAZWA?", "#DZIEL/0!", "#LICZBA!", "#ZERO!", "####", "Err:502"]
)
@pytest.mark.parametrize("place", range(6))
def test_a_text_that_looks_like_an_error_is_one(text, place):
    row = ["Nowak Anna", "psycholog", CUS, "a@example.org", "81 468 00 12", "01.09.2020"]
    row[place] = text
    assert codes([HEAD, row]) == {2: ["error_in_cell"]}


def test_what_nobody_sees_is_cleaned_from_every_value():
    unseen = "\u200b\u202a\u2066\ufeff\u00ad"
    [row] = rows_of(
        [
            HEAD,
            [
                f"No{unseen}wak\u2011Żak\u00a0Anna\u2069",
                f"psy{unseen}cholog",
                f"{CUS}\u202c",
                f"a.no{unseen}wak@example.org\u200b",
                f"81\u00a0468\u201100\u201112{unseen}",
                f"01.09.{unseen}2020\u202f",
            ],
        ]
    )
    assert (row.problems, row.last_name, row.first_name) == ([], "Nowak-Żak", "Anna")
    assert (row.position, row.organisation, row.email) == ("psycholog", CUS, "a.nowak@example.org")
    assert (row.phone, row.since) == ("+48 81 468 00 12", date(2020, 9, 1))


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        (601700841, "+48 601 700 841"),
        (601700841.0, "+48 601 700 841"),
        (48601700841, "+48 601 700 841"),
        ("tel. 601-700-841", "+48 601 700 841"),
        ("(81) 468 00 12", "+48 81 468 00 12"),
        ("+380 50 123 45 67", "+380 50 123 45 67"),
        (0.6017, None),
        (6017.5, None),
        (12, None),
        ("6,01700893E+08", None),
        ("601700893.0", None),
        ("000000000", None),
        ("44051401458", None),
        ("601 700 891 / 601 700 892", None),
        ("601 700 891 lub 601 700 892", None),
        (('t="b"', "<v>0</v>"), None),
        (('s="1"', "<v>44075</v>"), None),
    ],
)
def test_a_number_is_no_phone_by_accident(value, phone):
    [row] = rows_of([HEAD, ["Nowak Anna", "psycholog", CUS, None, value]])
    assert (row.phone or None) == phone
    assert bool(row.problems) == (phone is None)


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("A.Nowak@Example.org", "a.nowak@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("Anna Nowak <a@example.org>", "a@example.org"),
        ("a@example.org;", "a@example.org"),
        ("a@example.org, a@example.org", "a@example.org"),
        ("a@example.org, b@example.org", None),
        ("a@example.org b@example.org", None),
        ("a@example.orgb@example.org", None),
        ("a@example.org (służbowy)", None),
        ("TRUE", None),
        (('t="b"', "<v>1</v>"), None),
        (12, None),
    ],
)
def test_an_address_is_one_address(value, email):
    [row] = rows_of([HEAD, ["Nowak Anna", "psycholog", CUS, value]])
    assert (row.email or None) == email
    assert bool(row.problems) == (email is None)


def test_yes_numbers_and_days_are_no_posts_and_no_institutions():
    for value in (('t="b"', "<v>1</v>"), 12, ('s="1"', "<v>44075</v>"), "PRAWDA", "12"):
        assert codes([HEAD, ["Nowak Anna", value, CUS]]) == {2: ["no_text"]}
        assert codes([HEAD, ["Nowak Anna", "psycholog", value]])[2][0] == "no_text"


@pytest.mark.parametrize(
    "text",
    [
        "1 września 2020 r.",
        "01.09.2020 r.",
        "2020-09-01T00:00",
        "2020-09-01 00:00:00",
        "1.IX.2020",
        "od 01.09.2020",
        "1 wrz 2020",
        "1/9/2020",
    ],
)
def test_days_as_people_write_them(text):
    [row] = rows_of([HEAD, ["Nowak Anna", "psycholog", CUS, None, None, text]])
    assert (row.problems, row.since) == ([], date(2020, 9, 1))


@pytest.mark.parametrize("text", ["01.09.20", "09/2020", "01.09.2020 - 31.12.2024", "2020", "44075", "wkrótce"])
def test_what_is_no_single_day_is_refused(text):
    assert codes([HEAD, ["Nowak Anna", "psycholog", CUS, None, None, text]]) == {2: ["unreadable_date"]}


def test_an_address_behind_a_cell_is_read_and_a_written_one_comes_before_it():
    after, parts = raw.links_to(
        {
            "D2": "mailto:a@example.org",
            "D3": "mailto:old@example.org",
            "A4": "mailto:c@example.org",
            "D5": "https://x.pl",
        }
    )
    rows = [
        HEAD[:4],
        ["Nowak Anna", "psycholog", CUS, "napisz"],
        ["Lis Ewa", "psycholog", CUS, "b@example.org"],
        ["Kos Jan", "psycholog", CUS, None],
        ["Żak Ola", "psycholog", CUS, "napisz"],
    ]
    emails = {row.line: row.email for row in rows_of(rows, after=after, parts=parts)}
    assert emails == {2: "a@example.org", 3: "b@example.org", 4: "c@example.org", 5: ""}


def test_long_texts_are_refused_and_merged_people_are_whole():
    assert codes([HEAD, ["Nowak Anna", "p" * 300, CUS]])[2] == ["too_long"]
    after = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="C2:C3"/></mergeCells>'
    rows = [HEAD[:3], ["Nowak Anna", "psycholog", CUS], [None, "pedagog"]]
    assert good(rows, after=after) == [("Nowak Anna", "psycholog", CUS), ("Nowak Anna", "pedagog", CUS)]


def test_a_row_of_our_own_export_with_two_posts_is_read_as_two():
    rows = [HEAD[:3], ["Nowak Anna", "psycholog; pedagog", f"{CUS}; PUP Parczew"], ["Lis Ewa", "psycholog", CUS]]
    assert good(rows) == [
        ("Nowak Anna", "psycholog", CUS),
        ("Lis Ewa", "psycholog", CUS),
        ("Nowak Anna", "pedagog", "PUP Parczew"),
    ]
