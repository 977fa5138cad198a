"""Closing freezes what an edition says; later names of anything do not reach it."""

import io
import json
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from openpyxl import load_workbook

from certificates.register import actions as register
from certificates.register.models import Certificate, Prepared
from certificates.register.queries import facts
from courses.attendance import sheets
from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition, Meeting
from courses.completion import actions as completion
from courses.completion import queries
from courses.completion.models import Verification
from courses.completion.refusals import EditionIsClosed
from courses.funding import actions as funding
from courses.funding.refusals import EditionIsClosed as FundedAndClosed
from courses.records import integrity
from courses.records import queries as records
from courses.records.models import EditionRecord
from courses.records.payload import VERSION, upgrade
from tests import factories as make
from tests.unguarded import unguarded
from training.competences.models import Competence
from training.kernel import time, triggers
from training.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW


@pytest.fixture
def closed(group):
    return group(closed=True)


def fresh(it):
    return Edition.objects.select_related("course", "standard", "county").get(pk=it.edition.pk)


def rename_everything(it):
    """Surname, institution, post, course, trainer, assessor, competence, county and funder under other names."""
    for person in Person.objects.all():
        person.last_name = f"Nowe{person.pk}"
        person.save()
    for organisation in Organisation.objects.all():
        organisation.name, organisation.short_name = "Przemianowany ośrodek", ""
        organisation.save()
    type(it.position).objects.update(name_pl="Inne stanowisko", name_en="Another post")
    catalogue.save_course(course=it.edition.course, actor=ACTOR, title="Inny kurs", attendance_threshold=1, code="INNY")
    Competence.objects.update(name_pl="Inna kompetencja", name_en="Another competence", code=Concat(Value("X"), "code"))
    with unguarded():
        Meeting.objects.update(topic="Inny temat", venue="Inne miejsce")
        Edition.objects.update(venue="Inne miejsce")
    it.source.name, it.source.sentence = "Inny fundusz", "Inne zdanie"
    it.source.save()


def papers(it, monkeypatch):
    """What the register, the results and the certificates are made of."""
    monkeypatch.setattr(time, "now", lambda: NOW)
    monkeypatch.setattr(sheets, "render_pdf", lambda template, data: data)
    edition = fresh(it)
    workbook = load_workbook(io.BytesIO(sheets.register_workbook(edition)))
    seen = queries.preview(edition)
    edition_facts = facts.edition_facts(edition)
    return {
        "register": sheets.register_book(edition),
        "list to sign": sheets.attendance_list(Meeting.objects.select_related("edition").get(pk=it.meeting.pk)),
        "workbook": [[list(row) for row in sheet.values] for sheet in workbook],
        "results": [(line.person.list_name, str(line.result), line.reasons) for line in seen.lines],
        "outcomes": [(outcome.text, outcome.competence.name, outcome.level) for outcome in seen.outcomes],
        "assessors": [v.assessor.full_name for line in seen.lines for v in line.verifications.values()],
        "certificates": [
            facts.payload(
                enrolment=person,
                edition_facts=edition_facts,
                own=facts.OwnFacts("competence", "X", "S", 1, "1", "t", make.TODAY),
            )
            for person in it.people
        ],
    }


SCREENS = {
    "meeting": lambda it: reverse("kompas_meeting:inspect", args=[it.meeting.pk]),
    "history of the roster": lambda it: reverse("kompas_courses:roster_history", args=[it.meeting.pk]),
    "results": lambda it: reverse("kompas_courses:close_edition", args=[it.edition.pk]),
    "sheet of outcomes": lambda it: reverse("kompas_courses:verify_edition", args=[it.edition.pk]),
    "one person": lambda it: reverse("kompas_courses:verify_person", args=[it.edition.pk, it.people[0].pk]),
    "roster": lambda it: reverse("kompas_courses:roster", args=[it.meeting.pk]),
    "record": lambda it: reverse("kompas_courses:edition_record", args=[it.edition.pk, 1]),
    "completions": lambda it: reverse("kompas_completion:index"),
    "edition": lambda it: reverse("kompas_edition:inspect", args=[it.edition.pk]),
    "applicants": lambda it: f"{reverse('kompas_applicants:index')}?edition={it.edition.pk}",
    "all applicants": lambda it: reverse("kompas_applicants:index"),
    "one applicant": lambda it: reverse("kompas_applicants:inspect", args=[it.people[0].pk]),
    "verifications": lambda it: reverse("kompas_verification:index"),
    "one verification": lambda it: reverse("kompas_verification:inspect", args=[Verification.objects.first().pk]),
    "prepared": lambda it: reverse("kompas_prepared:index"),
    "prepared of the edition": lambda it: reverse("kompas_prepared:edition", args=[it.edition.pk]),
}


def test_renaming_anything_after_closing_changes_no_paper(closed, monkeypatch):
    before = papers(closed, monkeypatch)
    rename_everything(closed)
    after = papers(closed, monkeypatch)
    for name, content in before.items():
        assert after[name] == content, name
    assert "Nowe" not in json.dumps(after["results"], ensure_ascii=False)


@pytest.mark.parametrize("screen", SCREENS)
def test_renaming_anything_after_closing_changes_no_screen(closed, client, screen):
    client.force_login(make.superuser())
    names = [person.person.last_name for person in closed.people] + ["Ośrodek nad rzeką", "Trener", "Oceniająca"]
    address = SCREENS[screen](closed)

    def page():
        # What a list may be filtered by are the institutions of today.
        return re.sub(r"<option.*?</option>", "", client.get(address).content.decode(), flags=re.S)

    before = page()
    shown = [name for name in names if name in before]
    rename_everything(closed)
    after = page()
    assert shown
    assert [name for name in shown if name not in after] == []
    assert [word for word in ("Nowe1", "Nowe2", "Nowe3", "Przemianowany", "Inny temat") if f"{word}" in after] == []


def test_the_register_of_certificates_keeps_the_institution_of_the_record(closed, client):
    for prepared in Prepared.objects.all():
        register.issue(prepared=register.check_name(prepared=prepared, actor=ACTOR, now=NOW), actor=ACTOR, now=NOW)
    assert Certificate.objects.exists()
    rename_everything(closed)
    client.force_login(make.superuser())
    answer = client.get(reverse("kompas_certificate:index"), {"export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert {row[5] for row in rows[1:]} == {"Ośrodek nad rzeką"}
    assert {row[3] for row in rows[1:]} == {closed.title}


def exported(client, name):
    answer = client.get(reverse(f"{name}:index"), {"export": "xlsx"})
    content = answer.getvalue() if answer.streaming else answer.content
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


@pytest.mark.parametrize("name", ["kompas_applicants", "kompas_verification", "kompas_prepared", "kompas_completion"])
def test_renaming_anything_after_closing_changes_no_workbook(closed, client, name):
    client.force_login(make.superuser())
    before = exported(client, name)
    assert any(closed.people[0].person.last_name in str(cell) for row in before for cell in row)
    rename_everything(closed)
    after = exported(client, name)
    # The person's contact, and the names of dictionaries that no record has, may change.
    words = ("Nowe", "Przemianowany", "Inne stanowisko", "Inny kurs")
    assert [cell for row in after for cell in row if any(word in str(cell) for word in words)] == []
    assert len(after) == len(before)


def test_a_list_renames_nobody_in_an_edition_that_is_open(closed, client):
    """The same person elsewhere: lists make a person once for all their rows."""
    person = closed.people[0].person
    elsewhere = make.EnrolmentFactory(person=person, edition=make.EditionFactory())
    rename_everything(closed)
    client.force_login(make.superuser())
    rows = exported(client, "kompas_applicants")
    last, code = rows[0].index("Nazwisko") if "Nazwisko" in rows[0] else rows[0].index("Surname"), 1
    names = {row[code]: row[last] for row in rows[1:] if row[last] in (f"Nowe{person.pk}", person.last_name)}
    assert names == {elsewhere.edition.code: f"Nowe{person.pk}", closed.edition.code: person.last_name}


def test_while_an_edition_is_open_new_names_are_shown(group, monkeypatch):
    it = group(closed=False)
    rename_everything(it)
    names = [name for name, _result, _why in papers(it, monkeypatch)["results"]]
    assert names and all(name.startswith("Nowe") for name in names)


def test_closing_again_makes_no_second_record(closed):
    completion.close(edition=closed.edition, actor=ACTOR, now=NOW)
    assert [record.version for record in EditionRecord.objects.all()] == [1]


@pytest.mark.parametrize("model", ["kompas_courses_editionrecord", "kompas_courses_reopening"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET actor_name = 'X'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_record(closed, model, verb):
    completion.reopen(edition=closed.edition, reason="Pomyłka", actor=ACTOR, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(model))


def faults():
    checks = (integrity.records_are_as_frozen, integrity.closed_editions_have_records)
    return [fault.sentence for check in checks for fault in check()]


def spoil(**values):
    triggers.remove()
    EditionRecord.objects.update(**values)
    triggers.install()


def test_a_sound_database_is_silent(closed):
    assert faults() == []


def test_a_changed_payload_is_found(closed):
    spoil(payload=EditionRecord.objects.get().payload.replace('"threshold":80', '"threshold":40'))
    assert faults() == ["The record is not what was hashed."]


def test_a_closed_edition_without_a_record_is_found(closed):
    triggers.remove()
    EditionRecord.objects.all().delete()
    triggers.install()
    assert faults() == ["A closed edition has no current record."]


def test_a_lost_strip_is_found(closed, monkeypatch):
    monkeypatch.setattr(integrity.files, "read", lambda name: None)
    assert faults() == ["A funding strip of the record is not in the storage."]


def test_a_missing_version_is_found(closed):
    spoil(version=2)
    assert faults() == ["A version of the record is missing."]


def test_an_old_record_is_read_through_the_upgrade(closed, monkeypatch):
    """A golden record of version 0, and the step that brings it to today's shape."""
    from courses.records import payload as shapes

    old = json.loads(EditionRecord.objects.get().payload)
    old["version"] = VERSION - 1
    del old["trainers"]
    monkeypatch.setitem(
        shapes.UPGRADES,
        VERSION - 1,
        lambda stored: {**stored, "version": VERSION, "trainers": ["z nowszej wersji"]},
    )
    assert upgrade(old)["trainers"] == ["z nowszej wersji"]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_golden_record_of_each_version_is_still_read(version):
    from pathlib import Path

    path = Path(__file__).parents[2] / "data" / f"edition-record-v{version}.json"
    payload = upgrade(json.loads(path.read_text()))
    assert payload["version"] == VERSION
    edition = Edition(pk=0, course=make.CourseFactory.build(), state="closed")
    seen = queries.recorded_preview(edition, payload)
    assert [(line.person.list_name, str(line.result)) for line in seen.lines] == [("Adamczyk Ewa", "confirmed")]


def test_the_record_holds_the_rules_and_what_was_funded(closed):
    payload = records.current_payload(fresh(closed))
    assert payload["rules"]["threshold"] == 80
    assert [source["sentence"] for source in payload["funding"]] == ["Dofinansowano ze środków"]
    assert payload["people"][0]["institution"] == "Ośrodek nad rzeką"
    assert payload["people"][0]["post"]


def test_funding_and_assessors_of_a_closed_edition_stay_until_it_is_opened_for_a_correction(closed):
    other = make.person_with_account(first_name="Adam", last_name="Nowy")
    grant = {"edition": closed.edition, "person": other, "actor": ACTOR, "now": NOW}
    with pytest.raises(EditionIsClosed):
        completion.grant_assessorship(**grant)
    with pytest.raises(FundedAndClosed):
        funding.set_funding(edition=closed.edition, sources=[], actor=ACTOR)
    # Saying what stands already is harmless.
    funding.set_funding(edition=closed.edition, sources=[closed.source], actor=ACTOR)
    completion.reopen(edition=closed.edition, reason="Pomyłka", actor=ACTOR, now=NOW)
    funding.set_funding(edition=closed.edition, sources=[], actor=ACTOR)
    assert completion.grant_assessorship(**grant).person == other


def test_the_participant_reads_the_institution_and_topics_of_the_record(closed, client):
    person = closed.people[0].person
    person.user = make.user()
    person.save()
    client.force_login(person.user)
    addresses = [
        reverse("kompas_courses:my_enrolments"),
        reverse("kompas_courses:enrolment", args=[closed.people[0].pk]),
    ]
    rename_everything(closed)
    for address in addresses:
        page = client.get(address).content.decode()
        assert "Ośrodek nad rzeką" in page and "Przemianowany" not in page
        assert "Inny temat" not in page
