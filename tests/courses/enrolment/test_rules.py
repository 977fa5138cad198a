"""Who gets a place, and why: the decisions, without a database."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment import rules
from courses.enrolment.refusals import (
    ChooseInstitution,
    CountyLimitReached,
    DecisionsBeforeTheEnd,
    EditionIsFull,
    EditionNotRecruiting,
    NoSeats,
    OfferExpired,
    OrganisationLimitReached,
    RecruitmentClosed,
    RecruitmentNotOpenYet,
    WindowOutOfOrder,
    WithdrawalTooLate,
)
from courses.enrolment.rules import Candidate, Taken, Terms
from courses.enrolment.states import EnrolmentState, Obstacle
from training.kernel import time

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw"))  # a Monday
HOUR = timedelta(hours=1)
SOMEBODY = Candidate(1, organisation=7, county=3)


def taken(*candidates: Candidate) -> Taken:
    counted = Taken()
    for candidate in candidates:
        counted.add(candidate)
    return counted


def test_a_free_seat_confirms():
    assert rules.place(Terms(seats=1), Taken(), SOMEBODY) == EnrolmentState.CONFIRMED


def test_after_the_last_seat_one_waits():
    assert rules.place(Terms(seats=1), taken(SOMEBODY), Candidate(2)) == EnrolmentState.WAITING


def test_after_the_last_seat_without_a_reserve_list_one_is_refused():
    with pytest.raises(EditionIsFull) as refused:
        rules.place(Terms(seats=1, has_reserve_list=False), taken(SOMEBODY), Candidate(2))
    assert refused.value.facts == {"seats": 1, "taken": 1}


def test_where_rops_decides_even_a_full_edition_takes_applications():
    terms = Terms(seats=1, has_reserve_list=False)
    assert rules.place(terms, taken(SOMEBODY), Candidate(2), needs_decision=True) == EnrolmentState.UNDER_DECISION


@pytest.mark.parametrize(
    ("terms", "held_by", "refusal"),
    [
        (Terms(seats=9, organisation_limit=1), Obstacle.ORGANISATION_LIMIT, OrganisationLimitReached),
        (Terms(seats=9, county_limit=1), Obstacle.COUNTY_LIMIT, CountyLimitReached),
    ],
)
def test_a_limit_holds_back_one_institution_or_county_only(terms, held_by, refusal):
    held = taken(SOMEBODY)
    assert rules.obstacle(terms, held, Candidate(2, organisation=7, county=3)) == held_by
    assert rules.obstacle(terms, held, Candidate(2, organisation=8, county=4)) is None
    with pytest.raises(refusal):
        rules.place(Terms(9, False, True, terms.organisation_limit, terms.county_limit), held, Candidate(2, 7, 3))


def test_people_of_no_known_institution_share_no_limit():
    nobody = Candidate(1)
    assert rules.obstacle(Terms(seats=9, organisation_limit=1, county_limit=1), taken(nobody), Candidate(2)) is None


def test_somebody_held_by_a_limit_is_passed_over_and_keeps_the_place_in_the_queue():
    queue = [Candidate(2, organisation=7), Candidate(3, organisation=8), Candidate(4, organisation=9)]
    chosen = rules.who_is_next(Terms(seats=3, organisation_limit=1), taken(SOMEBODY), queue)
    assert [candidate.key for candidate in chosen] == [3, 4]


def test_who_is_next_does_not_change_what_was_counted():
    counted = taken(SOMEBODY)
    rules.who_is_next(Terms(seats=3), counted, [Candidate(2, 7, 3)])
    assert counted == taken(SOMEBODY)


candidates = st.builds(
    Candidate,
    key=st.none(),
    organisation=st.one_of(st.none(), st.integers(1, 4)),
    county=st.one_of(st.none(), st.integers(1, 3)),
)
limits = st.one_of(st.none(), st.integers(1, 4))
all_terms = st.builds(
    Terms, seats=st.integers(1, 12), organisation_limit=limits, county_limit=limits, has_reserve_list=st.just(True)
)


def numbered(drawn: list[Candidate]) -> list[Candidate]:
    return [Candidate(number, candidate.organisation, candidate.county) for number, candidate in enumerate(drawn)]


def holds(terms: Terms, seated: list[Candidate]) -> bool:
    institutions = Counter(candidate.organisation for candidate in seated if candidate.organisation)
    counties = Counter(candidate.county for candidate in seated if candidate.county)
    return (
        len(seated) <= terms.seats
        and max(institutions.values(), default=0) <= (terms.organisation_limit or 99)
        and max(counties.values(), default=0) <= (terms.county_limit or 99)
    )


@given(all_terms, st.lists(candidates, max_size=30))
def test_seats_and_limits_hold_whoever_comes_in_whatever_order(terms, drawn):
    counted, seated = Taken(), []
    for candidate in numbered(drawn):
        if rules.place(terms, counted, candidate) == EnrolmentState.CONFIRMED:
            counted.add(candidate)
            seated.append(candidate)
    assert holds(terms, seated)


@given(all_terms, st.lists(candidates, max_size=30), st.integers(0, 8), st.data())
def test_filling_gives_what_is_free_to_the_first_who_may_have_it(terms, drawn, leaving, data):
    counted, seated, waiting = Taken(), [], []
    for candidate in numbered(drawn):
        if rules.place(terms, counted, candidate) == EnrolmentState.CONFIRMED:
            counted.add(candidate)
            seated.append(candidate)
        else:
            waiting.append(candidate)
    for _ in range(min(leaving, len(seated))):
        seated.remove(data.draw(st.sampled_from(seated)))
    chosen = rules.who_is_next(terms, taken(*seated), waiting)
    assert holds(terms, seated + chosen)
    assert chosen == sorted(chosen, key=lambda candidate: candidate.key)
    # Nobody who could still have a seat is left, and nobody was overtaken by one they could have had.
    after = taken(*seated, *chosen)
    assert all(rules.obstacle(terms, after, candidate) for candidate in waiting if candidate not in chosen)
    for passed in (candidate for candidate in waiting if candidate not in chosen):
        before = [candidate for candidate in chosen if candidate.key < passed.key]
        assert rules.obstacle(terms, taken(*seated, *before), passed)
    assert rules.who_is_next(terms, after, [candidate for candidate in waiting if candidate not in chosen]) == []


def test_the_facts_are_those_the_decision_saw():
    terms = Terms(seats=2, organisation_limit=1, county_limit=5)
    assert rules.facts(terms, taken(SOMEBODY), Candidate(2, 7, 3)) == {
        "seats": 2,
        "taken": 1,
        "obstacle": "organisation_limit",
        "obstacles": ["organisation_limit"],
        "organisation_limit": 1,
        "organisation_taken": 1,
        "county_limit": 5,
        "county_taken": 1,
    }


# ---- time


def window(now, is_running=True):
    rules.check_window(is_running=is_running, opens_at=NOON, closes_at=NOON + HOUR, now=now)


def test_the_window_opens_on_its_first_moment_and_is_closed_on_its_last():
    window(NOON)
    window(NOON + HOUR - timedelta(microseconds=1))
    with pytest.raises(RecruitmentNotOpenYet):
        window(NOON - timedelta(microseconds=1))
    with pytest.raises(RecruitmentClosed) as closed:
        window(NOON + HOUR)
    assert closed.value.code == "recruitment_closed"
    with pytest.raises(EditionNotRecruiting):
        window(NOON, is_running=False)


def test_an_offer_lives_in_working_hours_but_not_past_the_first_meeting():
    # Monday noon, working until 16: four hours today, eight on Tuesday, four on Wednesday.
    assert rules.offer_deadline(NOON, 16, None) == NOON + timedelta(days=2)
    assert rules.offer_deadline(NOON, 16, NOON + HOUR) == NOON + HOUR


def test_a_weekend_does_not_count_towards_an_offer():
    friday = NOON + timedelta(days=4)
    assert rules.offer_deadline(friday, 8, None) == friday + timedelta(days=3)


def test_an_offer_is_over_at_its_last_moment():
    rules.check_offer(NOON, NOON - timedelta(microseconds=1))
    with pytest.raises(OfferExpired):
        rules.check_offer(NOON, NOON)


def test_the_queue_stops_when_the_first_meeting_begins():
    over = NOON - HOUR
    assert rules.offers_are_made(NOON, None, over)
    assert rules.offers_are_made(NOON, NOON + HOUR, over)
    assert not rules.offers_are_made(NOON, NOON, over)
    assert not rules.offers_are_made(NOON, over, NOON)


def test_the_queue_moves_as_long_as_applications_are_accepted():
    assert rules.offers_are_made(NOON, NOON - HOUR, NOON + HOUR)
    assert rules.offer_deadline(NOON, 2, NOON - HOUR) == NOON + 2 * HOUR


@pytest.mark.parametrize(
    ("withdraw_until", "starts_at", "is_late"),
    [
        (None, None, False),
        (NOON, None, True),
        (NOON + HOUR, None, False),
        (None, NOON, True),
        (None, NOON + HOUR, False),
        (NOON - HOUR, NOON + HOUR, True),
    ],
)
def test_withdrawal_is_late_after_the_deadline_or_once_teaching_began(withdraw_until, starts_at, is_late):
    if is_late:
        with pytest.raises(WithdrawalTooLate):
            rules.check_withdrawal(withdraw_until=withdraw_until, starts_at=starts_at, now=NOON)
    else:
        rules.check_withdrawal(withdraw_until=withdraw_until, starts_at=starts_at, now=NOON)


def test_terms_must_make_sense():
    with pytest.raises(NoSeats):
        rules.check_terms(seats=0, opens_at=NOON, closes_at=NOON + HOUR)
    with pytest.raises(WindowOutOfOrder):
        rules.check_terms(seats=1, opens_at=NOON, closes_at=NOON)


def test_decisions_are_promised_for_the_last_day_of_applications_or_later():
    day = time.today(NOON)
    # A window until midnight ends on the day before.
    midnight = time.end_of(day)
    for closes_at, decides_by in ((NOON, day), (midnight, day), (NOON, None)):
        rules.check_terms(seats=1, opens_at=NOON - HOUR, closes_at=closes_at, decides_by=decides_by)
    with pytest.raises(DecisionsBeforeTheEnd) as refused:
        rules.check_terms(seats=1, opens_at=NOON - HOUR, closes_at=NOON, decides_by=day - timedelta(days=1))
    assert refused.value.facts == {"day": day}


def test_somebody_of_two_institutions_must_choose():
    rules.check_choice({7})
    rules.check_choice(set())
    with pytest.raises(ChooseInstitution):
        rules.check_choice({7, 8})
