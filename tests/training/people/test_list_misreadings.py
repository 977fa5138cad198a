"""Lists whose every cell is a text that reads as something else: each was read wrong once, in silence."""

from datetime import date

import pytest

from tests.training.people import raw_books as raw
from tests.training.people.test_list_kinds import CUS, HEAD, codes, good, read, rows_of, unread
from training.kernel.workbooks.opening import open_book
from training.kernel.workbooks.workbook import Limits, Unreadable


def name_of(text, heading="Nazwisko i imię"):
    [row] = rows_of([[heading, "Stanowisko", "Instytucja"], [text, "psycholog", CUS]])
    return f"{row.last_name} {row.first_name}" if not row.problems else [problem["code"] for problem in row.problems]


# ---- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["\n", " / ", ", ", "; ", " i ", " oraz ", " & ", "\r\n"])
def test_two_people_in_one_cell_are_not_one_person(between):
    assert name_of(f"Nowak Anna{between}Kowal Jan") == ["several_names"]
    assert name_of(f"Anna Nowak{between}Jan Kowal", "Imię i nazwisko") == ["several_names"]


def test_two_people_in_two_cells_of_a_row_are_not_one_person():
    head = ["Nazwisko", "Imię", "Stanowisko", "Instytucja"]
    assert codes([head, ["Nowak\nKowal", "Anna\nJan", "psycholog", CUS]]) == {2: ["several_names"]}
    assert good([head, ["Wójcik-\nŻak", "Anna", "psycholog", CUS]]) == [("Wójcik-Żak Anna", "psycholog", CUS)]


@pytest.mark.parametrize(
    ("text", "name"), [("Nowak\nAnna", "Nowak Anna"), ("Nowak-Bąk\nAnna Maria", "Nowak-Bąk Anna Maria")]
)
def test_a_name_over_two_lines_is_one_person(text, name):
    assert name_of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Nowak Anna - p.o.",
        "Nowak Anna – urlop",
        "Nowak Anna zd. Kowal",
        "Nowak Anna z domu Kowal",
        "Nowak Anna na zastępstwo",
        "NOWAK ANNA ZD. KOWAL",
    ],
)
def test_a_note_beside_a_name_is_no_part_of_it(text):
    assert name_of(text) == ["not_a_name"]


@pytest.mark.parametrize(
    ("text", "heading", "name"),
    [
        ("NOWAK Anna", "Imię i nazwisko", "Nowak Anna"),
        ("Anna NOWAK", "Nazwisko i imię", "Nowak Anna"),
        ("Anna Maria NOWAK-BĄK", "Nazwisko i imię", "Nowak-Bąk Anna Maria"),
        ("Juan de la CRUZ", "Nazwisko i imię", "de la Cruz Juan"),
        ("NOWAK ANNA", "Nazwisko i imię", "Nowak Anna"),
        ("NOWAK A.", "Nazwisko i imię", "Nowak A."),
        ("Anna NOWAK Maria", "Nazwisko i imię", "Anna Nowak Maria"),
    ],
)
def test_capitals_mark_the_surname_whatever_the_heading_says(text, heading, name):
    assert name_of(text, heading) == name


def test_one_heading_over_two_columns_of_names_is_one_name():
    after = '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="B3:C3"/></mergeCells>'
    rows = [
        ["Lp.", "Nazwisko i imię", None, "Stanowisko", "Instytucja"],
        [1, "Kowal", "Jan", "pedagog", CUS],
        [2, "Nowak Anna", None, "psycholog", CUS],
    ]
    assert good(rows, after=after) == [("Kowal Jan", "pedagog", CUS), ("Nowak Anna", "psycholog", CUS)]
    assert not unread(read(raw.one(rows, after=after)))


# ---- lines that are nobody ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["do obsadzenia", "w trakcie naboru", "Nabór w toku", "etat do obsadzenia", "rekrutacja"]
)
def test_a_post_that_is_being_filled_is_a_vacancy(text):
    assert codes([HEAD, ["Lis Ewa", "psycholog", CUS], [text, "psycholog", CUS]]) == {3: ["vacancy"]}


def test_signatures_and_figures_under_a_list_are_nobody_and_need_no_promise():
    rows = [
        HEAD,
        ["Lis Ewa", "psycholog", CUS],
        ["Ogółem etatów", 1.5],
        ["Stan zatrudnienia: 5 osób"],
        [None, None, None, None, "Kierownik"],
        [None, None, None, None, "mgr Zofia Wąs"],
    ]
    assert codes(rows) == {line: ["total_row"] for line in (3, 4, 5, 6)}
    # What could be somebody's is asked for: an address or a number alone, a post alone.
    for cells in ([None, None, None, "a@example.org"], [None, None, None, None, "601 234 567"], [None, "psycholog"]):
        assert "value_missing" in codes([HEAD, cells])[2]


def test_a_line_of_units_under_the_headings_is_no_person():
    head = [
        ["Lp.", "Osoba", None, "Kontakt", None, "Praca"],
        [None, "Nazwisko", "Imię", "Telefon", "E-mail", "Stanowisko", "Instytucja"],
    ]
    units, marks = [None, None, None, "służbowy", "służbowy"], ["A", "B", "C", "D", "E", "F", "G"]
    person = [1, "Nowak", "Anna", "601 234 567", "a@example.org", "psycholog", CUS]
    for below in ([units, marks], [units], [marks], []):
        assert codes([*head, *below, person]) == {}
        assert good([*head, *below, person]) == [("Nowak Anna", "psycholog", CUS)]


# ---- values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["j.w.", "jw", "J. W.", '"', "- „ -", "-||-", "jak wyżej"])
def test_as_above_is_what_stands_above(mark):
    rows = [HEAD, ["Lis Ewa", "psycholog", CUS], ["Kos Jan", mark, mark], ["Żak Ola", "pedagog", mark]]
    assert good(rows) == [("Lis Ewa", "psycholog", CUS), ("Kos Jan", "psycholog", CUS), ("Żak Ola", "pedagog", CUS)]
    assert codes([HEAD, ["Lis Ewa", "psycholog", mark]]) == {2: ["value_missing"]}


@pytest.mark.parametrize("text", ["602O34567", "601 234 56", "01:02:00"])
def test_what_only_looks_like_a_phone_is_refused(text):
    assert codes([HEAD, ["Nowak Anna", "psycholog", CUS, None, text]]) == {2: ["bad_phone"]}


def test_who_has_no_address_has_none():
    assert codes([HEAD, ["Nowak Anna", "psycholog", CUS, "nie posiada", "nie ma"]]) == {}


# ---- text files --------------------------------------------------------------------------------------------------

HEADINGS = "Nazwisko i imię;Stanowisko;Instytucja\n"


def test_rows_swallowed_by_a_quotation_mark_are_not_lost():
    swallowed = (
        HEADINGS + 'Nowak Anna;psycholog;"CUS Świdnik\nKowal Jan;pedagog;CUS Świdnik\nLis Ewa;pedagog;CUS Świdnik\n'
    )
    closed = HEADINGS + 'Nowak Anna;psycholog;"CUS Świdnik\nKowal Jan;pedagog;"CUS Świdnik"\nLis Ewa;pedagog;CUS\n'
    for text in (swallowed, closed):
        with pytest.raises(Unreadable, match="quote_left_open"):
            open_book(text.encode(), Limits())


def test_breaks_and_delimiters_inside_quotes_are_a_cell():
    text = (
        HEADINGS
        + 'Nowak Anna;psycholog;"CUS\nul. Polna 1; 21-040 Świdnik; tel. 1"\nLis Ewa;pedagog;"DPS ""Dom"" Łęczna"\n'
    )
    assert [row.organisation for row in read(text.encode()).rows] == [
        "CUS ul. Polna 1; 21-040 Świdnik; tel. 1",
        'DPS "Dom" Łęczna',
    ]


def test_a_text_that_a_program_wrote_as_a_formula_is_a_text():
    text = 'Nazwisko i imię;Stanowisko;Instytucja;Telefon\n"=""Nowak Anna""";psycholog;CUS;="601234567"\n'
    [row] = read(text.encode()).rows
    assert (row.problems, row.last_name, row.phone) == ([], "Nowak", "+48 601 234 567")
    assert codes([HEAD, [('t="str"', '<f>"Nowak Anna"</f>'), "psycholog", CUS]]) == {}
    assert codes([HEAD, [('t="str"', "<f>A1</f>"), "psycholog", CUS]]) == {2: ["formula"]}


@pytest.mark.parametrize(
    "encoding", ["cp1250", "iso-8859-2", "cp852", "mac_latin2", "utf-8-sig", "utf-16", "utf-16-be"]
)
def test_polish_letters_are_read_whatever_machine_wrote_them(encoding):
    text = HEADINGS + "Żółć Łucja;psycholog;CUS Świdnik\nŚwięcka Źdźbło;pedagog;CUS Świdnik\n"
    assert [row.last_name for row in read(text.encode(encoding)).rows] == ["Żółć", "Święcka"]


def test_a_letterhead_a_table_and_signatures_are_read_as_a_person_would():
    rows = [
        [CUS],
        ["ul. Okopowa 1, 21-040 Świdnik"],
        ["tel. 81 468 00 00"],
        [],
        ["Wykaz pracowników na dzień 1 marca 2024 r."],
        [],
        ["Lp.", "Imię i nazwisko", "Stanowisko", "Data zatrudnienia", "Telefon", "e-mail"],
        [1, "Anna Nowak", "psycholog", "1 marca 2024 r.", 601234567.0, "a@example.org"],
        [2, "Jan Kowal", "pedagog", 45352, "81/468 00 01", None],
        [],
        ["Razem:", "2 osoby"],
        ["Sporządziła: Maria Kos"],
    ]
    good_rows = [row for row in rows_of(rows) if not row.problems]
    assert [(row.last_name, row.organisation, row.since, row.phone) for row in good_rows] == [
        ("Nowak", CUS, date(2024, 3, 1), "+48 601 234 567"),
        ("Kowal", CUS, date(2024, 3, 1), "+48 81 468 00 01"),
    ]
    assert codes(rows) == {11: ["total_row"], 12: ["total_row"]}
