"""Why somebody stands where they stand, from the same rules that put them there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment import queries, rules
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import deadlines
from courses.enrolment.queries.results import is_over
from courses.enrolment.states import LIVE, EnrolmentState, Obstacle
from training.kernel import time
from training.kernel.conf import setting
from training.kernel.date_texts import day_text, moment_text, working_time_text
from training.kernel.refusals import Refusal
from training.people.models import Employment, Person
from training.people.queries import resolve
from training.people.states import Identity


@dataclass(frozen=True)
class Explanation:
    """State, position and what holds it; ``rule``, ``why`` and ``next`` say it in sentences.

    ``limit`` and ``limit_taken`` are those of the institution or county that
    holds the person back; ``limits`` says each in words, also beside full
    seats.  ``withdraw_until`` is empty when nothing bounds it.
    """

    state: EnrolmentState
    position: int | None
    waiting: int
    seats: int
    taken: int
    obstacle: Obstacle | None
    limits: list[str]
    limit: int | None
    limit_taken: int | None
    offer_expires_at: datetime | None
    withdraw_until: datetime | None
    starts_at: datetime | None
    # The last day of the decision that this application waits for, where ROPS promised one.
    decides_by: date | None
    is_decision_late: bool
    can_accept: bool
    can_withdraw: bool
    rule: list[str]
    why: list[str]
    next: list[str]


def count_waiting(edition_id: int) -> int:
    return Enrolment.objects.filter(edition=edition_id, state=EnrolmentState.WAITING).count()


def explain(enrolment: Enrolment, *, now: datetime | None = None) -> Explanation:
    """The position of one application now, what holds it, and what happens next."""
    now = now or time.now()
    recruitment = enrolment.edition.recruitment
    terms, taken = queries.terms_of(recruitment), queries.taken_in(enrolment.edition_id)
    candidate = queries.candidate_of(enrolment)
    state = EnrolmentState(enrolment.state)
    has_ended = is_over(enrolment, time.today(now))
    waits = state == EnrolmentState.WAITING and not has_ended
    is_decided_later = waits or (state == EnrolmentState.UNDER_DECISION and not has_ended)
    obstacle = rules.obstacle(terms, taken, candidate) if is_decided_later else None
    limit, limit_taken = _limit(terms, taken, candidate, obstacle)
    starts_at = queries.starts_at(enrolment.edition_id)
    deadline = rules.withdrawal_deadline(recruitment.withdraw_until, starts_at)
    offer_ends = deadlines.offer_end(enrolment, starts_at) if state == EnrolmentState.OFFERED else None
    can_accept = offer_ends is not None and now < offer_ends
    position = queries.position_in_queue(enrolment) if waits else None
    waits_for_decision = state == EnrolmentState.UNDER_DECISION and not recruitment.at_once and not has_ended
    decides_by = recruitment.decides_by if waits_for_decision else None
    explanation = Explanation(
        state=state,
        position=position,
        waiting=count_waiting(enrolment.edition_id),
        seats=terms.seats,
        taken=taken.total,
        obstacle=obstacle,
        limits=limits_in_words(rules.facts(terms, taken, candidate)) if obstacle else [],
        limit=limit,
        limit_taken=limit_taken,
        offer_expires_at=offer_ends,
        withdraw_until=deadline,
        starts_at=starts_at,
        decides_by=decides_by,
        is_decision_late=decides_by is not None and decides_by < time.today(now),
        can_accept=can_accept,
        can_withdraw=not has_ended
        and (
            state in (EnrolmentState.UNDER_DECISION, EnrolmentState.WAITING, EnrolmentState.OFFERED)
            or (state == EnrolmentState.CONFIRMED and (deadline is None or now < deadline))
        ),
        rule=rule_in_words(recruitment),
        why=[],
        next=[],
    )
    if has_ended and state in LIVE:
        # Nothing is decided, and nothing happens next, in a course that is over.
        return explanation
    explanation.why.extend(_why(explanation, enrolment))
    explanation.next.extend(_next(explanation, enrolment, is_open=queries.is_open(recruitment, now)))
    return explanation


@dataclass(frozen=True)
class Outlook:
    """Where an application would land: the state, or why it would be refused."""

    state: EnrolmentState | None = None
    refusal: Refusal | None = None

    @property
    def text(self) -> str:
        return self.refusal.sentence if self.refusal else str(self.state.label if self.state else "")


def outlook(recruitment: Recruitment, person: Person, places: list[Employment]) -> Outlook:
    """Where an application sent now would land, or why it would be refused.

    Who works in several institutions has not chosen yet; then limits are left out.
    """
    several = len({place.organisation_id for place in places}) > 1
    place = places[0] if places and not several else None
    candidate = queries.candidate_from(place)
    needs_decision = not recruitment.at_once or person.identity == Identity.UNCONFIRMED
    try:
        terms, taken = queries.terms_of(recruitment), queries.taken_in(recruitment.edition_id)
        return Outlook(state=rules.place(terms, taken, candidate, needs_decision=needs_decision))
    except Refusal as refusal:
        return Outlook(refusal=refusal)


def _limit(
    terms: rules.Terms, taken: rules.Taken, candidate: rules.Candidate, obstacle: Obstacle | None
) -> tuple[int | None, int | None]:
    if obstacle == Obstacle.ORGANISATION_LIMIT:
        return terms.organisation_limit, taken.organisations[candidate.organisation]
    if obstacle == Obstacle.COUNTY_LIMIT:
        return terms.county_limit, taken.counties[candidate.county]
    return None, None


def rule_for(recruitment: Recruitment, person: Person, outlook: Outlook, places: list[Employment]) -> list[str]:
    """What will hold for this person's application, and nothing that holds for others only.

    Beside the sentence that says where it lands: how it goes on from there, and limits
    while it is not chosen yet which institution sends.
    """
    if outlook.state is None:
        return rule_in_words(recruitment)
    if outlook.state == EnrolmentState.UNDER_DECISION and person.identity == Identity.UNCONFIRMED:
        organiser = setting("ORGANISER")["short_name"]
        sentences = [
            _("%(organiser)s first confirms who you are, because you are on no staff list yet.")
            % {"organiser": organiser}
        ]
        if recruitment.at_once:
            sentences.append(_("Then the place is given in the order of applications; yours keeps its turn."))
        return sentences
    if outlook.state == EnrolmentState.WAITING:
        return [*_limits_of(recruitment), _freed_place(recruitment)]
    several = len({place.organisation_id for place in places}) > 1
    return _limits_of(recruitment) if outlook.state == EnrolmentState.CONFIRMED and several else []


def rule_in_words(recruitment: Recruitment) -> list[str]:
    """How places are given in this edition, a sentence for each part of the rule."""
    organiser = setting("ORGANISER")["short_name"]
    if recruitment.at_once:
        sentences = [_("Places are given in the order of applications; a free place is given at once.")]
    elif recruitment.decides_by:
        facts = {"organiser": organiser, "day": day_text(recruitment.decides_by)}
        sentences = [_("%(organiser)s decides about each application, by %(day)s.") % facts]
    else:
        sentences = [_("%(organiser)s decides about each application.") % {"organiser": organiser}]
    sentences += _limits_of(recruitment)
    if not recruitment.has_reserve_list:
        sentences.append(_("There is no reserve list: when all places are taken, no more applications are accepted."))
        return sentences
    sentences.append(
        _("When all places are taken, people wait on the reserve list in the order of their applications.")
    )
    sentences.append(_freed_place(recruitment))
    return sentences


def _freed_place(recruitment: Recruitment) -> str:
    return _("A freed place is offered to the next person, who has %(time)s to accept it.") % {
        "time": working_time_text(recruitment.confirmation_hours)
    }


def _limits_of(recruitment: Recruitment) -> list[str]:
    sentences = []
    if recruitment.organisation_limit:
        sentences.append(
            ngettext(
                "One institution may have at most %(count)d place.",
                "One institution may have at most %(count)d places.",
                recruitment.organisation_limit,
            )
            % {"count": recruitment.organisation_limit}
        )
    if recruitment.county_limit:
        sentences.append(
            ngettext(
                "One county may have at most %(count)d place.",
                "One county may have at most %(count)d places.",
                recruitment.county_limit,
            )
            % {"count": recruitment.county_limit}
        )
    return sentences


def limits_in_words(facts: Mapping[str, Any]) -> list[str]:
    """The limits that hold somebody back, from what the rule saw (``rules.facts``), a sentence for each."""
    held_by, sentences = facts.get("obstacles", []), []
    if Obstacle.ORGANISATION_LIMIT in held_by:
        sentences.append(
            _("The institution has all the places it may have: %(taken)d of %(limit)d.")
            % {"taken": facts["organisation_taken"], "limit": facts["organisation_limit"]}
        )
    if Obstacle.COUNTY_LIMIT in held_by:
        sentences.append(
            _("The county has all the places it may have: %(taken)d of %(limit)d.")
            % {"taken": facts["county_taken"], "limit": facts["county_limit"]}
        )
    return sentences


def _in_words(moment: datetime) -> str:
    return moment_text(moment)


def _why(explanation: Explanation, enrolment: Enrolment) -> list[str]:
    is_unknown = resolve(enrolment.person).identity == Identity.UNCONFIRMED
    if explanation.state == EnrolmentState.UNDER_DECISION and is_unknown:
        return [_("The organiser first confirms who applies, because the person is on no staff list yet.")]
    if explanation.obstacle == Obstacle.SEATS:
        seats = _("Places taken: %(taken)d of %(seats)d.") % {"taken": explanation.taken, "seats": explanation.seats}
        return [seats, *explanation.limits]
    if explanation.limits:
        return explanation.limits
    return [_("Reason: %(reason)s") % {"reason": enrolment.reason}] if enrolment.reason else []


def _next(explanation: Explanation, enrolment: Enrolment, *, is_open: bool) -> list[str]:
    organiser = {"organiser": setting("ORGANISER")["short_name"]}
    again = _("Another application is possible while recruitment is open.")
    match explanation.state:
        case EnrolmentState.UNDER_DECISION if explanation.decides_by:
            facts = {**organiser, "day": day_text(explanation.decides_by)}
            if explanation.is_decision_late:
                return [_("%(organiser)s was to decide by %(day)s. The contact person knows when it will.") % facts]
            return [_("%(organiser)s decides by %(day)s and writes about the decision by e-mail.") % facts]
        case EnrolmentState.UNDER_DECISION:
            return [_("%(organiser)s decides and writes about the decision by e-mail.") % organiser]
        case EnrolmentState.WAITING:
            if explanation.limits:
                return [_("The place comes when somebody under the same limit withdraws, or the limit is raised.")]
            return [_("When a place becomes free, it is offered to the first person on the list by e-mail.")]
        case EnrolmentState.OFFERED if explanation.can_accept:
            return [_("The place has to be accepted in time; without an answer it goes to the next person.")]
        case EnrolmentState.OFFERED:
            return [_("The time to accept is over; the place is being passed on to the next person.")]
        case EnrolmentState.CONFIRMED:
            sentences = [_("The invitations to the meetings come by e-mail; the meetings are also in the calendar.")]
            if explanation.can_withdraw and explanation.withdraw_until:
                sentences.append(
                    _("Withdrawal is possible until %(moment)s.") % {"moment": _in_words(explanation.withdraw_until)}
                )
            return sentences
        case EnrolmentState.DECLINED | EnrolmentState.EXPIRED | EnrolmentState.WITHDRAWN:
            return [again] if is_open else []
        case EnrolmentState.MOVED:
            return [_("The application goes on in another edition.")]
        case _:
            return []
