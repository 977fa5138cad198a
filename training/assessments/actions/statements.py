"""What people say on their screens: self-assessments, a superior's assessment, taking it back, sharing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.assessments.actions.entries import NewAssessment
from training.assessments.actions.ledger import record
from training.assessments.actions.projection import lock_people
from training.assessments.models import Assessment, EstimateSharing
from training.assessments.queries import newest_statements, sharing
from training.assessments.refusals import NotOnesOwn
from training.assessments.states import AssessmentKind, AssessorRole, Bound
from training.competences.models import Competence
from training.kernel import time
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.kernel.history import note
from training.people.models import Person
from training.people.queries import is_same_person


@transaction.atomic
def estimate(
    *, person: Person, levels: Mapping[Competence, int], actor: Actor, now: datetime | None = None
) -> list[Assessment]:
    """The person's self-assessment, one competence or many.

    A level that was said last is not written again; a change of mind on the
    same day corrects that day's row.
    """
    return _state(
        person=person,
        assessor=person,
        kind=AssessmentKind.SELF,
        role=AssessorRole.SELF,
        levels=levels,
        actor=actor,
        now=now,
    )


@transaction.atomic
def assess(
    *,
    person: Person,
    assessor: Person,
    levels: Mapping[Competence, int],
    actor: Actor,
    now: datetime | None = None,
) -> list[Assessment]:
    """The superior's assessment of a member of staff; same rules as ``estimate``.

    Raises:
        NotOnesOwn: the superior is the person.
    """
    if is_same_person(assessor, person):
        raise NotOnesOwn
    return _state(
        person=person,
        assessor=assessor,
        kind=AssessmentKind.SUPERVISOR,
        role=AssessorRole.MANAGER,
        levels=levels,
        actor=actor,
        now=now,
    )


def _state(
    *,
    person: Person,
    assessor: Person,
    kind: AssessmentKind,
    role: AssessorRole,
    levels: Mapping[Competence, int],
    actor: Actor,
    now: datetime | None,
) -> list[Assessment]:
    # The lock comes before the look: the same click sent twice must find the first one's row.
    lock_people([person])
    moment = now or time.now()
    day = time.today(moment)
    before = newest_statements(person, kind=kind)
    entries = []
    for competence, level in levels.items():
        old = before.get(competence.line_id)
        if old is not None and old.level == level:
            # A page of levels sends back all that it showed; another superior's word does not become one's own by that.
            continue
        is_own = old is not None and old.assessor is not None and is_same_person(old.assessor, assessor)
        entries.append(
            NewAssessment(
                person=person,
                competence=competence,
                level=level,
                kind=kind,
                valid_on=day,
                assessor=assessor,
                assessor_role=role,
                bound=Bound.EXACTLY,
                evidence_kind=f"{kind}_form",
                # Under the lock the row before names the next one; the same statement cannot be written twice.
                evidence_key=f"{assessor.pk}/{day:%Y-%m-%d}/{old.pk if old else 0}",
                corrects=old if old is not None and is_own and old.valid_on == day else None,
            )
        )
    return record(entries=entries, actor=actor, recorded_at=moment)


@transaction.atomic
def take_back(
    *,
    person: Person,
    competence: Competence,
    kind: AssessmentKind,
    assessor: Person,
    actor: Actor,
    now: datetime | None = None,
) -> Assessment | None:
    """Withdraw the newest thing that ``assessor`` said of this kind; what was said before it counts again.

    None when there is nothing of theirs to take back: asking twice is harmless.
    The withdrawal is a row of its own; what was said stays in the ledger.
    """
    lock_people([person])
    moment = now or time.now()
    old = newest_statements(person, kind=kind).get(competence.line_id)
    if old is None or old.assessor is None or not is_same_person(old.assessor, assessor):
        return None
    entry = NewAssessment(
        person=person,
        competence=competence,
        level=None,
        kind=kind,
        valid_on=time.today(moment),
        assessor=assessor,
        assessor_role=AssessorRole(old.assessor_role),
        evidence_kind=f"{kind}_taken_back",
        evidence_key=f"{old.pk}",
        corrects=old,
    )
    (row,) = record(entries=[entry], actor=actor, recorded_at=moment)
    return row


@transaction.atomic
def share_estimates(
    *, person: Person, is_shared: bool, actor: Actor, now: datetime | None = None
) -> EstimateSharing | None:
    """Let one's manager see self-assessments, or stop it; return the consent that stands.  Off until chosen.

    A consent that ends stays, with its moments; given again it is another one.
    """
    now = now or time.now()
    lock_people([person])
    open_sharing = EstimateSharing.objects.filter(person=person, ended_at__isnull=True).first()
    # One given before a merge may show nobody anything any more (``queries.sharing``): said again, it is given anew.
    counts = sharing(person) is not None
    if is_shared and open_sharing is not None and counts:
        return open_sharing
    if open_sharing is not None:
        open_sharing.ended_at = now
        open_sharing.save(update_fields=["ended_at"])
        note(person, _("Self-assessments hidden from the manager"), actor=actor, now=now)
    if not is_shared:
        return None
    note(person, _("Self-assessments shown to the manager"), actor=actor, now=now)
    return EstimateSharing.objects.create(person=person, shared_at=now, **acted(actor))
