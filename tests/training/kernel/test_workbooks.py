"""What files people send, and what a reader in a process of its own makes of them."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tests.training.people import raw_books as raw
from training.kernel.sheets import write_xlsx
from training.kernel.workbooks import refusals
from training.kernel.workbooks.opening import open_book
from training.kernel.workbooks.reading import read_book
from training.kernel.workbooks.workbook import EPOCH_1904, CellError, Formula, Limits, Linked, Unreadable, pack, unpack

HEAD = ["Nazwisko i imię", "Stanowisko", "Instytucja"]
ROW = ["Nowak Anna", "psycholog", "DPS Lublin"]
LIMITS = Limits()


def cells(content, limits=LIMITS):
    """The rows of the first sheet, by number."""
    return {row.number: row.cells for row in open_book(content, limits).worksheets[0].rows}


def why(content, limits=LIMITS):
    with pytest.raises(Unreadable) as told:
        open_book(content, limits)
    return told.value.code


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


# ---- cells -------------------------------------------------------------------------------------------------------


def test_a_merged_value_belongs_to_every_row_and_column_with_something_of_its_own():
    after = '<mergeCells><mergeCell ref="C2:D3"/><mergeCell ref="A5:XFD1048576"/><mergeCell ref="B2:B4"/></mergeCells>'
    rows = [HEAD, ["Nowak Anna", "psycholog", "DPS", None, "x"], ["Lis Ewa"], [], ["Razem", None, None, None, 1]]
    assert cells(raw.one(rows, after=after)) == {
        1: HEAD,
        2: ["Nowak Anna", "psycholog", "DPS", "DPS", "x"],
        3: ["Lis Ewa", "psycholog", "DPS", "DPS"],
        5: ["Razem", "Razem", "Razem", "Razem", 1],
    }


def test_hidden_rows_columns_and_sheets_are_told():
    content = raw.book(
        {
            "a": raw.worksheet_xml(
                [HEAD, ROW, ROW], hidden={3}, before='<cols><col min="2" max="3" hidden="1"/></cols>'
            ),
            "b": raw.worksheet_xml([HEAD]),
            "c": raw.worksheet_xml([HEAD]),
        },
        states={"b": "hidden", "c": "veryHidden"},
    )
    book = open_book(content, LIMITS)
    assert [(row.number, row.is_hidden) for row in book.worksheets[0].rows] == [(1, False), (2, False), (3, True)]
    assert book.worksheets[0].hidden_columns == {1, 2}
    assert [(worksheet.name, worksheet.is_hidden, len(worksheet.rows)) for worksheet in book.worksheets[1:]] == [
        ("b", True, 0),
        ("c", True, 0),
    ]


def test_a_row_or_a_column_of_no_size_is_hidden_too():
    xml = raw.worksheet_xml([HEAD, ROW], before='<cols><col min="1" max="1" width="0"/></cols>')
    worksheet = open_book(
        raw.book({"a": xml.replace('<row r="2">', '<row r="2" ht="0" customHeight="1">')}), LIMITS
    ).worksheets[0]
    assert (worksheet.rows[1].is_hidden, worksheet.hidden_columns) == (True, {0})


def test_errors_formulas_and_links_are_kinds_of_cells():
    link = ('t="str"', '<f>HYPERLINK("mailto:a@example.org?subject=x","napisz")</f><v>napisz</v>')
    computed = ('t="str"', "<f>A1&amp;B1</f><v>Nowak</v>")
    after, parts = raw.links_to({"E1": "mailto:b%40example.org", "F1": "https://example.org"})
    kinds = cells(raw.one([[raw.error("#N/A"), computed, link, "x", "pisz", "tu"]], after=after, parts=parts))
    assert kinds[1] == [
        CellError("#N/A"),
        Formula("=A1&B1"),
        Linked("napisz", "a@example.org"),
        "x",
        Linked("pisz", "b@example.org"),
        "tu",
    ]


def test_days_are_days_in_both_systems_and_a_bare_serial_stays_a_number():
    row = [
        ('s="1"', "<v>44075</v>"),
        ('s="5"', "<v>44075</v>"),
        ('s="2"', "<v>44075.5</v>"),
        44075,
        ('s="3"', "<v>0.5</v>"),
    ]
    assert cells(raw.one([row]))[1] == [date(2020, 9, 1), date(2020, 9, 1), datetime(2020, 9, 1, 12), 44075, 0.5]
    mac = open_book(raw.one([[('s="1"', "<v>42613</v>")]], properties='<workbookPr date1904="1"/>'), LIMITS)
    assert (mac.epoch, mac.worksheets[0].rows[0].cells) == (EPOCH_1904, [date(2020, 9, 1)])


def test_escapes_of_control_characters_are_those_characters():
    assert cells(raw.one([["Nowak_x000D_\nAnna", "a_x0009_b", "x_x000d_"]]))[1] == ["Nowak\r\nAnna", "a\tb", "x"]


def test_styles_that_openpyxl_refuses_do_not_matter():
    content = raw.one([HEAD, [('s="1"', "<v>44075</v>")]])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<fill><patternFill patternType="none"/></fill>', b"<fill/>"))
    assert cells(stream.getvalue())[2] == [date(2020, 9, 1)]


def test_a_strict_workbook_is_a_workbook():
    worksheet = raw.worksheet_xml([HEAD, ROW], main=raw.STRICT_MAIN, relations=raw.STRICT_RELATIONS)
    content = raw.book({"a": worksheet}, main=raw.STRICT_MAIN, relations=raw.STRICT_RELATIONS)
    assert cells(content) == {1: HEAD, 2: ROW}


def test_a_book_goes_between_processes_whole():
    book = open_book(
        raw.one([[raw.error("#REF!"), 1, 2.5, ('t="b"', "<v>1</v>"), ('s="1"', "<v>44075</v>"), "ż"]]), LIMITS
    )
    assert unpack(pack(book)) == book


# ---- formats -----------------------------------------------------------------------------------------------------

TABLE = "Nazwisko;Imię;Stanowisko\nŻółć;Łucja;psycholog\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_as_text_is_read_in_every_usual_encoding(encoding, delimiter):
    content = TABLE.replace(";", delimiter).encode(encoding)
    assert cells(content) == {1: ["Nazwisko", "Imię", "Stanowisko"], 2: ["Żółć", "Łucja", "psycholog"]}


def test_a_text_with_quoted_breaks_and_excels_own_line_of_the_delimiter():
    content = b'sep=,\nNazwisko,Stanowisko\n"Nowak, Anna","pracownik\nsocjalny"\n'
    assert cells(content) == {2: ["Nazwisko", "Stanowisko"], 3: ["Nowak, Anna", "pracownik\nsocjalny"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 ...", "is_pdf"),
        (b"\x89PNG\r\n\x1a\n....", "is_picture"),
        (b"<html><table><tr><td>Nazwisko</td></tr></table></html>", "is_web_page"),
        (b'\xef\xbb\xbf<meta http-equiv="Content-Type"><table>', "is_web_page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "is_web_page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "is_old_xml"),
        (b"{\\rtf1 Nazwisko}", "is_word"),
        (b"Rar!\x1a\x07", "is_archive"),
        (b"Nazwisko", "not_a_spreadsheet"),
        (b"PK\x03\x04 broken", "is_damaged"),
        (packed(word__document_dot_xml="<x/>"), "is_word"),
        (packed(lista_dot_xlsx="x"), "is_archive"),
        (packed(Index__Document_dot_iwa="x"), "is_numbers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is_protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "is_word"),
    ],
)
def test_what_is_no_table_is_named_by_what_it_is(content, code):
    assert why(content) == code
    assert str(refusals.BY_CODE[code]().sentence)


def test_every_code_of_the_reader_has_its_sentence():
    assert all(refusal().sentence for code, refusal in refusals.BY_CODE.items() if code != "spreadsheet_too_large")


# ---- limits ------------------------------------------------------------------------------------------------------


def test_entities_are_refused_and_deep_xml_is_read_past():
    worksheet = raw.worksheet_xml([HEAD])
    bomb = worksheet.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">]><worksheet', 1)
    assert why(raw.book({"a": bomb})) == "takes_too_much"
    deep = worksheet.replace("</worksheet>", "<a>" * 50_000 + "</a>" * 50_000 + "</worksheet>")
    assert cells(raw.book({"a": deep})) == {1: HEAD}


def test_a_stray_cell_at_the_end_of_the_sheet_and_a_lie_about_its_size_cost_nothing():
    far = raw.worksheet_xml([HEAD, ROW], before='<dimension ref="A1:XFD1048576"/>').replace(
        "</sheetData>", f'<row r="1048576">{raw.cell("XFD1048576", "x")}</row></sheetData>'
    )
    worksheet = open_book(raw.book({"a": far}), LIMITS).worksheets[0]
    assert ([row.number for row in worksheet.rows], worksheet.is_cut) == ([1, 2], True)


def test_rows_columns_and_texts_have_limits():
    few = Limits(rows=2, columns=2)
    assert why(raw.one([HEAD, ROW, ROW]), few) == "too_many_rows"
    book = open_book(raw.one([HEAD, ["x" * 50_000]]), few)
    assert (book.worksheets[0].rows[0].cells, book.worksheets[0].is_cut) == (HEAD[:2], True)
    assert len(book.worksheets[0].rows[1].cells[0]) == 1000


def test_a_file_that_unpacks_into_too_much_is_refused_before_it_is():
    bomb = packed(xl__workbook_dot_xml="<w/>", xl__worksheets__sheet1_dot_xml=" " * (60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert why(bomb) == "takes_too_much"


def merged_to_the_end():
    """Kilobytes that openpyxl's full mode turns into an object for each of millions of cells."""
    ranges = "".join(f'<mergeCell ref="A{row}:XFD{row + 300}"/>' for row in range(3, 9000, 301))
    return raw.one([HEAD, ROW], after=f"<mergeCells>{ranges}</mergeCells>")


def test_the_reading_process_is_held_to_its_memory_and_its_time(settings):
    rows = [["x" * 900] * 100] * 300
    content = raw.one(rows)
    assert len(read_book(content).worksheets[0].rows) == 300
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_MEMORY": 90 * 1024 * 1024}
    with pytest.raises(refusals.TakesTooMuch):
        read_book(content)
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_MEMORY": 768 * 1024 * 1024, "IMPORT_MAX_SECONDS": 1}
    wide = raw.one([["x"] * 16_000] * 60)
    with pytest.raises(refusals.TakesTooMuch):
        read_book(wide)


def test_the_reading_process_finds_the_bytecode_where_its_parent_keeps_it(monkeypatch, tmp_path):
    """Beside the parent's modules only this: it may write no file, and would compile the readers each time."""
    given = []
    begin = subprocess.run

    def run(*args, env, **kwargs):
        given.append(env)
        return begin(*args, env=env, **kwargs)

    monkeypatch.setattr("subprocess.run", run)
    for prefix in (str(tmp_path), None):
        monkeypatch.setattr("sys.pycache_prefix", prefix)
        assert len(read_book(raw.one([HEAD, ROW])).worksheets[0].rows) == 2
    kept, plain = given
    assert kept == {**plain, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    assert set(plain) <= {"PYTHONPATH", "PYTHONHASHSEED", "SYSTEMROOT"}


def test_a_reader_that_only_waits_for_its_turn_is_waited_for(settings, monkeypatch, tmp_path):
    late = tmp_path / "python"
    late.write_text(f'#!/bin/sh\nsleep 5\nexec {sys.executable} "$@"\n')
    late.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(late))
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_SECONDS": 2}
    assert len(read_book(raw.one([HEAD, ROW])).worksheets[0].rows) == 2


def test_a_small_file_with_millions_of_merged_cells_takes_little():
    book = read_book(merged_to_the_end())
    assert [row.cells for row in book.worksheets[0].rows] == [HEAD, ROW]


def test_our_own_workbooks_are_read_back():
    content = write_xlsx(["Osoba", "Dzień"], [["Żak Anna", date(2026, 1, 2)], ["=x", None]])
    assert cells(content) == {1: ["Osoba", "Dzień"], 2: ["Żak Anna", date(2026, 1, 2)], 3: ["=x"]}


def test_a_workbook_with_a_chart_alone_on_a_sheet_is_read():
    book = Workbook()
    book.active.append(HEAD)
    book.create_chartsheet("Wykres")
    stream = io.BytesIO()
    book.save(stream)
    assert cells(stream.getvalue()) == {1: HEAD}
