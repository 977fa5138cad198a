"""A mistake found after closing: opened again with a reason, corrected, closed again, and everything follows."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition
from courses.catalogue.refusals import EditionIsBeingCorrected, EditionIsOver
from courses.completion import actions as completion
from courses.completion import integrity, queries, refusals
from courses.completion.integrity import recorded as as_recorded
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from courses.records import integrity as record_integrity
from courses.records import queries as records
from courses.records.models import EditionRecord, Reopening
from tests import factories as make
from tests.courses.records.steps import close, verify
from training.assessments.models import Assessment, HeldLevel

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
LATER = NOW + timedelta(days=3)


@pytest.fixture
def closed(group):
    return group(closed=True)


def reopen(it, reason="Błędnie wpisana obecność", now=LATER):
    return completion.reopen(edition=it.edition, reason=reason, actor=ACTOR, now=now)


def faults():
    checks = (
        record_integrity.records_are_as_frozen,
        record_integrity.closed_editions_have_records,
        record_integrity.corrections_go_on_from_the_last,
        integrity.ledger,
        integrity.completions,
        as_recorded.decisions,
        integrity.verified_in_time,
    )
    return [fault.sentence for check in checks for fault in check()]


def held(it, person=0):
    rows = HeldLevel.objects.filter(person=it.people[person].person, until=None)
    lines = {outcome.competence.line_id: outcome.competence_id for outcome in it.outcomes}
    return sorted((lines[line], level) for line, level in rows.values_list("line_id", "level"))


def results(it):
    return [
        completion.result for completion in Completion.objects.filter(enrolment__in=it.people).order_by("enrolment")
    ]


def test_reopening_needs_a_reason(closed):
    with pytest.raises(refusals.ReasonMissing):
        reopen(closed, reason="  ")
    assert Edition.objects.get(pk=closed.edition.pk).is_closed


def test_reopening_twice_is_harmless(closed):
    reopen(closed)
    reopen(closed, reason="Jeszcze raz")
    assert [reopening.reason for reopening in Reopening.objects.all()] == ["Błędnie wpisana obecność"]


def test_an_edition_that_goes_on_cannot_be_reopened(group):
    with pytest.raises(refusals.EditionIsNotClosed):
        reopen(group(closed=False))


def test_while_it_is_open_everything_stands_as_it_was_closed(closed):
    before = results(closed), held(closed), Assessment.objects.count()
    reopen(closed)
    assert (results(closed), held(closed), Assessment.objects.count()) == before
    assert faults() == []


def test_closing_again_without_a_change_gives_the_next_version_and_nothing_else(closed):
    before = results(closed), held(closed), Assessment.objects.count()
    reopen(closed)
    close(closed, now=LATER)
    assert [record.version for record in EditionRecord.objects.order_by("version")] == [1, 2]
    assert (results(closed), held(closed), Assessment.objects.count()) == before
    assert faults() == []


def test_a_verification_corrected_withdraws_the_level_that_rested_on_it(closed):
    first, second = (outcome.competence_id for outcome in closed.outcomes)
    assert held(closed) == sorted([(first, 2), (second, 1)])
    reopen(closed)
    verify(closed, 0, 0, False, now=LATER)
    close(closed, now=LATER)
    assert held(closed) == [(second, 1)]
    assert held(closed, 1) == sorted([(first, 2), (second, 1)])
    withdrawn = Assessment.objects.get(evidence_kind="verification_withdrawn")
    assert withdrawn.corrects.competence_id == first and withdrawn.level is None
    assert results(closed) == [Result.COMPLETED, Result.CONFIRMED, Result.NOT_COMPLETED]
    assert faults() == []


def test_the_old_decision_stays_in_the_earlier_version(closed):
    reopen(closed)
    verify(closed, 0, 0, False, now=LATER)
    close(closed, now=LATER)
    old, new = (records.payload_of(record) for record in EditionRecord.objects.order_by("version"))
    assert [person["result"] for person in old["people"]] == ["confirmed", "confirmed", "not_completed"]
    assert [person["result"] for person in new["people"]] == ["completed", "confirmed", "not_completed"]


def test_a_verification_that_comes_back_brings_the_level_back_and_again(closed):
    """Met, not met, met, not met, met: the ledger follows each time, under keys of its own."""
    competence = closed.outcomes[0].competence_id
    for turn, is_met in enumerate([False, True, False, True], start=1):
        moment = LATER + timedelta(days=turn)
        reopen(closed, now=moment)
        verify(closed, 0, 0, is_met, now=moment)
        close(closed, now=moment)
        assert ((competence, 2) in held(closed)) is is_met
        assert faults() == []
    assert EditionRecord.objects.count() == 5


def test_a_lower_outcome_of_the_same_competence_counts_when_the_higher_falls(group):
    it = group(closed=False)
    # Both outcomes prove the same competence: only the higher one is in the ledger.
    from courses.catalogue.models import Outcome
    from training.kernel import triggers

    triggers.remove()
    Outcome.objects.filter(pk=it.outcomes[1].pk).update(competence=it.outcomes[0].competence)
    triggers.install()
    close(it)
    competence = it.outcomes[0].competence_id
    assert held(it) == [(competence, 2)]
    for turn, (is_met, level) in enumerate([(False, 1), (True, 2), (False, 1)], start=1):
        moment = LATER + timedelta(days=turn)
        reopen(it, now=moment)
        verify(it, 0, 0, is_met, now=moment)
        close(it, now=moment)
        assert held(it) == [(competence, level)]
        assert faults() == []


def test_a_mark_corrected_decides_anew(closed):
    reopen(closed)
    entry = MarkEntry(closed.people[1].pk, Presence.ABSENT, uuid.uuid4(), reason="Pomylono osoby")
    outcome = attendance.mark(meeting=closed.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=LATER)
    assert not outcome.refused
    close(closed, now=LATER)
    assert results(closed) == [Result.CONFIRMED, Result.NOT_COMPLETED, Result.NOT_COMPLETED]
    assert faults() == []


def test_a_name_corrected_stands_in_the_new_version_only(closed):
    reopen(closed)
    person = closed.people[0].person
    person.last_name = "Adamczyk-Nowak"
    person.save()
    close(closed, now=LATER, corrected=[f"{closed.people[0].pk}/name"])
    names = [
        records.payload_of(record)["people"][0]["last_name"] for record in EditionRecord.objects.order_by("version")
    ]
    assert names == ["Adamczyk", "Adamczyk-Nowak"]
    assert Completion.objects.get(enrolment=closed.people[0]).name == "Adamczyk-Nowak Ewa"


def test_who_left_while_it_was_open_has_no_decision_and_no_levels(closed):
    reopen(closed)
    Enrolment.objects.filter(pk=closed.people[0].pk).update(state=EnrolmentState.WITHDRAWN)
    close(closed, now=LATER)
    assert not Completion.objects.filter(enrolment=closed.people[0]).exists()
    assert held(closed) == []
    assert held(closed, 1) != []
    assert faults() == []


def test_a_reopened_edition_cannot_be_cancelled_nor_a_closed_one_published(closed):
    with pytest.raises(EditionIsOver):
        catalogue.publish_edition(edition=closed.edition, actor=ACTOR)
    reopen(closed)
    with pytest.raises(EditionIsBeingCorrected):
        catalogue.cancel_edition(edition=closed.edition, reason="Nie", actor=ACTOR)


def test_levels_that_fell_with_a_certificate_do_not_come_back_at_the_next_closing(closed):
    withdrawn = completion.withdraw_levels(enrolment=closed.people[0], reason="Fałszywe dane", actor=ACTOR, now=LATER)
    assert withdrawn == 2
    assert held(closed) == []
    assert completion.withdraw_levels(enrolment=closed.people[0], reason="Znów", actor=ACTOR, now=LATER) == 0
    assert faults() == []
    reopen(closed)
    close(closed, now=LATER)
    assert held(closed) == []
    assert faults() == []


# ---- screens ---------------------------------------------------------------------------------------------------


def test_the_office_reopens_on_the_page_of_results_and_sees_it_said(closed, client):
    client.force_login(make.superuser())
    url = reverse("kompas_courses:reopen_edition", args=[closed.edition.pk])
    assert client.get(url).status_code == 405
    refused = client.post(url, {"reason": ""})
    assert refused.status_code == 422
    answer = client.post(url, {"reason": "Zły wpis Bąk"}, follow=True)
    assert "Zły wpis Bąk" in answer.content.decode()
    assert not Edition.objects.get(pk=closed.edition.pk).is_closed
    old = client.get(reverse("kompas_courses:edition_record", args=[closed.edition.pk, 1])).content.decode()
    assert "Zły wpis Bąk" in old and "Adamczyk Ewa" in old
    panel = client.get(reverse("kompas_edition:inspect", args=[closed.edition.pk])).content.decode()
    assert "Zły wpis Bąk" in panel
    assert client.post(url, {"reason": "Drugi raz"}, follow=True).status_code == 200
    assert Reopening.objects.count() == 1


def test_an_assessor_may_neither_reopen_nor_read_records(closed, client):
    client.force_login(closed.assessor.user)
    url = reverse("kompas_courses:reopen_edition", args=[closed.edition.pk])
    assert client.post(url, {"reason": "Chcę"}).status_code == 404
    assert client.get(reverse("kompas_courses:edition_record", args=[closed.edition.pk, 1])).status_code == 404
    assert Edition.objects.get(pk=closed.edition.pk).is_closed


def test_a_version_that_does_not_exist_is_not_found(closed, client):
    client.force_login(make.superuser())
    assert client.get(reverse("kompas_courses:edition_record", args=[closed.edition.pk, 7])).status_code == 404


def test_closing_again_costs_as_much_for_three_as_for_thirteen(group, django_assert_max_num_queries):
    it = group(closed=True)
    reopen(it)
    with django_assert_max_num_queries(62):
        close(it, now=LATER)
    assert queries.preview(Edition.objects.get(pk=it.edition.pk)).payload["closed"]["at"].startswith("2026-11-26")
