"""Random walks through every verb: after each step the promises hold, whoever did what in whatever order."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from courses.enrolment import actions as enrolment
from courses.enrolment import integrity
from courses.enrolment.actions import seats
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.kernel.refusals import Refusal
from training.notices.models import Notice
from training.people.states import Identity

pytestmark = pytest.mark.django_db

LIMITS = st.one_of(st.none(), st.integers(1, 2))
ANYBODY = st.integers(0, 11)


class Walk(RuleBasedStateMachine):
    """Two editions, twelve people of four institutions, and a clock that only goes forward."""

    @initialize(
        places=st.integers(1, 3),
        organisation_limit=LIMITS,
        county_limit=LIMITS,
        at_once=st.booleans(),
        has_reserve_list=st.booleans(),
    )
    def begin(self, places, **terms):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        first = make.RecruitmentFactory(seats=places, confirmation_hours=4, **terms)
        second = make.RecruitmentFactory(seats=2)
        self.recruitments = [first, second]
        for opened in self.recruitments:
            make.MeetingFactory(edition=opened.edition)
        offices = [make.organisation() for _ in range(4)]
        self.people = [make.employed(organisation=offices[number % 4]) for number in range(11)]
        self.people.append(make.person(identity=Identity.UNCONFIRMED))

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def try_to(self, verb, **given):
        # To be refused is an answer; only what it leaves behind is judged.
        with suppress(Refusal):
            verb(actor=ACTOR, now=self.now, **given)

    def one_of(self, number):
        rows = list(Enrolment.objects.order_by("-pk")[:12])
        return rows[number % len(rows)] if rows else None

    @rule(who=ANYBODY, first=st.booleans(), on_behalf=st.booleans())
    def apply(self, who, first, on_behalf):
        edition = self.recruitments[0 if first else 1].edition
        self.try_to(enrolment.apply, person=self.people[who], edition=edition, on_behalf=on_behalf)

    @rule(number=ANYBODY, verb=st.sampled_from([enrolment.accept, enrolment.decline]))
    def answer(self, number, verb):
        if application := self.one_of(number):
            self.try_to(verb, enrolment=application)

    @rule(number=ANYBODY, by_staff=st.booleans())
    def withdraw(self, number, by_staff):
        if application := self.one_of(number):
            self.try_to(enrolment.withdraw, enrolment=application, by_staff=by_staff, reason="ill")

    @rule(number=ANYBODY)
    def move(self, number):
        if application := self.one_of(number):
            other = next(opened for opened in self.recruitments if opened.edition_id != application.edition_id)
            self.try_to(enrolment.move, enrolment=application, edition=other.edition, reason="date")

    @rule(accept=st.booleans(), number=ANYBODY)
    def decide(self, accept, number):
        if application := self.one_of(number):
            self.try_to(enrolment.decide, enrolment=application, accept=accept, reason="criteria")

    @rule(accept=st.booleans())
    def decide_all(self, accept):
        undecided = list(Enrolment.objects.filter(state=EnrolmentState.UNDER_DECISION))
        self.try_to(enrolment.decide_all, enrolments=undecided, accept=accept, reason="criteria")

    @rule(places=st.integers(1, 4), organisation_limit=LIMITS)
    def change_terms(self, places, organisation_limit):
        terms = {"seats": places, "organisation_limit": organisation_limit}
        self.try_to(enrolment.change_recruitment, recruitment=self.recruitments[0], **terms)

    @rule(hours=st.sampled_from([1, 8, 30, 24 * 8]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)
        enrolment.expire_offers(now=self.now)

    @invariant()
    def the_promises_hold(self):
        if not hasattr(self, "atomic"):
            return
        checks = (integrity.seats, integrity.limits, integrity.history)
        assert [str(fault) for check in checks for fault in check()] == []
        assert list(seats.unfilled_seats(self.now)) == []

    @invariant()
    def the_order_is_that_of_arrival(self):
        if not hasattr(self, "atomic"):
            return
        for opened in self.recruitments:
            rows = Enrolment.objects.filter(edition=opened.edition).order_by("pk")
            arrivals = list(rows.values_list("arrival", flat=True))
            assert arrivals == list(range(1, len(arrivals) + 1))

    @invariant()
    def every_step_is_told_once(self):
        if not hasattr(self, "atomic"):
            return
        told = (
            EnrolmentChange.objects.exclude(new_state=EnrolmentState.MOVED).order_by("pk").values_list("pk", flat=True)
        )
        keys = Notice.objects.order_by("pk").values_list("cause_key", flat=True)
        assert list(map(int, keys)) == list(told)


def test_whatever_people_do_in_whatever_order_the_promises_hold():
    walks = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Walk, settings=walks)
