"""Certificates not issued yet follow what the edition decides, and nothing is issued that was not decided."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.register import actions as register
from certificates.register import integrity, queries
from certificates.register.models import Certificate, Prepared
from certificates.register.queries import facts
from certificates.register.refusals import DecidedAnew, NoRight
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from courses.completion.models import Completion
from courses.enrolment import actions as enrolment
from tests import factories as make
from tests.courses.records.steps import verify
from tests.unguarded import unguarded
from training.people import actions as people

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def it(group):
    """The closed edition; ``it.prepared`` is Adamczyk's, its name checked."""
    it = group(closed=True)
    it.prepared = register.check_name(prepared=prepared_of(it), actor=ACTOR, now=NOW)
    return it


def prepared_of(it):
    return Prepared.objects.get(enrolment=it.people[0])


def reopen(it):
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)


def close(it, *, heard, names=False):
    """Close again; with ``names``, the surname of the list of people is meant for the record."""
    corrected = [f"{it.people[0].pk}/name"] if names else []
    made = completion.close(edition=it.edition, actor=ACTOR, now=LATER, corrected=corrected)
    if heard:
        register.prepare(completion_ids=[completion.pk for completion in made], actor=ACTOR, now=LATER)


def mark(it, presence):
    entry = MarkEntry(it.people[0].pk, presence, uuid.uuid4(), reason="Pomylono osoby")
    attendance.mark(meeting=it.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=LATER)


def faults():
    return [fault.sentence for fault in integrity.check_decisions()]


@pytest.mark.parametrize("heard", [True, False])
def test_who_left_during_a_correction_gets_nothing(it, heard):
    reopen(it)
    enrolment.withdraw(enrolment=it.people[0], actor=ACTOR, reason="Pomyłka", by_staff=True, now=LATER)
    close(it, heard=heard)
    assert not Completion.objects.filter(enrolment=it.people[0]).exists()
    with pytest.raises(NoRight):
        register.issue(prepared=it.prepared, actor=ACTOR, now=LATER)
    with pytest.raises(NoRight):
        register.take_back(prepared=it.prepared, actor=ACTOR)
    assert bool(faults()) is not heard
    register.prepare_leftovers()
    assert (prepared_of(it).state, prepared_of(it).checked_by, faults()) == ("no_right", "", [])
    assert not Certificate.objects.exists()


def test_a_corrected_name_reaches_a_certificate_not_issued_yet(it):
    reopen(it)
    people.save_person(person=it.people[0].person, last_name="Malinowska", actor=ACTOR)
    close(it, heard=True, names=True)
    waits = prepared_of(it)
    assert (waits.name, waits.recorded_name, waits.state, waits.checked_by) == (
        "Ewa Malinowska",
        "Malinowska Ewa",
        "prepared",
        "",
    )
    assert "Ewa Adamczyk → Ewa Malinowska" in ModelLogEntry.objects.for_instance(waits).first().data["reason"]
    register.check_name(prepared=waits, actor=ACTOR, now=LATER)
    assert register.issue(prepared=waits, actor=ACTOR, now=LATER).name == "Ewa Malinowska"


def test_a_corrected_name_nobody_heard_of_is_not_issued_as_it_was(it):
    reopen(it)
    people.save_person(person=it.people[0].person, last_name="Malinowska", actor=ACTOR)
    close(it, heard=False, names=True)
    with pytest.raises(DecidedAnew):
        register.issue(prepared=it.prepared, actor=ACTOR, now=LATER)
    assert register.take_back(prepared=it.prepared, actor=ACTOR).name == "Ewa Malinowska"


def test_what_rops_corrected_for_the_print_stays_while_the_record_says_the_same(it):
    register.check_name(prepared=it.prepared, name="dr Ewa Adamczyk-Lis", actor=ACTOR, now=NOW)
    reopen(it)
    close(it, heard=True)
    assert (prepared_of(it).name, prepared_of(it).state) == ("dr Ewa Adamczyk-Lis", "checked")
    reopen(it)
    people.save_person(person=it.people[0].person, last_name="Adamczyk-Lis", actor=ACTOR)
    close(it, heard=True, names=True)
    # The record says now what was checked, without the title.
    assert (prepared_of(it).name, prepared_of(it).state) == ("dr Ewa Adamczyk-Lis", "checked")


def test_what_was_missed_is_prepared_with_the_name_of_the_record(it):
    Prepared.objects.filter(enrolment=it.people[0]).delete()
    people.save_person(person=it.people[0].person, last_name="Malinowska", actor=ACTOR)
    register.prepare_leftovers()
    assert prepared_of(it).name == "Ewa Adamczyk"


def test_what_a_correction_took_is_not_taken_up_again_but_comes_back_with_the_right(it):
    reopen(it)
    mark(it, Presence.ABSENT)
    close(it, heard=True)
    assert prepared_of(it).state == "no_right"
    for verb in (register.take_back, register.issue):
        with pytest.raises(NoRight):
            verb(prepared=it.prepared, actor=ACTOR)
    reopen(it)
    mark(it, Presence.PRESENT)
    close(it, heard=True)
    assert (prepared_of(it).state, prepared_of(it).kind) == ("prepared", "competence")


def test_a_decision_nobody_heard_of_is_not_passed_over_and_catching_up_hears_it(it):
    reopen(it)
    verify(it, 0, 0, False, now=LATER)
    close(it, heard=False)
    for verb in (register.issue, register.check_name):
        with pytest.raises(DecidedAnew):
            verb(prepared=it.prepared, actor=ACTOR)
    assert faults() == ["Prepared otherwise than the edition decided; kompas_catch_up changes it."]
    assert register.prepare_leftovers() == 1
    assert (prepared_of(it).kind, prepared_of(it).state, faults()) == ("completion", "prepared", [])
    assert register.prepare_leftovers() == 0
    register.check_name(prepared=it.prepared, actor=ACTOR, now=LATER)
    assert register.issue(prepared=it.prepared, actor=ACTOR, now=LATER).kind == "completion"
    names = ModelLogEntry.objects.for_instance(it.prepared).order_by("pk").values_list("data__actor_name", flat=True)
    assert list(names) == ["prepare_certificates", ACTOR.name, "prepare_certificates", ACTOR.name]


def test_taking_it_up_again_takes_what_was_decided(it, client):
    reopen(it)
    verify(it, 0, 0, False, now=LATER)
    close(it, heard=False)
    Prepared.objects.update(state="prepared", checked_by="", checked_at=None)
    client.force_login(make.superuser())
    page = client.get(reverse("kompas_prepared:inspect", args=[it.prepared.pk])).content.decode()
    assert reverse("kompas_prepared:take-back", args=[it.prepared.pk]) in page
    client.post(reverse("kompas_prepared:take-back", args=[it.prepared.pk]))
    assert (prepared_of(it).kind, prepared_of(it).state) == ("completion", "prepared")


def test_facts_read_before_a_correction_are_read_again(it):
    """A group is being issued while the edition is opened and closed again."""
    edition_facts = facts.edition_facts(it.edition)
    reopen(it)
    verify(it, 1, 0, False, now=LATER)
    verify(it, 0, 1, False, now=LATER)
    verify(it, 0, 1, True, now=LATER)
    close(it, heard=True)
    completed = Prepared.objects.get(enrolment=it.people[1])
    register.check_name(prepared=completed, actor=ACTOR, now=LATER)
    issued = register.issue(prepared=completed, actor=ACTOR, now=LATER, edition_facts=edition_facts)
    assert issued.ground_hash == Completion.objects.get(enrolment=it.people[1]).ground_hash
    assert not queries.to_correct().exists()


def test_a_certificate_without_a_right_is_found_and_listed(it):
    issued = register.issue(prepared=it.prepared, actor=ACTOR, now=NOW)
    assert faults() == []
    with unguarded():
        Completion.objects.filter(enrolment=it.people[0]).update(result="completed")
    assert faults() == ["The edition's decision gives no right to this certificate; replace or revoke it."]
    assert list(queries.to_correct()) == [issued]
    with unguarded():
        Completion.objects.filter(enrolment=it.people[0]).delete()
    assert faults() == ["The edition's decision gives no right to this certificate; replace or revoke it."]


def test_one_issued_before_a_correction_is_listed_and_no_fault(it):
    issued = register.issue(prepared=it.prepared, actor=ACTOR, now=NOW)
    reopen(it)
    verify(it, 0, 0, False, now=LATER)
    close(it, heard=True)
    assert (faults(), list(queries.to_correct())) == ([], [issued])
