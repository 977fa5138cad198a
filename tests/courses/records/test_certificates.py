"""Certificates after a correction: listed until they are replaced or revoked, and replaced by what is true now."""

import html
import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.register import actions as register
from certificates.register import queries
from certificates.register.models import Certificate, Prepared
from certificates.register.refusals import EditionIsBeingCorrected, NotEntitled
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from tests import factories as make
from tests.courses.records.steps import close, verify
from training.assessments.models import HeldLevel

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def issued(group):
    """The closed edition; ``it.certificates`` are those of Adamczyk and Bąk."""
    it = group(closed=True)
    it.certificates = []
    for prepared in Prepared.objects.order_by("enrolment"):
        register.check_name(prepared=prepared, actor=ACTOR, now=NOW)
        it.certificates.append(register.issue(prepared=prepared, actor=ACTOR, now=NOW))
    return it


def reopen(it):
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)


def correct(it, person=0):
    """One outcome of one person was not met after all."""
    reopen(it)
    verify(it, person, 0, False, now=LATER)
    close(it, now=LATER)


def held(it, person=0):
    return HeldLevel.objects.filter(person=it.people[person].person, until=None).count()


def test_nothing_is_listed_before_a_correction_nor_after_one_that_changed_nothing(issued):
    assert len(issued.certificates) == 2
    assert not queries.to_correct().exists()
    reopen(issued)
    assert not queries.to_correct().exists()
    close(issued, now=LATER)
    assert not queries.to_correct().exists()


def test_a_corrected_verification_lists_that_certificate_and_a_replacement_prints_what_is_true(issued):
    old = issued.certificates[0]
    correct(issued)
    assert list(queries.to_correct()) == [old]
    new = register.replace(certificate=old, reason="Korekta", actor=ACTOR, now=LATER)
    before, after = json.loads(old.payload), json.loads(new.payload)
    assert (before["kind"], after["kind"], new.kind) == ("competence", "completion", "completion")
    assert (len(before["outcomes"]), len(after["outcomes"])) == (2, 1)
    assert (new.name, after["replaces"]) == (old.name, old.number)
    assert not queries.to_correct().exists()


def test_a_corrected_name_is_printed_and_proposed_on_the_form(issued, client):
    old = issued.certificates[0]
    reopen(issued)
    person = issued.people[0].person
    person.last_name = "Malinowska"
    person.save()
    close(issued, now=LATER, corrected=[f"{issued.people[0].pk}/name"])
    assert list(queries.to_correct()) == [old]
    client.force_login(make.superuser())
    form = client.get(reverse("kompas_certificate:replace", args=[old.pk])).content.decode()
    assert "Ewa Malinowska" in form
    new = register.replace(certificate=old, reason="Korekta", actor=ACTOR, now=LATER)
    assert (new.name, Certificate.objects.get(pk=old.pk).name) == ("Ewa Malinowska", "Ewa Adamczyk")


def test_who_is_not_entitled_any_more_keeps_nothing_to_replace_with(issued):
    reopen(issued)
    entry = MarkEntry(issued.people[1].pk, Presence.ABSENT, uuid.uuid4(), reason="Pomylono osoby")
    attendance.mark(meeting=issued.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=LATER)
    close(issued, now=LATER)
    old = issued.certificates[1]
    assert list(queries.to_correct()) == [old]
    with pytest.raises(NotEntitled):
        register.replace(certificate=old, reason="Korekta", actor=ACTOR, now=LATER)
    register.revoke(certificate=old, reason="Korekta", actor=ACTOR, now=LATER)
    assert not queries.to_correct().exists()


def test_nothing_is_issued_while_the_edition_is_open_for_a_correction(group):
    it = group(closed=True)
    prepared = [
        register.check_name(prepared=prepared, actor=ACTOR, now=NOW)
        for prepared in Prepared.objects.order_by("enrolment")
    ]
    old = register.issue(prepared=prepared[0], actor=ACTOR, now=NOW)
    reopen(it)
    with pytest.raises(EditionIsBeingCorrected):
        register.issue(prepared=prepared[1], actor=ACTOR, now=LATER)
    with pytest.raises(EditionIsBeingCorrected):
        register.replace(certificate=old, reason="Literówka", name="Ewa Adam", actor=ACTOR, now=LATER)
    assert Certificate.objects.get().status == "valid"
    close(it, now=LATER)
    assert register.issue(prepared=prepared[1], actor=ACTOR, now=LATER).ordinal == 2


@pytest.mark.parametrize(("sent", "kept"), [({}, 2), ({"withdraw_levels": "on"}, 0)])
def test_revoking_withdraws_the_levels_with_the_tick_only(issued, client, sent, kept):
    client.force_login(make.superuser())
    assert (held(issued), held(issued, 1)) == (2, 2)
    url = reverse("kompas_certificate:revoke", args=[issued.certificates[0].pk])
    client.post(url, {"reason": "Fałszywe dane", **sent})
    assert Certificate.objects.get(pk=issued.certificates[0].pk).status == "revoked"
    assert (held(issued), held(issued, 1)) == (kept, 2)


def test_the_levels_are_offered_to_fall_only_where_one_stands(issued, client):
    client.force_login(make.superuser())
    url = reverse("kompas_certificate:revoke", args=[issued.certificates[0].pk])
    asked = client.get(url).content.decode()
    assert 'name="withdraw_levels"' in asked
    assert str(issued.outcomes[0].competence) in html.unescape(asked)
    completion.withdraw_levels(enrolment=issued.people[0], reason="Fałszywe dane", actor=ACTOR, now=LATER)
    assert 'name="withdraw_levels"' not in client.get(url).content.decode()
    client.post(url, {"reason": "Fałszywe dane", "withdraw_levels": "on"})
    assert Certificate.objects.get(pk=issued.certificates[0].pk).status == "revoked"


def test_the_office_sees_it_until_it_is_dealt_with(issued, client):
    client.force_login(make.superuser())
    old = issued.certificates[0]
    pages = [
        reverse("kompas_edition:inspect", args=[issued.edition.pk]),
        reverse("kompas_certificate:inspect", args=[old.pk]),
        reverse("wagtailadmin_home"),
    ]
    sentences = [
        "zaświadczenie mówi co innego niż protokół edycji",
        "jej protokół mówi co innego",
        "Zastąp albo unieważnij 1 zaświadczenie po korekcie",
    ]

    def seen():
        answers = [client.get(page).content.decode() for page in pages]
        return [sentence in answer for sentence, answer in zip(sentences, answers, strict=True)]

    assert not any(seen())
    correct(issued)
    assert all(seen())
    listed = client.get(reverse("kompas_certificate:index"), {"correction": "open"}).content.decode()
    assert old.number in listed and issued.certificates[1].number not in listed
    register.replace(certificate=old, reason="Korekta", actor=ACTOR, now=LATER)
    assert not any(seen())
