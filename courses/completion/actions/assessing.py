"""Verifying outcomes and closing an edition; the only code that writes this room's models.

Each action locks the edition's row, as the register of classes does: nobody
can be written down as having taught while they verify, and no mark changes
while the edition is being closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.attendance import queries as attendance
from courses.catalogue.models import Edition, Meeting, Outcome
from courses.catalogue.states import EditionState
from courses.completion import refusals, rules
from courses.completion.actions.closing import (
    check_meetings_closed,
    lock,
)
from courses.completion.models import Assessorship, Verification
from courses.completion.queries import Preview, may_assess, outcomes_of, verified_in
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.history import changes_of, note
from training.people.models import Person
from training.people.queries import records_of, root_id


@dataclass(frozen=True)
class NewVerdict:
    """An assessor's verdict on one outcome of one person; without ``method`` the standard's counts."""

    enrolment_id: int
    outcome_id: int
    is_met: bool
    comment: str = ""
    method: str | None = None


# ---- who may assess --------------------------------------------------------------------------------------------


@transaction.atomic
def grant_assessorship(
    *,
    edition: Edition,
    person: Person,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Assessorship:
    """Let somebody who does not teach the edition verify its outcomes; granting the same again is harmless.

    Raises:
        TaughtHere, PlannedToTeach: teaching and assessing are kept apart.
        AssessesThemselves: they take part themselves.
        EditionIsClosed: everything was verified; a correction opens it again first.
    """
    now = now or time.now()
    # Also before the edition is published: the assessor belongs to its plan.
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    valid_from = valid_from or time.today(now)
    check_does_not_teach(edition, person)
    _check_does_not_take_part(edition, person)
    current = Assessorship.objects.filter(
        edition=edition, person__in=records_of(person), superseded_at__isnull=True
    ).first()
    if current and (current.valid_from, current.valid_until) == (valid_from, valid_until):
        return current
    if edition.is_closed:
        raise refusals.EditionIsClosed(edition=edition.code)
    if current:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
        if current.person_id != person.pk:
            # Of a record merged into theirs, and parted from it some day: history says where the grant went.
            event = _("Grant to assess recorded anew on the merged record")
            note(current.person, event, actor=actor, reason=str(edition), now=now)
    return Assessorship.objects.create(
        edition=edition,
        person=person,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=actor.name[:200],
        recorded_at=now,
    )


@transaction.atomic
def end_assessorship(
    *, assessorship: Assessorship, actor: Actor, valid_until: date | None = None, now: datetime | None = None
) -> Assessorship:
    """Let a grant end on ``valid_until`` (default: today); what was verified by then stays."""
    now = now or time.now()
    Edition.objects.select_for_update(no_key=True).get(pk=assessorship.edition_id)
    current = Assessorship.objects.get(pk=assessorship.pk)
    last_day = max(valid_until or time.today(now), current.valid_from)
    if current.superseded_at or current.valid_until == last_day:
        return current
    current.superseded_at = now
    current.save(update_fields=["superseded_at"])
    ended = Assessorship.objects.create(
        edition_id=current.edition_id,
        person_id=current.person_id,
        valid_from=current.valid_from,
        valid_until=last_day,
        # Who ended it did not grant it: they stand in the history.
        granted_by=current.granted_by,
        recorded_at=now,
    )
    changes = changes_of(current, {"valid_until": last_day})
    note(ended, _("Ended"), actor=actor, reason="; ".join(changes))
    return ended


def check_does_not_teach(edition: Edition, person: Person) -> None:
    """Refuse somebody who taught the edition or is planned to.

    Raises:
        TaughtHere, PlannedToTeach
    """
    check_has_not_taught(edition, person)
    planned = Meeting.objects.filter(attendance.not_closed(), edition=edition, state="planned")
    if planned.filter(trainers__in=records_of(person)).exists():
        raise refusals.PlannedToTeach(person=person.full_name)


def check_has_not_taught(edition: Edition, person: Person) -> None:
    """Refuse somebody who taught the edition, also once and in another's place (``TaughtHere``)."""
    if root_id(person) in attendance.taught_ids(edition):
        raise refusals.TaughtHere(person=person.full_name)


def _check_does_not_take_part(edition: Edition, person: Person) -> None:
    if Enrolment.objects.of_person(person).filter(edition=edition, state__in=TAKES_PART).exists():
        raise refusals.AssessesThemselves(person=person.full_name)


def object_to_teacher(meeting: Meeting, teachers: Sequence[Person]) -> None:
    """Registered with the register of classes: an assessor cannot become, later, somebody who taught.

    Raises:
        VerifiedHere: one of ``teachers`` has verified outcomes of the edition.
    """
    verified = set(verified_in(meeting.edition))
    for person in teachers:
        if root_id(person) in verified:
            raise refusals.VerifiedHere(person=person.full_name)


# ---- verifying -------------------------------------------------------------------------------------------------


def verify(
    *,
    enrolment: Enrolment,
    outcome: Outcome,
    is_met: bool,
    assessor: Person,
    actor: Actor,
    method: str | None = None,
    comment: str = "",
    verified_on: date | None = None,
    now: datetime | None = None,
) -> Verification:
    """Say whether ``enrolment``'s person met ``outcome``; see ``verify_all`` for the rules."""
    verdict = NewVerdict(enrolment.pk, outcome.pk, is_met, comment, method)
    edition = Edition(pk=enrolment.edition_id)
    (made,) = verify_all(
        edition=edition, verdicts=[verdict], assessor=assessor, actor=actor, verified_on=verified_on, now=now
    )
    return made


@transaction.atomic
def verify_all(
    *,
    edition: Edition,
    verdicts: Sequence[NewVerdict],
    assessor: Person,
    actor: Actor,
    verified_on: date | None = None,
    now: datetime | None = None,
) -> list[Verification]:
    """Write down an assessor's verdicts, all or none; queries do not grow with them.

    The same verdict again changes nothing, unless another day is named or a
    meeting was added after it.  A changed mind is a new row, and the old one
    keeps when it was superseded.

    Raises:
        EditionIsClosed: results are decided and stay.
        NoStandard, StandardNotLocked: there is nothing set before teaching to verify against.
        MeetingsNotClosed: until then it is not known who taught.
        TooEarly, DatedTooEarly, DatedInFuture: verification follows the last meeting.
        TaughtHere, AssessesThemselves, NotAnAssessor: the assessor may not.
        NotTakingPart, OutcomeOfAnotherStandard: there is no such line in the sheet.
    """
    now = now or time.now()
    edition = lock(edition)
    if edition.state == EditionState.CLOSED:
        raise refusals.EditionIsClosed(edition=edition.code)
    stated_on, verified_on = verified_on, verified_on or time.today(now)
    check_verifiable(edition, now=now)
    last_day = _check_day(edition, verified_on, now)
    _check_assessor(edition, assessor, verified_on)
    outcomes = {outcome.pk: outcome for outcome in outcomes_of(edition)}
    enrolments = _taking_part(edition, {verdict.enrolment_id for verdict in verdicts})
    current = {
        (each.enrolment_id, each.outcome_id): each
        for each in Verification.objects.filter(enrolment__in=enrolments, superseded_at__isnull=True)
    }
    # Of two verdicts about the same line in one message the last counts.
    by_line = {(verdict.enrolment_id, verdict.outcome_id): verdict for verdict in verdicts}
    made: dict[tuple[int, int], Verification] = {}
    new, replaced = [], []
    for key, verdict in by_line.items():
        if verdict.enrolment_id not in enrolments:
            raise refusals.NotTakingPart(person=_name_of(verdict.enrolment_id))
        if verdict.outcome_id not in outcomes:
            raise refusals.OutcomeOfAnotherStandard
        wanted = Verification(
            enrolment_id=verdict.enrolment_id,
            outcome_id=verdict.outcome_id,
            assessor=assessor,
            is_met=verdict.is_met,
            method=verdict.method or outcomes[verdict.outcome_id].method,
            verified_on=verified_on,
            comment=verdict.comment.strip(),
            recorded_at=now,
            **acted(actor),
        )
        old = current.get(key)
        if old and rules.is_in_time(old.verified_on, last_day) and _is_unchanged(old, wanted, stated_on):
            made[key] = old
            continue
        if old:
            replaced.append(old.pk)
        made[key] = wanted
        new.append(wanted)
    Verification.objects.filter(pk__in=replaced).update(superseded_at=now)
    Verification.objects.bulk_create(new)
    return [made[key] for key in by_line]


def _is_unchanged(old: Verification, new: Verification, stated_on: date | None) -> bool:
    # A day that nobody named is not compared: the same words tomorrow say nothing new.
    day = stated_on or old.verified_on
    return (old.is_met, old.method, old.comment, old.assessor_id, old.verified_on) == (
        new.is_met,
        new.method,
        new.comment,
        new.assessor_id,
        day,
    )


def _taking_part(edition: Edition, wanted: set[int]) -> dict[int, Enrolment]:
    enrolments = Enrolment.objects.filter(edition=edition, pk__in=wanted, state__in=TAKES_PART)
    return {enrolment.pk: enrolment for enrolment in enrolments}


def _name_of(enrolment_id: int) -> str:
    enrolment = Enrolment.objects.select_related("person").filter(pk=enrolment_id).first()
    return enrolment.person.full_name if enrolment else str(enrolment_id)


def check_verifiable(edition: Edition, *, now: datetime | None = None, seen: Preview | None = None) -> None:
    """Refuse unless the edition's outcomes can be verified now, whoever asks.

    ``seen`` spares the queries when the page has made them already.

    Raises:
        NoStandard, StandardNotLocked, TooEarly, MeetingsNotClosed, NothingTaught: see ``verify_all``.
    """
    if edition.standard is None:
        raise refusals.NoStandard
    if edition.standard.locked_at is None:
        raise refusals.StandardNotLocked
    last = seen.last if seen else attendance.last_meeting(edition)
    if last is None:
        raise refusals.NothingTaught
    if (now or time.now()) < last.ends_at:
        raise refusals.TooEarly(day=time.today(last.ends_at))
    check_meetings_closed(seen.unclosed if seen else attendance.unclosed(edition))


def _check_day(edition: Edition, verified_on: date, now: datetime) -> date:
    """The day of the last meeting; refuses a verification dated before it, or after today."""
    last_meeting = attendance.last_meeting(edition)
    if last_meeting is None:
        raise refusals.NothingTaught
    last = time.today(last_meeting.ends_at)
    if not rules.is_in_time(verified_on, last):
        raise refusals.DatedTooEarly(day=verified_on, last=last)
    if verified_on > time.today(now):
        raise refusals.DatedInFuture(day=verified_on)
    return last


def _check_assessor(edition: Edition, assessor: Person, on: date) -> None:
    check_has_not_taught(edition, assessor)
    _check_does_not_take_part(edition, assessor)
    if not may_assess(assessor, edition, on):
        raise refusals.NotAnAssessor(person=assessor.full_name, day=on)
