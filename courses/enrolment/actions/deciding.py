"""What ROPS decides about applications, one or a whole group; ``actions`` gives these verbs to everybody."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from courses.catalogue.states import EditionState
from courses.enrolment import queries, rules
from courses.enrolment.actions import seats
from courses.enrolment.actions.seats import Step
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.refusals import ReasonIsMissing
from courses.enrolment.states import NEXT, EnrolmentState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.kernel.states import check_move
from training.people.models import Person
from training.people.queries import records_of, resolve
from training.people.states import Identity


@transaction.atomic
def decide(
    *, enrolment: Enrolment, accept: bool, actor: Actor, reason: str = "", now: datetime | None = None
) -> Enrolment:
    """Accept an application (a free seat confirms, else the reserve list) or refuse it with a reason.

    Raises:
        IdentityNotConfirmed: first say who the person is.
        ReasonIsMissing: a refusal without a reason.
        EditionIsFull, OrganisationLimitReached, CountyLimitReached: no place and no reserve list.
    """
    recruitment, enrolment = seats.locked_with(enrolment)
    now = now or time.now()
    decisions = _decisions(recruitment, [enrolment], accept, reason, now)
    for refusal in decisions.refusals.values():
        raise refusal
    _carry_out(recruitment, decisions, actor=actor, reason=reason, now=now)
    return enrolment


def decide_all(
    *,
    enrolments: Iterable[Enrolment],
    accept: bool,
    actor: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Mapping[int, Refusal]:
    """Decide about many applications in the order of their arrival; the queries do not grow with their number.

    One that cannot be accepted takes nothing from the others: what came in
    its way is returned, ``{enrolment_id: refusal}``.

    Raises:
        ReasonIsMissing: a refusal without a reason.
    """
    now = now or time.now()
    refusals: dict[int, Refusal] = {}
    keys: dict[int, list[int]] = {}
    for enrolment in enrolments:
        keys.setdefault(enrolment.edition_id, []).append(enrolment.pk)
    with transaction.atomic():
        for edition in sorted(keys):
            recruitment = seats.locked(edition)
            rows = Enrolment.objects.filter(edition=edition, pk__in=keys[edition])
            rows = rows.select_related("person__user", "person__merged_into")
            listed = list(rows.order_by("arrival"))
            for enrolment in listed:
                enrolment.edition = recruitment.edition
            decisions = _decisions(recruitment, listed, accept, reason, now)
            _carry_out(recruitment, decisions, actor=actor, reason=reason, now=now)
            refusals |= decisions.refusals
    return refusals


def go_on(*, person: Person, actor: Actor, now: datetime | None = None) -> Mapping[int, Refusal]:
    """Decide what only waited until ROPS knew who somebody is: where places are given at once, and not over yet.

    What cannot be accepted stays under decision, for ROPS to see.
    """
    not_over = Q(edition__ends_on__isnull=True) | Q(edition__ends_on__gte=time.today(now))
    waiting = Enrolment.objects.filter(
        not_over,
        person__in=records_of(person),
        state=EnrolmentState.UNDER_DECISION,
        edition__recruitment__at_once=True,
        edition__state=EditionState.PUBLISHED,
    )
    return decide_all(enrolments=waiting, accept=True, actor=actor, now=now)


@dataclass
class _Decisions:
    """What becomes of each: the new state and the facts the rule saw, or why not."""

    landed: dict[EnrolmentState, list[Enrolment]] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusals: dict[int, Refusal] = field(default_factory=dict)

    def add(self, enrolment: Enrolment, state: EnrolmentState, facts: dict[str, Any]) -> None:
        self.landed.setdefault(state, []).append(enrolment)
        self.facts[enrolment.pk] = facts


def _decisions(
    recruitment: Recruitment, listed: list[Enrolment], accept: bool, reason: str, now: datetime
) -> _Decisions:
    """Call it with the recruitment locked; nothing is written."""
    decisions = _Decisions()
    # Deciding twice changes nothing.
    settled = (
        (EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.OFFERED)
        if accept
        else (EnrolmentState.REFUSED,)
    )
    undecided = [enrolment for enrolment in listed if enrolment.state not in settled]
    if not undecided:
        return decisions
    if not accept and not reason.strip():
        raise ReasonIsMissing()
    terms = queries.terms_of(recruitment, now)
    taken = queries.taken_in(recruitment.edition_id) if accept else rules.Taken()
    in_line: list[int] | None = None
    for enrolment in undecided:
        try:
            check_move(
                EnrolmentState(enrolment.state), EnrolmentState.CONFIRMED if accept else EnrolmentState.REFUSED, NEXT
            )
            if not accept:
                decisions.add(enrolment, EnrolmentState.REFUSED, {})
                continue
            person = resolve(enrolment.person)
            rules.check_identity(person.identity == Identity.UNCONFIRMED, person.full_name)
            candidate = queries.candidate_of(enrolment)
            state, facts = rules.place(terms, taken, candidate), rules.facts(terms, taken, candidate)
        except Refusal as refusal:
            decisions.refusals[enrolment.pk] = refusal
            continue
        if state == EnrolmentState.WAITING:
            if in_line is None:
                in_line = queries.arrivals_in_line(recruitment.edition_id)
            facts["position"] = bisect_left(in_line, enrolment.arrival) + 1
            insort(in_line, enrolment.arrival)
        else:
            taken.add(candidate)
        decisions.add(enrolment, state, facts)
    return decisions


def _carry_out(recruitment: Recruitment, decisions: _Decisions, *, actor: Actor, reason: str, now: datetime) -> None:
    for state, those in decisions.landed.items():
        seats.move(those, state, recruitment, Step(actor=actor, now=now, reason=reason, facts_of=decisions.facts))


def preview_of_accepting(enrolments: Iterable[Enrolment]) -> dict[int, queries.Outlook]:
    """Where each would land if they were accepted in this order: a state, or why not.  Nothing is written."""
    outcome: dict[int, queries.Outlook] = {}
    counted: dict[int, tuple[rules.Terms, rules.Taken]] = {}
    for enrolment in enrolments:
        key = enrolment.edition_id
        if key not in counted:
            recruitment = Recruitment.objects.select_related("edition").get(edition=key)
            counted[key] = queries.terms_of(recruitment, time.now()), queries.taken_in(key)
        terms, taken = counted[key]
        candidate = queries.candidate_of(enrolment)
        try:
            check_move(EnrolmentState(enrolment.state), EnrolmentState.CONFIRMED, NEXT)
            person = resolve(enrolment.person)
            rules.check_identity(person.identity == Identity.UNCONFIRMED, person.full_name)
            state = rules.place(terms, taken, candidate)
        except Refusal as refusal:
            outcome[enrolment.pk] = queries.Outlook(refusal=refusal)
        else:
            outcome[enrolment.pk] = queries.Outlook(state=state)
            if state == EnrolmentState.CONFIRMED:
                taken.add(candidate)
    return outcome
