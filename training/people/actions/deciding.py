"""Answers to the questions of a preview, and judging again what they touch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note
from training.kernel.input_text import number_of
from training.kernel.polish import fold
from training.people.actions.institutions import save_county
from training.people.models import County, Organisation, OrganisationKind, Position, StaffImport, StaffImportRow
from training.people.queries import Judge, previews
from training.people.refusals import ImportNotPreviewed, NoSuchQuestion
from training.people.states import ImportState, RowOutcome

BATCH = 500


@dataclass(frozen=True)
class Answer:
    """One answer to one question of one row.

    ``question`` is ``organisation``, ``position``, ``county``, ``person``,
    ``hidden``, ``leaver`` or ``row``.  ``answer`` is ``id:5``, ``make``, ``keep``,
    ``read``, ``new``, ``same:7``, ``moved:7``, ``row:4``, ``end:2026-11-30``,
    ``stay:2026-11-30`` (they left, their mandates stay), ``skip``, or ``undo`` (for
    ``row``).  ``kind`` and ``county`` go with making an institution; ``code``
    and ``name`` with making a county; ``reason`` with mandates that stay.
    """

    row_id: int
    question: str
    answer: str
    kind: str = ""
    county: int | None = None
    code: str = ""
    name: str = ""
    reason: str = ""


def decide_row(
    *, row: StaffImportRow, question: str, answer: str, actor: Actor, now: datetime | None = None, **more: Any
) -> StaffImportRow:
    """Answer one question; an answer about an institution, post or county holds for all rows that ask the same."""
    decide(staff_import=row.staff_import, answers=[Answer(row.pk, question, answer, **more)], actor=actor, now=now)
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
            same.decision = _decided(same, answer, actor)
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
            if question not in ("person", "leaver"):
                asking[question, fold(offered["value"])].append(row)
    return asking


def _asking_the_same(
    row: StaffImportRow, answer: Answer, asking: dict[tuple[str, str], list[StaffImportRow]]
) -> list[StaffImportRow]:
    if answer.question in ("row", "leaver", "person"):
        return [row]
    if answer.question not in row.choices:
        raise NoSuchQuestion()
    return asking.get((answer.question, fold(row.choices[answer.question]["value"]))) or [row]


def _decided(row: StaffImportRow, answer: Answer, actor: Actor) -> dict[str, Any]:
    if answer.question == "row":
        if answer.answer not in ("skip", "undo"):
            raise NoSuchQuestion()
        return {"row": "skip"} if answer.answer == "skip" else {}
    offered = row.choices.get(answer.question)
    if offered is None:
        raise NoSuchQuestion()
    if answer.answer == "skip":
        return {**row.decision, "row": "skip"}
    if answer.question == "county" and answer.answer == "make":
        # A county is an entry of the state's register; it is made at once and then chosen.
        there = County.objects.filter(code=answer.code).first()
        county = there or save_county(code=answer.code, name=answer.name, actor=actor)
        return {**row.decision, "county": f"id:{county.pk}"}
    if not _is_offered(answer, offered):
        raise NoSuchQuestion()
    decision = {**row.decision, answer.question: answer.answer}
    if answer.question == "leaver":
        verb, _colon, day = answer.answer.partition(":")
        decision["leaver"] = f"end:{day}" if verb == "stay" else answer.answer
        decision["mandates_stay_because"] = answer.reason.strip() if verb == "stay" else ""
    if answer.question == "organisation" and answer.answer == "make":
        decision |= {"kind": answer.kind, "placed_in": answer.county}
    return decision


def _is_offered(answer: Answer, offered: dict[str, Any]) -> bool:
    verb, _colon, key = answer.answer.partition(":")
    match answer.question, verb:
        case "organisation", "id":
            return Organisation.objects.filter(pk=key).exists()
        case "organisation", "make":
            kinds, counties = OrganisationKind.objects, County.objects
            return kinds.filter(code=answer.kind).exists() and counties.filter(pk=answer.county or 0).exists()
        case "position", "id":
            return Position.objects.filter(pk=key).exists()
        case "position", "make":
            return True
        case "county", "id":
            return County.objects.filter(pk=key).exists()
        case "county", "keep":
            return bool(offered.get("keep"))
        case ("person", "new") | ("hidden", "read"):
            return True
        case "person", "same" | "moved":
            return number_of(key) in offered["candidates"]
        case "person", "row":
            return number_of(key) in offered["rows"]
        case "leaver", "keep":
            return True
        case "leaver", "end" | "stay":
            if verb == "stay" and not (offered.get("mandates") and answer.reason.strip()):
                return False
            try:
                return bool(date.fromisoformat(key))
            except ValueError:
                return False
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
