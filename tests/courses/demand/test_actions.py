"""Wishes: asked for, taken back, answered once by a recruitment that opens."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition
from courses.demand import actions as demand
from courses.demand.models import Opening, Wish
from courses.demand.refusals import CourseIsNotOffered, LevelIsNotInScale
from courses.demand.states import WishState
from courses.enrolment import actions as enrolment
from courses.enrolment.models import Recruitment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.demand.steps import (
    DAY,
    competence,
    course_leading_to,
    fresh,
    letters,
    notice,
    open_edition,
    wish_for_course,
    wish_for_level,
)
from tests.factories import ACTOR, NOW
from training.notices.models import Notice
from training.people import actions as people

pytestmark = pytest.mark.django_db


# ---- asking and taking back ------------------------------------------------------------------------------------


def test_a_wish_keeps_who_asked_when_and_from_where():
    person = make.employed()
    job = person.employments.get()
    wish = wish_for_course(make.CourseFactory(), person)
    place = job.organisation.placements.get()
    assert (wish.person, wish.organisation, wish.county, wish.position) == (
        person, job.organisation, place.county, job.position,
    )  # fmt: skip
    assert (wish.state, wish.asked_at, wish.ended_at) == (WishState.OPEN, NOW - DAY, None)


def test_somebody_without_a_post_may_wish_too():
    wish = wish_for_course(make.CourseFactory(), make.person())
    assert (wish.organisation, wish.county, wish.position) == (None, None, None)


def test_two_taps_are_one_wish():
    person, course, wanted = make.employed(), make.CourseFactory(), competence()
    assert wish_for_course(course, person) == wish_for_course(course, person)
    assert wish_for_level(wanted, 3, person) == wish_for_level(wanted, 3, person)
    assert Wish.objects.count() == 2


def test_another_record_of_the_person_wishes_for_the_one_that_lives_on():
    person, course = make.employed(), make.CourseFactory()
    merged = make.person(merged_into=person)
    assert wish_for_course(course, merged) == wish_for_course(course, person)
    assert list(Wish.objects.values_list("person", flat=True)) == [person.pk]


def test_a_wish_taken_back_stays_in_the_history_and_can_be_asked_again():
    person, course = make.employed(), make.CourseFactory()
    first = wish_for_course(course, person)
    demand.withdraw(wish=first, actor=ACTOR, now=NOW)
    second = wish_for_course(course, person, now=NOW)
    assert (fresh(first).state, fresh(first).ended_at) == (WishState.WITHDRAWN, NOW)
    assert (second.state, second.pk == first.pk) == (WishState.OPEN, False)
    titles = [line.data["title"] for line in ModelLogEntry.objects.filter(object_id=first.pk).order_by("pk")]
    assert titles == ["Zgłoszono", "Wycofano"]


def test_taking_back_twice_changes_nothing():
    wish = wish_for_course(make.CourseFactory())
    demand.withdraw(wish=wish, actor=ACTOR, now=NOW)
    demand.withdraw(wish=wish, actor=ACTOR, now=NOW + DAY)
    assert fresh(wish).ended_at == NOW


def test_nobody_wishes_for_a_course_that_is_no_longer_offered():
    with pytest.raises(CourseIsNotOffered):
        wish_for_course(make.CourseFactory(is_archived=True))
    assert not Wish.objects.exists()


@pytest.mark.parametrize("level", [0, 5])
def test_nobody_wishes_for_a_level_that_the_competence_does_not_have(level):
    with pytest.raises(LevelIsNotInScale):
        wish_for_level(competence(), level)
    assert not Wish.objects.exists()


def test_the_database_lets_no_second_open_wish_in():
    wish = wish_for_course(make.CourseFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(person=wish.person, course=wish.course, asked_at=NOW)
    assert Wish.objects.count() == 1


# ---- the letter --------------------------------------------------------------------------------------------------


def test_who_wished_is_told_once_when_recruitment_opens():
    wish = wish_for_course(make.CourseFactory())
    edition = open_edition(wish.course)
    assert (notice(), notice(), notice(now=NOW + DAY)) == (1, 0, 0)
    assert letters() == [wish.person_id]
    answered = fresh(wish)
    assert (answered.state, answered.ended_at, answered.answered_by.edition) == (WishState.ANSWERED, NOW, edition)


def test_the_letter_says_which_course_until_when_and_why_it_came():
    wish = wish_for_course(make.CourseFactory(title="Dialog motywujący"))
    edition = open_edition(wish.course)
    notice()
    letter = Notice.objects.get()
    assert letter.subject == "Nabór otwarty: Dialog motywujący"
    for words in ("Dialog motywujący", edition.code, f"/zgloszenia/nowe/{edition.pk}/", "na stronie kursu"):
        assert words in letter.body


def test_who_wished_for_a_level_is_told_of_a_course_that_leads_there():
    wanted = competence()
    wish = wish_for_level(wanted, 2)
    open_edition(course_leading_to(wanted, 3))
    assert notice() == 1
    assert fresh(wish).state == WishState.ANSWERED
    assert "Mój rozwój" in Notice.objects.get().body


def test_a_course_that_ends_below_the_level_answers_nothing():
    wanted = competence()
    wish = wish_for_level(wanted, 3)
    open_edition(course_leading_to(wanted, 2))
    assert (notice(), letters()) == (0, [])
    assert fresh(wish).state == WishState.OPEN


def test_two_wishes_that_one_recruitment_answers_bring_one_letter():
    wanted, person = competence(), make.employed()
    course = course_leading_to(wanted, 3)
    wishes = [wish_for_course(course, person), wish_for_level(wanted, 3, person)]
    open_edition(course)
    assert notice() == 1
    assert letters() == [person.pk]
    assert {fresh(wish).state for wish in wishes} == {WishState.ANSWERED}


def test_editions_that_open_together_bring_one_letter():
    wish = wish_for_course(make.CourseFactory())
    open_edition(wish.course), open_edition(wish.course)
    assert notice() == 1
    assert letters() == [wish.person_id]


def test_what_was_open_when_somebody_asked_is_no_news():
    """They saw that it was full."""
    course = make.CourseFactory()
    open_edition(course)
    wish = wish_for_course(course)
    assert (notice(), letters()) == (0, [])
    next_edition = open_edition(course)
    assert notice() == 1
    assert fresh(wish).answered_by.edition == next_edition


def test_who_took_the_wish_back_is_not_told():
    wish = wish_for_course(make.CourseFactory())
    demand.withdraw(wish=wish, actor=ACTOR, now=NOW - DAY)
    open_edition(wish.course)
    assert (notice(), letters()) == (0, [])


def test_who_is_in_the_edition_already_is_not_told():
    wish = wish_for_course(make.CourseFactory())
    edition = open_edition(wish.course)
    make.EnrolmentFactory(edition=edition, person=make.person(merged_into=wish.person), state=EnrolmentState.WAITING)
    assert (notice(), letters()) == (0, [])
    assert fresh(wish).state == WishState.OPEN


@pytest.mark.parametrize(
    "terms",
    [{"opens_at": NOW + DAY}, {"opens_at": NOW - 9 * DAY, "closes_at": NOW - DAY}],
    ids=["opens later", "is over"],
)
def test_a_recruitment_that_is_not_open_tells_nobody(terms):
    wish = wish_for_course(make.CourseFactory())
    open_edition(wish.course, **terms)
    assert (notice(), Opening.objects.count()) == (0, 0)


def test_a_draft_tells_nobody_until_it_is_published(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("training.kernel.time.timezone.now", lambda: NOW)
    wish = wish_for_course(make.CourseFactory())
    edition = open_edition(wish.course)
    Edition.objects.filter(pk=edition.pk).update(
        state="draft", contact_name="Ewa", contact_email="ewa@example.org", venue="Lublin"
    )
    assert notice() == 0
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.publish_edition(edition=edition, actor=ACTOR, now=NOW)
    assert letters() == [wish.person_id]


def test_setting_and_changing_the_terms_tell_at_once(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("training.kernel.time.timezone.now", lambda: NOW)
    wish = wish_for_course(make.CourseFactory())
    edition = make.EditionFactory(course=wish.course)
    make.MeetingFactory(edition=edition)
    with django_capture_on_commit_callbacks(execute=True):
        recruitment = enrolment.open_recruitment(
            edition=edition, seats=5, opens_at=NOW + DAY, closes_at=NOW + 5 * DAY, actor=ACTOR, now=NOW
        )
    assert letters() == []
    with django_capture_on_commit_callbacks(execute=True):
        enrolment.change_recruitment(recruitment=recruitment, opens_at=NOW, actor=ACTOR, now=NOW)
    assert letters() == [wish.person_id]


def test_a_recruitment_opened_again_is_news_for_those_who_asked_meanwhile():
    wish = wish_for_course(make.CourseFactory(), now=NOW - 3 * DAY)
    edition = open_edition(wish.course, closes_at=NOW)
    assert notice(now=NOW - DAY) == 1
    later = wish_for_course(wish.course, now=NOW)
    Recruitment.objects.filter(edition=edition).update(closes_at=NOW + 5 * DAY)
    assert notice(now=NOW + DAY) == 1
    assert letters() == [wish.person_id, later.person_id]
    assert list(Opening.objects.order_by("pk").values_list("ended_at", flat=True)) == [NOW, None]


def test_killed_half_way_it_leaves_nothing_and_tells_once_when_it_comes_again(monkeypatch):
    wish = wish_for_course(make.CourseFactory())
    open_edition(wish.course)

    class Killed(BaseException):
        """As when the process is taken away."""

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("courses.demand.actions.openings.note_many", die)
        with pytest.raises(Killed):
            notice()
    assert (letters(), Opening.objects.count(), fresh(wish).state) == ([], 0, WishState.OPEN)
    assert notice() == 1
    assert letters() == [wish.person_id]


@pytest.mark.parametrize("number", [1, 3])
def test_telling_many_asks_no_more_than_telling_one(number, django_assert_num_queries):
    course, wanted = make.CourseFactory(), competence()
    for _turn in range(number):
        wish_for_course(course)
        wish_for_level(wanted, 2)
    open_edition(course)
    with django_assert_num_queries(11):
        assert notice() == number


# ---- merged records ----------------------------------------------------------------------------------------------


def test_what_two_records_wish_for_is_wished_once_after_they_are_merged():
    kept, merged, course, wanted = make.employed(), make.employed(), make.CourseFactory(), competence()
    first, twice = wish_for_course(course, kept), wish_for_course(course, merged)
    own = wish_for_level(wanted, 2, merged)
    merge = people.merge_people(kept=kept, merged=merged, reason="jedna osoba", actor=ACTOR, now=NOW)
    assert [fresh(wish).state for wish in (first, twice, own)] == [
        WishState.OPEN, WishState.WITHDRAWN, WishState.OPEN,
    ]  # fmt: skip
    assert merge.ended == [f"wycofano: {course.title}"]
    open_edition(course)
    notice()
    assert letters() == [kept.pk]
