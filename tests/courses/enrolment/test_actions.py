"""The verbs of enrolment, one person at a time."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from courses.catalogue.states import EditionState
from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.enrolment.refusals import (
    AlreadyInThatEdition,
    ChooseInstitution,
    EditionIsFull,
    EditionNotRecruiting,
    FewerSeatsThanTaken,
    IdentityNotConfirmed,
    LimitBelowTaken,
    MoveToTheSameEdition,
    NotAWorkplace,
    OfferExpired,
    OrganisationLimitReached,
    ReasonIsMissing,
    RecruitmentAlreadyOpen,
    RecruitmentClosed,
    RecruitmentNotOpenYet,
    WithdrawalTooLate,
)
from courses.enrolment.states import LIVE, NEXT, EnrolmentState
from courses.enrolment.states import EnrolmentState as S
from tests import factories as make
from tests.factories import ACTOR, NOW, TODAY
from training.kernel.refusals import MoveNotAllowed
from training.kernel.states import check_move
from training.notices.models import Notice
from training.people.models import Employment
from training.people.states import Identity

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def recruitment(**terms):
    opened = make.RecruitmentFactory(**terms)
    make.MeetingFactory(edition=opened.edition)
    return opened


def apply(opened, person=None, **given):
    given = {"actor": ACTOR, "now": NOW, **given}
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, **given)


def fresh(one):
    return Enrolment.objects.get(pk=one.pk)


def states(opened):
    return list(Enrolment.objects.filter(edition=opened.edition).order_by("arrival").values_list("state", flat=True))


def kinds_for(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


# ---- the table of states


@pytest.mark.parametrize(("old", "new"), list(product(EnrolmentState, repeat=2)))
def test_every_pair_of_states_is_either_allowed_or_refused(old, new):
    if new in NEXT[old]:
        check_move(old, new, NEXT)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(old, new, NEXT)


def test_what_is_over_leads_nowhere_and_what_lives_can_always_end():
    assert {state for state in S if not NEXT[state]} == set(S) - LIVE
    assert all({S.WITHDRAWN, S.MOVED, S.CANCELLED} <= NEXT[state] for state in LIVE)


# ---- applying


def test_an_applicant_gets_a_place_with_history_and_a_letter():
    opened, person = recruitment(seats=2), make.employed()
    one = apply(opened, person)
    assert (one.state, one.arrival, one.confirmed_at) == (S.CONFIRMED, 1, NOW)
    change = EnrolmentChange.objects.get(enrolment=one)
    assert (change.old_state, change.new_state, change.actor_name) == ("", "confirmed", ACTOR.name)
    assert change.facts == {"seats": 2, "taken": 0, "obstacle": None}
    assert kinds_for(person) == ["enrolment_confirmed"]


def test_the_applicant_after_the_last_place_waits_in_line():
    opened = recruitment(seats=1)
    one, two, three = apply(opened), apply(opened), apply(opened)
    assert [one.state, two.state, three.state] == [S.CONFIRMED, S.WAITING, S.WAITING]
    assert [one.arrival, two.arrival, three.arrival] == [1, 2, 3]
    letter = Notice.objects.get(person=three.person)
    assert letter.kind == "enrolment_waiting"
    assert "2" in letter.body.split("\n\n")[1]


def test_applying_twice_changes_nothing():
    opened, person = recruitment(), make.employed()
    one = apply(opened, person)
    assert apply(opened, person).pk == one.pk
    assert EnrolmentChange.objects.count() == 1
    assert Notice.objects.count() == 1


def test_applying_again_after_withdrawing_is_a_new_application_at_the_end():
    opened, person = recruitment(seats=1), make.employed()
    one = apply(opened, person)
    apply(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW)
    again = apply(opened, person)
    assert again.pk != one.pk
    assert (again.arrival, again.state) == (3, S.WAITING)


def test_a_full_edition_without_a_reserve_list_refuses():
    opened = recruitment(seats=1, has_reserve_list=False)
    apply(opened)
    with pytest.raises(EditionIsFull):
        apply(opened)
    assert states(opened) == [S.CONFIRMED]


def test_the_limit_of_an_institution_holds_back_its_people_only():
    opened, office = recruitment(seats=5, organisation_limit=1), make.organisation()
    first, second = (apply(opened, make.employed(organisation=office)) for _ in range(2))
    other = apply(opened)
    assert [first.state, second.state, other.state] == [S.CONFIRMED, S.WAITING, S.CONFIRMED]
    assert EnrolmentChange.objects.get(enrolment=second).facts == {
        "seats": 5,
        "taken": 1,
        "obstacle": "organisation_limit",
        "organisation_limit": 1,
        "organisation_taken": 1,
        "position": 1,
    }


def test_the_limit_of_a_county_counts_all_its_institutions():
    opened = recruitment(seats=5, county_limit=1, has_reserve_list=True)
    one = apply(opened, make.employed(organisation=make.organisation(county="0601")))
    two = apply(opened, make.employed(organisation=make.organisation(county="0601")))
    three = apply(opened, make.employed(organisation=make.organisation(county="0602")))
    assert [one.state, two.state, three.state] == [S.CONFIRMED, S.WAITING, S.CONFIRMED]


def test_a_reached_limit_without_a_reserve_list_refuses():
    opened, office = recruitment(organisation_limit=1, has_reserve_list=False), make.organisation()
    apply(opened, make.employed(organisation=office))
    with pytest.raises(OrganisationLimitReached):
        apply(opened, make.employed(organisation=office))


def test_where_rops_decides_an_application_waits_for_it():
    opened = recruitment(at_once=False)
    assert apply(opened).state == S.UNDER_DECISION


def test_somebody_nobody_knows_waits_for_a_decision():
    opened = recruitment()
    assert apply(opened, make.person(identity=Identity.UNCONFIRMED)).state == S.UNDER_DECISION


@pytest.mark.parametrize(
    ("now", "refusal"),
    [(NOW - 11 * DAY, RecruitmentNotOpenYet), (NOW + 10 * DAY, RecruitmentClosed)],
)
def test_outside_the_window_nobody_gets_in_but_by_rops(now, refusal):
    opened, person = recruitment(), make.employed()
    with pytest.raises(refusal):
        apply(opened, person, now=now)
    assert apply(opened, person, now=now, on_behalf=True).state == S.CONFIRMED


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.CANCELLED, EditionState.CLOSED])
def test_an_edition_that_does_not_run_takes_nobody_even_by_rops(state):
    opened = recruitment(edition=make.EditionFactory(state=state))
    for on_behalf in (False, True):
        with pytest.raises(EditionNotRecruiting):
            apply(opened, on_behalf=on_behalf)


def test_an_edition_that_is_over_takes_nobody():
    opened = recruitment(
        edition=make.EditionFactory(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY), opens_at=NOW - 20 * DAY
    )
    with pytest.raises(EditionNotRecruiting):
        apply(opened)


def test_an_edition_without_recruitment_takes_nobody():
    with pytest.raises(EditionNotRecruiting):
        enrolment.apply(person=make.employed(), edition=make.EditionFactory(), actor=ACTOR, now=NOW)


def test_who_works_in_two_institutions_says_which_sends_them():
    opened, person = recruitment(), make.employed()
    second = make.EmploymentFactory(person=person, organisation=make.organisation(county="0601"))
    with pytest.raises(ChooseInstitution):
        apply(opened, person)
    one = apply(opened, person, employment=second)
    assert (one.organisation, one.county.code, one.position) == (second.organisation, "0601", second.position)


def test_two_posts_in_one_institution_are_no_choice():
    opened, person = recruitment(), make.employed()
    office = person.employments.get().organisation
    make.EmploymentFactory(person=person, organisation=office, position=make.PositionFactory(code="asystent"))
    assert apply(opened, person).organisation == office


def test_the_workplace_must_be_theirs_and_of_today():
    opened, person = recruitment(), make.employed()
    former = make.EmploymentFactory(person=person, valid_until=TODAY - DAY)
    somebody_elses = make.EmploymentFactory()
    for workplace in (former, somebody_elses):
        with pytest.raises(NotAWorkplace):
            apply(opened, person, employment=workplace)


def test_the_institution_is_a_snapshot_that_a_change_of_jobs_leaves_alone():
    opened, person = recruitment(), make.employed()
    office = person.employments.get().organisation
    one = apply(opened, person)
    Employment.objects.filter(person=person).update(superseded_at=NOW)
    make.EmploymentFactory(person=person, organisation=make.organisation())
    assert fresh(one).organisation == office


def test_a_merged_record_applies_as_the_one_that_lives_on():
    opened, person = recruitment(), make.employed()
    old = make.person(merged_into=person)
    assert apply(opened, old).person == person
    assert apply(opened, person).pk == Enrolment.objects.get().pk


def test_what_a_merged_record_holds_already_is_the_same_persons():
    opened, person, former = recruitment(), make.employed(), make.employed()
    one = apply(opened, former)
    former.merged_into = person
    former.save()
    assert apply(opened, person).pk == one.pk


@pytest.mark.parametrize("terms", [{}, {"seats": 1, "organisation_limit": 1, "county_limit": 1}])
def test_applying_costs_seven_queries_with_limits_history_and_outbox(terms):
    opened, person = recruitment(**terms), make.employed()
    apply(opened)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        apply(opened, person)
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in captured if not query["sql"].startswith(words)]
    assert len(asked) == 7, "\n".join(asked)


# ---- what cannot be said twice, held by the database


def test_a_second_live_enrolment_of_a_person_is_impossible():
    one = make.EnrolmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EnrolmentFactory(edition=one.edition, person=one.person)


def test_an_arrival_is_given_once_and_never_changed():
    one = make.EnrolmentFactory(arrival=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EnrolmentFactory(edition=one.edition, arrival=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=one.pk).update(arrival=1)


def test_history_cannot_be_rewritten():
    one = apply(recruitment())
    for attempt in (
        lambda: EnrolmentChange.objects.filter(enrolment=one).update(reason="never happened"),
        lambda: EnrolmentChange.objects.filter(enrolment=one).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


# ---- withdrawing and filling


def test_a_freed_place_is_offered_to_the_next_person_in_line():
    opened = recruitment(seats=1)
    one, two, three = apply(opened), apply(opened), apply(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR, reason="sick", now=NOW)
    assert states(opened) == [S.WITHDRAWN, S.OFFERED, S.WAITING]
    # Monday 10:00 and 16 working hours of days from 8 to 16.
    assert fresh(two).offer_expires_at == NOW + 2 * DAY
    assert kinds_for(two.person) == ["enrolment_waiting", "enrolment_offered"]
    assert kinds_for(three.person) == ["enrolment_waiting"]
    assert fresh(one).ended_at == NOW


def test_withdrawing_twice_changes_nothing():
    opened = recruitment(seats=1)
    one, _two, _three = apply(opened), apply(opened), apply(opened)
    for _ in range(2):
        enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW)
    assert states(opened) == [S.WITHDRAWN, S.OFFERED, S.WAITING]
    assert EnrolmentChange.objects.filter(enrolment=one).count() == 2


def test_after_the_deadline_only_rops_withdraws_and_says_why():
    opened = recruitment(withdraw_until=NOW - HOUR)
    one = apply(opened)
    with pytest.raises(WithdrawalTooLate) as late:
        enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW)
    assert "23 listopada 2026, 09:00" in late.value.sentence or "2026" in late.value.sentence
    with pytest.raises(ReasonIsMissing):
        enrolment.withdraw(enrolment=one, actor=ACTOR, by_staff=True, now=NOW)
    assert fresh(one).state == S.CONFIRMED
    enrolment.withdraw(enrolment=one, actor=ACTOR, by_staff=True, reason="long illness", now=NOW)
    assert (fresh(one).state, fresh(one).reason) == (S.WITHDRAWN, "long illness")


def test_without_a_deadline_one_withdraws_until_the_first_meeting():
    opened = recruitment()
    one = apply(opened)
    with pytest.raises(WithdrawalTooLate):
        enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW + 20 * DAY)
    enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW + 20 * DAY - HOUR)


def test_leaving_the_queue_is_never_late():
    opened = recruitment(seats=1, withdraw_until=NOW - HOUR)
    apply(opened)
    two = apply(opened)
    enrolment.withdraw(enrolment=two, actor=ACTOR, now=NOW)
    assert fresh(two).state == S.WITHDRAWN


def test_nobody_is_offered_a_seat_once_teaching_began():
    opened = recruitment(seats=1)
    one = apply(opened)
    apply(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR, by_staff=True, reason="ill", now=NOW + 20 * DAY)
    assert states(opened) == [S.WITHDRAWN, S.WAITING]


def test_nobody_who_applies_after_the_first_meeting_passes_those_who_wait():
    opened = recruitment(seats=1, closes_at=NOW + 30 * DAY)
    late = NOW + 21 * DAY
    one = apply(opened)
    apply(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR, by_staff=True, reason="ill", now=late)
    apply(opened, now=late)
    assert states(opened) == [S.WITHDRAWN, S.OFFERED, S.WAITING]


def test_a_first_meeting_that_was_put_off_lets_the_queue_move_again():
    opened = recruitment(seats=1)
    one = apply(opened)
    apply(opened)
    late = NOW + 20 * DAY
    enrolment.withdraw(enrolment=one, actor=ACTOR, by_staff=True, reason="ill", now=late)
    assert enrolment.fill_all(now=late) == 0
    opened.edition.meetings.update(starts_at=late + DAY, ends_at=late + DAY + HOUR)
    assert enrolment.fill_all(now=late) == 1
    assert enrolment.fill_all(now=late) == 0
    assert states(opened) == [S.WITHDRAWN, S.OFFERED]


def test_an_offer_does_not_outlive_the_first_meeting():
    opened = recruitment(seats=1)
    one, two = apply(opened), apply(opened)
    begins = opened.edition.meetings.get().starts_at
    enrolment.withdraw(enrolment=one, actor=ACTOR, now=begins - HOUR)
    assert fresh(two).offer_expires_at == begins


# ---- offers


def offered():
    opened = recruitment(seats=1)
    one, two, three = apply(opened), apply(opened), apply(opened)
    enrolment.withdraw(enrolment=one, actor=ACTOR, now=NOW)
    return opened, fresh(two), fresh(three)


def test_an_accepted_offer_confirms_once():
    opened, two, _three = offered()
    for _ in range(2):
        assert enrolment.accept(enrolment=two, actor=ACTOR, now=NOW + HOUR).state == S.CONFIRMED
    assert states(opened) == [S.WITHDRAWN, S.CONFIRMED, S.WAITING]
    assert kinds_for(two.person)[-1] == "enrolment_confirmed"


def test_a_late_acceptance_is_refused_even_before_the_offer_was_passed_on():
    _opened, two, _three = offered()
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=two, actor=ACTOR, now=two.offer_expires_at)
    enrolment.expire_offers(now=two.offer_expires_at)
    with pytest.raises(OfferExpired):
        enrolment.accept(enrolment=two, actor=ACTOR, now=two.offer_expires_at)


def test_who_was_not_offered_a_place_cannot_accept_one():
    _opened, _two, three = offered()
    with pytest.raises(MoveNotAllowed):
        enrolment.accept(enrolment=three, actor=ACTOR, now=NOW)


def test_a_declined_place_goes_on_at_once():
    opened, two, _three = offered()
    for _ in range(2):
        enrolment.decline(enrolment=two, actor=ACTOR, now=NOW)
    assert states(opened) == [S.WITHDRAWN, S.DECLINED, S.OFFERED]


def test_silence_passes_the_place_on():
    opened, two, _three = offered()
    assert enrolment.expire_offers(now=two.offer_expires_at - timedelta(seconds=1)) == 0
    assert enrolment.expire_offers(now=two.offer_expires_at) == 1
    assert states(opened) == [S.WITHDRAWN, S.EXPIRED, S.OFFERED]
    assert enrolment.expire_offers(now=two.offer_expires_at) == 0
    assert kinds_for(two.person)[-1] == "enrolment_expired"


def test_one_edition_that_fails_does_not_keep_another_from_passing_on():
    broken, first, _ = offered()
    _whole, second, _ = offered()
    broken.edition.recruitment.delete()
    with pytest.raises(EditionNotRecruiting):
        enrolment.expire_offers(now=NOW + 9 * DAY)
    assert fresh(second).state == S.EXPIRED
    assert fresh(first).state == S.OFFERED


# ---- ROPS


def test_accepting_gives_a_place_while_there_is_one_and_then_the_reserve_list():
    opened = recruitment(seats=1, at_once=False)
    one, two = apply(opened), apply(opened)
    for applicant in (two, one):
        enrolment.decide(enrolment=applicant, accept=True, actor=ACTOR, now=NOW)
    assert states(opened) == [S.WAITING, S.CONFIRMED]
    assert enrolment.decide(enrolment=two, accept=True, actor=ACTOR, now=NOW).state == S.CONFIRMED
    assert EnrolmentChange.objects.filter(enrolment=two).count() == 2


def test_accepting_more_than_the_seats_without_a_reserve_list_is_refused():
    opened = recruitment(seats=1, at_once=False, has_reserve_list=False)
    one, two = apply(opened), apply(opened)
    enrolment.decide(enrolment=one, accept=True, actor=ACTOR, now=NOW)
    with pytest.raises(EditionIsFull):
        enrolment.decide(enrolment=two, accept=True, actor=ACTOR, now=NOW)
    assert fresh(two).state == S.UNDER_DECISION


def test_refusing_says_why():
    opened = recruitment(at_once=False)
    one = apply(opened)
    with pytest.raises(ReasonIsMissing):
        enrolment.decide(enrolment=one, accept=False, actor=ACTOR, reason=" ", now=NOW)
    enrolment.decide(enrolment=one, accept=False, actor=ACTOR, reason="not the target group", now=NOW)
    assert (fresh(one).state, fresh(one).reason) == (S.REFUSED, "not the target group")
    assert "not the target group" in Notice.objects.get(kind="enrolment_refused").body


def test_nobody_gets_a_place_before_it_is_known_who_they_are():
    opened, person = recruitment(), make.person(identity=Identity.UNCONFIRMED)
    one = apply(opened, person)
    with pytest.raises(IdentityNotConfirmed):
        enrolment.decide(enrolment=one, accept=True, actor=ACTOR, now=NOW)
    person.identity = Identity.CONFIRMED
    person.save()
    assert enrolment.decide(enrolment=one, accept=True, actor=ACTOR, now=NOW).state == S.CONFIRMED


def test_a_confirmed_place_cannot_be_refused_only_withdrawn():
    one = apply(recruitment())
    with pytest.raises(MoveNotAllowed):
        enrolment.decide(enrolment=one, accept=False, actor=ACTOR, reason="changed our mind", now=NOW)


def test_many_are_decided_as_one_after_another_would_be():
    """In the order of arrival, whatever the order they are given in; with the same facts, letters and positions."""

    def decided(verb):
        opened, office = recruitment(seats=3, at_once=False, organisation_limit=2), make.organisation()
        for number in range(8):
            apply(opened, make.employed(organisation=office if number < 4 else make.organisation()))
        apply(opened, make.person(identity=Identity.UNCONFIRMED))
        verb(list(Enrolment.objects.filter(edition=opened.edition).order_by("arrival")))
        facts = EnrolmentChange.objects.filter(enrolment__edition=opened.edition, old_state=S.UNDER_DECISION)
        return states(opened), list(facts.order_by("enrolment__arrival").values_list("new_state", "facts"))

    def one_by_one(listed):
        for one in listed[:-1]:
            enrolment.decide(enrolment=one, accept=True, actor=ACTOR, now=NOW)

    def at_once(listed):
        refusals = enrolment.decide_all(enrolments=listed[::-1], accept=True, actor=ACTOR, now=NOW)
        assert [type(refusal) for refusal in refusals.values()] == [IdentityNotConfirmed]
        assert list(refusals) == [listed[-1].pk]

    assert decided(at_once) == decided(one_by_one)


def test_deciding_about_many_costs_the_same_as_about_one():
    def cost(number):
        opened = recruitment(seats=2, at_once=False)
        listed = [apply(opened) for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            assert enrolment.decide_all(enrolments=listed, accept=True, actor=ACTOR, now=NOW) == {}
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        return len([query for query in captured if not query["sql"].startswith(words)])

    assert cost(4) == cost(20) == 10


def test_refusing_many_needs_a_reason_and_leaves_those_who_have_a_place():
    opened = recruitment(seats=1)
    listed = [apply(opened) for _ in range(3)]
    with pytest.raises(ReasonIsMissing):
        enrolment.decide_all(enrolments=listed, accept=False, actor=ACTOR, now=NOW)
    refusals = enrolment.decide_all(enrolments=listed, accept=False, reason="not the group", actor=ACTOR, now=NOW)
    assert list(refusals) == [listed[0].pk]
    assert states(opened) == [S.CONFIRMED, S.REFUSED, S.REFUSED]
    assert enrolment.decide_all(enrolments=listed[1:], accept=False, actor=ACTOR, now=NOW) == {}


def test_moving_frees_the_old_seat_and_takes_one_at_the_end_of_the_new_order():
    old, new = recruitment(seats=1), recruitment(seats=2, closes_at=NOW - HOUR)
    one, two = apply(old), apply(old)
    make.EnrolmentFactory(edition=new.edition, arrival=7)
    moved = enrolment.move(enrolment=one, edition=new.edition, actor=ACTOR, reason="date clash", now=NOW)
    assert (moved.state, moved.arrival, moved.moved_from_id) == (S.CONFIRMED, 8, one.pk)
    assert states(old) == [S.MOVED, S.OFFERED]
    assert moved.organisation == one.organisation
    assert kinds_for(one.person) == ["enrolment_confirmed", "enrolment_confirmed"]
    assert enrolment.move(enrolment=one, edition=new.edition, actor=ACTOR, reason="", now=NOW).pk == moved.pk
    assert kinds_for(two.person) == ["enrolment_waiting", "enrolment_offered"]


def test_moving_never_oversells_and_leaves_everything_when_refused():
    old, new = recruitment(seats=1), recruitment(seats=1, has_reserve_list=False)
    one = apply(old)
    apply(new)
    with pytest.raises(EditionIsFull):
        enrolment.move(enrolment=one, edition=new.edition, actor=ACTOR, reason="clash", now=NOW)
    assert fresh(one).state == S.CONFIRMED


def test_an_undecided_application_stays_undecided_when_moved():
    old, new = recruitment(at_once=False), recruitment()
    moved = enrolment.move(enrolment=apply(old), edition=new.edition, actor=ACTOR, reason="clash", now=NOW)
    assert moved.state == S.UNDER_DECISION


def test_moving_has_its_refusals():
    old, new, person = recruitment(), recruitment(), make.employed()
    one = apply(old, person)
    with pytest.raises(MoveToTheSameEdition):
        enrolment.move(enrolment=one, edition=old.edition, actor=ACTOR, reason="x", now=NOW)
    with pytest.raises(ReasonIsMissing):
        enrolment.move(enrolment=one, edition=new.edition, actor=ACTOR, reason="", now=NOW)
    apply(new, person)
    with pytest.raises(AlreadyInThatEdition):
        enrolment.move(enrolment=one, edition=new.edition, actor=ACTOR, reason="x", now=NOW)


def test_cancelling_the_edition_ends_every_live_enrolment_and_tells_everybody():
    opened = recruitment(seats=1)
    one, two = apply(opened), apply(opened)
    gone = apply(opened)
    enrolment.withdraw(enrolment=gone, actor=ACTOR, now=NOW)
    assert enrolment.cancel_all(edition=opened.edition, reason="trainer ill", actor=ACTOR, now=NOW) == 2
    assert enrolment.cancel_all(edition=opened.edition, reason="trainer ill", actor=ACTOR, now=NOW) == 0
    assert states(opened) == [S.CANCELLED, S.CANCELLED, S.WITHDRAWN]
    assert {kinds_for(person)[-1] for person in (one.person, two.person)} == {"enrolment_cancelled"}
    assert kinds_for(gone.person)[-1] == "enrolment_withdrawn"


def test_a_message_reaches_each_once():
    opened = recruitment()
    everybody = [apply(opened), apply(opened)]
    for _ in range(2):
        sent = enrolment.write_to(
            enrolments=everybody, subject="Parking\r\nBcc: x@example.org", body="At the back.", actor=ACTOR, batch="b1"
        )
    assert sent == 2
    letters = Notice.objects.filter(kind="enrolment_message")
    assert letters.count() == 2
    assert {letter.subject for letter in letters} == {"Parking Bcc: x@example.org"}
    assert all("At the back." in letter.body for letter in letters)


def test_a_message_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    opened = recruitment()
    everybody = [apply(opened, make.employed(organisation=make.organisation())) for _ in range(5)]
    said = {"subject": "Parking", "body": "At the back.", "actor": ACTOR}
    for batch, listed in (("one", everybody[:1]), ("all", everybody)):
        with django_assert_num_queries(3):  # a savepoint, one INSERT, its release
            enrolment.write_to(enrolments=listed, batch=batch, **said)


# ---- terms


def terms(**changed):
    return {"seats": 5, "opens_at": NOW, "closes_at": NOW + DAY, **changed}


def test_recruitment_opens_once_and_locks_the_standard():
    standard = make.StandardFactory()
    make.OutcomeFactory(standard=standard, competence=_competence_with_levels())
    edition = make.EditionFactory(course=standard.course, standard=standard)
    opened = enrolment.open_recruitment(edition=edition, actor=ACTOR, now=NOW, **terms())
    standard.refresh_from_db()
    assert opened.opened_at == NOW
    assert standard.locked_at == NOW
    with pytest.raises(RecruitmentAlreadyOpen):
        enrolment.open_recruitment(edition=edition, actor=ACTOR, now=NOW, **terms())


def _competence_with_levels():
    competence = make.CompetenceFactory()
    for number in range(1, 5):
        make.LevelFactory(framework=competence.framework, number=number)
    return competence


def test_more_seats_are_offered_at_once():
    opened = recruitment(seats=1)
    for _ in range(4):
        apply(opened)
    enrolment.change_recruitment(recruitment=opened, actor=ACTOR, seats=3, now=NOW)
    assert states(opened) == [S.CONFIRMED, S.OFFERED, S.OFFERED, S.WAITING]


def test_a_raised_limit_is_filled_at_once():
    opened, office = recruitment(seats=5, organisation_limit=1), make.organisation()
    for _ in range(3):
        apply(opened, make.employed(organisation=office))
    enrolment.change_recruitment(recruitment=opened, actor=ACTOR, organisation_limit=2, now=NOW)
    assert states(opened) == [S.CONFIRMED, S.OFFERED, S.WAITING]


def test_nobody_loses_a_place_to_changed_terms():
    opened, office = recruitment(seats=3), make.organisation()
    for _ in range(2):
        apply(opened, make.employed(organisation=office))
    with pytest.raises(FewerSeatsThanTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, seats=1, now=NOW)
    with pytest.raises(LimitBelowTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, organisation_limit=1, now=NOW)
    with pytest.raises(LimitBelowTaken):
        enrolment.change_recruitment(recruitment=opened, actor=ACTOR, county_limit=1, now=NOW)
    opened.refresh_from_db()
    assert (opened.seats, opened.organisation_limit, opened.county_limit) == (3, None, None)


def test_filling_once_more_changes_nothing():
    opened, _two, _three = offered()
    assert enrolment.fill_seats(recruitment=opened.edition.recruitment, actor=ACTOR, now=NOW) == []
    assert states(opened) == [S.WITHDRAWN, S.OFFERED, S.WAITING]


def test_filling_many_seats_costs_the_same_as_filling_one():
    def cost(waiting):
        opened = recruitment(seats=1)
        for number in range(waiting + 1):
            make.EnrolmentFactory(
                edition=opened.edition, arrival=number + 1, state=S.WAITING if number else S.CONFIRMED
            )
        opened.seats = waiting + 1
        opened.save()
        with CaptureQueriesContext(connection) as captured:
            given = enrolment.fill_seats(recruitment=opened, actor=ACTOR, now=NOW)
        assert len(given) == waiting
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        return len([query for query in captured if not query["sql"].startswith(words)])

    assert [cost(1), cost(3), cost(20)] == [8, 8, 8]


# ---- the first day


def test_the_institution_of_the_first_day_is_kept_apart_from_that_of_the_application():
    opened = recruitment(edition=make.EditionFactory(starts_on=TODAY, ends_on=TODAY))
    stays, changes = make.employed(), make.employed()
    one, two = apply(opened, stays), apply(opened, changes)
    Employment.objects.filter(person=changes).update(superseded_at=NOW)
    new = make.EmploymentFactory(person=changes, organisation=make.organisation()).organisation
    assert enrolment.snapshot_at_start(opened.edition, now=NOW - DAY) == 0
    assert enrolment.snapshot_at_start(opened.edition, now=NOW) == 2
    assert fresh(one).organisation_at_start == one.organisation
    assert (fresh(two).organisation, fresh(two).organisation_at_start) == (two.organisation, new)
    assert enrolment.snapshot_at_start(opened.edition, now=NOW) == 0
