"""What the register shows on other rooms' pages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses.attendance import actions as attendance
from courses.attendance import panels, queries
from courses.attendance.states import MarkedHow
from courses.catalogue.registry import meetings_held
from courses.catalogue.states import MeetingState
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.desk.registry import PanelContext

pytestmark = pytest.mark.django_db


def context_of(person):
    return PanelContext(request=None, person=person, on=make.TODAY, now=make.NOW)


def test_a_participant_sees_how_much_is_still_needed(meeting, people, say):
    make.MeetingFactory(edition=meeting.edition, starts_at=make.NOW + timedelta(days=7), minutes=270)
    attendance.mark(
        meeting=meeting,
        entries=[say(people[0], "late", 90), say(people[1], "present")],
        actor=make.ACTOR,
        how=MarkedHow.TAP,
        now=make.NOW,
    )
    html = panels.attendance_panel(context_of(people[0].person)).render_html({})
    # 180 of 432 minutes: 252 are missing, which is 5.6 didactic hours.
    assert "5,6" in html
    assert meeting.edition.course.title in html


def test_who_takes_part_is_told_where_and_when_until_it_is_over(meeting, people, trainer, django_assert_num_queries):
    edition = meeting.edition
    edition.venue, edition.contact_name, edition.contact_phone = "Chełm, ul. Długa 1", "Ewa Nowak", "81 528 76 50"
    edition.save()
    later = make.MeetingFactory(edition=edition, starts_at=make.NOW + timedelta(days=7), online_link="https://a.pl/b")
    make.MeetingFactory(edition=edition, starts_at=make.NOW - timedelta(days=7))
    make.MeetingFactory(edition=edition, starts_at=make.NOW + timedelta(days=9), state=MeetingState.CANCELLED)
    other = make.PersonFactory(first_name="Adam", last_name="Aaa")
    meeting.trainers.add(other)
    panels.appointments_of_participant(people[0].person, make.NOW)  # where pages of courses are is kept for a minute
    with django_assert_num_queries(2):
        today, next_week = panels.appointments_of_participant(people[0].person, make.NOW)
    assert (today.starts_at, today.place, today.led_by) == (
        meeting.starts_at,
        edition.venue,
        f"{other.full_name}, {trainer.full_name}",
    )
    assert (today.contact_name, today.contact_phone, today.join_url) == ("Ewa Nowak", "81 528 76 50", "")
    assert (next_week.starts_at, next_week.join_url, next_week.led_by) == (later.starts_at, "https://a.pl/b", "")
    assert today.url == reverse("kompas_courses:enrolment", args=[people[0].pk])
    assert panels.appointments_of_participant(people[0].person, later.ends_at) == []
    people[0].state = EnrolmentState.WITHDRAWN
    people[0].save()
    assert panels.appointments_of_participant(people[0].person, make.NOW) == []


def test_minutes_of_what_goes_on_are_those_of_the_register(meeting, people, trainer, say):
    make.MeetingFactory(edition=meeting.edition, starts_at=make.NOW + timedelta(days=7), minutes=200)
    marks = [say(people[0], "late", 90), *(say(enrolment, "present") for enrolment in people[1:])]
    attendance.mark(meeting=meeting, entries=marks, actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)
    attendance.close_meeting(
        meeting=meeting, minutes=180, topic="Podstawy", taught_by=[trainer], actor=make.ACTOR, now=make.NOW
    )
    counted = queries.minutes_of(people)
    for enrolment in people:
        (taken,) = queries.participations(enrolment.person)
        assert taken.minutes == counted[enrolment.pk]


def test_who_teaches_is_told_too_with_the_register(meeting, trainer):
    (own,) = panels.appointments_of_trainer(trainer, make.NOW)
    assert (own.url, own.is_teaching, own.led_by) == (reverse("kompas_courses:roster", args=[meeting.pk]), True, "")
    assert panels.appointments_of_trainer(trainer, meeting.ends_at) == []
    assert panels.appointments_of_trainer(make.person(), make.NOW) == []


def test_nobody_sees_a_panel_before_anything_was_recorded_or_after_withdrawing(meeting, people, say):
    assert panels.attendance_panel(context_of(people[0].person)) is None
    assert panels.enrolment_panel(people[0]) is None
    attendance.mark(
        meeting=meeting, entries=[say(people[0], "present")], actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW
    )
    assert panels.attendance_panel(context_of(people[1].person)) is None
    assert panels.enrolment_panel(people[0]) is not None
    people[0].state = EnrolmentState.WITHDRAWN
    people[0].save()
    assert panels.attendance_panel(context_of(people[0].person)) is None
    assert panels.enrolment_panel(people[0]) is None


def test_a_trainers_next_step_is_todays_meeting_then_those_that_are_over(meeting, trainer):
    make.MeetingFactory(starts_at=make.NOW - timedelta(days=2), trainers=[trainer])
    today, over = panels.trainer_steps(trainer, make.NOW)
    assert meeting.topic in str(today.text)
    assert today.order < over.order
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic="Podstawy", taught_by=[trainer], actor=make.ACTOR, now=make.NOW
    )
    assert len(panels.trainer_steps(trainer, make.NOW)) == 1
    assert panels.trainer_steps(make.person(), make.NOW) == []


def test_the_office_is_led_to_the_meetings_of_all_editions(client, meeting):
    user = make.person_with_account().user
    assert list(panels.office_tasks(user, make.NOW)) == []
    user.user_permissions.add(Permission.objects.get(codename="change_meetingclosing"))
    user = type(user).objects.get(pk=user.pk)
    (task,) = panels.office_tasks(user, meeting.ends_at + timedelta(minutes=1))
    client.force_login(user)
    assert meeting.topic in client.get(task.url).content.decode()


def test_the_catalogue_learns_which_meetings_took_place(meeting, people, trainer, say):
    other = make.MeetingFactory(starts_at=make.NOW - timedelta(days=2), trainers=[trainer])
    empty = make.MeetingFactory()
    keys = [meeting.pk, other.pk, empty.pk]
    assert meetings_held["attendance"](keys) == set()
    attendance.mark(
        meeting=meeting, entries=[say(people[0], "present")], actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW
    )
    attendance.close_meeting(
        meeting=other, minutes=other.minutes, topic="Podstawy", taught_by=[trainer], actor=make.ACTOR, now=make.NOW
    )
    assert meetings_held["attendance"](keys) == {meeting.pk, other.pk}


def test_the_page_of_an_enrolment_shows_own_attendance(client, meeting, people, say):
    ewa = people[0]
    ewa.person.user = make.user()
    ewa.person.save()
    make.RecruitmentFactory(edition=meeting.edition)
    client.force_login(ewa.person.user)
    own = reverse("kompas_courses:my_attendance", args=[ewa.pk])
    page = reverse("kompas_courses:enrolment", args=[ewa.pk])
    assert own not in client.get(page).content.decode()
    attendance.mark(meeting=meeting, entries=[say(ewa, "present")], actor=make.ACTOR, how=MarkedHow.TAP, now=make.NOW)
    assert own in client.get(page).content.decode()
