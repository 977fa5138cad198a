"""What ROPS decides, adds, moves and withdraws."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.enrolment.refusals import (
    AlreadyInThatEdition,
    EditionIsFull,
    IdentityNotConfirmed,
    MoveToTheSameEdition,
    ReasonIsMissing,
)
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.enrolment.steps import HOUR, apply, fresh, kinds_for, recruitment, states
from tests.factories import ACTOR, NOW
from training.kernel.refusals import MoveNotAllowed
from training.notices.models import Notice
from training.people.states import Identity

pytestmark = pytest.mark.django_db


# ---- ROPS


def test_accepting_gives_a_place_while_there_is_one_and_then_the_reserve_list():
    opened = recruitment(seats=1, at_once=False)
    first, second = apply(opened), apply(opened)
    for applicant in (second, first):
        enrolment.decide(enrolment=applicant, accept=True, actor=ACTOR, now=NOW)
    assert states(opened) == [EnrolmentState.WAITING, EnrolmentState.CONFIRMED]
    assert enrolment.decide(enrolment=second, accept=True, actor=ACTOR, now=NOW).state == EnrolmentState.CONFIRMED
    assert EnrolmentChange.objects.filter(enrolment=second).count() == 2


def test_accepting_more_than_the_seats_without_a_reserve_list_is_refused():
    opened = recruitment(seats=1, at_once=False, has_reserve_list=False)
    first, second = apply(opened), apply(opened)
    enrolment.decide(enrolment=first, accept=True, actor=ACTOR, now=NOW)
    with pytest.raises(EditionIsFull):
        enrolment.decide(enrolment=second, accept=True, actor=ACTOR, now=NOW)
    assert fresh(second).state == EnrolmentState.UNDER_DECISION


def test_refusing_says_why():
    opened = recruitment(at_once=False)
    application = apply(opened)
    with pytest.raises(ReasonIsMissing):
        enrolment.decide(enrolment=application, accept=False, actor=ACTOR, reason=" ", now=NOW)
    enrolment.decide(enrolment=application, accept=False, actor=ACTOR, reason="not the target group", now=NOW)
    assert (fresh(application).state, fresh(application).reason) == (EnrolmentState.REFUSED, "not the target group")
    assert "not the target group" in Notice.objects.get(kind="enrolment_refused").body


def test_nobody_gets_a_place_before_it_is_known_who_they_are():
    opened, person = recruitment(), make.person(identity=Identity.UNCONFIRMED)
    application = apply(opened, person)
    with pytest.raises(IdentityNotConfirmed):
        enrolment.decide(enrolment=application, accept=True, actor=ACTOR, now=NOW)
    person.identity = Identity.CONFIRMED
    person.save()
    assert enrolment.decide(enrolment=application, accept=True, actor=ACTOR, now=NOW).state == EnrolmentState.CONFIRMED


def test_a_confirmed_place_cannot_be_refused_only_withdrawn():
    application = apply(recruitment())
    with pytest.raises(MoveNotAllowed):
        enrolment.decide(enrolment=application, accept=False, actor=ACTOR, reason="changed our mind", now=NOW)


def test_many_are_decided_as_one_after_another_would_be():
    """In the order of arrival, whatever the order they are given in; with the same facts, letters and positions."""

    def decided(verb):
        opened, office = recruitment(seats=3, at_once=False, organisation_limit=2), make.organisation()
        for number in range(8):
            apply(opened, make.employed(organisation=office if number < 4 else make.organisation()))
        apply(opened, make.person(identity=Identity.UNCONFIRMED))
        verb(list(Enrolment.objects.filter(edition=opened.edition).order_by("arrival")))
        facts = EnrolmentChange.objects.filter(
            enrolment__edition=opened.edition, old_state=EnrolmentState.UNDER_DECISION
        )
        return states(opened), list(facts.order_by("enrolment__arrival").values_list("new_state", "facts"))

    def one_by_one(listed):
        for application in listed[:-1]:
            enrolment.decide(enrolment=application, accept=True, actor=ACTOR, now=NOW)

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
    assert states(opened) == [EnrolmentState.CONFIRMED, EnrolmentState.REFUSED, EnrolmentState.REFUSED]
    assert enrolment.decide_all(enrolments=listed[1:], accept=False, actor=ACTOR, now=NOW) == {}


def test_moving_frees_the_old_seat_and_takes_one_at_the_end_of_the_new_order():
    old, new = recruitment(seats=1), recruitment(seats=2, closes_at=NOW - HOUR)
    first, second = apply(old), apply(old)
    make.EnrolmentFactory(edition=new.edition, arrival=7)
    moved = enrolment.move(enrolment=first, edition=new.edition, actor=ACTOR, reason="date clash", now=NOW)
    assert (moved.state, moved.arrival, moved.moved_from_id) == (EnrolmentState.CONFIRMED, 8, first.pk)
    assert states(old) == [EnrolmentState.MOVED, EnrolmentState.OFFERED]
    assert moved.organisation == first.organisation
    assert kinds_for(first.person) == ["enrolment_confirmed", "enrolment_confirmed"]
    assert enrolment.move(enrolment=first, edition=new.edition, actor=ACTOR, reason="", now=NOW).pk == moved.pk
    assert kinds_for(second.person) == ["enrolment_waiting", "enrolment_offered"]


def test_moving_never_oversells_and_leaves_everything_when_refused():
    old, new = recruitment(seats=1), recruitment(seats=1, has_reserve_list=False)
    application = apply(old)
    apply(new)
    with pytest.raises(EditionIsFull):
        enrolment.move(enrolment=application, edition=new.edition, actor=ACTOR, reason="clash", now=NOW)
    assert fresh(application).state == EnrolmentState.CONFIRMED


def test_an_undecided_application_stays_undecided_when_moved():
    old, new = recruitment(at_once=False), recruitment()
    moved = enrolment.move(enrolment=apply(old), edition=new.edition, actor=ACTOR, reason="clash", now=NOW)
    assert moved.state == EnrolmentState.UNDER_DECISION


def test_moving_has_its_refusals():
    old, new, person = recruitment(), recruitment(), make.employed()
    application = apply(old, person)
    with pytest.raises(MoveToTheSameEdition):
        enrolment.move(enrolment=application, edition=old.edition, actor=ACTOR, reason="x", now=NOW)
    with pytest.raises(ReasonIsMissing):
        enrolment.move(enrolment=application, edition=new.edition, actor=ACTOR, reason="", now=NOW)
    apply(new, person)
    with pytest.raises(AlreadyInThatEdition):
        enrolment.move(enrolment=application, edition=new.edition, actor=ACTOR, reason="x", now=NOW)


def test_cancelling_the_edition_ends_every_live_enrolment_and_tells_everybody():
    opened = recruitment(seats=1)
    first, second = apply(opened), apply(opened)
    gone = apply(opened)
    enrolment.withdraw(enrolment=gone, actor=ACTOR, now=NOW)
    assert enrolment.cancel_all(edition=opened.edition, reason="trainer ill", actor=ACTOR, now=NOW) == 2
    assert enrolment.cancel_all(edition=opened.edition, reason="trainer ill", actor=ACTOR, now=NOW) == 0
    assert states(opened) == [EnrolmentState.CANCELLED, EnrolmentState.CANCELLED, EnrolmentState.WITHDRAWN]
    assert {kinds_for(person)[-1] for person in (first.person, second.person)} == {"enrolment_cancelled"}
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
    letter = {"subject": "Parking", "body": "At the back.", "actor": ACTOR}
    ContentType.objects.get_for_model(everybody[0])  # asked for once in the life of a process
    for batch, listed in (("one", everybody[:1]), ("all", everybody)):
        with django_assert_num_queries(5):  # a savepoint, letters sent before, letters, history, the release
            enrolment.write_to(enrolments=listed, batch=batch, **letter)
