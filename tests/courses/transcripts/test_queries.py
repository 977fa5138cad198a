"""What a training transcript says: closed editions as recorded, the others as they stand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from courses.catalogue.models import Course, Edition
from courses.catalogue.states import EditionState
from courses.completion import actions as completion
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from courses.transcripts.queries import transcript_of
from courses.transcripts.registry import attended_courses
from courses.transcripts.rules import AttendedCourse
from tests import factories as make
from training.people import actions as people

pytestmark = pytest.mark.django_db


def rows(person):
    with translation.override("en"):
        return [row.course for year in transcript_of(person, make.TODAY).years for row in year.rows]


def test_a_closed_course_stands_with_hours_result_and_institution(attend):
    ewa = make.person()
    enrolment = attend(ewa, title="Dialog motywujący")
    (row,) = rows(ewa)
    assert (row.title, row.hours, row.hours_of_course) == ("Dialog motywujący", Decimal("2.0"), Decimal("2.0"))
    assert (row.result, row.institution, row.key) == ("took part", "Ośrodek nad rzeką", enrolment.pk)


def test_later_names_do_not_reach_a_closed_course(attend):
    ewa = make.person()
    enrolment = attend(ewa, title="Dialog motywujący")
    Course.objects.filter(pk=enrolment.edition.course_id).update(title="Inny tytuł")
    people.save_organisation(organisation=enrolment.organisation, name="Inny ośrodek", actor=make.ACTOR)
    assert [(row.title, row.institution) for row in rows(ewa)] == [("Dialog motywujący", "Ośrodek nad rzeką")]


def test_a_course_that_goes_on_stands_with_the_hours_so_far(attend):
    ewa = make.person()
    enrolment = attend(ewa, close=False)
    make.MeetingFactory(edition=enrolment.edition, minutes=180)
    (row,) = rows(ewa)
    assert (row.hours, row.hours_of_course, row.result) == (Decimal("2.0"), Decimal("6.0"), "not decided yet")


@pytest.mark.parametrize("close", [True, False])
def test_who_was_never_there_attended_nothing(attend, close):
    ewa = make.person()
    attend(ewa, present=False, close=close)
    assert rows(ewa) == []


def test_an_application_alone_is_no_training():
    ewa = make.person()
    make.EnrolmentFactory(person=ewa, state=EnrolmentState.WAITING)
    assert rows(ewa) == []


@pytest.mark.parametrize("close", [True, False])
def test_who_left_before_the_end_keeps_the_hours_attended(attend, close):
    ewa = make.person()
    enrolment = attend(ewa, close=False)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.WITHDRAWN, ended_at=make.NOW)
    if close:
        edition = Edition.objects.select_related("course", "standard").get(pk=enrolment.edition_id)
        completion.close(edition=edition, actor=make.ACTOR, now=make.NOW)
    assert [(row.hours, row.result) for row in rows(ewa)] == [(Decimal("2.0"), "left before the end")]


def test_hours_of_a_cancelled_edition_were_attended_all_the_same(attend):
    ewa = make.person()
    enrolment = attend(ewa, close=False)
    Edition.objects.filter(pk=enrolment.edition_id).update(state=EditionState.CANCELLED)
    assert [(row.hours, row.result) for row in rows(ewa)] == [(Decimal("2.0"), "cancelled by the organiser")]


def test_while_an_edition_is_corrected_the_last_closing_counts(attend):
    ewa = make.person()
    enrolment = attend(ewa)
    edition = Edition.objects.get(pk=enrolment.edition_id)
    completion.reopen(edition=edition, reason="Pomyłka", actor=make.ACTOR, now=make.NOW + timedelta(days=1))
    make.MeetingFactory(edition=edition, minutes=180)
    (row,) = rows(ewa)
    assert (row.hours_of_course, row.result, row.is_being_corrected) == (Decimal("2.0"), "took part", True)


def test_closing_again_shows_the_newer_record_once(attend):
    ewa = make.person()
    enrolment = attend(ewa)
    edition = Edition.objects.get(pk=enrolment.edition_id)
    completion.reopen(edition=edition, reason="Pomyłka", actor=make.ACTOR, now=make.NOW + timedelta(days=1))
    edition = Edition.objects.select_related("course", "standard").get(pk=edition.pk)
    completion.close(edition=edition, actor=make.ACTOR, now=make.NOW + timedelta(days=2))
    assert [(row.result, row.is_being_corrected) for row in rows(ewa)] == [("took part", False)]


def test_courses_of_a_merged_record_come_along_and_nobody_elses(attend):
    ewa, former = make.person(), make.person()
    attend(ewa, title="Jeden")
    attend(former, title="Drugi")
    attend(make.person(), title="Cudzy")
    people.merge_people(kept=ewa, merged=former, actor=make.ACTOR, reason="ten sam PESEL")
    for record in (ewa, former):
        record.refresh_from_db()
        assert sorted(row.title for row in rows(record)) == ["Drugi", "Jeden"]


def test_training_elsewhere_can_be_added():
    day = make.TODAY - timedelta(days=400)
    elsewhere = AttendedCourse("Studia podyplomowe", "", day, day, 900, 900, 45, "completed", organiser="UMCS")
    ewa = make.person()
    with attended_courses.without():
        attended_courses.register("elsewhere", lambda person: [elsewhere])
        assert rows(ewa) == [elsewhere]


@pytest.mark.parametrize("count", [1, 3])
def test_the_questions_are_the_same_for_one_course_and_for_three(attend, django_assert_num_queries, count):
    ewa = make.person()
    for number in range(count):
        attend(ewa, days_ago=number + 1)
        attend(ewa, days_ago=number + 1, close=False)
    with django_assert_num_queries(QUERIES):
        rows(ewa)


# enrolments, records; totals of meetings and marks of editions not closed; certificates
QUERIES = 5
