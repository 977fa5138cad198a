"""The steps of one place: applying, answering an offer, withdrawing, moving; and filling what is free."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Edition
from courses.enrolment import letters, queries, rules
from courses.enrolment.actions import seats
from courses.enrolment.actions.seats import Step
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import deadlines, institutions_of, sending_workplace
from courses.enrolment.refusals import (
    AlreadyInThatEdition,
    EditionNotRecruiting,
    MoveToTheSameEdition,
    OfferExpired,
    ReasonIsMissing,
)
from courses.enrolment.states import LIVE, EnrolmentState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note_many
from training.notices.actions import queue_many
from training.notices.models import Notice
from training.people.models import Employment, Person
from training.people.states import Identity

# ---- the person -------------------------------------------------------------------------------------------------


@transaction.atomic
def apply(
    *,
    person: Person,
    edition: Edition | int,
    actor: Actor,
    employment: Employment | None = None,
    on_behalf: bool = False,
    now: datetime | None = None,
) -> Enrolment:
    """Give ``person`` a place in ``edition``, or a position on the reserve list when all are taken.

    Asking twice is harmless: the live enrolment comes back unchanged.  Where
    ROPS decides, and for somebody whose identity nobody has confirmed, the
    application waits for a decision.  ``employment`` says which institution
    sends a person who works in several.  With ``on_behalf`` ROPS adds somebody
    outside the recruitment window, also after the last meeting (lists on paper)
    until the edition is closed; seats and limits hold all the same.

    Raises:
        RecruitmentClosed: outside the recruitment window (also its kinds
            ``RecruitmentNotOpenYet`` and ``EditionNotRecruiting``).
        ChooseInstitution, NotAWorkplace: which institution sends them is not clear, or not true.
        EditionIsFull, OrganisationLimitReached, CountyLimitReached: no place and no reserve list.
    """
    now = now or time.now()
    recruitment = seats.locked(edition)
    person = seats.locked_person(person)
    queue = queries.queue_for(recruitment.edition_id, person)
    if queue.live is not None:
        return Enrolment.objects.get(pk=queue.live)
    if on_behalf and not queries.takes_people(recruitment.edition):
        raise EditionNotRecruiting()
    if not on_behalf and (refusal := queries.refusal_of_window(recruitment, now)):
        raise refusal

    workplace = sending_workplace(person, employment, time.today(now))
    candidate = queries.candidate_from(workplace)
    terms, taken = queries.terms_of(recruitment, now), queue.taken
    needs_decision = not recruitment.at_once or person.identity == Identity.UNCONFIRMED
    state = rules.place(terms, taken, candidate, needs_decision=needs_decision)
    enrolment = Enrolment(
        edition=recruitment.edition,
        person=person,
        arrival=queue.last_arrival + 1,
        applied_at=now,
        employment=workplace,
        organisation_id=workplace.organisation_id if workplace else None,
        position_id=workplace.position_id if workplace else None,
        county_id=candidate.county,
    )
    facts = rules.facts(terms, taken, candidate)
    if state == EnrolmentState.WAITING:
        facts["position"] = queue.waiting + 1
    return seats.arrive(enrolment, state, recruitment, Step(actor=actor, now=now, facts=facts))


@transaction.atomic
def accept(*, enrolment: Enrolment, actor: Actor, now: datetime | None = None) -> Enrolment:
    """Take the offered place.

    Raises:
        OfferExpired: the time to accept is over.
        MoveNotAllowed: there is no offer to accept.
    """
    now = now or time.now()
    recruitment, enrolment = seats.locked_with(enrolment)
    if enrolment.state == EnrolmentState.CONFIRMED:
        return enrolment
    if enrolment.state == EnrolmentState.EXPIRED:
        raise OfferExpired(until=enrolment.offer_expires_at)
    seats.check_step(enrolment, EnrolmentState.OFFERED, EnrolmentState.CONFIRMED)
    # The first meeting may have moved a moment ago: what counts is where it stands now.
    rules.check_offer(deadlines.offer_end(enrolment, queries.starts_at(enrolment.edition_id)), now)
    seats.move([enrolment], EnrolmentState.CONFIRMED, recruitment, Step(actor=actor, now=now))
    return enrolment


@transaction.atomic
def decline(*, enrolment: Enrolment, actor: Actor, now: datetime | None = None) -> Enrolment:
    """Refuse the offered place; it goes to the next person at once."""
    now = now or time.now()
    recruitment, enrolment = seats.locked_with(enrolment)
    if enrolment.state != EnrolmentState.DECLINED:
        seats.move([enrolment], EnrolmentState.DECLINED, recruitment, Step(actor=actor, now=now))
        seats.fill(recruitment, actor=actor, now=now)
    return enrolment


@transaction.atomic
def withdraw(
    *, enrolment: Enrolment, actor: Actor, reason: str = "", by_staff: bool = False, now: datetime | None = None
) -> Enrolment:
    """Give the place, or the application, back.  ROPS may do it after the deadline, with a reason.

    Raises:
        WithdrawalTooLate: the deadline for a confirmed place is over.
        ReasonIsMissing: ROPS withdraws somebody without saying why.
    """
    now = now or time.now()
    recruitment, enrolment = seats.locked_with(enrolment)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return enrolment
    if by_staff and not reason.strip():
        raise ReasonIsMissing()
    if not by_staff and enrolment.state == EnrolmentState.CONFIRMED:
        starts_at = queries.starts_at(enrolment.edition_id)
        rules.check_withdrawal(withdraw_until=recruitment.withdraw_until, starts_at=starts_at, now=now)
    facts = {"by_staff": by_staff}
    seats.move(
        [enrolment], EnrolmentState.WITHDRAWN, recruitment, Step(actor=actor, now=now, reason=reason, facts=facts)
    )
    seats.fill(recruitment, actor=actor, now=now)
    return enrolment


@transaction.atomic
def withdraw_duplicate(*, enrolment: Enrolment, actor: Actor, reason: str, now: datetime | None = None) -> Enrolment:
    """Withdraw one of two applications of a person whose records are merged; no letter, for the other one stays."""
    now = now or time.now()
    recruitment, enrolment = seats.locked_with(enrolment)
    if enrolment.state in LIVE:
        facts = {"by_staff": True, "is_double": True}
        seats.move(
            [enrolment],
            EnrolmentState.WITHDRAWN,
            recruitment,
            Step(actor=actor, now=now, reason=reason, facts=facts, notify=False),
        )
        seats.fill(recruitment, actor=actor, now=now)
    return enrolment


# ---- ROPS -------------------------------------------------------------------------------------------------------


@transaction.atomic
def move(
    *, enrolment: Enrolment, edition: Edition, actor: Actor, reason: str, now: datetime | None = None
) -> Enrolment:
    """Take a person over to another edition, at the end of its order; the old one's seat is filled.

    The recruitment window of the new edition does not bind ROPS; its seats and limits do.

    Raises:
        MoveToTheSameEdition, AlreadyInThatEdition, ReasonIsMissing
        EditionNotRecruiting: the new edition does not run or has no recruitment.
        EditionIsFull, OrganisationLimitReached, CountyLimitReached: no place there and no reserve list.
    """
    now = now or time.now()
    if edition.pk == enrolment.edition_id:
        raise MoveToTheSameEdition()
    # Both locks in the order of the editions' keys, whichever way people are moved.
    both = {key: seats.locked(key) for key in sorted((edition.pk, enrolment.edition_id))}
    old_recruitment, recruitment = both[enrolment.edition_id], both[edition.pk]
    enrolment = seats.fresh(enrolment, old_recruitment)
    before = Enrolment.objects.filter(moved_from=enrolment, edition=edition).first()
    if before:
        return before
    if not reason.strip():
        raise ReasonIsMissing()
    seats.locked_person(enrolment.person)
    queue = queries.queue_for(recruitment.edition_id, enrolment.person)
    if queue.live is not None:
        raise AlreadyInThatEdition(person=enrolment.person.full_name)
    if not queries.takes_people(recruitment.edition):
        raise EditionNotRecruiting()
    terms, taken = queries.terms_of(recruitment, now), queue.taken
    candidate = queries.candidate_of(enrolment)
    state = rules.place(terms, taken, candidate, needs_decision=enrolment.state == EnrolmentState.UNDER_DECISION)
    facts = rules.facts(terms, taken, candidate)
    if state == EnrolmentState.WAITING:
        facts["position"] = queue.waiting + 1
    seats.move(
        [enrolment], EnrolmentState.MOVED, old_recruitment, Step(actor=actor, now=now, reason=reason, notify=False)
    )
    arrived = Enrolment(
        edition=recruitment.edition,
        person=enrolment.person,
        arrival=queue.last_arrival + 1,
        applied_at=now,
        employment_id=enrolment.employment_id,
        organisation_id=enrolment.organisation_id,
        position_id=enrolment.position_id,
        county_id=enrolment.county_id,
        moved_from=enrolment,
    )
    seats.arrive(arrived, state, recruitment, Step(actor=actor, now=now, reason=reason, facts=facts))
    seats.fill(old_recruitment, actor=actor, now=now)
    return arrived


@transaction.atomic
def fill_seats(*, recruitment: Recruitment, actor: Actor, now: datetime | None = None) -> list[Enrolment]:
    """Offer free seats to those next on the reserve list; return whom.

    Every verb that frees a seat does this itself; asking once more changes nothing.
    """
    return seats.fill(seats.locked(recruitment.edition_id), actor=actor, now=now or time.now())


def fill_all(*, now: datetime | None = None, actor: Actor | None = None) -> int:
    """Offer seats that stayed free although somebody waits; return how many.

    Time frees them without a verb: a first meeting that was put off lets a
    queue move again, and the process that was to see to it may have died.
    """
    now, actor = now or time.now(), actor or Actor.task("fill_seats")
    count = 0
    for edition in sorted({edition for edition, _candidate in seats.unfilled_seats(now)}):
        with transaction.atomic():
            count += len(seats.fill(seats.locked(edition), actor=actor, now=now))
    return count


@transaction.atomic
def cancel_all(*, edition: Edition, reason: str, actor: Actor, now: datetime | None = None) -> int:
    """End every live enrolment of a cancelled edition and tell its people; return how many."""
    now = now or time.now()
    recruitment = Recruitment.objects.locked().filter(edition=edition).first()
    if recruitment is None:
        return 0
    live = list(Enrolment.objects.filter(edition=edition).live().select_related("person").order_by("arrival"))
    if live:
        seats.move(live, EnrolmentState.CANCELLED, recruitment, Step(actor=actor, now=now, reason=reason))
    return len(live)


@transaction.atomic
def write_to(
    *, enrolments: Iterable[Enrolment], subject: str, body: str, actor: Actor, batch: str, now: datetime | None = None
) -> int:
    """Send ROPS's own words, signed by ``actor``, to applicants; return to how many.

    ``batch`` names this message: sent again (a double click) it reaches nobody twice.
    """
    enrolments = list(enrolments)
    written = [
        letters.message(enrolment, subject=subject, body=body, batch=batch, sender=actor.name)
        for enrolment in enrolments
    ]
    # A repeated message is no second step of anybody's history.
    causes = [message.cause_key for message in written]
    before = set(Notice.objects.filter(cause_kind=letters.MESSAGE, cause_key__in=causes).values_list("cause_key"))
    queue_many(written, now=now or time.now())
    reached = [enrolment for enrolment, cause in zip(enrolments, causes, strict=True) if (cause,) not in before]
    note_many([(enrolment, _("Written to"), subject) for enrolment in reached], actor=actor)
    return len(written)


# ---- time -------------------------------------------------------------------------------------------------------


@transaction.atomic
def snapshot_at_start(edition: Edition, *, now: datetime | None = None) -> int:
    """Keep the institution each participant works in on the first day; return how many were written.

    Who changed jobs since applying is counted for the new institution; who
    works in several stays with the one that sent them.
    """
    now = now or time.now()
    if edition.starts_on is None or edition.starts_on > time.today(now):
        return 0
    Recruitment.objects.locked().filter(edition=edition).first()
    pending = list(Enrolment.objects.filter(edition=edition, organisation_at_start__isnull=True).taking_part())
    at_work = institutions_of([enrolment.person_id for enrolment in pending], edition.starts_on)
    for enrolment in pending:
        institutions = at_work.get(enrolment.person_id, [])
        stays = enrolment.organisation_id in institutions or not institutions
        enrolment.organisation_at_start_id = enrolment.organisation_id if stays else institutions[0]
    placed: Sequence[Enrolment] = [enrolment for enrolment in pending if enrolment.organisation_at_start_id]
    Enrolment.objects.bulk_update(placed, ["organisation_at_start"], batch_size=500)
    return len(placed)
