"""Staff lists: read, previewed, decided, applied whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.canon import sha256
from training.kernel.conf import setting
from training.kernel.history import note
from training.kernel.polish import fold
from training.kernel.refusals import Refusal
from training.kernel.states import check_move
from training.kernel.typed import number_of
from training.people import previews
from training.people.actions.applying import apply_judgements
from training.people.actions.institutions import save_county
from training.people.models import County, Organisation, OrganisationKind, Position, StaffImport, StaffImportRow
from training.people.refusals import (
    ImportNotPreviewed,
    ImportOutdated,
    NoSuchQuestion,
    RefusedRowsRemain,
)
from training.people.sheets import ListRow, StaffList, read_staff_file
from training.people.states import NEXT_IMPORT, ImportState, RowOutcome

BATCH = 500


def _path(staff_import: StaffImport) -> str:
    return f"staff-lists/{staff_import.pk}.xlsx"


def _move(staff_import: StaffImport, state: ImportState, **fields: Any) -> None:
    check_move(ImportState(staff_import.state), state, NEXT_IMPORT)
    staff_import.state = state
    for name, value in fields.items():
        setattr(staff_import, name, value)
    staff_import.save(update_fields=["state", *fields])


# ---- reading and preview ---------------------------------------------------------------------------------------


def import_staff(
    *,
    file: IO[bytes] | bytes,
    file_name: str,
    actor: Actor,
    organisation: Organisation | None = None,
    is_complete: bool = False,
    apply: bool = False,
    now: datetime | None = None,
) -> StaffImport:
    """Read a staff list (xlsx) and judge each row against what is on record.

    ``organisation`` is the institution of the whole list when it has no such
    column.  ``is_complete`` offers people who are not on it as leavers.
    ``apply`` also applies the new and the changed rows, leaving those that
    are refused or to decide.  The result's ``rows`` are the preview.

    Raises:
        NotASpreadsheet, SpreadsheetTooLarge, ColumnMissing,
        ListIsEmpty: nothing is recorded then.
    """
    content = file if isinstance(file, bytes) else file.read()
    now = now or time.now()
    # Refused files leave nothing behind, so they are read before anything is recorded.
    staff_list = _read(content, organisation_id=organisation.pk if organisation else None, on=time.today(now))
    staff_import = _record(content, file_name, actor, organisation, is_complete, now)
    _preview(staff_import, staff_list, now)
    return apply_import(staff_import=staff_import, actor=actor, knowingly=True, now=now) if apply else staff_import


def open_import(
    *,
    file: IO[bytes] | bytes,
    file_name: str,
    actor: Actor,
    organisation: Organisation | None = None,
    is_complete: bool = False,
    now: datetime | None = None,
) -> StaffImport:
    """Keep an uploaded list until a task reads it with ``preview_import``."""
    content = file if isinstance(file, bytes) else file.read()
    staff_import = _record(content, file_name, actor, organisation, is_complete, now or time.now())
    storages[setting("PRIVATE_STORAGE")].save(_path(staff_import), ContentFile(content))
    return staff_import


def preview_import(*, staff_import: StaffImport, now: datetime | None = None) -> StaffImport:
    """Read a kept list and judge its rows; a list that cannot be read becomes ``failed``, with the reason.

    A second call for a list that was read already changes nothing.
    """
    staff_import = StaffImport.objects.get(pk=staff_import.pk)
    if staff_import.state != ImportState.READING:
        return staff_import
    now = now or time.now()
    storage = storages[setting("PRIVATE_STORAGE")]
    try:
        with storage.open(_path(staff_import)) as file:
            content = file.read()
        staff_list = _read(content, organisation_id=staff_import.organisation_id, on=time.today(now))
        staff_import.rows.all().delete()
        _preview(staff_import, staff_list, now)
    except Refusal as refusal:
        _move(staff_import, ImportState.FAILED, failure=refusal.sentence)
    except Exception:
        _move(staff_import, ImportState.FAILED, failure=_("The list could not be read because of a fault in Kompas."))
        raise
    finally:
        # Personal data: what was read is in the rows, the file is not kept.
        storage.delete(_path(staff_import))
    return staff_import


def _read(content: bytes, *, organisation_id: int | None, on: date) -> StaffList:
    return read_staff_file(content, on=on, has_organisation=organisation_id is not None)


def _record(
    content: bytes, file_name: str, actor: Actor, organisation: Organisation | None, is_complete: bool, now: datetime
) -> StaffImport:
    return StaffImport.objects.create(
        file_name=file_name[-250:],
        file_hash=sha256(content),
        organisation=organisation,
        is_complete=is_complete,
        uploaded_by=actor.name[:200],
        uploaded_at=now,
    )


def _preview(staff_import: StaffImport, staff_list: Any, now: datetime) -> None:
    staff_import.headings = staff_list.header.headings
    staff_import.rows_total = len(staff_list.rows)
    staff_import.save(update_fields=["headings", "rows_total"])
    judge = previews.judge_of(staff_import, staff_list.rows, {}, on=time.today(now))
    for start in range(0, len(staff_list.rows), BATCH):
        judged = judge.judge(staff_list.rows[start : start + BATCH])
        with transaction.atomic():
            StaffImportRow.objects.bulk_create(previews.as_row(staff_import, one, {}) for one in judged)
            # Seen by the page that shows how far reading has come.
            staff_import.rows_done = start + len(judged)
            staff_import.save(update_fields=["rows_done"])
    if staff_import.is_complete:
        _write_leavers(staff_import, judge, now)
    _move(staff_import, ImportState.PREVIEWED)


def _write_leavers(staff_import: StaffImport, judge: Any, now: datetime) -> None:
    decided = {
        (row.person_id, row.choices["leaver"]["organisation"]): row.decision
        for row in staff_import.rows.filter(outcome=RowOutcome.LEAVER)
    }
    staff_import.rows.filter(outcome=RowOutcome.LEAVER).delete()
    leavers = previews.leavers(staff_import, judge, on=time.today(now))
    for leaver in leavers:
        leaver.decision = decided.get((leaver.person_id, leaver.choices["leaver"]["organisation"]), {})
    StaffImportRow.objects.bulk_create(leavers, batch_size=BATCH)


# ---- deciding --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One answer to one question of one row.

    ``question`` is ``organisation``, ``position``, ``county``, ``person``,
    ``leaver`` or ``row``.  ``answer`` is ``id:5``, ``make``, ``keep``,
    ``new``, ``same:7``, ``moved:7``, ``row:4``, ``end:2026-11-30``, ``skip``,
    or ``undo`` (for ``row``).  ``kind`` and ``county`` go with making an
    institution; ``code`` and ``name`` with making a county.
    """

    row_id: int
    question: str
    answer: str
    kind: str = ""
    county: int | None = None
    code: str = ""
    name: str = ""


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
    staff_import = StaffImport.objects.select_for_update().get(pk=staff_import.pk)
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
        for one in _asking_the_same(row, answer, asking):
            one = touched.setdefault(one.pk, one)
            one.decision = _decided(one, answer, actor)
    StaffImportRow.objects.bulk_update(touched.values(), ["decision"], batch_size=BATCH)
    numbers = {row.number for row in touched.values() if row.number}
    if numbers:
        # Who has left depends on every row.
        _judge_again(staff_import, None if staff_import.is_complete else numbers, now or time.now())
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
            return kinds.filter(code=answer.kind).exists() and counties.filter(pk=answer.county).exists()
        case "position", "id":
            return Position.objects.filter(pk=key).exists()
        case "position", "make":
            return True
        case "county", "id":
            return County.objects.filter(pk=key).exists()
        case "county", "keep":
            return bool(offered.get("keep"))
        case "person", "new":
            return True
        case "person", "same" | "moved":
            return number_of(key) in offered["candidates"]
        case "person", "row":
            return number_of(key) in offered["rows"]
        case "leaver", "keep":
            return True
        case "leaver", "end":
            try:
                return bool(date.fromisoformat(key))
            except ValueError:
                return False
    return False


def _judge_again(staff_import: StaffImport, numbers: set[int] | None, now: datetime) -> None:
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
        _write_leavers(staff_import, judge, now)


# ---- applying --------------------------------------------------------------------------------------------------


def apply_import(
    *, staff_import: StaffImport, actor: Actor, knowingly: bool = False, now: datetime | None = None
) -> StaffImport:
    """Write the new and the changed rows, and the leavers decided, in one transaction: all or nothing.

    The rows are judged again first: when anybody changed what they rest on
    since the preview, nothing is written and the preview is made anew.

    Raises:
        ImportNotPreviewed: it was applied or discarded already.
        RefusedRowsRemain: rows are refused or undecided and ``knowingly`` was not said.
        ImportOutdated: the preview has been made again; look at it first.
    """
    now = now or time.now()
    try:
        return _apply(staff_import, actor, knowingly, now)
    except ImportOutdated:
        with transaction.atomic():
            _judge_again(StaffImport.objects.select_for_update().get(pk=staff_import.pk), None, now)
        raise


@transaction.atomic
def _apply(staff_import: StaffImport, actor: Actor, knowingly: bool, now: datetime) -> StaffImport:
    # Everybody who applies waits at the first import's row: two lists naming
    # the same new person must not both make them.
    StaffImport.objects.select_for_update().order_by("pk").first()
    staff_import = StaffImport.objects.select_for_update().get(pk=staff_import.pk)
    if staff_import.state != ImportState.PREVIEWED:
        raise ImportNotPreviewed(state=staff_import.get_state_display())
    stored, judge = previews.stored_judge(staff_import, on=time.today(now))
    if not knowingly and previews.leaves_somebody_out((row.outcome, row.problems) for row in stored.values()):
        raise RefusedRowsRemain()
    judgements = []
    for start in range(0, len(judge.rows), BATCH):
        judgements += judge.judge(judge.rows[start : start + BATCH])
    if any(previews.differs(stored[one.row.number], one) for one in judgements):
        raise ImportOutdated()
    apply_judgements(staff_import, judgements, judge, actor=actor, now=now)
    _move(staff_import, ImportState.APPLIED, applied_by=actor.name[:200], applied_at=now)
    note(staff_import, _("Applied"), actor=actor)
    return staff_import


@transaction.atomic
def discard_import(*, staff_import: StaffImport, actor: Actor) -> StaffImport:
    """Put a preview aside: its rows, which are personal data, are deleted.  Discarding twice is harmless."""
    staff_import = StaffImport.objects.select_for_update().get(pk=staff_import.pk)
    if staff_import.state == ImportState.DISCARDED:
        return staff_import
    _move(staff_import, ImportState.DISCARDED)
    staff_import.rows.all().delete()
    note(staff_import, _("Discarded"), actor=actor)
    return staff_import


__all__ = [
    "Answer",
    "ListRow",
    "apply_import",
    "decide",
    "decide_row",
    "discard_import",
    "import_staff",
    "open_import",
    "preview_import",
]
