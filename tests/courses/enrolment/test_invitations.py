"""Calendars follow the list of participants."""

from datetime import timedelta

import pytest

from courses.calendars.models import Invitation
from courses.catalogue import actions as catalogue
from courses.enrolment import actions as enrolment
from courses.enrolment import tasks
from courses.enrolment.actions.invitations import follow_all_calendars, follow_calendars
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.kernel import time
from training.notices.models import Notice
from training.notices.registry import catch_up

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def opened():
    """A recruitment around the real clock: invitations concern the meetings still to come."""
    now = time.now()
    made = make.RecruitmentFactory(
        seats=1, opens_at=now - DAY, closes_at=now + DAY, edition__contact_email="rops@example.org"
    )
    starts = time.at(time.today(now) + 21 * DAY, "09:00")
    make.MeetingFactory(edition=made.edition, starts_at=starts, topic="Łączność")
    make.MeetingFactory(edition=made.edition, starts_at=starts + DAY)
    return made


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def join(opened, person=None):
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, actor=ACTOR)


def mails(person, kind):
    return Notice.objects.filter(person=person, kind=kind).order_by("pk")


def methods(notice):
    return [file.method for file in notice.attachments.order_by("pk")]


def test_a_confirmed_place_brings_an_invitation_to_each_meeting(opened, on_commit):
    with on_commit():
        application = join(opened)
    invited = mails(application.person, "calendar_invited").get()
    assert methods(invited) == ["REQUEST", "REQUEST"]
    assert "Łączność" in invited.body
    assert Invitation.objects.filter(person=application.person, is_cancelled=False).count() == 2


def test_nobody_is_invited_from_the_reserve_list_until_they_accept(opened, on_commit):
    with on_commit():
        first, second = join(opened), join(opened)
    assert not mails(second.person, "calendar_invited").exists()
    with on_commit():
        enrolment.withdraw(enrolment=first, actor=ACTOR)
    assert not mails(second.person, "calendar_invited").exists()
    with on_commit():
        enrolment.accept(enrolment=second, actor=ACTOR)
    assert methods(mails(second.person, "calendar_invited").get()) == ["REQUEST", "REQUEST"]


def test_withdrawing_takes_the_meetings_out_of_the_calendar(opened, on_commit):
    with on_commit():
        application = join(opened)
    with on_commit():
        enrolment.withdraw(enrolment=application, actor=ACTOR)
    assert methods(mails(application.person, "calendar_uninvited").get()) == ["CANCEL", "CANCEL"]
    assert not Invitation.objects.filter(person=application.person, is_cancelled=False).exists()


def test_asking_again_sends_nothing(opened, on_commit):
    with on_commit():
        join(opened)
    before = Notice.objects.count()
    assert follow_calendars(opened.edition) == 0
    assert follow_all_calendars() == 0
    assert Notice.objects.count() == before


def test_a_lost_task_is_made_good_by_catching_up(opened):
    application = join(opened)  # its on-commit work never runs, as when the process is killed
    assert not mails(application.person, "calendar_invited").exists()
    assert catch_up["calendars"]() == 1
    assert mails(application.person, "calendar_invited").count() == 1


def test_a_moved_meeting_is_told_to_those_who_take_part_with_a_higher_sequence(opened, on_commit):
    with on_commit():
        first, second = join(opened), join(opened)
    meeting = opened.edition.meetings.order_by("starts_at").first()
    with on_commit():
        catalogue.save_meeting(
            meeting=meeting,
            edition=opened.edition,
            topic=meeting.topic,
            minutes=meeting.minutes,
            starts_at=meeting.starts_at + timedelta(hours=1),
            ends_at=meeting.ends_at + timedelta(hours=1),
            actor=ACTOR,
        )
    changed = mails(first.person, "calendar_invited").last()
    assert methods(changed) == ["REQUEST"]
    assert b"SEQUENCE:1" in bytes(changed.attachments.get().content)
    assert not mails(second.person, "calendar_invited").exists()


def test_a_saved_meeting_that_did_not_change_writes_to_nobody(opened, on_commit):
    with on_commit():
        application = join(opened)
    meeting = opened.edition.meetings.first()
    meeting.save()  # moves changed_at
    assert follow_all_calendars() == 0
    assert mails(application.person, "calendar_invited").count() == 1


def test_a_cancelled_meeting_leaves_the_calendar_and_the_other_stays(opened, on_commit):
    with on_commit():
        application = join(opened)
    meeting = opened.edition.meetings.order_by("starts_at").first()
    with on_commit():
        catalogue.cancel_meeting(meeting=meeting, reason="trainer ill", actor=ACTOR)
    assert methods(mails(application.person, "calendar_uninvited").get()) == ["CANCEL"]
    assert Invitation.objects.filter(person=application.person, is_cancelled=False).count() == 1


def test_a_cancelled_edition_ends_enrolments_and_calendars(opened, on_commit):
    with on_commit():
        first, second = join(opened), join(opened)
    with on_commit():
        catalogue.cancel_edition(edition=opened.edition, reason="flood", actor=ACTOR)
    for enrolled in (first, second):
        enrolled.refresh_from_db()
        assert (enrolled.state, enrolled.reason) == (EnrolmentState.CANCELLED, "flood")
    assert mails(first.person, "calendar_uninvited").count() == 1
    assert not mails(second.person, "calendar_uninvited").exists()


def test_a_lost_signal_of_a_cancelled_edition_is_made_good(opened):
    application = join(opened)
    catalogue.cancel_edition(edition=opened.edition, reason="flood", actor=ACTOR)  # nothing on commit
    application.refresh_from_db()
    assert application.state == EnrolmentState.CONFIRMED
    assert tasks.cancel_leftovers() == 1
    application.refresh_from_db()
    assert (application.state, application.reason) == (EnrolmentState.CANCELLED, "flood")


def test_a_person_without_an_address_is_not_tried_again_and_again(opened):
    join(opened, make.employed(email=""))
    assert follow_all_calendars() == 0
    assert not Notice.objects.filter(kind="calendar_invited").exists()


def test_past_meetings_are_nobodys_news(opened):
    past = make.RecruitmentFactory(opens_at=NOW - 90 * DAY, closes_at=NOW - 80 * DAY)
    long_ago = time.now() - 30 * DAY
    make.MeetingFactory(edition=past.edition, starts_at=long_ago)
    make.EnrolmentFactory(edition=past.edition)
    assert follow_all_calendars() == 0


def test_a_meeting_that_is_put_off_lets_the_queue_move_and_so_does_catching_up(opened, on_commit):
    confirmed, waiting = join(opened), join(opened)
    first, second = opened.edition.meetings.order_by("starts_at")
    began = time.now() - timedelta(minutes=5)
    opened.edition.meetings.filter(pk=first.pk).update(starts_at=began, ends_at=began + timedelta(hours=1))
    type(opened).objects.update(closes_at=began)
    enrolment.withdraw(enrolment=confirmed, actor=ACTOR, by_staff=True, reason="ill")
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.WAITING
    with on_commit():
        catalogue.save_meeting(
            edition=opened.edition,
            meeting=first,
            topic=first.topic,
            starts_at=second.starts_at - DAY,
            ends_at=second.starts_at - DAY + timedelta(hours=6),
            actor=ACTOR,
        )
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.OFFERED
    assert catch_up["free places"]() == 0
