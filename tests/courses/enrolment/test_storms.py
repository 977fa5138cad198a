"""Promises 1 and 2 under load: many at once, real threads, a barrier, and the same storm with the lock taken out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count, cycle

import pytest
from django.db import IntegrityError, connection, connections, transaction

from courses.catalogue import actions as catalogue
from courses.catalogue.refusals import EditionIsOver
from courses.enrolment import actions as enrolment
from courses.enrolment import integrity, queries, rules
from courses.enrolment.actions import invitations, seats
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment, RecruitmentQuerySet
from courses.enrolment.refusals import OfferExpired, RecruitmentAlreadyOpen, WithdrawalTooLate
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.kernel import time
from training.kernel.refusals import MoveNotAllowed, Refusal
from training.notices.models import Notice

postgres = pytest.mark.postgres
pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
DAY = timedelta(days=1)


def together(jobs, threads=THREADS):
    """Run the jobs on so many threads, all let loose at the same moment; a failure is the test's."""
    start = threading.Barrier(threads)
    queue, taking = iter(list(jobs)), threading.Lock()

    def work():
        start.wait(timeout=30)
        try:
            while True:
                with taking:
                    job = next(queue, None)
                if job is None:
                    return
                job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result(timeout=300)


def people(number):
    office = make.organisation()
    return [make.employed(organisation=office) for _ in range(number)]


def recruitment(**terms):
    opened = make.RecruitmentFactory(**terms)
    make.MeetingFactory(edition=opened.edition)
    return opened


def rows(opened):
    return list(Enrolment.objects.filter(edition=opened.edition).order_by("arrival"))


def holding(opened):
    return Enrolment.objects.filter(edition=opened.edition).holding_a_seat().count()


def faults():
    checks = (integrity.seats, integrity.limits, integrity.queue, integrity.history)
    return [str(fault) for check in checks for fault in check()]


def storm(opened, everybody, threads=THREADS):
    together(
        [
            lambda person=person: enrolment.apply(person=person, edition=opened.edition, actor=ACTOR, now=NOW)
            for person in everybody
        ],
        threads,
    )


def assert_exact(opened, *, people, seats):
    enrolled = rows(opened)
    assert [row.arrival for row in enrolled] == list(range(1, people + 1))
    assert [row.state for row in enrolled] == [EnrolmentState.CONFIRMED] * seats + [EnrolmentState.WAITING] * (
        people - seats
    )
    waiting = [row for row in enrolled if row.state == EnrolmentState.WAITING]
    assert [queries.position_in_queue(row) for row in waiting] == list(range(1, people - seats + 1))
    # What each was told at the door is what the list says now.
    told = EnrolmentChange.objects.filter(new_state=EnrolmentState.WAITING).order_by("enrolment__arrival")
    assert [change.facts["position"] for change in told] == list(range(1, people - seats + 1))
    assert Notice.objects.filter(kind__startswith="enrolment_").count() == people
    assert faults() == []


@postgres
def test_two_hundred_at_once_fill_thirty_seats_and_the_rest_wait_in_order():
    opened = recruitment(seats=30)
    storm(opened, people(200))
    assert_exact(opened, people=200, seats=30)


def test_on_sqlite_too_many_at_once_fill_the_seats_exactly():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads need a database in a file: set KOMPAS_TEST_SQLITE")
    opened = recruitment(seats=5)
    storm(opened, people(24), threads=8)
    assert_exact(opened, people=24, seats=5)


@postgres
def test_the_limit_of_an_institution_holds_in_a_storm():
    opened, offices = recruitment(seats=30, organisation_limit=3), [make.organisation() for _ in range(4)]
    storm(opened, [make.employed(organisation=office) for office, _ in zip(cycle(offices), range(80), strict=False)])
    taken = queries.taken_in(opened.edition_id)
    assert sorted(taken.organisations.values()) == [3, 3, 3, 3]
    assert faults() == []


# ---- negative control


class Unlocked:
    """The same storm without the lock, every thread made to count before any of them writes.

    The arrival numbers come from outside: otherwise the database's constraint
    on them would save what the lost lock lets through.
    """

    def __init__(self, monkeypatch, threads):
        self.barrier, self.numbers = threading.Barrier(threads), count()
        monkeypatch.setattr(RecruitmentQuerySet, "locked", lambda query: query.select_related("edition__course"))
        self.place, self.queue_for = rules.place, queries.queue_for
        monkeypatch.setattr(queries, "queue_for", self.numbered)
        monkeypatch.setattr(rules, "place", self.counted)

    def numbered(self, *args):
        return replace(self.queue_for(*args), last_arrival=next(self.numbers))

    def counted(self, *args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(timeout=5)
        return self.place(*args, **kwargs)


@postgres
def test_without_the_lock_the_same_storm_oversells(monkeypatch):
    opened = recruitment(seats=30)
    everybody = people(200)
    Unlocked(monkeypatch, THREADS)
    storm(opened, everybody)
    assert holding(opened) > 30
    assert any("seats" in fault for fault in faults())


@postgres
def test_without_the_lock_even_the_constraint_on_arrivals_refuses(monkeypatch):
    opened, everybody = recruitment(seats=1), people(2)
    control = Unlocked(monkeypatch, 2)
    monkeypatch.setattr(queries, "queue_for", control.queue_for)
    with pytest.raises(IntegrityError):
        storm(opened, everybody, threads=2)
    assert holding(opened) == 1


# ---- other storms


@postgres
def test_one_person_clicking_sixteen_times_has_one_enrolment():
    opened, (person,) = recruitment(seats=3), people(1)
    storm(opened, [person] * THREADS)
    assert [row.state for row in rows(opened)] == [EnrolmentState.CONFIRMED]
    assert Notice.objects.filter(kind="enrolment_confirmed").count() == 1


@postgres
def test_two_clerks_filling_the_same_edition_offer_each_seat_once():
    opened = recruitment(seats=10)
    for number in range(40):
        make.EnrolmentFactory(edition=opened.edition, arrival=number + 1, state=EnrolmentState.WAITING)
    together([lambda: enrolment.fill_seats(recruitment=opened, actor=ACTOR, now=NOW) for _ in range(THREADS)])
    assert [row.state for row in rows(opened)] == [EnrolmentState.OFFERED] * 10 + [EnrolmentState.WAITING] * 30
    assert EnrolmentChange.objects.count() == 10


@postgres
def test_accepting_races_with_expiring_and_only_one_of_them_wins():
    for _ in range(5):
        opened = recruitment(seats=1)
        first, second = (
            enrolment.apply(person=person, edition=opened.edition, actor=ACTOR, now=NOW) for person in people(2)
        )
        enrolment.withdraw(enrolment=first, actor=ACTOR, now=NOW)
        second.refresh_from_db()
        before, after = second.offer_expires_at - timedelta(seconds=1), second.offer_expires_at

        def take(second=second, before=before):
            with suppress(OfferExpired):
                enrolment.accept(enrolment=second, actor=ACTOR, now=before)

        together([take, lambda after=after: enrolment.expire_offers(now=after)], threads=2)
        second.refresh_from_db()
        assert second.state in (EnrolmentState.CONFIRMED, EnrolmentState.EXPIRED)
        assert EnrolmentChange.objects.filter(enrolment=second).count() == 3
    assert faults() == []


@postgres
def test_moving_people_both_ways_at_once_neither_deadlocks_nor_oversells():
    left, right = recruitment(seats=10), recruitment(seats=10)
    there = [enrolment.apply(person=person, edition=left.edition, actor=ACTOR, now=NOW) for person in people(10)]
    back = [enrolment.apply(person=person, edition=right.edition, actor=ACTOR, now=NOW) for person in people(10)]

    def move(application, edition):
        return lambda: enrolment.move(enrolment=application, edition=edition, actor=ACTOR, reason="swap", now=NOW)

    jobs = [job for a, b in zip(there, back, strict=True) for job in (move(a, right.edition), move(b, left.edition))]
    together(jobs)
    assert {row.state for opened in (left, right) for row in rows(opened)} <= {
        EnrolmentState.MOVED,
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITING,
        EnrolmentState.OFFERED,
    }
    assert holding(left) <= 10
    assert holding(right) <= 10
    assert faults() == []


@postgres
def test_applications_withdrawals_expiries_and_new_seats_at_once_keep_every_promise():
    opened = recruitment(seats=10, organisation_limit=4, confirmation_hours=1)
    offices = [make.organisation() for _ in range(6)]
    crowd = [make.employed(organisation=office) for office, _ in zip(cycle(offices), range(120), strict=False)]
    early = [
        enrolment.apply(person=application, edition=opened.edition, actor=ACTOR, now=NOW) for application in crowd[:40]
    ]
    late = NOW + 3 * DAY

    def step(verb, **given):
        def run():
            # Losing a race is an answer; anything else fails the test.
            with suppress(MoveNotAllowed, OfferExpired, WithdrawalTooLate):
                verb(actor=ACTOR, **given)

        return run

    jobs = []
    for number, person in enumerate(crowd[40:]):
        jobs.append(step(enrolment.apply, person=person, edition=opened.edition, now=NOW))
        jobs.append(step(enrolment.withdraw, enrolment=early[number % 40], now=NOW))
        jobs.append(step(enrolment.accept, enrolment=early[(number * 7) % 40], now=NOW))
        jobs.append(step(enrolment.decline, enrolment=early[(number * 3) % 40], now=NOW))
        if number % 8 == 0:
            jobs.append(step(enrolment.expire_offers, now=late))
            jobs.append(step(enrolment.change_recruitment, recruitment=opened, seats=10 + number // 8, now=NOW))

    def safely(job):
        def run():
            with suppress(Refusal):
                job()

        return run

    together([safely(job) for job in jobs])
    assert faults() == []
    opened.refresh_from_db()
    assert holding(opened) <= opened.seats
    assert sorted(row.arrival for row in rows(opened)) == list(range(1, len(rows(opened)) + 1))


@postgres
def test_two_coordinators_deciding_about_the_same_group_decide_once():
    opened = recruitment(seats=5, at_once=False)
    listed = [enrolment.apply(person=person, edition=opened.edition, actor=ACTOR, now=NOW) for person in people(12)]

    def clerk(order):
        return lambda: enrolment.decide_all(enrolments=order, accept=True, actor=ACTOR, now=NOW)

    together([clerk(listed), clerk(listed[::-1])] * 2, threads=4)
    assert [row.state for row in rows(opened)] == [EnrolmentState.CONFIRMED] * 5 + [EnrolmentState.WAITING] * 7
    assert EnrolmentChange.objects.filter(old_state=EnrolmentState.UNDER_DECISION).count() == 12
    assert faults() == []


def coming_recruitment():
    """With a meeting still to come by the real clock, which invitations go by."""
    now = time.now()
    opened = make.RecruitmentFactory(opens_at=now - DAY, closes_at=now + DAY)
    starts_at = time.at(time.today(now) + 21 * DAY, "09:00")
    make.MeetingFactory(edition=opened.edition, starts_at=starts_at)
    for number in range(4):
        make.EnrolmentFactory(
            edition=opened.edition, person=people(1)[0], arrival=number + 1, state=EnrolmentState.CONFIRMED
        )
    return opened


def invited(opened, threads=8):
    together([lambda: invitations.follow_calendars(opened.edition_id) for _ in range(threads)], threads)
    return Notice.objects.filter(kind="calendar_invited").count()


@postgres
def test_calendars_that_several_workers_follow_at_once_are_told_once():
    assert invited(coming_recruitment()) == 4


@postgres
def test_without_the_lock_several_workers_tell_the_same_calendars_again(monkeypatch):
    opened, threads = coming_recruitment(), 8
    barrier, read_calendars = threading.Barrier(threads), invitations._person_calendars

    def after_everybody(*args):
        calendars = read_calendars(*args)
        barrier.wait(timeout=30)
        return calendars

    monkeypatch.setattr(invitations, "_locked", list)
    monkeypatch.setattr(invitations, "_person_calendars", after_everybody)
    assert invited(opened, threads) > 4


@postgres
def test_a_recruitment_that_several_clerks_open_at_once_is_opened_by_one():
    edition, opened, refused = make.EditionFactory(), [], []
    terms = {"seats": 5, "opens_at": NOW, "closes_at": NOW + DAY}

    def clerk():
        try:
            opened.append(enrolment.open_recruitment(edition=edition, actor=ACTOR, now=NOW, **terms))
        except RecruitmentAlreadyOpen:
            refused.append(edition)

    together([clerk] * 6, threads=6)
    assert (len(opened), len(refused)) == (1, 5)


def test_a_rollback_leaves_neither_enrolment_nor_letter():
    opened, (person,) = recruitment(), people(1)
    with suppress(ZeroDivisionError), transaction.atomic():
        enrolment.apply(person=person, edition=opened.edition, actor=ACTOR, now=NOW)
        raise ZeroDivisionError
    assert not Enrolment.objects.exists()
    assert not Notice.objects.exists()
    assert Recruitment.objects.count() == 1


# ---- adding somebody while the edition is being closed


def add_while_closing(monkeypatch):
    """Somebody is added on behalf; between the look at the edition and the writing, the edition is closed."""
    opened = make.RecruitmentFactory()
    make.MeetingFactory(edition=opened.edition, starts_at=NOW - 3 * DAY)
    days = {"starts_on": make.TODAY - 3 * DAY, "ends_on": make.TODAY - 3 * DAY}
    type(opened.edition).objects.filter(pk=opened.edition_id).update(**days)
    person, looked, closed = make.employed(), threading.Event(), threading.Event()
    place = rules.place

    def slowly(*args, **kwargs):
        looked.set()
        assert closed.wait(timeout=30)
        return place(*args, **kwargs)

    def close():
        assert looked.wait(timeout=30)
        catalogue.mark_closed(edition=opened.edition, actor=ACTOR, now=NOW)
        closed.set()

    def add():
        with suppress(EditionIsOver):
            enrolment.apply(person=person, edition=opened.edition, on_behalf=True, actor=ACTOR, now=NOW)

    monkeypatch.setattr(rules, "place", slowly)
    together([add, close], threads=2)
    return rows(opened)


@postgres
def test_nobody_slips_into_an_edition_that_is_being_closed(monkeypatch):
    assert add_while_closing(monkeypatch) == []


@postgres
def test_without_the_lock_somebody_slips_into_a_closed_edition(monkeypatch):
    monkeypatch.setattr(seats, "_hold_edition", lambda recruitment, now: None)
    assert [row.state for row in add_while_closing(monkeypatch)] == [EnrolmentState.CONFIRMED]
