"""What a reader is told of their own applications, on pages about courses."""

from datetime import timedelta

import pytest
from django.utils import translation

from courses.catalogue.states import EditionState
from courses.completion.columns import own_tag
from courses.completion.models import Completion
from courses.completion.queries import own_enrolments
from courses.completion.states import Result
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel.actor_columns import acted
from training.people import actions as people

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()


@pytest.fixture
def person():
    return make.person()


@pytest.fixture
def course():
    return make.CourseFactory()


@pytest.fixture
def apply(person, course):
    """An application of the person to an edition of the course, so many days from today."""

    def made(state=EnrolmentState.CONFIRMED, *, days=20, edition_state=EditionState.PUBLISHED, result=None, **fields):
        day = TODAY + timedelta(days=days)
        edition = make.EditionFactory(course=course, starts_on=day, ends_on=day)
        enrolment = make.EnrolmentFactory(edition=edition, person=person, state=state, **fields)
        if result:
            Completion.objects.create(
                enrolment=enrolment,
                result=result,
                minutes_taught=270,
                minutes_attended=270,
                minutes_required=216,
                threshold=80,
                decided_at=make.NOW,
                **acted(make.ACTOR),
            )
        edition.state = edition_state
        edition.save()
        return enrolment

    return made


def texts(person, course, *, elsewhere=False):
    own = own_enrolments(person, [course.pk], TODAY)
    with translation.override("pl"):
        return [own_tag(each, make.NOW, elsewhere=elsewhere).text for each in own.of_course(course.pk)]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (EnrolmentState.CONFIRMED, ["Masz miejsce"]),
        (EnrolmentState.UNDER_DECISION, ["W trakcie rozpatrywania"]),
        (EnrolmentState.WAITING, ["Na liście rezerwowej: 1 z 1"]),
        (EnrolmentState.WITHDRAWN, []),
        (EnrolmentState.REFUSED, []),
        (EnrolmentState.DECLINED, []),
        (EnrolmentState.EXPIRED, []),
        (EnrolmentState.CANCELLED, []),
        (EnrolmentState.MOVED, []),
    ],
)
def test_each_state_that_lives_is_told_and_what_is_over_bars_nobody(apply, person, course, state, text):
    apply(state)
    assert texts(person, course) == text


def test_the_position_is_told_among_all_who_wait_for_that_edition(apply, person, course):
    mine = apply(EnrolmentState.WAITING, arrival=50)
    for arrival in (10, 20, 60):
        make.EnrolmentFactory(edition=mine.edition, state=EnrolmentState.WAITING, arrival=arrival)
    make.EnrolmentFactory(edition=mine.edition, state=EnrolmentState.CONFIRMED, arrival=5)
    make.EnrolmentFactory(state=EnrolmentState.WAITING, arrival=6)
    assert texts(person, course) == ["Na liście rezerwowej: 3 z 4"]


def test_an_offer_is_told_with_its_hour_until_it_is_over(apply, person, course):
    offered = apply(EnrolmentState.OFFERED, offer_expires_at=make.NOW + timedelta(days=7, hours=6))
    assert texts(person, course) == ["Propozycja miejsca – odpowiedz do 30 listopada 2026, 16:00"]
    (own,) = own_enrolments(person, [course.pk], TODAY).listed
    assert own_tag(own, make.NOW).awaits_answer
    late = own_tag(own, offered.offer_expires_at)
    assert not late.awaits_answer
    with translation.override("pl"):
        assert own_tag(own, offered.offer_expires_at).text == "Czas na przyjęcie miejsca minął"


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (Result.CONFIRMED, "Ukończone 12 maja 2025, kompetencja potwierdzona"),
        (Result.COMPLETED, "Ukończone 12 maja 2025"),
        (Result.TOOK_PART, "Udział w kursie, zakończonym 12 maja 2025"),
        (Result.NOT_COMPLETED, "Nieukończone, kurs zakończony 12 maja 2025"),
    ],
)
def test_a_closed_edition_is_told_by_its_outcome(apply, person, course, result, text):
    apply(days=-560, edition_state=EditionState.CLOSED, result=result)
    assert texts(person, course) == [text]


def test_while_an_edition_is_not_closed_or_being_corrected_nobody_has_a_result(apply, person, course):
    apply(days=-560)
    apply(days=-559, result=Result.NOT_COMPLETED)
    assert texts(person, course) == [
        "Zakończone 13 maja 2025, wynik jeszcze nieznany",
        "Zakończone 12 maja 2025, wynik jeszcze nieznany",
    ]


def test_who_only_waited_for_an_edition_that_is_over_is_told_nothing(apply, person, course):
    apply(EnrolmentState.WAITING, days=-1)
    apply(EnrolmentState.UNDER_DECISION, days=0, edition_state=EditionState.CLOSED)
    assert texts(person, course) == []


def test_those_to_come_stand_first_the_nearest_of_them_before_all(apply, person, course):
    apply(days=-400, edition_state=EditionState.CLOSED, result=Result.COMPLETED)
    apply(days=-30, edition_state=EditionState.CLOSED, result=Result.NOT_COMPLETED)
    apply(EnrolmentState.UNDER_DECISION, days=40)
    nearest = apply(days=0)
    assert texts(person, course, elsewhere=True) == [
        f"Masz miejsce (edycja {nearest.edition.code})",
        f"W trakcie rozpatrywania (edycja {person.enrolments.get(state='under_decision').edition.code})",
        "Nieukończone, kurs zakończony 24 października 2026",
        "Ukończone 19 października 2025",
    ]


def test_only_an_application_that_lives_stands_in_the_way_of_another(apply, person, course):
    ended = apply(days=-30, edition_state=EditionState.CLOSED, result=Result.COMPLETED)
    current = apply(days=30)
    own = own_enrolments(person, [course.pk], TODAY)
    assert own.current_in(ended.edition_id) is None
    assert own.current_in(current.edition_id).pk == current.pk


def test_what_was_entered_for_another_record_is_theirs_and_what_others_have_is_not(apply, person, course):
    apply()
    other = make.person()
    assert own_enrolments(other, [course.pk], TODAY).listed == ()
    assert own_enrolments(person, [make.CourseFactory().pk], TODAY).listed == ()
    people.merge_people(kept=other, merged=person, actor=make.ACTOR, reason="ta sama osoba")
    assert texts(other, course) == ["Masz miejsce"]


def test_one_query_answers_for_any_number_of_courses(apply, person, course, django_assert_num_queries):
    apply()
    apply(EnrolmentState.WAITING, days=30)
    other = make.EnrolmentFactory(person=person).edition.course
    with django_assert_num_queries(1):
        assert len(own_enrolments(person, [course.pk, other.pk], TODAY).listed) == 3
