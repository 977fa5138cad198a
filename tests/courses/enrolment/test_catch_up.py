"""Catching up costs the same in a small office and in a large one: nothing is asked for each edition or person."""

import pytest

from courses.enrolment import actions as enrolment
from courses.enrolment import tasks
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel import time
from training.notices.actions import catching_up as leftovers
from training.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY = time.timedelta(days=1)
# Twenty-one, and a savepoint.
QUERIES = 27


def recruiting():
    """An edition with somebody who takes part, somebody with an offer and somebody who waits for a place."""
    now = time.now()
    opened = make.RecruitmentFactory(seats=2, opens_at=now - DAY, closes_at=now + DAY)
    start = time.at(time.today(now) + 21 * DAY, "09:00")
    for days in range(2):
        make.MeetingFactory(edition=opened.edition, starts_at=start + days * DAY)
    lasts = {"offered_at": now, "offer_lasts_until": now + 2 * DAY, "offer_expires_at": now + 2 * DAY}
    for arrival, (state, more) in enumerate(
        [(EnrolmentState.CONFIRMED, {}), (EnrolmentState.OFFERED, lasts), (EnrolmentState.WAITING, {})], start=1
    ):
        make.EnrolmentFactory(edition=opened.edition, person=make.employed(), arrival=arrival, state=state, **more)


def begun():
    """An edition in progress, with a participant whom no institution sends."""
    now = time.now()
    opened = make.RecruitmentFactory(opens_at=now - 9 * DAY, closes_at=now - 5 * DAY)
    make.MeetingFactory(edition=opened.edition, starts_at=now - 3 * DAY)
    type(opened.edition).objects.filter(pk=opened.edition_id).update(starts_on=time.today() - 3 * DAY)
    application = make.EnrolmentFactory(edition=opened.edition, person=make.person(), state=EnrolmentState.CONFIRMED)
    assert application.organisation_id is None
    return application


def written_later():
    make_notice = Notice(kind="sample", person=make.person(), address="a@example.org", subject="x", body="x")
    make_notice.message_id, make_notice.created_at = f"<{make_notice.person_id}@example.org>", time.now()
    make_notice.next_attempt_at = time.now() + DAY
    make_notice.save()


@pytest.mark.parametrize("count", [1, 3])
def test_with_nothing_to_do_it_asks_the_same_at_one_row_and_at_three(count, django_assert_num_queries):
    for _number in range(count):
        recruiting(), begun(), written_later()
    assert {leftover.name: leftover.count for leftover in leftovers.catch_up()}["calendars"] == count
    with django_assert_num_queries(QUERIES):
        assert [(leftover.count, leftover.failure) for leftover in leftovers.catch_up()] == [(0, "")] * 17


def test_an_institution_that_becomes_known_afterwards_is_still_kept():
    application = begun()
    assert tasks.snapshot_started() == 0
    office = make.organisation()
    make.EmploymentFactory(person=application.person, organisation=office, valid_from=time.today() - 30 * DAY)
    assert tasks.snapshot_started() == 1
    application.refresh_from_db()
    assert application.organisation_at_start == office


def test_the_post_of_a_record_that_was_merged_counts_too():
    application = begun()
    stayed = make.employed()
    type(application.person).objects.filter(pk=application.person_id).update(merged_into=stayed)
    assert tasks.snapshot_started() == 1
    application.refresh_from_db()
    assert application.organisation_at_start == stayed.employments.get().organisation


def test_free_places_are_found_in_each_of_several_editions():
    now = time.now()
    for seats in (1, 2):
        opened = make.RecruitmentFactory(seats=seats, opens_at=now - DAY, closes_at=now + DAY)
        make.MeetingFactory(edition=opened.edition, starts_at=now + 21 * DAY)
        for arrival in (1, 2, 3):
            make.EnrolmentFactory(
                edition=opened.edition, person=make.employed(), arrival=arrival, state=EnrolmentState.WAITING
            )
    assert enrolment.fill_all() == 3
    offered = Enrolment.objects.filter(state=EnrolmentState.OFFERED).order_by("edition__recruitment__seats", "arrival")
    assert list(offered.values_list("arrival", flat=True)) == [1, 1, 2]
    assert enrolment.fill_all() == 0
