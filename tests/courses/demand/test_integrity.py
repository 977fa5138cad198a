"""What kompas_check finds in wishes."""

import pytest

from courses.demand import integrity
from courses.demand.models import Wish
from tests import factories as make
from tests.courses.demand.steps import notice, open_edition, wish_for_course
from tests.factories import NOW
from tests.unguarded import unguarded
from training.notices.models import Notice
from training.people.models import Person

pytestmark = pytest.mark.django_db


def faults():
    return [(fault.sentence, fault.keys) for check in integrity.CHECKS for fault in check()]


def test_wishes_made_and_answered_by_the_verbs_are_in_order():
    wish = wish_for_course(make.CourseFactory())
    wish_for_course(make.CourseFactory(), wish.person)
    open_edition(wish.course)
    notice()
    assert faults() == []


def test_one_person_who_wishes_twice_under_two_records_is_named():
    kept, course = make.employed(), make.CourseFactory()
    wish_for_course(course, kept)
    merged = make.employed()
    Wish.objects.create(person=merged, course=course, asked_at=NOW)
    assert faults() == []
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert faults() == [("somebody wishes twice for the same", {"person": kept.pk, "course": course.pk})]


def test_an_answer_that_nobody_was_told_is_named():
    wish = wish_for_course(make.CourseFactory())
    open_edition(wish.course)
    notice()
    with unguarded():
        Notice.objects.all().delete()
    assert faults() == [("the answer was not told", {"wish": wish.pk, "person": wish.person_id})]
