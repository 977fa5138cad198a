"""The admin's screens of people and institutions: who may, what they show, what they write."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from wagtail.log_actions import log

from tests import factories as make
from tests.html import in_one_line
from training.kernel.actors import Actor
from training.people import actions
from training.people.models import Employment, Mandate, Organisation, Person, StaffImport
from training.people.refusals import lists as list_refusals
from training.people.states import Identity, ImportState, RowOutcome

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2] / "data"
LISTS = (
    "kompas_person",
    "kompas_employment",
    "kompas_mandate",
    "kompas_organisation",
    "kompas_kind",
    "kompas_county",
    "kompas_position",
    "kompas_staffimport",
    "kompas_claimcode",
)
WITHOUT_NAMES = {"kompas_organisation", "kompas_kind", "kompas_county", "kompas_position"}


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


@pytest.mark.parametrize("name", LISTS)
def test_a_coordinator_opens_every_list(client, coordinator, name):
    client.force_login(coordinator)
    assert page(client, f"{name}:index").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_analyst_opens_only_lists_without_names(client, analyst, name):
    client.force_login(analyst)
    person = make.employed(last_name="Tajemnicka")
    make.MandateFactory(person=person)
    answer = page(client, f"{name}:index")
    assert (answer.status_code == 200) == (name in WITHOUT_NAMES)
    assert "Tajemnicka" not in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_somebody_without_a_role_opens_none(client, name):
    client.force_login(make.person_with_account().user)
    assert page(client, f"{name}:index").status_code in (302, 403)


@pytest.mark.parametrize("name", ["kompas_person", "kompas_employment", "kompas_organisation"])
def test_the_number_of_queries_of_a_list_does_not_grow(client, coordinator, django_assert_num_queries, name):
    client.force_login(coordinator)
    address = reverse(f"{name}:index")
    make.employed()
    client.get(address)

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        return len(captured)

    before = count()
    make.employed()
    make.employed()
    assert count() == before


@pytest.mark.parametrize("typed", ["łęczyński", "leczynski", "Łęczyński Adam", "ADAM", "biuro@"])
def test_people_are_found_without_polish_letters(client, coordinator, typed):
    client.force_login(coordinator)
    make.employed(first_name="Adam", last_name="Łęczyński", email="biuro@example.org")
    make.employed(first_name="Ewa", last_name="Inna", email="ewa@example.org")
    text = page(client, "kompas_person:index", q=typed).content.decode()
    assert "Łęczyński Adam" in text
    assert "Inna Ewa" not in text


def test_people_are_filtered_by_institution_county_post_identity_and_account(client, coordinator):
    client.force_login(coordinator)
    there = make.organisation(county="0618")
    head = make.PositionFactory(code="kierownik", name_pl="kierownik")
    wanted = make.employed(organisation=there, position=head, last_name="Szukana", user=make.user())
    make.employed(last_name="Inna")
    county = there.placements.get().county_id
    for query in ({"organisation": there.pk}, {"county": county}, {"position": head.pk}, {"account": "yes"}):
        text = page(client, "kompas_person:index", **query).content.decode()
        assert wanted.list_name in text
        assert "Inna" not in text


def test_people_leave_as_a_workbook_with_their_posts(client, coordinator):
    client.force_login(coordinator)
    person = make.employed(first_name="Adam", last_name="Łęczyński")
    answer = page(client, "kompas_person:index", export="xlsx")
    rows = list(load_workbook(io.BytesIO(b"".join(answer))).active.values)
    assert rows[1][:4] == ("Łęczyński", "Adam", person.employments.get().organisation.name, "pracownik socjalny")


def test_a_person_is_added_and_renamed_and_the_former_name_is_kept(client, coordinator):
    client.force_login(coordinator)
    data = {"last_name": "Nowak", "first_name": "Anna", "email": "", "phone": "", "language": "pl"}
    client.post(reverse("kompas_person:add"), data)
    person = Person.objects.get()
    client.post(reverse("kompas_person:edit", args=[person.pk]), {**data, "last_name": "Kowalska"})
    person.refresh_from_db()
    assert person.last_name == "Kowalska"
    assert person.former_names.get().last_name == "Nowak"
    text = page(client, "kompas_person:inspect", person.pk).content.decode()
    assert "Nowak → Kowalska" in text


def test_the_history_of_a_person_names_who_did_it_in_full(client, coordinator):
    """As on that day; an account without a name is called by what it signs in with."""

    def recorded_by():
        text = page(client, "kompas_person:inspect", person.pk).content.decode()
        return re.findall(r"<td>([^<]*)</td>", text.partition("Historia</h2>")[2])[1::3]

    client.force_login(coordinator)
    data = {"last_name": "Nowak", "first_name": "Anna", "email": "", "phone": "", "language": "pl"}
    client.post(reverse("kompas_person:add"), data)
    person = Person.objects.get()
    assert recorded_by() == ["coordinator"]
    coordinator.first_name, coordinator.last_name = "Ewa", "Krok"
    coordinator.save()
    client.post(reverse("kompas_person:edit", args=[person.pk]), {**data, "last_name": "Kowalska"})
    log(instance=person, action="wagtail.edit", user=coordinator)
    assert recorded_by() == ["Ewa Krok", "Ewa Krok", "coordinator"]
    actions.save_person(person=person, last_name="Lis", actor=Actor.command("poprawki"))
    assert recorded_by()[0] == "manage.py poprawki"


def test_ending_a_post_keeps_what_was_known(client, coordinator):
    client.force_login(coordinator)
    make.employed()
    before = Employment.objects.get()
    client.post(reverse("kompas_employment:end", args=[before.pk]), {"last_day": "2026-01-31", "ends_mandates": "on"})
    assert Employment.objects.as_recorded().get().valid_until == date(2026, 1, 31)
    before.refresh_from_db()
    assert (before.valid_until, before.superseded_at is None) == (None, False)


def test_the_people_of_a_closing_institution_are_offered_by_name_and_post(client, coordinator):
    client.force_login(coordinator)
    post = make.employed(last_name="Nowak", first_name="Anna").employments.get()
    page = client.get(reverse("kompas_organisation:close", args=[post.organisation_id])).content.decode()
    assert " ".join(page.split()).count(f"Nowak Anna, {post.position}</label>") == 1


def test_ending_a_post_names_the_mandates_that_end_with_it_and_asks_nothing_without_any(client, coordinator):
    client.force_login(coordinator)
    post = make.employed().employments.get()
    page = client.get(reverse("kompas_employment:end", args=[post.pk])).content.decode()
    assert ("Dlaczego upoważnienia zostają" in page, "z tego zatrudnienia" in page) == (False, False)
    actions.grant_mandate(person=post.person, organisation=post.organisation, role="head", actor=make.ACTOR)
    page = client.get(reverse("kompas_employment:end", args=[post.pk])).content.decode()
    assert "Zakończ też to, co wynika z tego zatrudnienia: kierownik instytucji" in page


def test_a_mandate_is_granted_from_the_form(client, coordinator):
    client.force_login(coordinator)
    person, organisation = make.person(), make.organisation()
    data = {"person": person.pk, "organisation": organisation.pk, "role": "head", "since": "2026-01-01", "until": ""}
    client.post(reverse("kompas_mandate:add"), data)
    # They do not work there: that needs a tick and a reason.
    assert not Mandate.objects.exists()
    client.post(reverse("kompas_mandate:add"), {**data, "without_post": "on", "reason": "zastępstwo"})
    mandate = Mandate.objects.get()
    assert (mandate.person, mandate.organisation, mandate.granted_by) == (person, organisation, "coordinator")


def test_an_institution_is_added_with_kind_county_and_other_names(client, coordinator):
    client.force_login(coordinator)
    kind, county = make.KindFactory(), make.CountyFactory()
    data = {
        "name": "GOPS w Chodlu",
        "kind": kind.pk,
        "county": county.pk,
        "aliases": "Ośrodek Chodel\n",
        "nip": "856-734-62-15",
    }
    client.post(reverse("kompas_organisation:add"), data)
    organisation = Organisation.objects.get()
    assert organisation.nip == "8567346215"
    assert [alias.name for alias in organisation.aliases.all()] == ["Ośrodek Chodel"]
    assert organisation.placements.get().county == county
    assert page(client, "kompas_organisation:inspect", organisation.pk).status_code == 200


def test_a_wrong_nip_is_refused(client, coordinator):
    client.force_login(coordinator)
    kind, county = make.KindFactory(), make.CountyFactory()
    data = {"name": "GOPS w Chodlu", "kind": kind.pk, "county": county.pk, "aliases": "", "nip": "8567346216"}
    assert client.post(reverse("kompas_organisation:add"), data).status_code == 200
    assert not Organisation.objects.exists()


def test_confirming_who_registered_shows_those_of_the_same_name(client, coordinator):
    client.force_login(coordinator)
    make.employed(first_name="Łucja", last_name="Wójcik-Żak")
    make.employed(first_name="Ewa", last_name="Lis")
    registered = make.person(first_name="Lucja", last_name="Wojcik-Zak", identity=Identity.UNCONFIRMED)
    text = page(client, "kompas_person:confirm", registered.pk).content.decode()
    assert "Wójcik-Żak Łucja · " in text
    assert "Lis Ewa" not in text
    client.post(reverse("kompas_person:confirm", args=[registered.pk]), {"same_as": "new", "valid_from": "2026-01-05"})
    registered.refresh_from_db()
    assert registered.identity == Identity.CONFIRMED


# ---- staff lists -------------------------------------------------------------------------------------------------


def upload(client, django_capture_on_commit_callbacks, name="staff_list_with_faults.xlsx", **data):
    with (DATA / name).open("rb") as file, django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("kompas_staffimport:add"), {"file": file, **data})
    staff_import = StaffImport.objects.latest("pk")
    assert answer["Location"] == reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    return staff_import


def test_a_list_is_uploaded_previewed_decided_and_applied(
    client, coordinator, region, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    staff_import = upload(client, django_capture_on_commit_callbacks)
    assert staff_import.state == ImportState.PREVIEWED
    address = reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    text = client.get(address).content.decode()
    assert "zamojskie" in text
    refused = client.get(address, {"outcome": "refused"}).content.decode()
    assert "31.02.2022" in refused
    assert "a.piekarska(at)zaz.example" in refused
    row = staff_import.rows.get(outcome=RowOutcome.TO_DECIDE)
    client.post(address, {f"q-{row.pk}-county-answer_field": "keep"})
    row.refresh_from_db()
    assert row.outcome == RowOutcome.NEW
    apply = reverse("kompas_staffimport:apply", args=[staff_import.pk])
    assert client.get(apply).status_code == 200
    client.post(apply, {})
    assert Person.objects.count() == 0
    client.post(apply, {"skip_invalid_rows": "on"})
    assert Person.objects.count() == 5
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.applied_by) == (ImportState.APPLIED, "coordinator")
    assert client.get(address).status_code == 200


def test_a_decision_is_undone(client, coordinator, region, django_capture_on_commit_callbacks):
    client.force_login(coordinator)
    staff_import = upload(client, django_capture_on_commit_callbacks)
    address = reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    row = staff_import.rows.get(outcome=RowOutcome.TO_DECIDE)
    client.post(address, {f"q-{row.pk}-county-answer_field": "skip"})
    row.refresh_from_db()
    assert row.outcome == RowOutcome.SKIPPED
    client.post(address + "?outcome=skipped", {"undo": row.pk})
    row.refresh_from_db()
    assert (row.outcome, row.decision) == (RowOutcome.TO_DECIDE, {})


def previewed(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in (["Nazwisko i imię", "Stanowisko", "Instytucja", "Powiat"], *rows):
        book.active.append(row)
    book.save(stream)
    return actions.import_staff(file=stream.getvalue(), file_name="l.xlsx", actor=make.ACTOR)


def test_an_institution_outside_the_similar_ones_is_picked_for_all_rows_that_name_it(client, coordinator, region):
    client.force_login(coordinator)
    chosen = make.OrganisationFactory(name="Stowarzyszenie Most")
    county = "tomaszowski"
    rows = [["Nowak Anna", "opiekun", "Klub Nadzieja", county], ["Lis Ewa", "opiekun", "Klub Nadzieja", county]]
    staff_import = previewed(*rows)
    row = staff_import.rows.first()
    address = reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    text = client.get(address).content.decode()
    assert '<td data-label="Wiersz">2, 3</td>' in text
    assert text.count(f'name="q-{row.pk}-organisation-other"') == 1
    client.post(address, {f"q-{row.pk}-organisation-answer_field": "other"})
    assert not staff_import.rows.exclude(decision={}).exists()
    client.post(address, {f"q-{row.pk}-organisation-other": chosen.pk})
    assert [row.decision["organisation"] for row in staff_import.rows.all()] == [f"id:{chosen.pk}"] * 2


def test_a_question_does_not_carry_every_institution_of_the_region(client, coordinator, region):
    client.force_login(coordinator)
    for number in range(40):
        make.OrganisationFactory(name=f"Fundacja Daleka {number}")
    staff_import = previewed(["Nowak Anna", "opiekun", "GOPS Ulhuwek", "tomaszowski"])
    text = client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk])).content.decode()
    assert "Fundacja Daleka" not in text
    assert "Centrum Integracji Społecznej w Ulhówku" in text


def test_what_is_like_nothing_on_record_is_made_at_once_and_what_is_like_something_stays_open(
    client, coordinator, region
):
    client.force_login(coordinator)
    places = ("GOPS Chodel", "GOPS Wilków", "GOPS Ulhuwek", "Klub Nadzieja")
    staff_import = previewed(
        *[
            [f"{name} Anna", "opiekun", where, "tomaszowski"]
            for name, where in zip(("Ala", "Ola", "Ela", "Iza"), places, strict=True)
        ]
    )
    address = reverse("kompas_staffimport:inspect", args=[staff_import.pk])
    forms = {
        f"q-{row.pk}-organisation-{name}": row.choices["organisation"][name] or ""
        for row in staff_import.rows.all()
        for name in ("kind", "county")
    }
    client.post(address, {**forms, "make_new": "1"})
    made = {row.cells["organisation"]: row.decision.get("organisation") for row in staff_import.rows.all()}
    assert made == {"GOPS Chodel": "make", "GOPS Wilków": "make", "GOPS Ulhuwek": None, "Klub Nadzieja": None}


def test_a_file_that_is_no_workbook_fails_with_its_reason(client, coordinator, django_capture_on_commit_callbacks):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("kompas_staffimport:add"), {"file": io.BytesIO(b"surname;name")})
    staff_import = StaffImport.objects.get()
    assert staff_import.state == ImportState.FAILED
    assert (
        list_refusals.describe(staff_import.failure)
        in client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk])).content.decode()
    )


def test_a_list_that_is_being_read_says_how_far(client, coordinator):
    client.force_login(coordinator)
    staff_import = StaffImport.objects.create(
        file_name="l.xlsx", file_hash="0", uploaded_by="x", uploaded_at=make.NOW, rows_total=12000, rows_done=500
    )
    text = client.get(reverse("kompas_staffimport:inspect", args=[staff_import.pk])).content.decode()
    assert 'max="12000" value="500"' in in_one_line(text)
    assert 'http-equiv="refresh"' in text


def test_an_analyst_uploads_and_reads_no_list(client, analyst):
    client.force_login(analyst)
    staff_import = StaffImport.objects.create(file_name="l.xlsx", file_hash="0", uploaded_by="x", uploaded_at=make.NOW)
    assert page(client, "kompas_staffimport:add").status_code in (302, 403)
    assert page(client, "kompas_staffimport:inspect", staff_import.pk).status_code in (302, 403)
