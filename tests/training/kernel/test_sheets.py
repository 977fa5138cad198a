"""Workbooks: what is written opens as meant, what is read is limited and never computed."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from training.kernel.sheets import (
    NotASpreadsheet,
    SpreadsheetTooLarge,
    WorksheetColumn,
    read_xlsx,
    worksheet_name,
    write_xlsx,
)


def written(rows, columns=("Nazwisko i imię",), **kwargs):
    return load_workbook(io.BytesIO(write_xlsx(columns, rows, **kwargs)))


DANGEROUS = ["=1+1", '=HYPERLINK("http://evil")', "+48 600", "-1", "@SUM(A1)", "\t=1", "#N/A", "'=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_never_becomes_a_formula(text):
    cell = written([[text]]).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_is_written_as_text(text):
    content = write_xlsx(["A"], [[text]])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_days_moments_and_numbers_keep_their_types_and_show_local_time():
    moment = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    row = [date(2026, 7, 1), moment, time(9, 30), 5, Decimal("1.5"), None, ["a", "b"]]
    cells = written([row], columns=list("abcdefg")).active[2]
    assert [cell.value for cell in cells] == [
        datetime(2026, 7, 1),
        datetime(2026, 7, 1, 9, 0),
        time(9, 30),
        5,
        1.5,
        None,
        "a, b",
    ]
    assert [cell.number_format for cell in cells[:3]] == ["dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm"]


def test_a_table_comes_with_frozen_headings_and_a_filter():
    worksheet = written(
        [["Żak Anna", 1]] * 3, columns=[WorksheetColumn("Osoba", width=30), "Liczba"], title="Lista: 1/2"
    ).active
    assert worksheet.title == "Lista  1 2"
    assert (worksheet.freeze_panes, worksheet.auto_filter.ref) == ("A2", "A1:B4")
    assert worksheet.column_dimensions["A"].width == 30
    assert [cell.value for cell in worksheet[1]] == ["Osoba", "Liczba"]
    assert worksheet["A1"].font.bold


def test_more_sheets_and_an_output_to_write_into():
    stream = io.BytesIO()
    assert write_xlsx(["A"], iter([["x"]]), output=stream, title="Jeden", more=[("Dwa", ["B"], [["y"]])]) == b""
    book = load_workbook(stream)
    assert book.sheetnames == ["Jeden", "Dwa"]
    assert book["Dwa"]["A2"].value == "y"


@given(st.text(max_size=60))
def test_every_title_is_a_name_that_excel_takes(title):
    name = worksheet_name(title)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def workbook(*worksheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(worksheets):
        worksheet = book.create_sheet(f"S{number}")
        for row in rows:
            worksheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_reading_takes_the_first_sheet_that_holds_anything_and_keeps_row_places():
    content = workbook([], [[None], ["Nazwisko", " Imię "], [None, None], ["Żak", datetime(2020, 9, 1)], [1, 2.5]])
    assert list(read_xlsx(content)) == [[], ["Nazwisko", "Imię"], [], ["Żak", date(2020, 9, 1)], [1, 2.5]]


def test_a_formula_comes_as_its_text():
    assert list(read_xlsx(workbook([["=1+1", "=cmd|' /C calc'!A0"]]))) == [["=1+1", "=cmd|' /C calc'!A0"]]


@pytest.mark.parametrize("content", [b"", b"Nazwisko;Imi\xc4\x99\n", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_other_files_are_refused(content):
    with pytest.raises(NotASpreadsheet):
        list(read_xlsx(content))


def test_a_zip_of_something_else_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(NotASpreadsheet):
        list(read_xlsx(stream.getvalue()))


def test_a_damaged_workbook_is_refused_not_an_error():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("xl/workbook.xml", "<not xml")
    with pytest.raises(NotASpreadsheet):
        list(read_xlsx(stream.getvalue()))


def test_a_file_over_the_limit_is_refused(settings):
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_BYTES": 1000}
    with pytest.raises(SpreadsheetTooLarge):
        list(read_xlsx(workbook([["x"]])))


def test_a_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(SpreadsheetTooLarge):
        list(read_xlsx(stream.getvalue()))


def test_more_rows_than_accepted_are_refused_and_exactly_as_many_are_not(settings):
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_ROWS": 3}
    assert len(list(read_xlsx(workbook([["x"]] * 3)))) == 3
    with pytest.raises(SpreadsheetTooLarge):
        list(read_xlsx(workbook([["x"]] * 4)))


def test_what_is_written_reads_back():
    rows = [["Żak Anna", date(2026, 1, 2), 3], ["=x", None, Decimal("0.5")]]
    assert list(read_xlsx(write_xlsx(["Osoba", "Dzień", "Ile"], rows))) == [
        ["Osoba", "Dzień", "Ile"],
        ["Żak Anna", date(2026, 1, 2), 3],
        ["=x", None, 0.5],
    ]


def test_moments_of_one_row_and_of_the_next_keep_their_values_and_shapes():
    day, moment, hour = date(2026, 11, 3), datetime(2026, 11, 4, 9, 30), time(8, 15)
    rows = [[day, moment, hour, day], [moment, day, None, date(2026, 12, 24)], [day, day, hour, moment]]
    rows_read = list(written(rows, columns=list("abcd")).active.iter_rows(min_row=2))
    midnight = datetime(2026, 11, 3)
    assert [[cell.value for cell in row] for row in rows_read] == [
        [midnight, moment, hour, midnight],
        [moment, midnight, None, datetime(2026, 12, 24)],
        [midnight, midnight, hour, moment],
    ]
    assert [[cell.number_format for cell in row] for row in rows_read] == [
        ["dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm", "dd.mm.yyyy"],
        ["dd.mm.yyyy hh:mm", "dd.mm.yyyy", "General", "dd.mm.yyyy"],
        ["dd.mm.yyyy", "dd.mm.yyyy", "hh:mm", "dd.mm.yyyy hh:mm"],
    ]
