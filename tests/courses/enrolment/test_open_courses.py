"""Which courses are proposed where a competence is missing: open ones, that have a place, that nobody has taken yet."""

from datetime import timedelta

import pytest

from courses.catalogue.states import EditionState
from courses.enrolment.panels import open_courses
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel import time
from training.kernel.page_cache import page_cache

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def competence():
    return make.CompetenceFactory()


@pytest.fixture
def opened(competence):
    """Opens an edition of a course that leads to level 3; of a new course, unless one is given."""

    def made(course=None, *, days=21, taken=0, waiting=0, **terms):
        if course is None:
            course = make.OutcomeFactory(competence=competence, level=3).standard.course
        day = time.today() + days * DAY
        edition = make.EditionFactory(
            course=course, standard=course.standards.get(), starts_on=day, ends_on=day, state=EditionState.PUBLISHED
        )
        now = time.now()
        make.RecruitmentFactory(edition=edition, **{"opens_at": now - DAY, "closes_at": now + DAY, **terms})
        make.EnrolmentFactory.create_batch(taken, edition=edition)
        make.EnrolmentFactory.create_batch(waiting, edition=edition, state=EnrolmentState.WAITING)
        return edition

    return made


def proposed(competence, *people):
    return open_courses([competence.line_id], people, time.today())


def test_only_courses_open_for_applications_are_proposed(competence, opened):
    edition = opened()
    opened(closes_at=time.now() - timedelta(hours=1))
    (closing,) = proposed(competence)
    assert (closing.line_id, closing.level, closing.title) == (competence.line_id, 3, edition.title)
    assert (closing.apply_until, closing.starts_on) == (edition.recruitment.closes_at, edition.starts_on)
    assert (closing.is_full, closing.waiting) == (False, 0)
    assert proposed(make.CompetenceFactory()) == []


def test_a_later_edition_with_places_is_named_before_a_full_one(competence, opened):
    full = opened(days=10, seats=2, taken=2, waiting=3)
    free = opened(full.course, days=30, seats=2, taken=1)
    (closing,) = proposed(competence)
    assert (closing.starts_on, closing.is_full) == (free.starts_on, False)


def test_where_all_are_full_the_nearest_says_how_many_wait(competence, opened):
    full = opened(days=10, seats=2, taken=2, waiting=3)
    opened(full.course, days=30, seats=1, taken=1, waiting=1)
    (closing,) = proposed(competence)
    assert (closing.starts_on, closing.is_full, closing.waiting) == (full.starts_on, True, 3)


def test_a_full_edition_that_takes_nobody_more_is_not_proposed(competence, opened):
    opened(seats=1, taken=1, has_reserve_list=False)
    assert proposed(competence) == []


def test_without_a_reserve_list_nobody_is_said_to_wait(competence, opened):
    opened(seats=1, taken=1, has_reserve_list=False, at_once=False)
    (closing,) = proposed(competence)
    assert (closing.is_full, closing.waiting) == (True, None)


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize(
    ("state", "days", "is_taken"),
    [
        (EnrolmentState.CONFIRMED, 21, True),
        (EnrolmentState.WAITING, 21, True),
        (EnrolmentState.UNDER_DECISION, 21, True),
        (EnrolmentState.CONFIRMED, -400, True),
        (EnrolmentState.WAITING, -400, False),
        (EnrolmentState.WITHDRAWN, 21, False),
        (EnrolmentState.REFUSED, 21, False),
    ],
)
def test_who_has_applied_or_attended_is_named_alone_and_among_others(competence, opened, state, days, is_taken, others):
    edition, person = opened(), make.person()
    day = time.today() + days * DAY
    applied = make.EditionFactory(course=edition.course, starts_on=day, ends_on=day)
    make.EnrolmentFactory(edition=applied, person=person, state=state)
    people = [person, *(make.person() for _ in range(others))]
    (closing,) = proposed(competence, *people)
    assert closing.taken_by == (frozenset({person.pk}) if is_taken else frozenset())


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number_of_courses_and_people(competence, opened, count, django_assert_num_queries):
    people = [make.person() for _ in range(count + 1)]
    for person in people:
        make.EnrolmentFactory(edition=opened(), person=person)
    with django_assert_num_queries(3):
        assert len(proposed(competence, *people)) == count + 1


def test_what_the_desk_of_a_person_has_asked_is_not_asked_again(competence, opened, django_assert_num_queries):
    from courses.enrolment.queries import live_enrolments_of

    person = make.person()
    make.EnrolmentFactory(edition=opened(), person=person)
    with page_cache():
        live_enrolments_of(person)
        with django_assert_num_queries(2):
            (closing,) = proposed(competence, person)
    assert closing.taken_by == frozenset({person.pk})
