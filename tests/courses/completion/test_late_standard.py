"""A standard locked after teaching began proves nothing: nobody gets more than *completed*."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from certificates.register import actions as register
from certificates.register import integrity as register_integrity
from certificates.register.models import Certificate, Prepared
from certificates.register.states import CertificateKind
from courses.catalogue import actions as catalogue
from courses.catalogue import queries as catalogue_queries
from courses.catalogue import rules as catalogue_rules
from courses.catalogue.models import Standard
from courses.completion import actions as completion
from courses.completion import integrity, queries, rules
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.enrolment import actions as enrolment
from tests import factories as make
from tests.factories import ACTOR, NOW
from tests.unguarded import unguarded
from training.assessments.models import Assessment
from training.kernel import time, triggers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def late(taught):
    """Recruitment opened between the meeting and the verification, with a standard that nobody had locked."""
    it = taught(present=2, absent=1, locked=False)
    enrolment.open_recruitment(
        edition=it.edition, actor=ACTOR, seats=9, opens_at=NOW, closes_at=NOW + HOUR, now=NOW - HOUR
    )
    it.edition.refresh_from_db()
    return it


def open_now(it):
    enrolment.open_recruitment(edition=it.edition, actor=ACTOR, seats=9, opens_at=NOW, closes_at=NOW + HOUR, now=NOW)
    it.edition.refresh_from_db()


def verify_everybody(it):
    completion.verify_all(
        edition=it.edition,
        verdicts=[completion.NewVerdict(person.pk, out.pk, True) for person in it.people for out in it.outcomes],
        assessor=it.assessor,
        actor=ACTOR,
        now=NOW,
    )


def close(it):
    verify_everybody(it)
    return completion.close(edition=it.edition, actor=ACTOR, now=NOW)


@pytest.mark.parametrize(("offset", "is_in_time"), [(-1, True), (0, False), (1, False)])
def test_the_lock_comes_before_the_first_minute_of_teaching(offset, is_in_time):
    assert catalogue_rules.is_locked_before_teaching(NOW + offset * HOUR, NOW) is is_in_time


def test_a_standard_that_nobody_locked_is_never_in_time():
    assert not catalogue_rules.is_locked_before_teaching(None, None)
    assert catalogue_rules.is_locked_before_teaching(NOW, None)


def test_nobody_gets_more_than_completed(late):
    results = sorted(completion.result for completion in close(late))
    assert results == [Result.COMPLETED, Result.COMPLETED, Result.NOT_COMPLETED]
    assert Assessment.objects.count() == 0


def test_the_same_with_a_standard_locked_in_time_confirms(taught):
    it = taught(present=2, absent=1)
    assert sorted(completion.result for completion in close(it)) == [
        Result.CONFIRMED,
        Result.CONFIRMED,
        Result.NOT_COMPLETED,
    ]
    assert Assessment.objects.count() == 6


def test_the_reasons_say_so(late):
    with translation.override("en"):
        reasons = rules.reasons(queries.preview(late.edition).lines[0].facts)
    assert reasons[-1] == "No learning outcome was verified."
    verify_everybody(late)
    with translation.override("en"):
        reasons = rules.reasons(queries.preview(late.edition).lines[0].facts)
    assert reasons[-1] == "The standard was locked only after teaching had begun, so no competence is confirmed."


def test_the_certificate_is_of_completion_and_names_no_outcome(late):
    made = close(late)
    register.prepare(completion_ids=[completion.pk for completion in made], now=NOW)
    kinds = set(Prepared.objects.values_list("kind", flat=True))
    assert kinds == {CertificateKind.COMPLETION}
    prepared = register.check_name(prepared=Prepared.objects.first(), actor=ACTOR, now=NOW)
    certificate = register.issue(prepared=prepared, actor=ACTOR, now=NOW)
    assert '"outcomes":[]' in certificate.payload
    assert '"verified_on":""' in certificate.payload


def test_a_meeting_cancelled_before_does_not_count(taught):
    it = taught(locked=False)
    make.MeetingFactory(edition=it.edition, starts_at=NOW - timedelta(days=9), state="cancelled")
    Standard.objects.filter(pk=it.standard.pk).update(locked_at=NOW - timedelta(days=5), content_hash="0" * 64)
    assert catalogue_queries.has_standard_in_time(type(it.edition).objects.get(pk=it.edition.pk))


def test_a_meeting_added_before_the_lock_makes_it_late(taught):
    it = taught()
    catalogue.save_meeting(
        edition=it.edition,
        starts_at=make.LONG_AGO - timedelta(hours=3),
        ends_at=make.LONG_AGO - timedelta(hours=2),
        topic="Zerowe",
        actor=ACTOR,
    )
    it.edition.refresh_from_db()
    assert not catalogue_queries.has_standard_in_time(it.edition)


def test_the_meeting_form_warns_of_it(taught):
    it = taught()
    with translation.override("en"):
        warnings = catalogue_queries.meeting_warnings(
            edition=it.edition,
            starts_at=make.LONG_AGO - timedelta(hours=3),
            ends_at=make.LONG_AGO - timedelta(hours=2),
            trainers=[it.trainer],
            venue="Lublin",
            now=NOW,
        )
    assert any("certificates of completion at most" in warning for warning in warnings)


@pytest.fixture
def office(db):
    user = make.user(email="office@example.org")
    user.user_permissions.add(Permission.objects.get(codename="add_completion"))
    return user


# ---- screens ---------------------------------------------------------------------------------------------------


def page_of(client, url):
    with translation.override("pl"):
        return client.get(url, headers={"accept-language": "pl"}).content.decode()


LATE = "nie dostanie więcej niż zaświadczenie o ukończeniu"


def test_opening_recruitment_says_so_before_and_after(client, taught):
    it = taught(locked=False)
    client.force_login(make.user(is_superuser=True, is_staff=True))
    url = reverse("kompas_applicants:recruitment", args=[it.edition.pk])
    assert LATE in page_of(client, url)
    terms = {"seats": 9, "opens_at": "2026-01-01T08:00", "closes_at": "2030-01-01T08:00", "confirmation_hours": 16}
    answer = client.post(url, terms, follow=True)
    assert LATE in answer.content.decode()


def test_opening_recruitment_in_time_says_nothing(client):
    edition = make.EditionFactory(standard=make.StandardFactory())
    make.MeetingFactory(edition=edition, starts_at=time.now() + timedelta(days=9))
    client.force_login(make.user(is_superuser=True, is_staff=True))
    assert LATE not in page_of(client, reverse("kompas_applicants:recruitment", args=[edition.pk]))


# ---- a standard of others, chosen after teaching ----------------------------------------------------------------


def test_a_standard_locked_by_others_and_chosen_after_teaching_is_late(client, taught):
    it = taught(present=2, absent=1)
    client.force_login(make.user(is_superuser=True, is_staff=True))
    it.standard.refresh_from_db()
    assert it.standard.locked_at < it.meeting.starts_at
    assert LATE in page_of(client, reverse("kompas_applicants:recruitment", args=[it.edition.pk]))
    open_now(it)
    assert not catalogue_queries.has_standard_in_time(it.edition)
    assert sorted(completion.result for completion in close(it)) == [
        Result.COMPLETED,
        Result.COMPLETED,
        Result.NOT_COMPLETED,
    ]
    assert Assessment.objects.count() == 0
    assert faults() == []


def test_moving_the_first_meeting_afterwards_does_not_make_it_in_time(taught):
    it = taught(present=0, absent=0, close=False)
    open_now(it)
    meeting = it.meeting
    catalogue.save_meeting(
        edition=it.edition,
        meeting=meeting,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=2),
        topic=meeting.topic,
        minutes=90,
        trainers=[it.trainer],
        actor=ACTOR,
    )
    it.edition.refresh_from_db()
    assert it.edition.taught_since == meeting.starts_at
    assert not catalogue_queries.has_standard_in_time(it.edition)
    assert list(catalogue_queries.editions_with_late_standard()) == [it.edition]


def test_the_database_keeps_that_it_was_taught_before(taught):
    it = taught()
    open_now(it)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(it.edition).objects.filter(pk=it.edition.pk).update(taught_since=None)


def test_an_edition_confirmed_by_a_standard_chosen_late_is_found(taught):
    it = taught(present=1, absent=0)
    close(it)
    assert faults() == []
    # No verb opens recruitment of a closed edition; a hand that opens the edition first might.
    editions = type(it.edition).objects.filter(pk=it.edition.pk)
    with unguarded():
        editions.update(state="published")
        open_now(it)
        editions.update(state="closed")
    assert "confirmed against a standard locked after the first meeting began" in faults()


def test_closing_and_verifying_say_so(client, late, office):
    client.force_login(office)
    for name in ("close_edition", "verify_edition"):
        page = page_of(client, reverse(f"kompas_courses:{name}", args=[late.edition.pk]))
        assert "Wzorzec powstał po zajęciach" in page


# ---- data that suffers already ---------------------------------------------------------------------------------


def faults():
    checks = (integrity.ledger, integrity.completions, register_integrity.check_competence)
    return sorted({fault.sentence for check in checks for fault in check()})


def test_what_a_late_standard_confirmed_before_is_found(taught):
    it = taught(present=1, absent=0)
    register.prepare(completion_ids=[completion.pk for completion in close(it)], now=NOW)
    prepared = register.check_name(prepared=Prepared.objects.get(), actor=ACTOR, now=NOW)
    register.issue(prepared=prepared, actor=ACTOR, now=NOW)
    assert faults() == []
    triggers.remove()
    Standard.objects.filter(pk=it.standard.pk).update(locked_at=NOW - HOUR)
    triggers.install()
    assert Completion.objects.get().result == Result.CONFIRMED
    assert Certificate.objects.get().kind == CertificateKind.COMPETENCE
    assert faults() == [
        "A certificate of competence against a standard locked after the first meeting began; revoke it.",
        "confirmed against a standard locked after the first meeting began",
        "the ledger says more than was verified",
    ]


def test_a_late_edition_closed_by_the_rule_is_sound(late):
    close(late)
    assert faults() == []
