"""Lists in other formats than xlsx, each a file as its program writes it (``tests/data/formats``).

Written once with xlwt, pyxlsbwriter and odfpy: a title, a header, a merged
institution, a number as a phone, a day and a day in words, an odd hyphen, a
second sheet and a hidden one; the xls and ods also a hidden row and an error.
"""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.training.people.test_list_kinds import CUS, ON, read, unread
from training.kernel.workbooks.opening import open_book
from training.kernel.workbooks.workbook import EPOCH_1900, EPOCH_1904, CellError, Limits, Unreadable
from training.people.sheets import read_staff_file

FORMATS = Path(__file__).resolve().parents[2] / "data" / "formats"


def content(name):
    return (FORMATS / name).read_bytes()


def told(row):
    return (f"{row.last_name} {row.first_name}", row.position, row.organisation, row.email, row.phone, row.since)


EWA = ("Nowak-Bąk Ewa", "asystent rodziny", CUS, "", "+48 84 661 00 01", date(2024, 3, 1))
ULA = ("Wójcik Ula", "pedagog", CUS, "", "+48 602 345 678", date(2021, 12, 15))


@pytest.mark.parametrize("name", ["staff.xls", "staff-1904.xls", "staff.xlsb"])
def test_an_old_or_binary_workbook_is_read_and_says_what_it_cannot_tell(name):
    staff_list = read_staff_file(content(name), on=ON)
    rows = {row.place: told(row) for row in staff_list.rows if not row.problems}
    lucja = ("Żółć Łucja", "psycholog", CUS, "lucja@cus-swidnik.example", "+48 601 234 567", date(2024, 3, 1))
    assert list(rows.values()) == [lucja, EWA, ("Kowal Jan", "pedagog", CUS, "", "", None), ULA]
    codes = {(note["code"], note.get("worksheet", "")) for note in staff_list.unread}
    assert {("hidden_worksheet", "Ukryty"), ("hidden_not_told", "")} <= codes
    # An error comes empty there, and an empty post is refused.
    assert [problem["code"] for row in staff_list.rows for problem in row.problems] == ["value_missing"] * (
        "xlsb" not in name
    )


def test_a_workbook_of_libreoffice_tells_what_is_merged_hidden_linked_and_in_error():
    staff_list = read(content("staff.ods"))
    rows = {row.place: row for row in staff_list.rows}
    # The column of days is hidden.
    lucja = ("Żółć Łucja", "psycholog", CUS, "lucja@cus-swidnik.example", "+48 601 234 567", None)
    assert told(rows["Pracownicy: 3"]) == lucja
    assert told(rows["Pracownicy: 4"]) == (*EWA[:-1], None)
    assert told(rows["Filia: 2"]) == ULA
    assert [place for place, row in rows.items() if row.is_hidden] == ["Pracownicy: 5", "Pracownicy: 7"]
    assert [problem["code"] for problem in rows["Pracownicy: 8"].problems] == ["error_in_cell"]
    assert unread(staff_list) == {("hidden_worksheet", "", ""), ("hidden_column", "F", "Zatrudniony od")}


@pytest.mark.parametrize("name", ["staff-locked.xls", "staff-locked.ods"])
def test_a_password_is_named_in_every_format(name):
    with pytest.raises(Unreadable, match="is_protected"):
        open_book(content(name), Limits())


def test_an_old_workbook_counts_from_the_day_it_says():
    assert [open_book(content(name), Limits()).epoch for name in ("staff.xls", "staff-1904.xls")] == [
        EPOCH_1900,
        EPOCH_1904,
    ]


# ---- ods, part by part -------------------------------------------------------------------------------------------


def ods(table, *, before="", styles="") -> bytes:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    error = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f"<office:document-content {names} {error}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{before}<table:table table:name='A'>{table}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def cell(text, more=""):
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_repeated_rows_and_cells_are_themselves_and_the_empty_rest_of_a_sheet_costs_nothing():
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    [worksheet] = open_book(
        ods(
            row(cell("a", 'table:number-columns-repeated="3"'), wide, more='table:number-rows-repeated="2"')
            + row(wide, more='table:number-rows-repeated="1048000"')
            + row(cell("z"))
        ),
        Limits(),
    ).worksheets
    assert [(row.number, row.cells) for row in worksheet.rows] == [(1, ["a"] * 3), (2, ["a"] * 3), (1048003, ["z"])]
    assert not worksheet.is_cut
    with pytest.raises(Unreadable, match="too_many_rows"):
        open_book(ods(row(cell("a"), more='table:number-rows-repeated="99999999"')), Limits())
    [worksheet] = open_book(ods(row(cell("a", 'table:number-columns-repeated="99999999"'))), Limits()).worksheets
    assert (len(worksheet.rows[0].cells), worksheet.is_cut) == (Limits().columns, True)


def test_groups_that_are_folded_notes_blanks_errors_and_the_epoch():
    before = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    note = "<office:annotation><text:p>nie czytać</text:p></office:annotation>"
    book = open_book(
        ods(
            '<table:table-column/><table:table-column-group table:display="false"><table:table-column/>'
            "</table:table-column-group>"
            + row(f'<table:table-cell office:value-type="string">{note}<text:p>a<text:s/>b</text:p></table:table-cell>')
            + '<table:table-row-group table:display="false">'
            + row(cell("x", 'calcext:value-type="error"'))
            + "</table:table-row-group>"
            + row('<table:table-cell office:value-type="float" office:value="45352"/>'),
            before=before,
        ),
        Limits(),
    )
    [worksheet] = book.worksheets
    assert [(row.cells, row.is_hidden) for row in worksheet.rows] == [
        (["a b"], False),
        ([CellError("x")], True),
        ([45352], False),
    ]
    assert (worksheet.hidden_columns, book.epoch, book.tells_hidden) == ({1}, EPOCH_1904, True)
