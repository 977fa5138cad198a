"""A staff list from the file to the people: read, previewed, decided, applied, applied again."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook
from wagtail.models import ModelLogEntry

from tests import factories as make
from tests.training.people import big_list
from training.kernel import sheets, triggers
from training.people import actions, previews
from training.people.integrity import check_people
from training.people.list_refusals import ColumnMissing, HeaderNotFound, ListIsEmpty
from training.people.models import County, Employment, Organisation, OrganisationKind, Person, StaffImport
from training.people.refusals import (
    ImportNotPreviewed,
    ImportOutdated,
    NoSuchQuestion,
    RefusedRowsRemain,
)
from training.people.states import Identity, ImportState, RowOutcome

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


def decide(**answer):
    actions.decide_row(actor=make.ACTOR, now=make.NOW, **answer)


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
    assert {tuple(one) for one in report["refused"] + report["to_decide"]} == {("row", "column", "value", "reason")}
    assert report["refused"][0]["reason"].endswith("28.02.2022.")
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


# ---- who is who --------------------------------------------------------------------------------------------------


def row(name, post="pracownik socjalny", where=GOPS, county="tomaszowski", email=None, phone=None, since=None):
    return [name, post, where, county, email, phone, since]


def apply(*rows, **kwargs):
    return read(staff_list(*rows), apply=True, **kwargs)


def test_a_changed_e_mail_and_post_of_a_known_person_is_shown_before_it_is_written(region):
    apply(row("Nowak Anna", email="old@example.org", since="01.01.2020"))
    staff_import = read(staff_list(row("Nowak Anna", email="new@example.org", since="01.01.2020")))
    assert staff_import.rows.get().changes == [{"field": "email", "old": "old@example.org", "new": "new@example.org"}]
    assert Person.objects.get().email == "old@example.org"
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.get().email == "new@example.org"


def test_a_changed_phone_is_found_by_its_new_digits(region):
    apply(row("Nowak Anna", phone="84 661 00 01"))
    apply(row("Nowak Anna", phone="84 661 00 02"))
    assert Person.objects.get().phone_digits == "846610002"
    assert list(check_people()) == []


def test_a_new_post_ends_the_old_one_and_what_was_known_stays(region):
    apply(row("Nowak Anna", since="01.01.2020"))
    later = make.NOW + timedelta(days=1)
    actions.import_staff(
        file=staff_list(row("Nowak Anna", post="kierownik", since="01.06.2026")),
        file_name="l.xlsx",
        actor=make.ACTOR,
        apply=True,
        now=later,
    )
    held = (
        Employment.objects.known_at().order_by("valid_from").values_list("position__code", "valid_from", "valid_until")
    )
    assert list(held) == [
        ("pracownik-socjalny", date(2020, 1, 1), date(2026, 5, 31)),
        ("kierownik", date(2026, 6, 1), None),
    ]
    before = Employment.objects.known_at(later).values_list("position__code", "valid_until")
    assert list(before) == [("pracownik-socjalny", None)]


def test_a_namesake_elsewhere_is_asked_about_and_each_answer_does_what_it_says(region):
    def second(answer):
        triggers.remove()
        Person.objects.all().delete()
        triggers.install()
        apply(row("Nowak Anna", email="a@example.org"))
        person = Person.objects.get()
        staff_import = read(staff_list(row("Nowak Anna", where="CIS Ulhówek", email="b@example.org")))
        asked = staff_import.rows.get()
        assert asked.outcome == RowOutcome.TO_DECIDE
        decide(row=asked, question="person", answer=answer.format(person.pk))
        actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
        open_posts = Employment.objects.known_at().filter(valid_until__isnull=True).count()
        return Person.objects.count(), open_posts

    assert second("new") == (2, 2)
    assert second("same:{}") == (1, 2)
    assert second("moved:{}") == (1, 1)


def test_a_changed_surname_is_kept_as_a_former_name_and_found_by_the_next_old_list(region):
    apply(row("Nowak Anna", email="a@example.org"))
    person = Person.objects.get()
    staff_import = read(staff_list(row("Kowalska Anna", email="a@example.org")))
    assert codes(staff_import) == {2: ["same_email_other_name"]}
    decide(row=staff_import.rows.get(), question="person", answer=f"same:{person.pk}")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    person.refresh_from_db()
    assert (person.last_name, person.former_names.get().last_name) == ("Kowalska", "Nowak")
    assert outcomes(read(staff_list(row("Nowak Anna", email="a@example.org")))) == [(2, RowOutcome.UNCHANGED)]


def test_somebody_who_registered_is_known_once_an_institution_lists_them(region):
    registered = make.person(first_name="Anna", last_name="Nowak", email="a@example.org", identity=Identity.UNCONFIRMED)
    apply(row("Nowak Anna", email="a@example.org"))
    assert list(Person.objects.values_list("pk", "identity")) == [(registered.pk, Identity.LISTED)]


def test_a_name_written_the_other_way_round_is_asked_about_and_does_not_turn_the_record(region):
    apply(row("Wójcik-Żak Łucja"))
    person = Person.objects.get()
    staff_import = read(staff_list(row("Łucja Wójcik-Żak")))
    assert codes(staff_import) == {2: ["similar_name"]}
    actions.decide_row(row=staff_import.rows.get(), question="person", answer=f"same:{person.pk}", actor=make.ACTOR)
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Person.objects.values_list("last_name", "first_name").get() == ("Wójcik-Żak", "Łucja")
    assert not person.former_names.exists()


def test_two_namesakes_with_different_addresses_never_become_one(region):
    first = [row("Nowak Anna", email="a@example.org")]
    apply(*first)
    both = staff_list(row("Nowak Anna", email="b@example.org"), *first)
    staff_import = read(both)
    assert outcomes(staff_import) == [(2, RowOutcome.TO_DECIDE), (3, RowOutcome.UNCHANGED)]
    decide(row=staff_import.rows.first(), question="person", answer="new")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert set(Person.objects.values_list("email", flat=True)) == {"a@example.org", "b@example.org"}
    assert outcomes(read(both)) == [(2, RowOutcome.UNCHANGED), (3, RowOutcome.UNCHANGED)]


def test_one_person_with_two_posts_in_one_list_is_one_person(region):
    rows = [row("Nowak Anna"), row("Nowak Anna", post="kierownik")]
    apply(*rows)
    assert Person.objects.count() == 1
    assert Employment.objects.known_at().count() == 2
    assert {row.outcome for row in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


# ---- institutions, posts, counties -------------------------------------------------------------------------------


def test_an_institution_is_made_once_for_all_its_rows_and_known_afterwards(region):
    rows = [row("Nowak Anna", where="GOPS Chodel"), row("Lis Ewa", where="GOPS Chodel")]
    staff_import = read(staff_list(*rows))
    assert codes(staff_import) == {2: ["unknown_institution"], 3: ["unknown_institution"]}
    county = make.CountyFactory(code="0618")
    decide(row=staff_import.rows.first(), question="organisation", answer="make", kind="OPS", county=county.pk)
    assert outcomes(staff_import) == [(2, RowOutcome.NEW), (3, RowOutcome.NEW)]
    assert not Organisation.objects.filter(name="GOPS Chodel").exists()
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    made = Organisation.objects.get(name="GOPS Chodel")
    assert (made.placements.get().county, made.employments.count()) == (county, 2)
    assert {one.outcome for one in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


def test_a_chosen_institution_is_remembered_by_that_name(region):
    chosen = Organisation.objects.get(name=GOPS)
    rows = [row("Nowak Anna", where="Opieka Ulhówek", post="soc. prac.")]
    staff_import = read(staff_list(*rows))
    post = make.PositionFactory(code="pracownik-socjalny")
    first = staff_import.rows.get()
    decide(row=first, question="organisation", answer=f"id:{chosen.pk}")
    decide(row=first, question="position", answer=f"id:{post.pk}")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert {one.outcome for one in read(staff_list(*rows)).rows.all()} == {RowOutcome.UNCHANGED}


def test_an_answer_that_was_not_offered_is_refused(region):
    apply(row("Nowak Anna"))
    stranger = make.person()
    staff_import = read(staff_list(row("Nowak Anna", where="CIS Ulhówek")))
    for answer in (f"same:{stranger.pk}", "make", "row:9", "same:x"):
        with pytest.raises(NoSuchQuestion):
            decide(row=staff_import.rows.get(), question="person", answer=answer)


def test_another_county_than_the_institutions_is_asked_about(region):
    staff_import = read(staff_list(row("Nowak Anna", county="zamojski")))
    assert codes(staff_import) == {2: ["other_county"]}
    decide(row=staff_import.rows.get(), question="county", answer="keep")
    assert outcomes(staff_import) == [(2, RowOutcome.NEW)]


# ---- leavers -----------------------------------------------------------------------------------------------------


def test_people_absent_from_a_complete_list_are_offered_and_never_dropped(region):
    apply(row("Nowak Anna"), row("Lis Ewa"), row("Mazur Jan", where="CIS Ulhówek"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    assert leaver.person.last_name == "Lis"
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Employment.objects.known_at().filter(valid_until__isnull=True).count() == 3


def test_a_leaver_leaves_when_that_is_decided(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    decide(row=leaver, question="leaver", answer="end:2026-10-31")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    ended = Employment.objects.known_at().get(person__last_name="Lis")
    assert ended.valid_until == date(2026, 10, 31)


@pytest.fixture
def leaving_head(region):
    """A head on record whom a complete list no longer names, and the list, read."""
    apply(row("Nowak Anna"), row("Lis Ewa", post="kierownik"))
    office = Organisation.objects.get(name=GOPS)
    head = Person.objects.get(last_name="Lis")
    since = date(2023, 1, 1)
    actions.grant_mandate(person=head, organisation=office, valid_from=since, actor=make.ACTOR, now=make.NOW)
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    return head, staff_import, staff_import.rows.get(outcome=RowOutcome.LEAVER)


def test_a_list_that_ends_a_post_ends_the_mandates_that_rest_on_it(leaving_head):
    head, staff_import, leaver = leaving_head
    assert leaver.choices["leaver"]["mandates"] == ["head"]
    decide(row=leaver, question="leaver", answer="end:2026-10-31")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    mandate = head.mandates.known_at().get()
    assert (mandate.valid_until, mandate.without_post) == (date(2026, 10, 31), False)


def test_a_list_leaves_a_mandate_only_with_a_reason(leaving_head):
    head, staff_import, leaver = leaving_head
    with pytest.raises(NoSuchQuestion):
        decide(row=leaver, question="leaver", answer="stay:2026-10-31")
    decide(row=leaver, question="leaver", answer="stay:2026-10-31", reason="zastępstwo")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert head.employments.known_at().get().valid_until == date(2026, 10, 31)
    mandate = head.mandates.known_at().get()
    assert (mandate.valid_until, mandate.without_post, mandate.reason) == (None, True, "zastępstwo")


def test_the_preview_offers_that_the_mandate_stays_and_asks_why(leaving_head, client, coordinator):
    _head, staff_import, leaver = leaving_head
    client.force_login(coordinator)
    address = f"{reverse('kompas_staffimport:inspect', args=[staff_import.pk])}?outcome=leaver"
    assert "upoważnienie też się kończy (kierownik instytucji)" in client.get(address).content.decode()
    field = f"q-{leaver.pk}-leaver"
    answer = {f"{field}-answer_field": "stay", f"{field}-day": "2026-10-31"}
    assert "Podaj, dlaczego upoważnienia zostają." in client.post(address, answer).content.decode()
    client.post(address, {**answer, f"{field}-reason": "zastępstwo"})
    leaver.refresh_from_db()
    assert leaver.decision == {"leaver": "end:2026-10-31", "mandates_stay_because": "zastępstwo"}


def test_who_has_no_mandate_has_none_to_keep(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna")), is_complete=True)
    leaver = staff_import.rows.get(outcome=RowOutcome.LEAVER)
    with pytest.raises(NoSuchQuestion):
        decide(row=leaver, question="leaver", answer="stay:2026-10-31", reason="zastępstwo")


def test_a_refused_row_is_no_proof_that_somebody_left(region):
    apply(row("Nowak Anna"), row("Lis Ewa"))
    staff_import = read(staff_list(row("Nowak Anna"), row("Lis Ewa", since="31.02.2022")), is_complete=True)
    assert not staff_import.rows.filter(outcome=RowOutcome.LEAVER).exists()


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
        return len([one for one in captured if one["sql"].startswith("SELECT")])

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
    code, said = command(str(DATA / "staff_list_with_faults.xlsx"), "--json")
    report = json.loads(said)
    assert code == 1
    assert set(report) == {"new", "changed", "unchanged", "to_decide", "refused"}
    assert (report["new"], report["changed"], report["unchanged"]) == (4, 0, 0)
    assert {(one["row"], one["column"]) for one in report["to_decide"]} == {(11, "Powiat")}
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
    assert {code for one in codes(staff_import).values() for code in one} == {"unknown_institution"}


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
    sheet = book.create_sheet("Lista")
    sheet.append(HEAD)
    sheet.append(row("Nowak Anna"))
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
