"""A staff list from the file to the people: read, previewed, decided, applied, applied again."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests import factories as make
from training.people import actions, previews
from training.people.models import Employment, Person
from training.people.refusals import RefusedRowsRemain
from training.people.states import RowOutcome

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2] / "data"
SENIOR = "starszy pracownik socjalny"
GOPS = "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
HEAD = ["Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat", "Adres e-mail", "Telefon", "Zatrudniony od"]


def staff_list(*rows, head=HEAD):
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content, **kwargs):
    return actions.import_staff(file=content, file_name="lista.xlsx", actor=make.ACTOR, now=make.NOW, **kwargs)


def outcomes(staff_import):
    return [(row.number, row.outcome) for row in staff_import.rows.all()]


def codes(staff_import):
    return {row.number: [one["code"] for one in row.problems] for row in staff_import.rows.all() if row.problems}


def everything():
    """All that an import may write, to compare before and after."""
    people = list(Person.objects.order_by("pk").values_list("pk", "last_name", "first_name", "email", "phone"))
    posts = list(
        Employment.objects.order_by("pk").values_list("pk", "person_id", "position__code", "valid_from", "valid_until")
    )
    return people, posts


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
    said = [(one["row"], one["column"], one["value"]) for one in report["refused"]]
    assert said == [
        (8, "Zatrudniony od", "31.02.2022"),
        (9, "Nazwisko i imię", "Wójcik-Żak Łucja"),
        (10, "Adres e-mail", "a.piekarska(at)zaz.example"),
        (12, "Nazwisko i imię", ""),
        (13, "Nazwisko i imię", "=cmd|' /C calc'!A0"),
        (15, "Nazwisko i imię", "Razem: 10 osób"),
    ]
    assert [(one["row"], one["column"], one["value"]) for one in report["to_decide"]] == [(11, "Powiat", "zamojskie")]
    assert codes(staff_import) == {
        8: ["impossible_date"],
        9: ["row_repeated"],
        10: ["bad_email"],
        11: ["unknown_county"],
        12: ["vacancy"],
        13: ["formula"],
        15: ["total_row"],
    }
    assert all(one["reason"] and one["cure"] for one in report["refused"] + report["to_decide"])
    assert (report["new"], report["changed"], report["unchanged"]) == (4, 0, 0)
    assert Person.objects.count() == 0


def test_refused_rows_must_be_left_out_knowingly(region):
    staff_import = read((DATA / "staff_list_with_faults.xlsx").read_bytes())
    with pytest.raises(RefusedRowsRemain):
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.count() == 0
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, knowingly=True, now=make.NOW)
    assert Person.objects.count() == 4


def test_every_institution_of_the_real_list_is_asked_about_when_none_is_known(db):
    staff_import = read((DATA / "staff_list.xlsx").read_bytes())
    assert {row.outcome for row in staff_import.rows.all()} == {RowOutcome.TO_DECIDE}
    assert codes(staff_import)[4] == ["unknown_institution", "unknown_post", "unknown_county"]
