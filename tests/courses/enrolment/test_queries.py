"""What pages ask about places."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Edition
from courses.catalogue.states import EditionPhase, EditionState
from courses.enrolment import actions as enrolment
from courses.enrolment import queries
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import explain
from courses.enrolment.states import EnrolmentState, Obstacle
from tests import factories as make
from tests.factories import ACTOR, NOW, TODAY
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def recruitment(**terms):
    return make.RecruitmentFactory(**terms)


def join(opened, person=None):
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, actor=ACTOR, now=NOW)


def test_the_offer_of_a_course_says_what_a_visitor_asks():
    opened = recruitment(seats=2)
    meeting = make.MeetingFactory(edition=opened.edition)
    for _ in range(3):
        join(opened)
    Edition.objects.update(starts_on=TODAY + 20 * DAY, ends_on=TODAY + 20 * DAY)
    (offered,) = queries.offer(opened.edition.course, now=NOW)
    assert (offered.seats, offered.places_left, offered.waiting) == (2, 0, 1)
    assert (offered.is_open, offered.is_full, offered.can_be_joined) == (True, True, True)
    assert (offered.opens_at, offered.closes_at) == (opened.opens_at, opened.closes_at)
    assert (offered.starts_at, offered.phase) == (meeting.starts_at, EditionPhase.PLANNED)


def test_the_offer_leaves_out_drafts_cancelled_and_past_editions():
    course = make.CourseFactory()
    days = {"starts_on": TODAY + DAY, "ends_on": TODAY + DAY}
    shown = make.EditionFactory(course=course, **days)
    make.EditionFactory(course=course, state=EditionState.DRAFT, **days)
    make.EditionFactory(course=course, state=EditionState.CANCELLED, **days)
    make.EditionFactory(course=course, starts_on=TODAY - DAY, ends_on=TODAY - DAY)
    (offered,) = queries.offer(course, now=NOW)
    assert offered.edition == shown
    assert (offered.recruitment, offered.places_left, offered.is_open) == (None, None, False)


def test_the_offer_of_many_editions_costs_two_queries():
    def cost(count):
        keys = []
        for _ in range(count):
            opened = recruitment(seats=1)
            make.MeetingFactory(edition=opened.edition)
            join(opened)
            keys.append(opened.edition_id)
        with CaptureQueriesContext(connection) as captured:
            offered = queries.offers_of_editions(Edition.objects.filter(pk__in=keys), now=NOW)
            assert len([str(application.edition.course) for application in offered.values()]) == count
        assert len(offered) == count
        return len(captured)

    assert (cost(1), cost(3)) == (2, 2)


@pytest.mark.parametrize(
    ("terms", "is_open"),
    [
        ({}, True),
        ({"opens_at": NOW + DAY}, False),
        ({"closes_at": NOW}, False),
        ({"edition__state": EditionState.DRAFT}, False),
        ({"edition__state": EditionState.CLOSED}, False),
        ({"edition__starts_on": TODAY - DAY, "edition__ends_on": TODAY - DAY}, False),
        ({"edition__starts_on": TODAY - DAY, "edition__ends_on": TODAY}, True),
    ],
)
def test_open_for_applications_means_the_same_in_a_list_and_for_one(terms, is_open):
    with unguarded():
        opened = recruitment(**terms)
    assert queries.is_open(opened, NOW) is is_open
    assert list(queries.open_recruitments(NOW)) == ([opened] if is_open else [])


def test_places_left_count_offers_and_never_go_below_nothing():
    opened, without = recruitment(seats=2), make.EditionFactory()
    make.EnrolmentFactory(edition=opened.edition, arrival=1, state=EnrolmentState.OFFERED, offer_expires_at=NOW)
    assert queries.places_left([opened.edition, without]) == {opened.edition_id: 1}
    for arrival in (2, 3):
        make.EnrolmentFactory(edition=opened.edition, arrival=arrival)
    assert queries.places_left([opened.edition]) == {opened.edition_id: 0}


def test_participants_stand_in_the_polish_order():
    opened = recruitment()
    for name in ("Żak", "Ćwik", "Zając", "Dudek", "Cudak"):
        join(opened, make.employed(last_name=name))
    names = [participant.person.last_name for participant in queries.participants(opened.edition)]
    assert names == ["Cudak", "Ćwik", "Dudek", "Zając", "Żak"]


def test_a_position_is_rank_by_arrival_and_moves_up():
    opened = recruitment(seats=1)
    first, *waiting = [join(opened) for _ in range(4)]
    assert [queries.position_in_queue(application) for application in (first, *waiting)] == [None, 1, 2, 3]
    listed = queries.with_positions(Enrolment.objects.order_by("arrival"))
    assert [(row.pk, row.in_line) for row in listed] == [
        (first.pk, None),
        *((application.pk, n) for n, application in enumerate(waiting, start=1)),
    ]
    enrolment.withdraw(enrolment=waiting[0], actor=ACTOR, now=NOW)
    assert queries.position_in_queue(waiting[2]) == 2


def test_the_explanation_names_the_limit_that_holds_somebody_back():
    opened, office = recruitment(seats=5, organisation_limit=1), make.organisation()
    join(opened, make.employed(organisation=office))
    held = explain(join(opened, make.employed(organisation=office)), now=NOW)
    assert (held.obstacle, held.limit, held.limit_taken, held.position) == (Obstacle.ORGANISATION_LIMIT, 1, 1, 1)
    assert len(held.why) == len(held.next) == 1


def test_the_explanation_and_the_decision_never_disagree():
    opened = recruitment(seats=1)
    join(opened)
    waits = join(opened)
    assert explain(waits, now=NOW).obstacle == waits.changes.get().facts["obstacle"] == Obstacle.SEATS


@pytest.mark.parametrize("state", EnrolmentState)
def test_every_state_has_its_explanation(state):
    opened = recruitment()
    application = make.EnrolmentFactory(
        edition=opened.edition, state=state, offer_expires_at=NOW + DAY if state == EnrolmentState.OFFERED else None
    )
    explanation = explain(application, now=NOW)
    assert explanation.state == state
    assert explanation.rule
    assert bool(explanation.position) == (state == EnrolmentState.WAITING)
    assert explanation.can_accept == (state == EnrolmentState.OFFERED)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (None, "Decyzję podejmuje ROPS w Lublinie; informacja o niej zostanie wysłana e-mailem."),
        (0, "Decyzja zapadnie do 23 listopada 2026 (ROPS w Lublinie); informacja o niej przyjdzie e-mailem."),
        (1, "Decyzja miała zapaść do 22 listopada 2026 (ROPS w Lublinie). Kiedy zapadnie, wie osoba do kontaktu."),
    ],
)
def test_who_waits_for_a_decision_is_told_by_when_it_is_taken(days, told):
    application = join(recruitment(at_once=False))
    Recruitment.objects.update(decides_by=None if days is None else TODAY - days * DAY)
    application.edition.recruitment.refresh_from_db()
    assert explain(application, now=NOW).next == [told]


def test_a_day_of_decisions_is_nothing_to_whom_a_place_is_given_at_once():
    newcomer = make.employed(identity="unconfirmed")
    application = join(recruitment(at_once=True, decides_by=TODAY + 30 * DAY), newcomer)
    explanation = explain(application, now=NOW)
    assert (explanation.state, explanation.decides_by) == (EnrolmentState.UNDER_DECISION, None)
