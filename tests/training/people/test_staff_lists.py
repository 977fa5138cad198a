"""A staff list from the file to the people: read, previewed, applied, applied again, from a screen and by a command."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from wagtail.models import ModelLogEntry

from tests import factories as make
from tests.training.people import big_list
from tests.training.people.lists import (
    DATA,
    HEAD,
    SENIOR,
    apply,
    codes,
    everything,
    outcomes,
    read,
    row,
    staff_list,
)
from training.kernel import sheets
from training.people import actions
from training.people.models import County, Employment, OrganisationKind, Person, StaffImport
from training.people.queries import previews
from training.people.refusals import (
    ColumnMissing,
    HeaderNotFound,
    ImportNotPreviewed,
    ImportOutdated,
    ListIsEmpty,
    RefusedRowsRemain,
)
from training.people.states import ImportState, RowOutcome

pytestmark = pytest.mark.django_db


# ---- the two lists as institutions sent them ---------------------------------------------------------------------


def test_the_good_list_makes_four_people_with_their_posts(region):
    staff_import = read((DATA / "staff_list.xlsx").read_bytes(), apply=True)
    assert previews.report(staff_import) == {"new": 4, "changed": 0, "unchanged": 0, "to_decide": [], "refused": []}
    held = Employment.objects.values_list(
        "person__last_name", "person__first_name", "person__email", "person__phone", "position__name_pl", "valid_from"
    )
    assert set(held) == {
        ("Wójcik-Żak", "Łucja", "l.wojcik@gops.example", "+48 84 661 00 01", "pracownik socjalny", date(2015, 9, 1)),
        ("Kowalczyk", "Michał", "m.kowalczyk@gops.example", "+48 84 661 00 02", SENIOR, date(2019, 3, 1)),
        ("Śliwińska", "Hanna", "h.sliwinska@gops.example", "+48 84 661 00 03", "asystent rodziny", date(2021, 10, 15)),
        ("Dąbrowski", "Jerzy", "kierownik@gops.example", "", "kierownik", date(2008, 1, 2)),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["staff_list.xlsx", "staff_list_with_faults.xlsx"])
def test_the_same_file_again_changes_nothing(region, name):
    content = (DATA / name).read_bytes()
    first = read(content, apply=True)
    before = everything()
    again = read(content, apply=True)
    assert everything() == before
    report, earlier = previews.report(again), previews.report(first)
    assert (report["new"], report["changed"], report["unchanged"]) == (0, 0, earlier["new"])
    assert (report["refused"], report["to_decide"]) == (earlier["refused"], earlier["to_decide"])


def test_the_faulty_list_gives_an_exact_report_and_keeps_the_good_rows(region):
    staff_import = read((DATA / "staff_list_with_faults.xlsx").read_bytes())
    assert outcomes(staff_import) == [
        (4, RowOutcome.NEW),
        (5, RowOutcome.NEW),
        (6, RowOutcome.NEW),
        (7, RowOutcome.NEW),
        (8, RowOutcome.REFUSED),
        (9, RowOutcome.REFUSED),
        (10, RowOutcome.REFUSED),
        (11, RowOutcome.TO_DECIDE),
        (12, RowOutcome.REFUSED),
        (13, RowOutcome.REFUSED),
        (15, RowOutcome.REFUSED),
    ]
    report = previews.report(staff_import)
    problems = [(problem["row"], problem["column"], problem["value"]) for problem in report["refused"]]
    assert problems == [
        (8, "Zatrudniony od", "31.02.2022"),
        (9, "Nazwisko i imię", "Wójcik-Żak Łucja"),
        (10, "Adres e-mail", "a.piekarska(at)zaz.example"),
        (12, "Nazwisko i imię", ""),
        (13, "Nazwisko i imię", "=cmd|' /C calc'!A0"),
        (15, "Nazwisko i imię", "Razem: 10 osób"),
    ]
    assert [(problem["row"], problem["column"], problem["value"]) for problem in report["to_decide"]] == [
        (11, "Powiat", "zamojskie")
    ]
    assert codes(staff_import) == {
        8: ["impossible_date"],
        9: ["row_repeated"],
        10: ["bad_email"],
        11: ["unknown_county"],
        12: ["vacancy"],
        13: ["formula"],
        15: ["total_row"],
    }
    assert {tuple(problem) for problem in report["refused"] + report["to_decide"]} == {
        ("row", "column", "value", "reason")
    }
    assert report["refused"][0]["reason"].endswith("28.02.2022.")
    assert (report["new"], report["changed"], report["unchanged"]) == (4, 0, 0)
    assert Person.objects.count() == 0


def test_refused_rows_are_left_out_only_when_asked_for(region):
    staff_import = read((DATA / "staff_list_with_faults.xlsx").read_bytes())
    with pytest.raises(RefusedRowsRemain):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.count() == 0
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, skip_invalid_rows=True, now=make.NOW)
    assert Person.objects.count() == 4


def test_every_institution_of_the_real_list_is_asked_about_when_none_is_known(db):
    staff_import = read((DATA / "staff_list.xlsx").read_bytes())
    assert {row.outcome for row in staff_import.rows.all()} == {RowOutcome.TO_DECIDE}
    assert codes(staff_import)[4] == ["unknown_institution", "unknown_post", "unknown_county"]


# ---- whole or not at all -----------------------------------------------------------------------------------------


def test_an_import_killed_half_way_leaves_nothing(region, monkeypatch):
    staff_import = read(staff_list(row("Nowak Anna", where="GOPS Ulhówek"), row("Lis Ewa")))
    before = everything()

    def killed(*args, **kwargs):
        assert Person.objects.count() == 2
        raise KeyboardInterrupt

    monkeypatch.setattr("training.people.actions.applying._posts", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert everything() == before
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.PREVIEWED


def test_a_preview_that_is_out_of_date_is_made_again_instead_of_applied(region):
    staff_import = read(staff_list(row("Nowak Anna")))
    apply(row("Nowak Anna"))
    with pytest.raises(ImportOutdated):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.count() == 1
    assert outcomes(staff_import) == [(2, RowOutcome.UNCHANGED)]
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.count() == 1


def test_a_list_is_applied_once(region):
    staff_import = apply(row("Nowak Anna"))
    assert staff_import.state == ImportState.APPLIED
    with pytest.raises(ImportNotPreviewed):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)


def test_discarding_deletes_the_rows(region):
    staff_import = read(staff_list(row("Nowak Anna")))
    actions.discard_import(staff_import=staff_import, actor=make.ACTOR)
    assert not staff_import.rows.exists()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"surname;name", sheets.NotASpreadsheet),
        (staff_list(head=["a", "b"]), HeaderNotFound),
        (staff_list(head=["Nazwisko i imię", "Instytucja"]), ColumnMissing),
        (staff_list(), ListIsEmpty),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_records_nothing(db, content, refusal):
    with pytest.raises(refusal):
        read(content)
    assert not StaffImport.objects.exists()


def test_a_bomb_and_a_huge_cell_are_refused(region):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    with pytest.raises(sheets.SpreadsheetTooLarge):
        read(packed.getvalue())
    staff_import = read(staff_list(row("Nowak " + "A" * 30_000)))
    assert codes(staff_import) == {2: ["too_long"]}


def test_the_number_of_queries_of_a_preview_does_not_grow_with_the_rows(region):
    def queries(count):
        content = staff_list(*[row(f"{big_list.surname(number)} Anna") for number in range(count)])
        with CaptureQueriesContext(connection) as captured:
            read(content)
        # SQLite takes a limited number of values in one INSERT; what is asked is what must not grow.
        return len([query for query in captured if query["sql"].startswith("SELECT")])

    assert queries(3) == queries(450) < queries(501) == queries(900)


def test_a_big_list_is_read_whole(region):
    content = big_list.workbook(600, 5)
    staff_import = read(content)
    assert (staff_import.rows_total, staff_import.rows_done, staff_import.rows.count()) == (600, 600, 600)


# ---- from the command line ---------------------------------------------------------------------------------------


def command(*arguments):
    out = io.StringIO()
    code = 0
    try:
        call_command("kompas_import_staff", *arguments, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue()


def test_the_command_previews_and_says_by_its_code_that_rows_are_refused(region):
    code, output = command(str(DATA / "staff_list_with_faults.xlsx"), "--json")
    report = json.loads(output)
    assert code == 1
    assert set(report) == {"new", "changed", "unchanged", "to_decide", "refused"}
    assert (report["new"], report["changed"], report["unchanged"]) == (4, 0, 0)
    assert {(problem["row"], problem["column"]) for problem in report["to_decide"]} == {(11, "Powiat")}
    assert set(report["refused"][0]) >= {"row", "column", "value", "reason"}
    assert Person.objects.count() == 0


def test_the_command_applies_a_good_list(region):
    code, _said = command(str(DATA / "staff_list.xlsx"), "--apply")
    assert (code, Person.objects.count()) == (0, 4)


def test_the_shipped_dictionaries_know_the_posts_and_counties_of_the_real_list_and_load_twice(db):
    for _time in range(2):
        call_command("kompas_load_dictionaries", stdout=io.StringIO())
    assert (County.objects.count(), OrganisationKind.objects.count()) == (24, 27)
    staff_import = read((DATA / "staff_list.xlsx").read_bytes())
    assert {code for row_codes in codes(staff_import).values() for code in row_codes} == {"unknown_institution"}


# ---- what is nobody, and where the list is ----------------------------------------------------------------------


def test_a_vacancy_and_a_total_leave_nobody_out_and_need_no_promise(region):
    staff_import = read(staff_list(row("Nowak Anna"), row(None, post="wakat"), ["Razem: 1 osoba"]))
    assert codes(staff_import) == {3: ["vacancy"], 4: ["total_row"]}
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.count() == 1


def test_a_vacancy_with_a_fault_beside_it_still_needs_the_promise(region):
    staff_import = read(staff_list(row("Nowak Anna"), row(None, post="wakat"), row("Lis Ewa", since="31.02.2022")))
    with pytest.raises(RefusedRowsRemain):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)


@pytest.mark.parametrize("note", ["Sporządziła: Jan Kowal", "Liczba pracowników: 2", "Podpis kierownika", "Ogółem 2"])
def test_a_line_under_the_list_is_no_person_in_two_columns_either(region, note):
    head = ["Imię", "Nazwisko", "Stanowisko", "Jednostka"]
    staff_import = read(staff_list(["Anna", "Nowak", "opiekun", "GOPS Ulhówek"], [note], head=head))
    assert codes(staff_import) == {3: ["total_row"]}


def test_a_list_after_a_sheet_of_instructions_is_found(region):
    book = Workbook()
    book.active.append(["Proszę wypełnić arkusz „Lista”."])
    worksheet = book.create_sheet("Lista")
    worksheet.append(HEAD)
    worksheet.append(row("Nowak Anna"))
    stream = io.BytesIO()
    book.save(stream)
    assert outcomes(read(stream.getvalue())) == [(2, RowOutcome.NEW)]


def test_the_history_of_a_person_says_in_words_what_a_list_changed(region):
    apply(row("Nowak Anna", since="01.01.2020"))
    apply(row("Nowak Anna", since="01.02.2020", post="kierownik"))
    lines = ModelLogEntry.objects.for_instance(Person.objects.get()).order_by("pk")
    assert lines.last().data["reason"].startswith("Stanowisko: pracownik socjalny → kierownik")
    apply(row("Lis Ewa", since="01.01.2020"))
    apply(row("Lis Ewa", since="01.02.2020"))
    lines = ModelLogEntry.objects.for_instance(Person.objects.get(last_name="Lis")).order_by("pk")
    assert lines.last().data["reason"].startswith("Zatrudnienie od: 01.01.2020 → 01.02.2020")
