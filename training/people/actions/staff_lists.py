"""Staff lists: read, previewed, applied whole or not at all."""

from datetime import date, datetime
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.canonical_json import sha256
from training.kernel.conf import setting
from training.kernel.history import note
from training.kernel.polish import squeeze
from training.kernel.refusals import Refusal
from training.kernel.states import check_move
from training.people.actions.applying import apply_judgements
from training.people.actions.deciding import judge_again, write_leavers
from training.people.actions.open_days import lock_every_institution
from training.people.models import Organisation, StaffImport, StaffImportRow
from training.people.queries import previews
from training.people.refusals import (
    FaultInKompas,
    FileGone,
    GivenUp,
    ImportNotPreviewed,
    ImportOutdated,
    RefusedRowsRemain,
    kept,
)
from training.people.rules import MOST_ATTEMPTS, READING_LIFE, StaffList
from training.people.sheets import read_staff_file
from training.people.states import NEXT_IMPORT, ImportState

# Where uploaded lists are kept until they are read.
FOLDER = "staff-lists"
BATCH = 500


def _move(staff_import: StaffImport, state: ImportState, **fields: object) -> None:
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
    """Read a staff list and judge each row against what is on record.

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
    return (
        apply_import(staff_import=staff_import, actor=actor, skip_invalid_rows=True, now=now) if apply else staff_import
    )


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
    # A name by chance, not by key: a key is given again after a rollback, and the file of the one before is there.
    stored_name = storages[setting("PRIVATE_STORAGE")].save(f"{FOLDER}/{uuid4().hex}", ContentFile(content))
    return _record(content, file_name, actor, organisation, is_complete, now or time.now(), stored_name)


def preview_import(*, staff_import: StaffImport, now: datetime | None = None) -> StaffImport:
    """Read a kept list and judge its rows; a list that cannot be read becomes ``failed``, with the reason.

    A second call for a list that was read already, or that another process
    may still be reading, changes nothing.  Each call is counted before it
    begins, so that a list whose reading kills the reader is given up after
    ``MOST_ATTEMPTS``.
    """
    staff_import = StaffImport.objects.get(pk=staff_import.pk)
    if staff_import.state != ImportState.READING:
        return staff_import
    now = now or time.now()
    if staff_import.attempted_at and now < staff_import.attempted_at + READING_LIFE:
        # Two readers at once would write every row twice: the timer and a worker that starts late.
        return staff_import
    if staff_import.attempts >= MOST_ATTEMPTS:
        return _fail(staff_import, GivenUp())
    if not _begin_attempt(staff_import, now):
        return staff_import
    try:
        content = _content_of(staff_import)
        staff_list = _read(content, organisation_id=staff_import.organisation_id, on=time.today(now))
        staff_import.rows.all().delete()
        _preview(staff_import, staff_list, now)
    except Refusal as refusal:
        return _fail(staff_import, refusal)
    except Exception:
        _fail(staff_import, FaultInKompas())
        raise
    _delete_file(staff_import)
    return staff_import


def _begin_attempt(staff_import: StaffImport, now: datetime) -> bool:
    """Count an attempt before it is made; ``False`` when somebody else has begun one meanwhile."""
    before = staff_import.attempts
    staff_import.attempts, staff_import.attempted_at = before + 1, now
    waiting = StaffImport.objects.filter(pk=staff_import.pk, state=ImportState.READING, attempts=before)
    return bool(waiting.update(attempts=before + 1, attempted_at=now))


def _content_of(staff_import: StaffImport) -> bytes:
    storage = storages[setting("PRIVATE_STORAGE")]
    if not staff_import.stored_name or not storage.exists(staff_import.stored_name):
        raise FileGone
    with storage.open(staff_import.stored_name) as file:
        return file.read()


def _fail(staff_import: StaffImport, refusal: Refusal) -> StaffImport:
    with transaction.atomic():
        # Rows that were read before are personal data that no screen shows.
        staff_import.rows.all().delete()
        _move(staff_import, ImportState.FAILED, failure=kept(refusal), rows_done=0)
    _delete_file(staff_import)
    return staff_import


def _delete_file(staff_import: StaffImport) -> None:
    """Personal data: what was read is in the rows, the file is not kept."""
    if staff_import.stored_name:
        storages[setting("PRIVATE_STORAGE")].delete(staff_import.stored_name)


def delete_stray_files(*, before: datetime) -> int:
    """Delete kept files that no list waits for, of uploads that were killed before their commit."""
    storage = storages[setting("PRIVATE_STORAGE")]
    waiting = set(StaffImport.objects.filter(state=ImportState.READING).values_list("stored_name", flat=True))
    try:
        _folders, names = storage.listdir(FOLDER)
    except (FileNotFoundError, NotImplementedError):
        return 0
    stray = [name for name in (f"{FOLDER}/{file_name}" for file_name in names) if name not in waiting]
    gone = [name for name in stray if storage.get_modified_time(name) < before]
    for name in gone:
        storage.delete(name)
    return len(gone)


def _read(content: bytes, *, organisation_id: int | None, on: date) -> StaffList:
    return read_staff_file(content, on=on, has_organisation=organisation_id is not None)


def _record(
    content: bytes,
    file_name: str,
    actor: Actor,
    organisation: Organisation | None,
    is_complete: bool,
    now: datetime,
    stored_name: str = "",
) -> StaffImport:
    return StaffImport.objects.create(
        file_name=squeeze(file_name)[-250:] or "?",
        file_hash=sha256(content),
        organisation=organisation,
        is_complete=is_complete,
        uploaded_by=actor.name[:200],
        uploaded_at=now,
        stored_name=stored_name,
    )


def _preview(staff_import: StaffImport, staff_list: StaffList, now: datetime) -> None:
    staff_import.headings = staff_list.headings
    staff_import.columns, staff_import.unread = staff_list.columns, staff_list.unread
    staff_import.rows_total = len(staff_list.rows)
    staff_import.save(update_fields=["headings", "columns", "unread", "rows_total"])
    judge = previews.judge_of(staff_import, staff_list.rows, {}, on=time.today(now))
    for start in range(0, len(staff_list.rows), BATCH):
        judged = judge.judge(staff_list.rows[start : start + BATCH])
        with transaction.atomic():
            StaffImportRow.objects.bulk_create(previews.as_row(staff_import, judgement) for judgement in judged)
            # Seen by the page that shows how far reading has come.
            staff_import.rows_done = start + len(judged)
            staff_import.save(update_fields=["rows_done"])
    if staff_import.is_complete:
        write_leavers(staff_import, judge, now)
    _move(staff_import, ImportState.PREVIEWED)


# ---- applying --------------------------------------------------------------------------------------------------


def apply_import(
    *, staff_import: StaffImport, actor: Actor, skip_invalid_rows: bool = False, now: datetime | None = None
) -> StaffImport:
    """Write the new and the changed rows, and the leavers decided, in one transaction: all or nothing.

    The rows are judged again first: when anybody changed what they rest on
    since the preview, nothing is written and the preview is made anew.

    Raises:
        ImportNotPreviewed: it was applied or discarded already.
        RefusedRowsRemain: rows are refused or undecided and ``skip_invalid_rows`` was not asked for.
        ImportOutdated: the preview has been made again; look at it first.
    """
    try:
        return _apply(staff_import, actor, skip_invalid_rows, now)
    except ImportOutdated:
        with transaction.atomic():
            outdated = StaffImport.objects.select_for_update(no_key=True).get(pk=staff_import.pk)
            judge_again(outdated, None, now or time.now())
        raise


@transaction.atomic
def _apply(staff_import: StaffImport, actor: Actor, skip_invalid_rows: bool, now: datetime | None) -> StaffImport:
    # Everybody who applies waits at the first import's row: two lists naming
    # the same new person must not both make them.
    StaffImport.objects.select_for_update(no_key=True).order_by("pk").first()
    staff_import = StaffImport.objects.select_for_update(no_key=True).get(pk=staff_import.pk)
    if staff_import.state != ImportState.PREVIEWED:
        raise ImportNotPreviewed(state=staff_import.get_state_display())
    # Before it is judged: no institution is closed and no post ends until what was judged is written.
    lock_every_institution()
    # Whoever wrote before that wrote at an earlier moment.
    now = now or time.now()
    stored, judge = previews.stored_judge(staff_import, on=time.today(now))
    if not skip_invalid_rows and previews.leaves_somebody_out((row.outcome, row.problems) for row in stored.values()):
        raise RefusedRowsRemain()
    judgements = []
    for start in range(0, len(judge.rows), BATCH):
        judgements += judge.judge(judge.rows[start : start + BATCH])
    if any(previews.differs(stored[judgement.row.number], judgement) for judgement in judgements):
        raise ImportOutdated()
    apply_judgements(staff_import, judgements, judge, actor=actor, now=now)
    _move(staff_import, ImportState.APPLIED, applied_by=actor.name[:200], applied_at=now)
    note(staff_import, _("Applied"), actor=actor)
    return staff_import


@transaction.atomic
def discard_import(*, staff_import: StaffImport, actor: Actor) -> StaffImport:
    """Put a preview aside: its rows, which are personal data, are deleted.  Discarding twice is harmless."""
    staff_import = StaffImport.objects.select_for_update(no_key=True).get(pk=staff_import.pk)
    if staff_import.state == ImportState.DISCARDED:
        return staff_import
    _move(staff_import, ImportState.DISCARDED)
    staff_import.rows.all().delete()
    note(staff_import, _("Discarded"), actor=actor)
    return staff_import
