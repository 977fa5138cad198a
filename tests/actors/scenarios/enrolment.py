"""Verbs of enrolment."""

from datetime import timedelta

from courses.enrolment import actions as enrolment
from courses.enrolment.actions import deciding, recruiting, seats
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.actors.scenario import DAY, NOW, scenario

ENROLMENT, DECIDING = "courses.enrolment.actions.places", "courses.enrolment.actions.deciding"
RECRUITING, SEATS = "courses.enrolment.actions.recruiting", "courses.enrolment.actions.seats"


def _waiting(w):
    """Somebody who waits although a seat is free."""
    return make.EnrolmentFactory(edition=w.coming, person=make.person(), state=EnrolmentState.WAITING)


@scenario(f"{RECRUITING}.open_recruitment")
def _(w, actor):
    recruiting.open_recruitment(edition=w.draft, seats=5, opens_at=NOW, closes_at=NOW + 5 * DAY, actor=actor, now=NOW)


@scenario(f"{RECRUITING}.change_recruitment")
def _(w, actor):
    recruiting.change_recruitment(recruitment=w.coming.recruitment, seats=12, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.apply")
def _(w, actor):
    enrolment.apply(person=w.colleague, edition=w.coming, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.accept")
def _(w, actor):
    enrolment.accept(enrolment=w.offered, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.decline")
def _(w, actor):
    enrolment.decline(enrolment=w.offered, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.withdraw")
def _(w, actor):
    enrolment.withdraw(enrolment=w.seat, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.withdraw_duplicate")
def _(w, actor):
    enrolment.withdraw_duplicate(enrolment=w.seat, reason="jedna osoba", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.move")
def _(w, actor):
    make.MeetingFactory(edition=w.open)
    enrolment.move(enrolment=w.seat, edition=w.open, reason="Prośba", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.fill_seats", f"{ENROLMENT}.fill_all")
def _(w, actor):
    _waiting(w)
    assert enrolment.fill_all(actor=actor, now=NOW)


@scenario(f"{SEATS}.fill")
def _(w, actor):
    _waiting(w)
    seats.fill(seats.locked(w.coming), actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.settle_offers")
def _(w, actor):
    make.MeetingFactory(edition=w.coming, starts_at=NOW + timedelta(hours=1))
    enrolment.settle_offers(edition=w.coming, actor=actor, now=NOW + timedelta(hours=2))


@scenario(f"{ENROLMENT}.cancel_all")
def _(w, actor):
    enrolment.cancel_all(edition=w.coming, reason="Odwołane", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.write_to")
def _(w, actor):
    enrolment.write_to(enrolments=[w.seat], subject="Sala", body="Inna sala.", batch="1", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.expire_offers")
def _(w, actor):
    assert enrolment.expire_offers(actor=actor, now=NOW + 3 * DAY)


@scenario(f"{DECIDING}.decide")
def _(w, actor):
    deciding.decide(enrolment=w.undecided, accept=True, actor=actor, now=NOW)


@scenario(f"{DECIDING}.go_on")
def _(w, actor):
    w.undecided.edition.recruitment.__class__.objects.update(at_once=True)
    assert not deciding.go_on(person=w.undecided.person, actor=actor, now=NOW)


@scenario(f"{DECIDING}.decide_all")
def _(w, actor):
    deciding.decide_all(enrolments=[w.undecided], accept=True, actor=actor, now=NOW)
