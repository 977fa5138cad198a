"""The stored preview of a staff list, and what it says: to the judge and back, as a report, as counts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from training.kernel.date_texts import short_day_text
from training.people.models import StaffImport, StaffImportRow
from training.people.queries import records as queries
from training.people.queries.directory import Directory
from training.people.queries.judgements import Judgement
from training.people.queries.judging import Judge
from training.people.refusals import ROW_FAULTS, RowRepeated, describe
from training.people.rules import Decision, ListRow
from training.people.rules import not_read as unread
from training.people.states import RowOutcome

# The only fault that judging finds in a row that was read well.
_JUDGED_FAULTS = frozenset({RowRepeated.code})
_APPLIED = frozenset({RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.UNCHANGED})


def judge_of(staff_import: StaffImport, rows: list[ListRow], decisions: dict[int, Decision], *, on: date) -> Judge:
    return Judge(
        rows,
        Directory(on),
        headings=staff_import.headings,
        decisions=decisions,
        organisation_id=staff_import.organisation_id,
        on=on,
    )


def as_row(staff_import: StaffImport, judgement: Judgement) -> StaffImportRow:
    row = StaffImportRow(
        staff_import=staff_import,
        number=judgement.row.number,
        worksheet=judgement.row.worksheet,
        line=judgement.row.line,
        is_hidden=judgement.row.is_hidden,
        cells=judgement.row.as_cells(),
    )
    write_into(row, judgement)
    return row


def write_into(row: StaffImportRow, judgement: Judgement) -> bool:
    """Set the verdict on a stored row; say whether it is another one."""
    new = {
        "outcome": str(judgement.outcome),
        "problems": judgement.problems,
        "changes": judgement.changes,
        "choices": judgement.choices,
        "same_as": judgement.same_as,
        "person_id": judgement.person_id,
    }
    is_other = any(getattr(row, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(row, name, value)
    return is_other


def stored_judge(staff_import: StaffImport, *, on: date) -> tuple[dict[int, StaffImportRow], Judge]:
    """The stored rows by number, and a judge over them with their decisions."""
    stored = {row.number: row for row in staff_import.rows.exclude(outcome=RowOutcome.LEAVER).order_by("number")}
    rows = []
    for row in stored.values():
        read = ListRow.of_cells(row.number, row.cells, worksheet=row.worksheet, line=row.line, is_hidden=row.is_hidden)
        if row.outcome == RowOutcome.REFUSED:
            read.problems = [problem for problem in row.problems if problem["code"] not in _JUDGED_FAULTS]
        rows.append(read)
    decisions = {row.number: Decision.of_json(row.decision) for row in stored.values() if row.decision}
    return stored, judge_of(staff_import, rows, decisions, on=on)


def differs(row: StaffImportRow, judgement: Judgement) -> bool:
    """Whether applying ``judgement`` would do something else than the preview showed."""
    if row.outcome not in _APPLIED and judgement.outcome not in _APPLIED:
        return False
    return judgement.verdict() != (row.outcome, row.person_id, row.same_as, row.changes)


def leavers(staff_import: StaffImport, judge: Judge, *, on: date) -> list[StaffImportRow]:
    """People with a post at an institution of the list whom no row names, one row for each and institution.

    A row that is refused or still to decide keeps its people from being
    offered: what cannot be read is no proof that somebody left.
    """
    covered, meant, names = set(), set(), defaultdict(set)
    for judgement in judge.judged.values():
        row = judgement.row
        named = judgement.organisation
        matches = {named.id} if named and named.id else judge.directory.organisations_named(row.organisation)
        if not (row.organisation or row.organisation_number) and staff_import.organisation_id:
            matches = {staff_import.organisation_id}
        covered |= matches
        for organisation in matches:
            names[organisation].add(row.name_fold)
        meant |= {judgement.person_id} | set(judgement.choices.get("person", {}).get("candidates", ()))
    rows = []
    mandates = queries.mandates_by_organisation(covered, on)
    for organisation, employments in queries.employments_by_organisation(covered, on).items():
        by_person = defaultdict(list)
        for employment in employments:
            if employment.person_id not in meant and employment.person.name_fold not in names[organisation]:
                by_person[employment.person].append(employment)
        for person, held in by_person.items():
            rows.append(
                StaffImportRow(
                    staff_import=staff_import,
                    number=0,
                    outcome=RowOutcome.LEAVER,
                    person=person,
                    cells={
                        "last_name": person.last_name,
                        "first_name": person.first_name,
                        "organisation": held[0].organisation.name,
                        "position": ", ".join(employment.position.name_pl for employment in held),
                    },
                    choices={
                        "leaver": {
                            "organisation": organisation,
                            "employments": [employment.pk for employment in held],
                            # They end with the posts, unless somebody says why not.
                            "mandates": [mandate.role for mandate in mandates.get((person.pk, organisation), ())],
                        }
                    },
                )
            )
    return rows


def leaves_somebody_out(rows: Iterable[tuple[str, list[dict[str, Any]]]]) -> bool:
    """Whether applying passes over somebody: ``rows`` as outcome and problems.  A vacancy or a total is nobody."""
    return any(
        outcome == RowOutcome.TO_DECIDE
        or (outcome == RowOutcome.REFUSED and not all(ROW_FAULTS[problem["code"]].is_harmless for problem in problems))
        for outcome, problems in rows
    )


# ---- what it says ----------------------------------------------------------------------------------------------

FIELD_NAMES = {
    "name": _("Name"),
    "email": _("E-mail"),
    "email_proposal": _("E-mail (proposed: it holds after the person follows the link sent to it)"),
    "phone": _("Phone"),
    "staff_number": _("Staff number"),
    "position": _("Post"),
    "post": _("New post"),
    "since": _("Employed since"),
    "until": _("Last day of the post"),
    "county": _("County of the institution"),
}


def describe_changes(changes: list[dict[str, str]]) -> list[dict[str, str]]:
    """The changes of a row with their fields in words and their days as people write them."""
    sentences = []
    for change in changes:
        new = change["new"]
        if change["field"] in ("since", "until"):
            new = short_day_text(date.fromisoformat(new))
        old = change["old"]
        if change["field"] == "since" and old:
            old = short_day_text(date.fromisoformat(old))
        sentences.append({"field": str(FIELD_NAMES[change["field"]]), "old": old, "new": new})
    return sentences


# What a column of a list is taken for, in words.
COLUMN_NAMES = {
    "surname_first": _("surname, then first name"),
    "given_first": _("first name, then surname"),
    "last_name": _("surname"),
    "first_name": _("first name"),
    "position": _("post"),
    "organisation": _("institution"),
    "organisation_number": _("number of the institution"),
    "county": _("county"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "since": _("employed since"),
    "staff_number": _("staff number of the institution's HR system"),
    "notes": _("remarks: not kept"),
}


def describe_columns(staff_import: StaffImport) -> list[dict[str, str]]:
    """How each column that was read was understood; several worksheets with the same columns say it once."""
    told: dict[Any, dict[str, str]] = {}
    for column in staff_import.columns:
        meaning = str(COLUMN_NAMES[column["column"]])
        told.setdefault((column["heading"], meaning), {"heading": column["heading"], "meaning": meaning})
    return list(told.values())


def since_of(row: StaffImportRow) -> str:
    """The first day that the row names, as people write it."""
    since = row.cells.get("since", "")
    return short_day_text(date.fromisoformat(since)) if since else ""


def counts(staff_import: StaffImport) -> dict[str, int]:
    """How many rows of each outcome, every outcome named."""
    by_outcome = dict(
        staff_import.rows.order_by().values_list("outcome").annotate(count=Count("pk")).values_list("outcome", "count")
    )
    return {outcome: by_outcome.get(outcome, 0) for outcome in RowOutcome.values}


def report(staff_import: StaffImport) -> dict[str, Any]:
    """The preview for programs: numbers of good rows, and every refused or undecided value with its reason.

    The reason ends with the cure, so that an entry has the four keys that
    programs were promised; ``worksheet`` comes with them when several were read.
    ``not_read`` names columns and worksheets that were passed over, and
    ``columns`` says what each other column was taken for; both come only
    when there is something to say.
    """
    number = counts(staff_import)
    entries: dict[str, list[dict[str, Any]]] = {"to_decide": [], "refused": []}
    for row in staff_import.rows.filter(outcome__in=entries).order_by("number"):
        for problem in map(describe, row.problems):
            reason = f"{problem['reason']} {problem['cure']}"
            entry = {
                "row": row.line or row.number,
                "column": problem["column"],
                "value": problem["value"],
                "reason": reason,
            }
            entries[row.outcome].append(entry | ({"worksheet": row.worksheet} if row.worksheet else {}))
    good = {outcome: number[outcome] for outcome in ("new", "changed", "unchanged")}
    more: dict[str, Any] = {outcome: number[outcome] for outcome in ("leaver", "skipped") if number[outcome]}
    if staff_import.unread:
        more["not_read"] = [unread.describe(problem) for problem in staff_import.unread]
    if staff_import.unread or any("guessed" in column for column in staff_import.columns):
        more["columns"] = [
            {name: column[name] for name in ("worksheet", "heading", "column") if name in column}
            for column in staff_import.columns
        ]
    return {**good, **entries, **more}


def rows_in_full(staff_import: StaffImport) -> list[dict[str, Any]]:
    """Every row with all that was read of it, for programs."""
    rows = staff_import.rows.exclude(outcome=RowOutcome.LEAVER).order_by("number")
    return [
        {
            "row": row.line or row.number,
            **({"worksheet": row.worksheet} if row.worksheet else {}),
            "outcome": row.outcome,
            **row.cells,
        }
        for row in rows
    ]
