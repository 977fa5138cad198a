"""Invitations keep their count per person and meeting; addresses of feeds are secret and revocable."""

from datetime import timedelta

import pytest
import vobject

from courses.calendars import actions as calendars
from courses.calendars import queries
from courses.calendars.models import Feed, Invitation
from courses.calendars.refusals import NoFeedToRevoke
from courses.calendars.registry import meetings_of_person
from courses.catalogue import actions as catalogue
from courses.catalogue.models import Meeting
from courses.catalogue.queries import meetings_not_cancelled
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make.person(first_name="Anna", last_name="Żuk", email="anna@example.org")


@pytest.fixture
def meeting():
    return make.MeetingFactory(edition__venue="Lublin, Diamentowa 2")


@pytest.fixture
def mine():
    """Meetings the person takes part in, as another room would say."""
    keys = set()
    with meetings_of_person.only():
        meetings_of_person.register("test", lambda person: Meeting.objects.filter(pk__in=keys))
        yield keys


def read(file):
    calendar = vobject.readOne(file.content.decode())
    return calendar.method.value, int(calendar.vevent.sequence.value), calendar.vevent.uid.value


def invite(person, *meetings, **kwargs):
    return calendars.invite(
        person=person, meetings=meetings, organiser_email="rops@example.org", now=make.NOW, **kwargs
    )


def uninvite(person, *meetings):
    return calendars.uninvite(person=person, meetings=meetings, now=make.NOW + timedelta(hours=1))


def move(meeting, **kwargs):
    values = {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "topic": meeting.topic,
        "minutes": meeting.minutes,
    }
    return catalogue.save_meeting(edition=meeting.edition, meeting=meeting, actor=make.ACTOR, **{**values, **kwargs})


def test_each_meeting_is_a_file_of_its_own(anna, meeting):
    other = make.MeetingFactory(edition=meeting.edition, starts_at=meeting.starts_at + timedelta(days=7))
    files = invite(anna, meeting, other)
    assert [read(file) for file in files] == [("REQUEST", 0, str(meeting.uid)), ("REQUEST", 0, str(other.uid))]
    assert {(file.content_type, file.method) for file in files} == {("text/calendar", "REQUEST")}


def test_inviting_again_to_what_did_not_change_gives_the_same_file(anna, meeting):
    first = invite(anna, meeting)
    again = calendars.invite(
        person=anna, meetings=[meeting], organiser_email="rops@example.org", now=make.NOW + timedelta(days=1)
    )
    assert first == again
    assert Invitation.objects.get().sequence == 0


@pytest.mark.parametrize(
    "change", [{"topic": "Inny temat"}, {"venue": "Zamość"}, {"online_link": "https://example.org/x"}]
)
def test_a_change_of_what_was_told_raises_the_sequence(anna, meeting, change):
    invite(anna, meeting)
    meeting = move(meeting, **change)
    assert read(invite(anna, meeting)[0]) == ("REQUEST", 1, str(meeting.uid))


def test_the_sequence_is_each_persons_own(anna, meeting):
    invite(anna, meeting)
    moved = move(meeting, ends_at=meeting.ends_at + timedelta(hours=1))
    assert read(invite(anna, moved)[0])[1] == 1
    assert read(invite(make.person(), moved)[0])[1] == 0


def test_cancelling_raises_the_sequence_once_and_coming_back_again(anna, meeting):
    invite(anna, meeting)
    assert [read(file)[:2] for file in uninvite(anna, meeting)] == [("CANCEL", 1)]
    assert [read(file)[:2] for file in uninvite(anna, meeting)] == [("CANCEL", 1)]
    assert [read(file)[:2] for file in invite(anna, meeting)] == [("REQUEST", 2)]


def test_a_calendar_that_was_told_nothing_is_told_of_no_cancellation(anna, meeting):
    assert uninvite(anna, meeting) == []
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_a_meeting_that_is_off(anna, meeting):
    invite(anna, meeting)
    off = catalogue.cancel_meeting(meeting=meeting, reason="Choroba", actor=make.ACTOR)
    assert invite(anna, off) == []
    assert [read(file)[:2] for file in uninvite(anna, off)] == [("CANCEL", 1)]


def test_cancelling_the_edition_calls_off_its_meetings(anna, meeting):
    invite(anna, meeting)
    catalogue.cancel_edition(edition=meeting.edition, reason="Brak chętnych", actor=make.ACTOR)
    assert [read(file)[:2] for file in uninvite(anna, Meeting.objects.get())] == [("CANCEL", 1)]


def test_a_person_without_an_address_gets_no_file(meeting):
    assert invite(make.person(email=""), meeting) == []


def test_inviting_costs_the_same_for_one_meeting_and_for_three(meeting, django_assert_num_queries):
    for days in (7, 14):
        make.MeetingFactory(edition=meeting.edition, starts_at=meeting.starts_at + timedelta(days=days))
    meetings = list(meetings_not_cancelled(meeting.edition))
    for count in (1, 3):
        person = make.person()
        # What was told, and what is told now.
        with django_assert_num_queries(2):
            assert len(invite(person, *meetings[:count])) == count


# ---- feeds -----------------------------------------------------------------------------------------------------


def test_an_address_is_long_and_made_once(anna):
    feed = calendars.make_feed(person=anna, actor=make.ACTOR)
    assert len(feed.token) >= 32
    assert calendars.make_feed(person=anna, actor=make.ACTOR) == feed


def test_a_revoked_address_is_gone_and_a_new_one_differs(anna):
    old = calendars.make_feed(person=anna, actor=make.ACTOR)
    new = calendars.renew_feed(person=anna, actor=make.ACTOR)
    assert old.token != new.token
    assert queries.feed_by_token(old.token) is None
    assert queries.feed_by_token(new.token) == new
    calendars.revoke_feed(person=anna, actor=make.ACTOR)
    assert Feed.objects.filter(revoked_at__isnull=True).count() == 0
    with pytest.raises(NoFeedToRevoke):
        calendars.revoke_feed(person=anna, actor=make.ACTOR)


def test_reading_is_noted_to_the_hour(anna):
    feed = calendars.make_feed(person=anna, actor=make.ACTOR)
    for minutes, noted in ((0, 0), (30, 0), (61, 61)):
        calendars.note_reading(feed=feed, now=make.NOW + timedelta(minutes=minutes))
        assert Feed.objects.get().last_read_at == make.NOW + timedelta(minutes=noted)


def shown(person, now=make.NOW):
    return [(entry.uid, entry.is_cancelled) for entry in queries.entries_of(person, now=now)]


def test_a_calendar_shows_what_rooms_name_and_nobody_elses(anna, meeting, mine):
    mine.add(meeting.pk)
    make.MeetingFactory(edition=meeting.edition)
    assert shown(anna) == [(str(meeting.uid), False)]


def test_a_cancelled_meeting_stays_for_a_month_as_cancelled(anna, meeting, mine):
    mine.add(meeting.pk)
    catalogue.cancel_meeting(meeting=meeting, reason="Choroba", actor=make.ACTOR)
    assert shown(anna) == [(str(meeting.uid), True)]
    assert shown(anna, meeting.ends_at + timedelta(days=29)) == [(str(meeting.uid), True)]
    assert shown(anna, meeting.ends_at + timedelta(days=31)) == []


def test_somebody_who_withdrew_sees_their_meetings_as_cancelled(anna, meeting, mine):
    mine.add(meeting.pk)
    invite(anna, meeting)
    mine.clear()
    uninvite(anna, meeting)
    assert shown(anna) == [(str(meeting.uid), True)]


def test_what_is_over_stays_for_a_year(anna, meeting, mine):
    mine.add(meeting.pk)
    assert shown(anna, meeting.ends_at + timedelta(days=364)) == [(str(meeting.uid), False)]
    assert shown(anna, meeting.ends_at + timedelta(days=366)) == []


def test_a_calendar_costs_the_same_for_one_meeting_and_for_three(anna, meeting, mine, django_assert_num_queries):
    for count in (1, 3):
        while len(mine) < count:
            mine.add(make.MeetingFactory(starts_at=meeting.starts_at + timedelta(days=len(mine))).pk)
        # What rooms name, what was told, the meetings, their invitations.
        with django_assert_num_queries(4):
            assert len(shown(anna)) == count
