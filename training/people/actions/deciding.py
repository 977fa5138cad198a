"""Answers to the questions of a preview, and judging again what they touch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note
from training.kernel.polish import fold
from training.people.actions.institutions import save_county
from training.people.models import County, Organisation, OrganisationKind, Position, StaffImport, StaffImportRow
from training.people.queries import Judge, previews
from training.people.refusals import ImportNotPreviewed, NoSuchQuestion
from training.people.rules import OF_ONE_ROW, Decision, Option, Question, Verb
from training.people.states import ImportState, RowOutcome

BATCH = 500


@dataclass(frozen=True)
class Answer:
    """One answer to one question of one row.

    ``kind`` (a code) and ``county`` (an id) go with making an institution;
    ``code`` and ``name`` with making a county; ``reason`` with mandates that stay.
    """

    row_id: int
    question: Question
    option: Option
    kind: str = ""
    county: int | None = None
    code: str = ""
    name: str = ""
    reason: str = ""


def decide_row(
    *,
    row: StaffImportRow,
    question: Question,
    option: Option,
    actor: Actor,
    kind: str = "",
    county: int | None = None,
    code: str = "",
    name: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> StaffImportRow:
    """Answer one question; an answer about an institution, post or county holds for all rows that ask the same.

    ``kind`` (a code) and ``county`` (an id) go with making an institution;
    ``code`` and ``name`` with making a county; ``reason`` with mandates that stay.

    Raises:
        ImportNotPreviewed, NoSuchQuestion
    """
    answer = Answer(row.pk, question, option, kind=kind, county=county, code=code, name=name, reason=reason)
    decide(staff_import=row.staff_import, answers=[answer], actor=actor, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def decide(
    *, staff_import: StaffImport, answers: Iterable[Answer], actor: Actor, now: datetime | None = None
) -> StaffImport:
    """Take answers and judge again what they touch.

    Raises:
        ImportNotPreviewed, NoSuchQuestion
    """
    staff_import = StaffImport.objects.select_for_update(no_key=True).get(pk=staff_import.pk)
    if staff_import.state != ImportState.PREVIEWED:
        raise ImportNotPreviewed(state=staff_import.get_state_display())
    asking = _by_what_they_ask(staff_import)
    touched: dict[int, StaffImportRow] = {}
    answers = list(answers)
    asked = staff_import.rows.in_bulk({answer.row_id for answer in answers})
    for answer in answers:
        row = asked.get(answer.row_id)
        if row is None:
            raise NoSuchQuestion()
        for same in _asking_the_same(row, answer, asking):
            same = touched.setdefault(same.pk, same)
            same.decision = _decided(same, answer, actor).as_json()
    StaffImportRow.objects.bulk_update(touched.values(), ["decision"], batch_size=BATCH)
    numbered = ", ".join(str(row.number) for row in touched.values() if row.number)
    note(staff_import, _("Rows decided"), actor=actor, reason=Truncator(numbered).chars(200))
    numbers = {row.number for row in touched.values() if row.number}
    if numbers:
        # Who has left depends on every row.
        judge_again(staff_import, None if staff_import.is_complete else numbers, now or time.now())
    return staff_import


def _by_what_they_ask(staff_import: StaffImport) -> dict[tuple[str, str], list[StaffImportRow]]:
    """Rows that wait, by the question about an institution, post or county and what it is about."""
    asking: dict[tuple[str, str], list[StaffImportRow]] = defaultdict(list)
    for row in staff_import.rows.filter(outcome=RowOutcome.TO_DECIDE):
        for question, offered in row.choices.items():
            if question not in OF_ONE_ROW:
                asking[question, fold(offered["value"])].append(row)
    return asking


def _asking_the_same(
    row: StaffImportRow, answer: Answer, asking: dict[tuple[str, str], list[StaffImportRow]]
) -> list[StaffImportRow]:
    if answer.question in OF_ONE_ROW:
        return [row]
    if answer.question not in row.choices:
        raise NoSuchQuestion()
    return asking.get((answer.question, fold(row.choices[answer.question]["value"]))) or [row]


def _decided(row: StaffImportRow, answer: Answer, actor: Actor) -> Decision:
    decision, option = Decision.of_json(row.decision), answer.option
    if answer.question == Question.ROW:
        if option.verb not in (Verb.SKIP, Verb.UNDO):
            raise NoSuchQuestion()
        return Decision(is_skipped=option.verb == Verb.SKIP)
    offered = row.choices.get(answer.question)
    if offered is None:
        raise NoSuchQuestion()
    if option.verb == Verb.SKIP:
        return replace(decision, is_skipped=True)
    if answer.question == Question.COUNTY and option.verb == Verb.MAKE:
        # A county is an entry of the state's register; it is made at once and then chosen.
        there = County.objects.filter(code=answer.code).first()
        county = there or save_county(code=answer.code, name=answer.name, actor=actor)
        return replace(decision, county=Option(Verb.CHOOSE, key=county.pk))
    if not _is_offered(answer, offered):
        raise NoSuchQuestion()
    match answer.question:
        case Question.ORGANISATION if option.verb == Verb.MAKE:
            return replace(decision, organisation=option, kind=answer.kind, placed_in=answer.county)
        case Question.ORGANISATION:
            return replace(decision, organisation=option)
        case Question.POSITION:
            return replace(decision, position=option)
        case Question.COUNTY:
            return replace(decision, county=option)
        case Question.PERSON:
            return replace(decision, person=option)
        case Question.HIDDEN:
            return replace(decision, hidden=option)
        case Question.LEAVER if option.verb == Verb.STAY:
            left = Option(Verb.END, day=option.day)
            return replace(decision, leaver=left, mandates_stay_because=answer.reason.strip())
        case Question.LEAVER:
            return replace(decision, leaver=option, mandates_stay_because="")


def _is_offered(answer: Answer, offered: dict[str, Any]) -> bool:
    option, key = answer.option, answer.option.key or 0
    match answer.question, option.verb:
        case Question.ORGANISATION, Verb.CHOOSE:
            return Organisation.objects.filter(pk=key).exists()
        case Question.ORGANISATION, Verb.MAKE:
            kinds, counties = OrganisationKind.objects, County.objects
            return kinds.filter(code=answer.kind).exists() and counties.filter(pk=answer.county or 0).exists()
        case Question.POSITION, Verb.CHOOSE:
            return Position.objects.filter(pk=key).exists()
        case Question.COUNTY, Verb.CHOOSE:
            return County.objects.filter(pk=key).exists()
        case Question.COUNTY, Verb.KEEP:
            return bool(offered.get("keep"))
        case Question.PERSON, Verb.SAME | Verb.MOVED:
            return key in offered["candidates"]
        case Question.PERSON, Verb.SAME_AS_ROW:
            return key in offered["rows"]
        case Question.LEAVER, Verb.STAY:
            return bool(offered.get("mandates") and answer.reason.strip())
        case (
            (Question.POSITION, Verb.MAKE)
            | (Question.PERSON, Verb.NEW)
            | (Question.HIDDEN, Verb.READ)
            | (Question.LEAVER, Verb.KEEP | Verb.END)
        ):
            return True
    return False


def judge_again(staff_import: StaffImport, numbers: set[int] | None, now: datetime) -> None:
    """Judge the named rows, and those they may change, anew; all of them when ``numbers`` is ``None``."""
    stored, judge = previews.stored_judge(staff_import, on=time.today(now))
    # Earlier verdicts stay in view: a row may mean the same person as one that is not judged again.
    rows = judge.rows if numbers is None else judge.together(numbers)
    changed = []
    for start in range(0, len(rows), BATCH):
        for judgement in judge.judge(rows[start : start + BATCH]):
            row = stored[judgement.row.number]
            if previews.write_into(row, judgement):
                changed.append(row)
    StaffImportRow.objects.bulk_update(
        changed, ["outcome", "problems", "changes", "choices", "same_as", "person"], batch_size=BATCH
    )
    if staff_import.is_complete and numbers is None:
        write_leavers(staff_import, judge, now)


def write_leavers(staff_import: StaffImport, judge: Judge, now: datetime) -> None:
    decided = {
        (row.person_id, row.choices["leaver"]["organisation"]): row.decision
        for row in staff_import.rows.filter(outcome=RowOutcome.LEAVER)
    }
    staff_import.rows.filter(outcome=RowOutcome.LEAVER).delete()
    leavers = previews.leavers(staff_import, judge, on=time.today(now))
    for leaver in leavers:
        leaver.decision = decided.get((leaver.person_id, leaver.choices["leaver"]["organisation"]), {})
    StaffImportRow.objects.bulk_create(leavers, batch_size=BATCH)
