"""Somebody added after a meeting was closed has no mark there: closing the edition says so before it decides."""

import uuid

import pytest
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.completion import actions as completion
from courses.completion import queries, refusals
from courses.completion.models import Completion
from courses.completion.states import Result
from courses.records import queries as records
from tests import factories as make
from tests.factories import ACTOR, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def added(taught):
    """Everybody was there, and a person of the paper list was added when the meeting was closed already."""
    it = taught(present=1, absent=0, outcomes=[])
    it.added = make.EnrolmentFactory(edition=it.edition, person__first_name="Zoja", person__last_name="Późna")
    return it


def close(it, **how):
    return completion.close(edition=it.edition, actor=ACTOR, now=NOW, **how)


def test_closing_names_who_has_no_mark_and_is_refused(added):
    seen = queries.preview(added.edition)
    assert [(line.enrolment, line.unmarked) for line in seen.unmarked] == [(added.added, [added.meeting])]
    assert not seen.is_ready
    with pytest.raises(refusals.AttendanceNotRecorded, match="Zoja Późna"):
        close(added)
    assert not Completion.objects.exists()


def test_once_recorded_it_is_closed(added):
    entry = MarkEntry(added.added.pk, Presence.PRESENT, uuid.uuid4(), reason="Lista papierowa")
    attendance.mark(meeting=added.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=NOW)
    assert [completion.result for completion in close(added)] == [Result.TOOK_PART, Result.TOOK_PART]


def test_although_incomplete_it_is_closed_and_the_record_says_so(added):
    made = {completion.enrolment_id: completion for completion in close(added, allow_incomplete=True)}
    completion = made[added.added.pk]
    assert (completion.result, completion.explanation["closed_incomplete"]) == (Result.NOT_COMPLETED, True)
    assert not made[added.people[0].pk].explanation["closed_incomplete"]
    assert records.payload_of(records.newest(added.edition))["closed"]["incomplete"]


def test_who_left_needs_no_mark(added):
    type(added.added).objects.filter(pk=added.added.pk).update(state="withdrawn")
    assert len(close(added)) == 1


def test_the_screen_shows_them_and_asks(added, client):
    client.force_login(make.superuser())
    url = reverse("kompas_courses:close_edition", args=[added.edition.pk])
    page = client.get(url, headers={"accept-language": "pl"}).content.decode()
    assert "Osoby bez zapisanej obecności" in page and "Późna Zoja" in page
    assert reverse("kompas_courses:roster", args=[added.meeting.pk]) in page
    assert "Zamknij mimo braku zapisu części obecności" in page
    answer = client.post(url, headers={"accept-language": "pl"})
    assert answer.status_code == 409 and "Późna" in answer.content.decode()
    client.post(url, {"allow_incomplete": "on"})
    assert Completion.objects.count() == 2
