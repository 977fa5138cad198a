"""The workbooks of ``tests/data/cases``: each came after a fault that people reported of another program."""

import contextlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from training.kernel.workbooks.refusals import ProtectedByPassword
from training.people.models import Person, StaffImportRow
from training.people.sheets import read_staff_file

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"
ON = date(2026, 11, 27)


def read(name):
    return read_staff_file((CASES / name).read_bytes(), on=ON)


def faults(staff_list):
    return {
        row.line: {problem["column"]: problem["code"] for problem in row.problems}
        for row in staff_list.rows
        if row.problems
    }


@pytest.fixture
def lublin(db):
    """What the cases name: nothing of them is to be asked about."""
    county = make.CountyFactory(code="0617", name="świdnicki")
    for kind, name in (("CUS", "Centrum Usług Społecznych w Świdniku"), ("PUP", "Powiatowy Urząd Pracy w Parczewie")):
        made = make.OrganisationFactory(name=name)
        make.PlacementFactory(organisation=made, kind=make.KindFactory(code=kind), county=county)
    for name in ("psycholog", "pedagog", "asystent rodziny"):
        make.PositionFactory(code=name.replace(" ", "-"), name_pl=name, name_en="")


def command(name, *more):
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("kompas_import_staff", str(CASES / name), "--json", *more, stdout=out)
    return json.loads(out.getvalue())


def test_a_merged_institution_and_a_merged_post_belong_to_every_row(lublin):
    report = command("01-merged-institution.xlsx")
    assert (report["new"], report["to_decide"], report["refused"]) == (5, [], [])
    posts = {row.cells["last_name"]: row.cells["position"] for row in StaffImportRow.objects.all()}
    assert posts["Fąfara"] == posts["Entrych"] == "psycholog"


def test_an_escaped_line_break_is_a_line_break(lublin):
    report = command("06-x000d.xlsx", "--apply")
    assert report["new"] == 1
    person = Person.objects.get()
    assert (person.list_name, person.email, person.phone) == (
        "Gąsienica Roman",
        "r.gasienica@cus-swidnik.example",
        "+48 601 700 861",
    )


def test_a_cell_with_an_error_is_refused_as_one(lublin):
    report = command("07-error-cells.xlsx")
    assert (report["new"], report["to_decide"]) == (0, [])
    assert {(problem["row"], problem["column"], problem["value"]) for problem in report["refused"]} == {
        (2, "Stanowisko", "#N/A"),
        (3, "Instytucja", "#REF!"),
        (4, "E-mail", "#N/A"),
        (4, "Telefon", "#N/D!"),
        (4, "Zatrudniony od", "#VALUE!"),
        (4, "Powiat", "#N/A"),
        (5, "Nazwisko i imię", "#NAME?"),
    }
    assert {code for row in faults(read("07-error-cells.xlsx")).values() for code in row.values()} == {"error_in_cell"}


def test_a_strict_workbook_is_read(lublin):
    assert command("08-strict-ooxml.xlsx")["new"] == 1


def test_a_workbook_with_a_password_is_named_so(lublin):
    with pytest.raises(ProtectedByPassword):
        read("10-password.xlsx")
    with pytest.raises(CommandError, match="hasłem"):
        command("10-password.xlsx")


def test_surnames_that_are_words_are_surnames(lublin):
    report = command("12-surnames-that-are-words.xlsx")
    assert (report["new"], report["refused"]) == (7, [])
    names = {row.cells["last_name"] for row in StaffImportRow.objects.all()}
    assert names == {"Brak", "Suma", "Lek", "Null", "Razem", "Podpiska", "Funkcja"}


def test_every_sheet_with_a_header_is_read(lublin):
    assert command("13-many-sheets.xlsx")["new"] == 3
    assert [row.place for row in read("13-many-sheets.xlsx").rows] == [
        "CUS Świdnik: 2",
        "CUS Świdnik filia: 2",
        "PUP: 2",
    ]


def test_columns_that_are_not_read_are_named_and_guesses_are_told(lublin):
    report = command("14-unknown-columns.xlsx")
    assert report["new"] == 1
    assert [(column["column"], column["heading"]) for column in report["not_read"]] == [("B", "Stanowisko służbowe")]
    assert {column["heading"]: column["column"] for column in report["columns"]} == {
        "Nazwisko i imię": "surname_first",
        "Stanowisko": "position",
        "Instytucja": "organisation",
        "E-mail służbowy": "email",
        "Tel. kom.": "phone",
        "Zatrudnienie - od dnia": "since",
    }
    cells = StaffImportRow.objects.get().cells
    assert (cells["email"], cells["phone"], cells["since"]) == (
        "z.wrobel@cus-swidnik.example",
        "+48 601 700 881",
        "2020-09-01",
    )


def test_odd_values_are_what_they_are(lublin):
    staff_list = read("15-odd-values.xlsx")
    assert faults(staff_list) == {
        2: {"E-mail": "several_emails", "Telefon": "several_phones", "Zatrudniony od": "unreadable_date"},
        4: {"E-mail": "bad_email", "Telefon": "bad_phone"},
        5: {
            "Stanowisko": "no_text",
            "E-mail": "bad_email",
            "Telefon": "bad_phone",
            "Zatrudniony od": "unreadable_date",
        },
        6: {"Telefon": "bad_phone", "Zatrudniony od": "unreadable_date"},
        7: {"Telefon": "bad_phone"},
    }
    good = {row.line: (row.email, row.phone, row.since) for row in staff_list.rows if not row.problems}
    assert good == {
        3: ("b.zieba@cus-swidnik.example", "+48 601-700-892 (po 15:00)", date(2020, 9, 1)),
        8: ("g.snieg@cus-swidnik.example", "+48 601 700 895", date(2020, 9, 1)),
    }


def test_a_header_over_two_rows_and_a_row_of_numbers(lublin):
    report = command("53-two-header-rows.xlsx")
    assert (report["new"], report["refused"], report["to_decide"]) == (3, [], [])
    first = StaffImportRow.objects.order_by("number").first()
    assert (first.number, first.cells) == (
        7,
        {
            "last_name": "Brzezińska-Ćma",
            "first_name": "Ludmiła",
            "position": "psycholog",
            "organisation": "Centrum Usług Społecznych w Świdniku",
            "email": "l.cma@cus-swidnik.example",
            "phone": "+48 81 468 00 12",
            "since": "2018-04-16",
        },
    )


def test_days_counted_from_1904_and_addresses_behind_links(lublin):
    report = command("56-mac-1904.xlsx", "--rows")
    assert report["new"] == 4
    assert [(row["since"], row["email"].partition("@")[0]) for row in report["rows"]] == [
        ("2020-09-01", "a.klos"),
        ("2020-09-01", "j.zdzblo"),
        ("2021-12-15", "w.czyzyk"),
        ("2021-12-15", "p.swierk"),
    ]
