"""Many at once: one opening is told once, and one person's taps are one wish; with the locks taken out they are not."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections

from courses.demand import queries
from courses.demand.models import Opening, Wish
from courses.enrolment.models import RecruitmentQuerySet
from tests import factories as make
from tests.courses.demand.steps import DAY, letters, notice, open_edition, wish_for_course
from tests.factories import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

THREADS = 8


def at_once(job):
    """What came of the same job on several threads, let loose together: its answer, or its failure."""
    start = threading.Barrier(THREADS)

    def work():
        start.wait(timeout=30)
        try:
            return job()
        except IntegrityError as failure:
            return failure
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return [done.result(timeout=120) for done in [pool.submit(work) for _turn in range(THREADS)]]


def test_an_opening_noticed_by_many_at_once_is_told_once():
    course, office = make.CourseFactory(), make.organisation()
    people = [make.employed(organisation=office) for _turn in range(40)]
    for person in people:
        wish_for_course(course, person)
    open_edition(course)
    assert sorted(at_once(notice)) == [0] * (THREADS - 1) + [40]
    assert letters() == [person.pk for person in people]
    assert Opening.objects.count() == 1


def test_without_the_lock_of_the_recruitment_the_database_has_to_stop_them(monkeypatch):
    """The control: the row of the opening is then the only thing that keeps people from a second letter."""
    course = make.CourseFactory()
    wish_for_course(course)
    open_edition(course)
    barrier = threading.Barrier(THREADS)

    def unnoticed(recruitment):
        """All have looked before any has written."""
        barrier.wait(timeout=30)
        return False

    monkeypatch.setattr(RecruitmentQuerySet, "locked", lambda rows: rows.select_related("edition__course"))
    monkeypatch.setattr(queries, "is_noticed", unnoticed)
    came = at_once(notice)
    assert [type(answer) for answer in came].count(IntegrityError) == THREADS - 1
    assert len(letters()) == 1
    assert Opening.objects.count() == 1


def test_taps_at_once_are_one_wish():
    course, person = make.CourseFactory(), make.employed()
    assert len(set(at_once(lambda: wish_for_course(course, person, now=NOW - DAY)))) == 1
    assert Wish.objects.count() == 1
