"""A correction of one mark changes that mark: what others are called by then reaches the record on purpose only."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.register import actions as register
from certificates.register import queries as certificates
from certificates.register.models import Prepared
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue import actions as catalogue
from courses.completion import actions as completion
from courses.completion.integrity import recorded as as_recorded
from courses.completion.models import Completion
from courses.completion.queries import differences, preview
from courses.enrolment.states import EnrolmentState
from courses.funding import actions as funding
from courses.records import integrity as record_integrity
from courses.records import queries as records
from courses.records.models import EditionRecord
from tests import factories as make
from tests.courses.records.steps import close, verify
from training.kernel import triggers
from training.kernel.canonical_json import canonical, sha256
from training.people import actions as people

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def issued(group):
    """Closed, with the certificates of Adamczyk and Bąk in hand."""
    it = group(closed=True)
    for prepared in Prepared.objects.order_by("enrolment"):
        register.issue(prepared=register.check_name(prepared=prepared, actor=ACTOR, now=NOW), actor=ACTOR, now=NOW)
    return it


def rename(it):
    """What may happen to anybody in the months after a course; none of it is a mistake in the record."""
    people.save_person(person=it.people[1].person, last_name="Adamska", actor=ACTOR)
    people.save_person(person=it.trainer, last_name="Abacki", actor=ACTOR)
    people.save_person(person=it.assessor, last_name="Inna", actor=ACTOR)
    organisation = it.people[0].organisation
    type(organisation).objects.update(name="Centrum nad rzeką", short_name="")
    type(it.position).objects.update(name_pl="Inne stanowisko", name_en="Another post")
    catalogue.save_course(course=it.edition.course, code="INNY", actor=ACTOR)
    funding.save_source(source=it.source, name="Inny fundusz", sentence="Inne zdanie", actor=ACTOR)


def reopen(it):
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)


def correct_mark(it, person=0):
    entry = MarkEntry(it.people[person].pk, Presence.ABSENT, uuid.uuid4(), reason="Pomylono osoby")
    attendance.mark(meeting=it.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=LATER)


def versions(it):
    rows = EditionRecord.objects.filter(edition=it.edition).order_by("version")
    return [records.payload_of(record) for record in rows]


def person_in(payload, enrolment):
    return next(person for person in payload["people"] if person["enrolment"] == enrolment.pk)


def faults():
    checks = (
        record_integrity.records_are_as_frozen,
        record_integrity.corrections_go_on_from_the_last,
        as_recorded.decisions,
    )
    return [(fault.sentence, fault.keys.get("what")) for check in checks for fault in check()]


def test_a_corrected_mark_changes_that_person_and_nothing_else(issued):
    rename(issued)
    reopen(issued)
    correct_mark(issued)
    close(issued, now=LATER)
    old, new = versions(issued)
    first = issued.people[0]
    assert (person_in(old, first)["result"], person_in(new, first)["result"]) == ("confirmed", "not_completed")
    assert [person for person in new["people"] if person["enrolment"] != first.pk] == old["people"][1:]
    for part in ("edition", "rules", "programme", "outcomes", "meetings", "trainers", "funding", "organiser"):
        assert new[part] == old[part], part
    assert Completion.objects.get(enrolment=issued.people[1]).name == "Bąk Ewa"
    assert faults() == []


def test_only_the_certificate_whose_own_facts_changed_is_listed(issued):
    rename(issued)
    reopen(issued)
    verify(issued, 0, 0, False, now=LATER)
    close(issued, now=LATER)
    assert [certificate.name for certificate in certificates.to_correct()] == ["Ewa Adamczyk"]


def test_who_joined_is_named_as_today_and_who_stayed_keeps_the_order(issued):
    rename(issued)
    reopen(issued)
    late = make.EnrolmentFactory(edition=issued.edition, person__first_name="Ala", person__last_name="Bez")
    completion.close(edition=issued.edition, allow_incomplete=True, actor=ACTOR, now=LATER)
    new = versions(issued)[1]
    assert [person["last_name"] for person in new["people"]] == ["Adamczyk", "Bąk", "Bez", "Cis"]
    assert Completion.objects.get(enrolment=late).name == "Bez Ala"


def test_what_differs_is_offered_and_taken_by_its_key(issued):
    rename(issued)
    reopen(issued)
    issued.edition.refresh_from_db()
    seen = preview(issued.edition)
    first, second, third = (person.pk for person in issued.people)
    shown = {
        difference.key: (difference.before, difference.after, difference.name)
        for difference in differences(issued.edition, seen)
    }
    assert shown[f"{second}/name"] == ("Bąk Ewa", "Adamska Ewa", "Bąk Ewa")
    assert shown[f"{first}/institution"] == ("Ośrodek nad rzeką", "Centrum nad rzeką", "Adamczyk Ewa")
    assert shown["course_code"] == ("DM", "INNY", "")
    assert set(shown) == {
        "course_code",
        "funding",
        f"{second}/name",
        *(f"{key}/{fact}" for key in (first, second, third) for fact in ("institution", "post")),
    }
    close(issued, now=LATER, corrected=[f"{second}/name", f"{first}/institution", "funding"])
    new = versions(issued)[1]
    assert [(person["last_name"], person["institution"]) for person in new["people"]] == [
        ("Adamczyk", "Centrum nad rzeką"),
        ("Adamska", "Ośrodek nad rzeką"),
        ("Cis", "Ośrodek nad rzeką"),
    ]
    assert new["funding"][0]["name"] == "Inny fundusz"
    assert new["edition"]["course_code"] == "DM"
    assert [correction["key"] for correction in new["closed"]["corrected"]] == [
        "funding",
        f"{first}/institution",
        f"{second}/name",
    ]
    assert faults() == []


def test_a_first_closing_has_nothing_to_differ_from(group):
    it = group(closed=False)
    assert differences(it.edition, preview(it.edition)) == []


# ---- the screen ------------------------------------------------------------------------------------------------


def test_the_coordinator_sees_what_differs_and_ticks_what_to_take(issued, client):
    client.force_login(make.superuser())
    url = reverse("kompas_courses:close_edition", args=[issued.edition.pk])
    rename(issued)
    reopen(issued)
    page = client.get(url, headers={"accept-language": "pl"}).content.decode()
    assert "Bąk Ewa, nazwisko i imię: Bąk Ewa → Adamska Ewa" in page
    assert "checked" not in page
    # The results are previewed under the names that stand until they are ticked.
    assert '<th scope="row">Bąk Ewa</th>' in page
    key = f"{issued.people[1].pk}/name"
    assert client.post(url, {"corrected": ["999/name"]}).status_code == 409
    client.post(url, {"corrected": [key]})
    new = versions(issued)[1]
    assert person_in(new, issued.people[1])["last_name"] == "Adamska"
    assert person_in(new, issued.people[0])["institution"] == "Ośrodek nad rzeką"
    record = reverse("kompas_courses:edition_record", args=[issued.edition.pk, 2])
    page = client.get(record, headers={"accept-language": "pl"}).content.decode()
    assert "Bąk Ewa → Adamska Ewa" in page and "Centrum nad rzeką" not in page


# ---- data that suffers already ---------------------------------------------------------------------------------


def test_a_version_composed_from_the_rows_of_its_day_is_found(issued):
    reopen(issued)
    close(issued, now=LATER)
    record = EditionRecord.objects.get(version=2)
    payload = json.loads(record.payload)
    payload["people"][1]["institution"] = "Centrum nad rzeką"
    payload["people"][1]["last_name"] = "Adamska"
    payload["programme"] = []
    frozen = canonical(payload)
    triggers.remove()
    EditionRecord.objects.filter(pk=record.pk).update(payload=frozen.decode(), payload_hash=sha256(frozen))
    triggers.install()
    key, words = issued.people[1].pk, "A correction of the record changed what nobody corrected."
    faults = list(record_integrity.corrections_go_on_from_the_last())
    assert [(fault.sentence, fault.keys["what"]) for fault in faults] == [
        (words, f"{key}/name"),
        (words, f"{key}/institution"),
        (words, "programme"),
    ]


def refused(it):
    """Somebody who applied and never took part, before the edition is closed."""
    return make.EnrolmentFactory(
        edition=it.edition,
        person__first_name="Ola",
        person__last_name="Odmówiona",
        organisation=it.people[0].organisation,
        county=it.edition.county,
        state=EnrolmentState.REFUSED,
    )


def test_a_correction_renames_nobody_who_only_applied(group):
    it = group(closed=False)
    applicant = refused(it)
    close(it)
    people.save_person(person=applicant.person, last_name="Inna", actor=ACTOR)
    reopen(it)
    late = make.EnrolmentFactory(edition=it.edition, state=EnrolmentState.REFUSED, person__last_name="Nowa")
    correct_mark(it)
    close(it, now=LATER)
    first, second = versions(it)
    assert [(facts["last_name"], facts["institution"]) for facts in first["applicants"]] == [
        ("Odmówiona", "Ośrodek nad rzeką")
    ]
    assert second["applicants"][0] == first["applicants"][0]
    assert [facts["enrolment"] for facts in second["applicants"]] == [applicant.pk, late.pk]


def test_who_is_on_the_register_is_not_named_twice(group):
    it = group(closed=False)
    applicant = refused(it)
    close(it)
    [payload] = versions(it)
    assert {facts["enrolment"] for facts in payload["people"]} == {each.pk for each in it.people}
    assert [facts["enrolment"] for facts in payload["applicants"]] == [applicant.pk]
