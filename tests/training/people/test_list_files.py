"""Files of staff lists from the upload to the preview: hidden rows, answers, files left by killed processes."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from tests import factories as make
from tests.html import in_one_line
from tests.training.people import raw_books as raw
from tests.training.people.lists import decide
from training.kernel import integrity, time
from training.kernel.workbooks import reading, refusals
from training.notices import registry
from training.people import actions
from training.people.actions import staff_lists
from training.people.models import County, Organisation, Person, StaffImport
from training.people.queries import previews
from training.people.refusals import NoName
from training.people.refusals import lists as list_refusals
from training.people.rules import not_read as unread
from training.people.states import ImportState, RowOutcome
from training.people.tasks import resume_reading

pytestmark = pytest.mark.django_db
GOPS = "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
HEAD = ["Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat", "Adres e-mail", "Telefon"]


def row(name, post="pracownik socjalny", where=GOPS, county="tomaszowski", email=None, phone=None):
    return [name, post, where, county, email, phone]


def read(content, **more):
    return actions.import_staff(file=content, file_name="lista.xlsx", actor=make.ACTOR, now=make.NOW, **more)


def outcomes(staff_import):
    return [(row.number, row.outcome) for row in staff_import.rows.all()]


# ---- what is asked -----------------------------------------------------------------------------------------------


def test_hidden_rows_are_asked_about_once_and_read_or_skipped(region):
    content = raw.one([HEAD, row("Nowak Anna"), row("Lis Ewa"), row("Kos Jan"), row("Nowak Anna")], hidden={3, 5})
    staff_import = read(content)
    hidden, visible = RowOutcome.TO_DECIDE, RowOutcome.NEW
    assert outcomes(staff_import) == [(2, visible), (3, hidden), (4, visible), (5, hidden)]
    decide(staff_import.rows.get(number=3), "hidden", "read")
    # The second of two same rows is refused once it is meant.
    assert outcomes(staff_import) == [(2, visible), (3, visible), (4, visible), (5, RowOutcome.REFUSED)]
    again = read(content)
    decide(again.rows.get(number=3), "hidden", "skip")
    assert {row.outcome for row in again.rows.filter(number__in=(3, 5))} == {RowOutcome.SKIPPED}
    actions.apply_import(staff_import=again, actor=make.ACTOR, now=make.NOW)
    assert set(Person.objects.values_list("last_name", flat=True)) == {"Nowak", "Kos"}


def test_the_question_about_hidden_rows_names_who_is_in_the_first(region, client):
    staff_import = read(raw.one([HEAD, row("Nowak Anna"), row("Lis Ewa"), row("Kos Jan")], hidden={3, 4}))
    client.force_login(make.superuser())
    page = client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk])).content.decode()
    assert "Lis Ewa, …</td>" in in_one_line(page)


def test_a_person_in_a_hidden_row_is_not_offered_as_a_leaver(region):
    read(raw.one([HEAD, row("Nowak Anna"), row("Lis Ewa")]), apply=True)
    staff_import = read(raw.one([HEAD, row("Nowak Anna"), row("Lis Ewa")], hidden={3}), is_complete=True)
    assert not staff_import.rows.filter(outcome=RowOutcome.LEAVER).exists()


def test_a_county_that_is_answered_moves_the_institution_and_is_shown_before(region):
    other = County.objects.get(code="0620")
    staff_import = read(raw.one([HEAD, row("Nowak Anna", county="zamojski")]))
    asked = staff_import.rows.get()
    assert asked.choices["county"]["suggested"][0] == other.pk
    decide(asked, "county", f"id:{other.pk}")
    asked.refresh_from_db()
    assert asked.outcome == RowOutcome.NEW
    assert [(change["field"], change["new"]) for change in asked.changes] == [("county", str(other))]
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    placed = Organisation.objects.get(name=GOPS).placements.as_of(time.today(make.NOW)).get()
    assert placed.county == other
    assert outcomes(read(raw.one([HEAD, row("Nowak Anna", county="zamojski")]))) == [(2, RowOutcome.UNCHANGED)]


def test_the_county_of_a_row_that_also_doubts_its_person_takes_effect(region):
    read(raw.one([HEAD, row("Nowak Anna", where="CIS Ulhówek", email="a@example.org")]), apply=True)
    other = County.objects.get(code="0620")
    staff_import = read(raw.one([HEAD, row("Nowak Anna", county="zamojskie", email="b@example.org")]))
    asked = staff_import.rows.get()
    assert set(asked.choices) == {"county", "person"}
    decide(asked, "county", f"id:{other.pk}")
    decide(asked, "person", "new")
    actions.apply_import(staff_import=staff_import, actor=make.ACTOR, now=make.NOW)
    assert Organisation.objects.get(name=GOPS).placements.as_of(time.today(make.NOW)).get().county == other


def test_rows_of_several_sheets_are_matched_with_each_other(region):
    worksheets = {
        "A": raw.worksheet_xml([HEAD, row("Nowak Anna")]),
        "B": raw.worksheet_xml([HEAD, row("Lis Ewa"), row("Nowak Anna")]),
    }
    report = previews.report(read(raw.book(worksheets)))
    assert report["new"] == 2
    [refused] = report["refused"]
    assert (refused["worksheet"], refused["row"]) == ("B", 3)
    assert "A: 2" in refused["reason"]


# ---- what is written ---------------------------------------------------------------------------------------------


def test_our_own_export_sent_back_changes_nothing(region, client, coordinator):
    read(
        raw.one(
            [
                HEAD,
                row("Nowak Anna", phone="601700841", email="a@example.org"),
                row("Nowak Anna", post="kierownik", where="CIS Ulhówek", email="a@example.org"),
                row("Lis Ewa", phone="84 661 00 01"),
            ]
        ),
        apply=True,
    )
    actions.save_person(first_name="Ola", last_name="Żak", phone="84-661-00-02", actor=make.ACTOR)
    client.force_login(coordinator)
    for kind in ("xlsx", "csv"):
        answer = client.get(reverse("kompas_person:index"), {"export": kind})
        staff_import = read(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        report = previews.report(staff_import)
        assert (report["new"], report["changed"], report["to_decide"]) == (0, 0, [])
        assert report["unchanged"] == 3
        # Somebody without a post is told about, not taken for a post that is missing.
        assert {problem["value"] for problem in report["refused"]} == {""}


def test_a_phone_has_one_form_whoever_writes_it(region):
    made = actions.save_person(first_name="Ola", last_name="Żak", phone="84-661 00 02", actor=make.ACTOR)
    office = actions.save_organisation(
        organisation=Organisation.objects.first(), phone="(84) 661 00 02", actor=make.ACTOR
    )
    assert made.phone == office.phone == "+48 84 661 00 02"
    assert list(integrity.checks.entries()) and not _faults()
    Person.objects.filter(pk=made.pk).update(phone="846610002")
    assert _faults() == ["a phone is not in the form in which phones are kept"]


def test_no_error_of_a_spreadsheet_is_ever_the_name_of_anything(region):
    for write in (
        lambda: actions.save_person(first_name="Ola", last_name="#N/A", actor=make.ACTOR),
        lambda: actions.save_organisation(name="#REF!", actor=make.ACTOR),
        lambda: actions.save_position(name_pl="#ADR!", actor=make.ACTOR),
        lambda: actions.save_county(code="0699", name="#N/D!", actor=make.ACTOR),
    ):
        with pytest.raises(NoName), transaction.atomic():
            write()
    assert not _faults()
    Person.objects.filter(pk=make.person().pk).update(last_name="#N/A", name_fold="#n/a anna")
    assert "a name is an error of a spreadsheet" in _faults()


def _faults():
    from training.people.integrity import check_people

    return [fault.sentence for fault in check_people() if "columns that search" not in fault.sentence]


# ---- the screen --------------------------------------------------------------------------------------------------


def test_the_preview_shows_what_is_written_and_what_was_not_read(region, client, coordinator):
    head = [*HEAD[:5], "Tel. kom.", "Zatrudnienie - od dnia", "Wykształcenie"]
    staff_import = read(
        raw.book(
            {
                "A": raw.worksheet_xml([head, [*row("Nowak Anna", email="a@example.org"), None, "wyższe"]]).replace(
                    "</row></sheetData>",
                    raw.cell("F2", "601700841") + raw.cell("G2", "2020-09-01") + "</row></sheetData>",
                ),
                "B": raw.worksheet_xml([["notatki"]]),
            }
        )
    )
    client.force_login(coordinator)
    page = client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk]) + "?outcome=new").content.decode()
    for shown in ("a@example.org", "+48 601 700 841", "01.09.2020", "Wykształcenie", "Tel. kom. → telefon"):
        assert shown in page
    assert "B</td>" in page
    told = previews.report(staff_import)["not_read"]
    assert [(note["worksheet"], note["heading"]) for note in told] == [("B", ""), ("", "Wykształcenie")]


# ---- files that bite ---------------------------------------------------------------------------------------------


def keep(content=b"x", **more):
    return actions.open_import(file=content, file_name="lista.xlsx", actor=make.ACTOR, now=make.NOW, **more)


def test_a_list_that_kills_its_reader_is_given_up_after_two_attempts(region, monkeypatch):
    staff_import = keep()

    def die(content):
        raise SystemExit(9)

    monkeypatch.setattr("training.people.sheets.read_book", die)
    for attempt in range(2):
        with pytest.raises(SystemExit):
            actions.preview_import(staff_import=staff_import, now=make.NOW + attempt * timedelta(hours=1))
        staff_import.refresh_from_db()
        assert staff_import.state == ImportState.READING
    actions.preview_import(staff_import=staff_import, now=make.NOW + timedelta(hours=2))
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.attempts) == (ImportState.FAILED, 2)
    assert "dwa razy" in list_refusals.describe(staff_import.failure)
    assert not storages["kompas_private"].exists(staff_import.stored_name)


def test_a_list_that_is_given_up_keeps_none_of_the_rows_that_were_read(region):
    staff_import = keep()
    staff_import.rows.create(number=2, outcome=RowOutcome.NEW, cells={"last_name": "Nowak", "first_name": "Anna"})
    StaffImport.objects.update(attempts=2, attempted_at=make.NOW, rows_total=9, rows_done=1)
    actions.preview_import(staff_import=staff_import, now=make.NOW + timedelta(hours=1))
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.rows.count(), staff_import.rows_done) == (ImportState.FAILED, 0, 0)


def test_a_late_worker_leaves_a_list_that_the_timer_is_reading(region):
    staff_import = keep(raw.one([HEAD, row("Nowak Anna")]))
    StaffImport.objects.update(attempts=1, attempted_at=make.NOW)
    actions.preview_import(staff_import=staff_import, now=make.NOW + timedelta(minutes=1))
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.attempts, staff_import.rows.count()) == (ImportState.READING, 1, 0)
    actions.preview_import(staff_import=staff_import, now=make.NOW + timedelta(minutes=16))
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.attempts, staff_import.rows.count()) == (ImportState.PREVIEWED, 2, 1)


@pytest.mark.parametrize(
    ("attempts", "minutes", "told", "silent"),
    [
        (0, 1, "czeka na swoją kolej", "Od "),
        (0, 3, "nikt nie rozpoczął", "otwieranie"),
        (1, 1, "Trwa otwieranie pliku", "dłużej niż zwykle"),
        (1, 3, "rozpocznie się sam", "czeka na swoją kolej"),
        (2, 3, "nie będzie już ponawiany", "rozpocznie się sam"),
    ],
)
def test_the_page_of_a_list_that_is_not_read_says_why_and_what_comes(region, client, attempts, minutes, told, silent):
    staff_import = keep()
    begun = time.now() - timedelta(minutes=minutes)
    StaffImport.objects.update(uploaded_at=begun, attempts=attempts, attempted_at=begun if attempts else None)
    client.force_login(make.superuser())
    page = client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk])).content.decode()
    page = " ".join(page[page.index("<main") :].split())
    assert told in page
    assert silent not in page


@pytest.mark.parametrize(
    ("content", "polish", "english"),
    [
        (b"%PDF-1.7", "PDF", "This is a PDF"),
        (raw.one([[HEAD[0], HEAD[2]], ["Nowak Anna", GOPS]]), "Stanowisko", "“Post”"),
        (raw.one([HEAD]), "wiersz", "no row below"),
        (b"x" * 3_000, "za duży", "too large"),
    ],
)
def test_why_a_list_failed_is_said_in_the_language_of_who_reads_it(region, client, settings, content, polish, english):
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_BYTES": 2_800}
    staff_import = keep(content)
    actions.preview_import(staff_import=staff_import)
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.FAILED
    user = make.superuser()
    client.force_login(user)
    address = reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    assert polish in client.get(address).content.decode()
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    assert english in client.get(address).content.decode()


def test_a_sheet_that_was_not_read_says_why_in_the_language_of_who_reads_it(region):
    worksheets = {"A": raw.worksheet_xml([HEAD, row("Nowak Anna")]), "B": raw.worksheet_xml([HEAD])}
    [kept] = read(raw.book(worksheets)).unread
    with translation.override("en"):
        assert unread.describe(kept)["reason"].endswith("There is no row below the header in row 1.")
    assert "wiersz" in unread.describe(kept)["reason"]


def test_a_file_over_the_limits_says_so_and_leaves_nothing(region, settings):
    settings.KOMPAS = {**settings.KOMPAS, "IMPORT_MAX_MEMORY": 90 * 1024 * 1024}
    staff_import = keep(raw.one([["x" * 900] * 100] * 300))
    actions.preview_import(staff_import=staff_import)
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.rows.count()) == (ImportState.FAILED, 0)
    assert list_refusals.describe(staff_import.failure) == refusals.TakesTooMuch().sentence


def test_the_file_of_an_upload_that_was_rolled_back_is_never_read_by_the_next(region):
    class Killed(Exception):
        pass

    with pytest.raises(Killed), transaction.atomic():
        first = keep(raw.one([HEAD, row("Lis Ewa")]))
        raise Killed
    second = keep(raw.one([HEAD, row("Nowak Anna")]))
    assert second.stored_name != first.stored_name
    actions.preview_import(staff_import=second)
    assert [row.cells["last_name"] for row in second.rows.all()] == ["Nowak"]
    storage = storages["kompas_private"]
    assert storage.exists(first.stored_name)
    actions.delete_stray_files(before=time.now() - timedelta(days=1))
    assert storage.exists(first.stored_name)
    waiting = keep()
    assert actions.delete_stray_files(before=time.now() + timedelta(days=1)) >= 1
    assert (storage.exists(first.stored_name), storage.exists(waiting.stored_name)) == (False, True)


def test_a_list_whose_file_is_gone_says_so(region):
    staff_import = keep()
    storages["kompas_private"].delete(staff_import.stored_name)
    actions.preview_import(staff_import=staff_import)
    staff_import.refresh_from_db()
    assert (staff_import.state, "nie ma" in list_refusals.describe(staff_import.failure)) == (ImportState.FAILED, True)


def test_one_list_that_fails_does_not_keep_the_others_from_being_read(region, monkeypatch):
    broken, good = keep(b"broken"), keep(raw.one([HEAD, row("Nowak Anna")]))
    StaffImport.objects.update(uploaded_at=time.now() - timedelta(hours=1))
    real = staff_lists.read_staff_file

    def fail(content, **more):
        if content == b"broken":
            raise RuntimeError("a fault in Kompas")
        return real(content, **more)

    monkeypatch.setattr(staff_lists, "read_staff_file", fail)
    assert resume_reading() == 2
    states = dict(StaffImport.objects.values_list("pk", "state"))
    assert states == {broken.pk: ImportState.FAILED, good.pk: ImportState.PREVIEWED}


def test_letters_leave_before_files_are_read():
    names = [entry.name for entry in registry.catch_up.entries()]
    assert names.index("notices") < names.index("staff lists")


def test_a_list_is_not_begun_again_while_it_is_being_read(region):
    staff_import = keep(raw.one([HEAD, row("Nowak Anna")]))
    StaffImport.objects.update(uploaded_at=time.now() - timedelta(hours=1), attempts=1, attempted_at=time.now())
    assert resume_reading() == 0
    staff_import.refresh_from_db()
    assert staff_import.state == ImportState.READING


def test_the_child_is_python_even_where_the_server_embeds_it(monkeypatch):
    assert reading.can_limit()
    monkeypatch.setattr("sys.executable", "/usr/bin/uwsgi")
    assert reading._interpreter().endswith("python")


def test_the_command_names_what_was_not_read(region, tmp_path):
    path = tmp_path / "lista.csv"
    path.write_bytes(
        ("Nazwisko i imię;Stanowisko;Instytucja;Hobby\nNowak Anna;kierownik;" + GOPS + ";szachy\n").encode("cp1250")
    )
    out = io.StringIO()
    call_command("kompas_import_staff", str(path), "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (report["new"], [column["heading"] for column in report["not_read"]]) == (1, ["Hobby"])
    out = io.StringIO()
    call_command("kompas_import_staff", str(path), stdout=out)
    assert "Hobby" in out.getvalue()


def test_a_file_kept_with_a_strange_name_is_kept(region):
    staff_import = actions.open_import(
        file=ContentFile(b"x"), file_name="a\u202exslx.\x00" + "ż" * 400, actor=make.ACTOR, now=make.NOW
    )
    assert len(staff_import.file_name) == 250
