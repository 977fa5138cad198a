"""Levels that fell with a revoked certificate come back with the one that takes its place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.register import actions as register
from certificates.register import integrity
from certificates.register.models import Certificate, Prepared
from certificates.register.refusals import LevelsFell
from courses.completion import actions as completion
from courses.completion.integrity import ledger
from tests import factories as make
from tests.courses.records.steps import close, verify
from tests.unguarded import unguarded
from training.assessments.models import HeldLevel

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def it(group):
    """The closed edition; ``it.revoked`` was Adamczyk's, and both levels fell with it by mistake."""
    it = group(closed=True)
    prepared = register.check_name(prepared=Prepared.objects.get(enrolment=it.people[0]), actor=ACTOR, now=NOW)
    certificate = register.issue(prepared=prepared, actor=ACTOR, now=NOW)
    it.revoked = register.revoke(certificate=certificate, reason="Pomyłka", withdraw_levels=True, actor=ACTOR, now=NOW)
    assert held(it) == 0
    return it


def held(it):
    return HeldLevel.objects.filter(person=it.people[0].person, until=None).count()


def replace(it, **more):
    return register.replace(certificate=it.revoked, reason="Pomyłka", actor=ACTOR, now=LATER, **more)


def correct(it, outcome, is_met):
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)
    verify(it, 0, outcome, is_met, now=LATER)
    close(it, now=LATER)


def faults():
    return [fault.sentence for check in (integrity.check_levels, ledger) for fault in check()]


def test_replacing_asks_about_the_levels_and_records_them_again(it):
    with pytest.raises(LevelsFell):
        replace(it)
    assert not Certificate.objects.filter(status="valid").exists()
    new = replace(it, restore_levels=True)
    assert (new.kind, held(it), faults()) == ("competence", 2, [])
    completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=LATER)
    close(it, now=LATER)
    assert (held(it), faults()) == (2, [])


def test_a_valid_one_without_its_levels_is_found_and_replaced(it):
    with unguarded():
        Certificate.objects.update(status="valid")
    assert len(faults()) == 2
    with pytest.raises(LevelsFell):
        replace(it)
    replace(it, restore_levels=True)
    assert (held(it), faults()) == (2, [])


def test_one_outcome_verified_again_does_not_hide_the_other(it):
    correct(it, 0, False)
    correct(it, 0, True)
    assert held(it) == 1
    with pytest.raises(LevelsFell):
        replace(it)
    replace(it, restore_levels=True)
    assert (held(it), faults()) == (2, [])


def test_what_came_back_can_fall_and_come_back_again(it):
    """Each time under a key of its own, also when closings count the same verification anew."""
    it.revoked = replace(it, restore_levels=True)
    for _ in range(2):
        register.revoke(certificate=it.revoked, reason="Pomyłka", withdraw_levels=True, actor=ACTOR, now=LATER)
        assert held(it) == 0
        it.revoked = replace(it, restore_levels=True)
        assert held(it) == 2
    # Enough minutes, but one outcome is not met: the other level stays.
    correct(it, 0, False)
    assert (held(it), faults()) == (1, [])
    correct(it, 0, True)
    assert (held(it), faults()) == (2, [])


def test_the_form_asks_only_where_levels_fell(it, client):
    client.force_login(make.superuser())
    url = reverse("kompas_certificate:replace", args=[it.revoked.pk])
    assert "restore_levels" in client.get(url).content.decode()
    refused = client.post(url, {"name": "Ewa Adamczyk", "reason": "Pomyłka"}).content.decode()
    assert it.outcomes[0].competence.name_pl in refused
    client.post(url, {"name": "Ewa Adamczyk", "reason": "Pomyłka", "restore_levels": "on"})
    new = Certificate.objects.get(status="valid")
    assert held(it) == 2
    assert "restore_levels" not in client.get(reverse("kompas_certificate:replace", args=[new.pk])).content.decode()
