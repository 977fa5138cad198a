"""The engine under the verbs: locking, taking a step with its history and letter, filling free seats.

Only ``actions`` and ``recruiting`` call it.  One lock order, always:
recruitment (several by their edition's key), then its enrolments.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from courses.catalogue.models import Edition
from courses.catalogue.refusals import EditionIsOver
from courses.catalogue.states import EditionState
from courses.enrolment import letters, queries, registry, rules, signals
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.queries import deadlines
from courses.enrolment.refusals import EditionNotRecruiting
from courses.enrolment.rules import Candidate
from courses.enrolment.states import LIVE, NEXT, TAKES_PART, EnrolmentState
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.refusals import MoveNotAllowed
from training.kernel.states import check_move
from training.people.models import Person
from training.people.refusals import PersonMerged

OFFER = ("offered_at", "offer_lasts_until", "is_late_offer", "offer_expires_at")


# ---- locks ------------------------------------------------------------------------------------------------------


def locked(edition: Edition | int) -> Recruitment:
    """The recruitment of an edition, locked until the transaction ends; whoever comes second waits here.

    Raises:
        EditionNotRecruiting: the edition has no recruitment.
    """
    try:
        return Recruitment.objects.locked().get(edition=edition)
    except Recruitment.DoesNotExist:
        raise EditionNotRecruiting() from None


def locked_with(enrolment: Enrolment) -> tuple[Recruitment, Enrolment]:
    """The recruitment locked, and the enrolment as it stands now: the caller's copy may be older than the lock."""
    recruitment = locked(enrolment.edition_id)
    return recruitment, fresh(enrolment, recruitment)


def locked_person(person: Person) -> Person:
    """The record that the person lives on in, locked after the recruitment: nobody merges it meanwhile.

    Without the lock somebody could apply under one record while it is merged
    into another that has applied already, and stand twice in one edition.

    Raises:
        PersonMerged: it was merged while this waited.
    """
    into = Person.objects.filter(pk=person.pk, merged_into__isnull=False).values("merged_into")
    locked = Person.objects.select_for_update(no_key=True).get(pk=Coalesce(Subquery(into), person.pk))
    if locked.merged_into_id:
        raise PersonMerged(person=locked.full_name)
    return locked


def fresh(enrolment: Enrolment, recruitment: Recruitment) -> Enrolment:
    enrolment = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    enrolment.edition = recruitment.edition
    return enrolment


def check_step(enrolment: Enrolment, needed: EnrolmentState, new: EnrolmentState) -> None:
    """Refuse a verb that belongs to one state only, though the table leads there from others too.

    Raises:
        MoveNotAllowed
    """
    if enrolment.state != needed:
        raise MoveNotAllowed(old=EnrolmentState(enrolment.state).label, new=new.label)


# ---- steps ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Who takes a step with enrolments, and when; what their history keeps of it.

    ``facts`` are what the decision rested on, ``facts_of`` those of single
    enrolments, by key.  With ``notify=False`` the step writes no letter.
    """

    actor: Actor
    now: datetime
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_of: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    notify: bool = True


def arrive(enrolment: Enrolment, state: EnrolmentState, recruitment: Recruitment, step: Step) -> Enrolment:
    """Write a new enrolment in its first state."""
    if state in TAKES_PART:
        _hold_edition(recruitment, step.now)
    enrolment.state = state
    _stamp(enrolment, step.now)
    enrolment.save(force_insert=True)
    _record([enrolment], [""], recruitment, step)
    return enrolment


def move(enrolments: Sequence[Enrolment], new: EnrolmentState, recruitment: Recruitment, step: Step) -> None:
    """Take one step with each: state, history and letter, in a number of queries that does not grow with them.

    Raises:
        MoveNotAllowed: the table of states does not name this step.
        EditionIsOver: the edition is closed, and who took part is decided.
    """
    old = [enrolment.state for enrolment in enrolments]
    if TAKES_PART & {new, *old}:
        _hold_edition(recruitment, step.now)
    for enrolment in enrolments:
        check_move(EnrolmentState(enrolment.state), new, NEXT)
        enrolment.state = new
        enrolment.reason = step.reason[:250]
        _stamp(enrolment, step.now)
    Enrolment.objects.bulk_update(enrolments, ["state", "reason", *OFFER, "confirmed_at", "ended_at"], batch_size=500)
    _record(enrolments, old, recruitment, step)


def _hold_edition(recruitment: Recruitment, now: datetime) -> None:
    """Nobody joins or leaves while the edition is being closed: closing locks the same row.

    Before its first day an edition cannot be closed, and who applies then waits for nobody.
    """
    edition = recruitment.edition
    if edition.starts_on is None or edition.starts_on > time.today(now):
        return
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if edition.state == EditionState.CLOSED:
        raise EditionIsOver(state=edition.get_state_display())


def _stamp(enrolment: Enrolment, now: datetime) -> None:
    if enrolment.state == EnrolmentState.CONFIRMED:
        enrolment.confirmed_at = now
    elif enrolment.state not in LIVE:
        enrolment.ended_at = now


def _record(enrolments: Sequence[Enrolment], old: Sequence[str], recruitment: Recruitment, step: Step) -> None:
    changes = EnrolmentChange.objects.bulk_create(
        EnrolmentChange(
            enrolment=enrolment,
            at=step.now,
            old_state=old_state,
            new_state=enrolment.state,
            reason=step.reason[:250],
            facts={**step.facts, **step.facts_of.get(enrolment.pk, {})},
            **acted(step.actor),
        )
        for enrolment, old_state in zip(enrolments, old, strict=True)
    )
    signals.send_on_commit(changes, edition_id=recruitment.edition_id, actor=step.actor, reason=step.reason)
    if step.notify:
        letters.notify(changes, recruitment, now=step.now)
    if any(EnrolmentState.CONFIRMED in (change.old_state, change.new_state) for change in changes):
        people = [enrolment.person_id for enrolment in enrolments]
        transaction.on_commit(lambda: notify_participants_changed(recruitment.edition_id, people), robust=True)


def notify_participants_changed(edition: int, people: Collection[int] | None = None) -> None:
    """After the commit: calendars, and what else is registered, follow who takes part."""
    for tell in registry.participants_changed:
        tell(edition, people)


# ---- filling ----------------------------------------------------------------------------------------------------


def fill(recruitment: Recruitment, *, actor: Actor, now: datetime) -> list[Enrolment]:
    """Offer the free seats to those next on the reserve list.  Call it with the recruitment locked."""
    if not queries.is_running(recruitment.edition, now):
        return []
    waiting = queries.waiting_in(recruitment.edition_id)
    if not waiting:
        return []
    taken = queries.taken_in(recruitment.edition_id)
    chosen = rules.who_is_next(queries.terms_of(recruitment), taken, waiting)
    if not chosen:
        return []
    starts_at = queries.starts_at(recruitment.edition_id)
    if not rules.offers_are_made(now, starts_at, recruitment.closes_at):
        return []
    keys = [candidate.key for candidate in chosen if candidate.key]
    offered = list(Enrolment.objects.filter(pk__in=keys).select_related("person__user").order_by("arrival"))
    lasts_until = time.add_working_hours(now, recruitment.confirmation_hours)
    for enrolment in offered:
        enrolment.offered_at, enrolment.offer_lasts_until = now, lasts_until
        enrolment.is_late_offer = rules.is_late_offer(now, starts_at)
        enrolment.offer_expires_at = deadlines.offer_end(enrolment, starts_at)
    move(
        offered,
        EnrolmentState.OFFERED,
        recruitment,
        Step(
            actor=actor,
            now=now,
            facts={"seats": recruitment.seats, "taken": taken.total, "waiting": len(waiting), "offered": len(chosen)},
        ),
    )
    return offered


def unfilled_seats(now: datetime) -> Iterator[tuple[int, Candidate]]:
    """``(edition_id, candidate)`` of those who wait, in any edition, although ``fill`` would offer them a seat now.

    Four queries, however many editions there are.
    """
    waited_for = Enrolment.objects.waiting().order_by().values("edition").distinct()
    recruitments = Recruitment.objects.select_related("edition").filter(edition__in=waited_for)
    running = [recruitment for recruitment in recruitments if queries.is_running(recruitment.edition, now)]
    starts = queries.starts_by_edition(recruitment.edition_id for recruitment in running)
    offering = {
        recruitment.edition_id: recruitment
        for recruitment in running
        if rules.offers_are_made(now, starts.get(recruitment.edition_id), recruitment.closes_at)
    }
    taken, waiting = queries.taken_by_edition(offering), queries.waiting_by_edition(offering)
    for edition, recruitment in offering.items():
        for candidate in rules.who_is_next(queries.terms_of(recruitment), taken[edition], waiting[edition]):
            yield edition, candidate
