"""Were outcomes verified and courses closed by the rules?  Each check yields what is broken, with keys."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from courses.attendance.models import Mark, Teaching
from courses.attendance.rules import minutes_required
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.queries import editions_with_late_standard
from courses.catalogue.states import EditionState, MeetingState
from courses.completion import rules
from courses.completion.models import Assessorship, Completion, Verification
from courses.completion.queries import completion_facts
from courses.completion.states import EVIDENCE, FELL_WITH_CERTIFICATE, Result
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from courses.records import queries as records
from training.assessments.models import Assessment
from training.kernel.integrity import Fault
from training.kernel.successors import superseded_by_nobody
from training.kernel.time import today
from training.people.queries import root_of


def who_taught_did_not_verify() -> Iterator[Fault]:
    taught: dict[int, set[int]] = defaultdict(set)
    rows = Teaching.objects.values_list("closing__meeting__edition_id", root_of("person"))
    for edition_id, person_id in rows.iterator():
        taught[edition_id].add(person_id)
    # What another assessor has verified again since does not count any more.
    verifications = Verification.objects.filter(superseded_at__isnull=True).values_list(
        "pk", "enrolment__edition_id", root_of("assessor")
    )
    for pk, edition_id, assessor_id in verifications.iterator():
        if assessor_id in taught[edition_id]:
            keys = {"verification": pk, "edition": edition_id, "assessor": assessor_id}
            yield Fault("verification", "outcomes were verified by somebody who taught the edition", keys)


def verified_in_time() -> Iterator[Fault]:
    """After the last meeting, against a locked standard of the edition.

    Of an edition that goes on, the last meeting closed by then: one may be
    added afterwards, and the edition is not closed before all is verified again.
    """
    of_edition = Meeting.objects.filter(edition=OuterRef("enrolment__edition"), state=MeetingState.PLANNED).order_by(
        "-ends_at"
    )
    rows = Verification.objects.filter(superseded_at__isnull=True).annotate(
        last=Subquery(of_edition.values("ends_at")[:1]),
        last_then=Subquery(of_edition.filter(closing__closed_at__lte=OuterRef("recorded_at")).values("ends_at")[:1]),
    )
    for each in rows.select_related("enrolment__edition").iterator():
        is_over = each.enrolment.edition.state == EditionState.CLOSED
        ended = each.last if is_over else each.last_then
        if ended is None or not rules.is_in_time(each.verified_on, today(ended)):
            keys = {"verification": each.pk, "verified_on": each.verified_on}
            yield Fault("verification", "verification is dated before the last meeting", keys)
    strange = Verification.objects.filter(
        ~Q(outcome__standard=F("enrolment__edition__standard")) | Q(outcome__standard__locked_at__isnull=True)
    )
    for pk in strange.values_list("pk", flat=True):
        yield Fault("verification", "the outcome is not of a locked standard of the edition", {"verification": pk})


def ledger() -> Iterator[Fault]:
    """Outcomes met in closed editions, the highest level per competence, and nothing else.

    Of an edition whose standard was locked after teaching began, nothing.
    """
    expected: dict[tuple[int, int], list[rules.Verdict]] = defaultdict(list)
    met = Verification.objects.filter(
        superseded_at__isnull=True,
        is_met=True,
        enrolment__completion__isnull=False,
        enrolment__edition__state=EditionState.CLOSED,
    ).select_related("outcome")
    met = met.exclude(enrolment__edition__in=editions_with_late_standard().values("pk"))
    for each in met.order_by("outcome__order", "outcome_id").iterator():
        outcome = each.outcome
        expected[each.enrolment_id, outcome.competence_id].append(
            rules.Verdict(outcome.pk, outcome.competence_id, outcome.level, outcome.is_required, True, each.pk)
        )
    wanted = {
        (str(best.verification_id), best.competence_id): best.level
        for verdicts in expected.values()
        for best in rules.highest(verdicts)
    }
    # While an edition is being corrected, the ledger stands as it was closed.
    corrected = records.reopened_ids()
    left = Verification.objects.filter(enrolment__edition__in=corrected).values_list("pk", flat=True)
    in_correction = {str(pk) for pk in left}
    levels: dict[tuple[str, int], int | None] = {}
    fallen = set()
    for key, competence_id, level, withdrawn in (
        Assessment.objects.filter(evidence_kind=EVIDENCE, corrects__isnull=True)
        .order_by("pk")
        .values_list("evidence_key", "competence_id", "level", "corrected_by__evidence_kind")
        .iterator()
    ):
        verification = key.partition("/")[0]
        if verification in in_correction:
            continue
        # The last row of a ground counts: what fell may have come back, and been withdrawn again.
        fallen.discard((verification, competence_id))
        if withdrawn is None:
            levels[verification, competence_id] = level
        elif withdrawn == FELL_WITH_CERTIFICATE:
            fallen.add((verification, competence_id))
    for ground in sorted(wanted.keys() | levels.keys()):
        if wanted.get(ground) != levels.get(ground) and not (ground in fallen and ground not in levels):
            keys = {"verification": ground[0], "competence": ground[1]}
            words = (
                "an outcome met is not in the ledger"
                if ground not in levels
                else "the ledger says more than was verified"
            )
            yield Fault("ledger", words, keys)


def completions() -> Iterator[Fault]:
    """Decisions follow from their facts, and these from the register; a closed edition decided about everybody."""
    attended: dict[int, int] = defaultdict(int)
    for enrolment_id, counted in Mark.objects.filter(meeting__state=MeetingState.PLANNED).values_list(
        "enrolment_id", "minutes"
    ):
        attended[enrolment_id] += counted
    corrected = records.reopened_ids()
    for completion in Completion.objects.select_related("enrolment").iterator():
        facts = completion_facts(completion)
        keys = {"completion": completion.pk, "enrolment": completion.enrolment_id}
        if rules.decide(facts) != completion.result:
            yield Fault("completion", "the result does not follow from its facts", keys | {"result": completion.result})
        if (
            completion.minutes_attended != attended[completion.enrolment_id]
            and completion.enrolment.edition_id not in corrected
        ):
            yield Fault("completion", "attended minutes are not those of the register", keys)
        if completion.minutes_required != minutes_required(completion.minutes_taught, completion.threshold):
            yield Fault("completion", "required minutes do not follow from the threshold", keys)
    late = editions_with_late_standard().values("pk")
    confirmed = Completion.objects.filter(result=Result.CONFIRMED, enrolment__edition__in=late)
    for pk, edition_id in confirmed.order_by("pk").values_list("pk", "enrolment__edition_id"):
        keys = {"completion": pk, "edition": edition_id}
        yield Fault("completion", "confirmed against a standard locked after the first meeting began", keys)
    forgotten = Enrolment.objects.filter(
        state__in=TAKES_PART, edition__state=EditionState.CLOSED, completion__isnull=True
    )
    for pk in forgotten.values_list("pk", flat=True):
        yield Fault("completion", "a closed edition decided nothing about a participant", {"enrolment": pk})
    early = Edition.objects.exclude(state=EditionState.CLOSED).filter(enrolments__completion__isnull=False).distinct()
    early = early.exclude(pk__in=corrected)
    for pk in early.values_list("pk", flat=True):
        yield Fault("completion", "an edition that is not closed has decisions", {"edition": pk})


def superseded() -> Iterator[Fault]:
    """Verdicts and grants that something took the place of."""
    yield from superseded_by_nobody("verification", Verification, "enrolment", "outcome")
    yield from superseded_by_nobody("assessors", Assessorship, "edition", "person", history_of="person")
