"""The register on paper and in a spreadsheet: the list to sign, and the register of classes.

Documents speak the course's language, whoever prints them.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.attendance.queries import Register, institution, register, roster
from courses.attendance.states import Presence
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.queries.recorded import as_held
from courses.funding.queries import funding_of, strip_bytes
from courses.records import files
from courses.records import queries as records
from courses.records.payload import RecordPayload
from training.kernel import time
from training.kernel.conf import setting
from training.kernel.date_texts import day_text, days_text, moment_text
from training.kernel.documents import render_pdf
from training.kernel.printing import SIGN, with_signs
from training.kernel.sheets import WorksheetColumn, write_xlsx
from training.ui.formatting import didactic_hours, in_words

HERE = Path(__file__).parent / "print"
# Lines for people who come without having applied.
EMPTY_LINES = 3


def _short_day(moment: datetime) -> str:
    return f"{moment.astimezone(time.zone()):%d.%m.%Y}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(time.zone()):%H:%M}"


def _strips(edition: Edition) -> list[dict]:
    """What the funders ask to see on every document given to participants (Reg. (EU) 2021/1060, art. 50)."""
    return [
        {
            "picture": list(strip_bytes(source) or b""),
            "alt": source.strip_alt or source.name,
            "sentence": source.sentence,
            "project": " ".join(filter(None, [source.project_title, source.project_number])),
        }
        for source in funding_of(edition)
    ]


def _recorded_strips(payload: RecordPayload) -> list[dict]:
    return [
        {
            "picture": list(files.read(source["strip"]) or b"") if source["strip"] else [],
            "alt": source["strip_alt"] or source["name"],
            "sentence": source["sentence"],
            "project": " ".join(filter(None, [source["project_title"], source["project_number"]])),
        }
        for source in payload["funding"]
    ]


def _head(edition: Edition, payload: RecordPayload | None) -> dict[str, Any]:
    organiser = payload["organiser"] if payload else setting("ORGANISER")
    facts = payload["edition"] if payload else {"title": edition.title, "code": edition.code}
    return {
        "language": translation.get_language() or "pl",
        "organiser": organiser["name"],
        "address": organiser["address"],
        "course": facts["title"],
        "edition": _("Edition %(code)s") % {"code": facts["code"]},
        "strips": _recorded_strips(payload) if payload else _strips(edition),
        "correction": "" if payload else _correction(edition),
        "printed": _("Printed %(moment)s") % {"moment": moment_text(time.now())},
        "page_of": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }


def _correction(edition: Edition) -> str:
    """On paper too: the edition was closed, and is open again."""
    left = records.being_corrected(edition)
    if left is None:
        return ""
    facts = {
        "when": moment_text(left.reopening.reopened_at),
        "who": left.reopening.actor_name,
        "why": left.reopening.reason,
    }
    until = _(
        "Until it is closed again, results, levels and certificates stand as in version %(number)s of the record."
    )
    sentence = _("Open for a correction since %(when)s (%(who)s): %(why)s") % facts
    return f"{sentence} {until % {'number': left.version}}"


def _trainers(meeting: Meeting, payload: RecordPayload | None) -> list[str]:
    """The planned trainers; of a closed edition those who taught, as recorded."""
    for held in payload["meetings"] if payload else []:
        if held["key"] == meeting.pk:
            return [trainer["name"] for trainer in held["trainers"]]
    return [person.full_name for person in meeting.trainers.order_by("sort_key")]


def _drawn(template: str, data: dict[str, Any]) -> bytes:
    """The document; one name that no font has must not keep a group without its list."""
    data, was_replaced = with_signs(data)
    note = _("%(sign)s stands for a character that no font has: write the name in Latin letters.") % {"sign": SIGN}
    return render_pdf(HERE / template, {**data, "undrawn": note if was_replaced else ""})


def attendance_list(meeting: Meeting) -> bytes:
    """The attendance list of one meeting, with room for signatures (PDF)."""
    edition = meeting.edition
    with translation.override(edition.language):
        payload = records.current_payload(edition)
        [meeting] = as_held(edition, [meeting])
        venue = payload["edition"]["venue"] if payload else edition.venue
        data = _head(edition, payload) | {
            "title": _("Attendance list"),
            "day": day_text(meeting.starts_at),
            "hours": f"{_clock(meeting.starts_at)}–{_clock(meeting.ends_at)}",
            "didactic": didactic_hours(meeting.minutes, edition.didactic_hour),
            "topic": meeting.topic,
            "place": meeting.venue or venue or meeting.online_link or edition.online_link,
            "trainers": ", ".join(_trainers(meeting, payload)),
            "people": [
                {"name": line.person.list_name, "institution": institution(line.enrolment)}
                for line in roster(meeting).lines
            ],
            "empty": EMPTY_LINES,
            "words": {
                "when": _("Date"),
                "topic": _("Topic"),
                "place": _("Place"),
                "trainers": _("Trainers"),
                "number": _("No."),
                "name": _("Surname and first name"),
                "institution": _("Institution"),
                "in": _("Signature on arrival"),
                "out": _("Signature on leaving"),
                "trainer": _("Trainer's signature"),
            },
        }
        return _drawn("attendance_list.typ", data)


def _short(presence: str) -> str:
    """One letter of the register's key."""
    letters: dict[str, str] = {
        Presence.PRESENT: pgettext("register, present", "P"),
        Presence.LATE: pgettext("register, late", "L"),
        Presence.LEFT_EARLY: pgettext("register, left early", "E"),
        Presence.EXCUSED: pgettext("register, excused", "U"),
        Presence.ABSENT: pgettext("register, absent", "A"),
    }
    return letters.get(presence, "")


def _cell(book: Register, enrolment_id: int, meeting_id: int) -> str:
    mark = book.marks.get((enrolment_id, meeting_id))
    if mark is None:
        return ""
    return _short(mark.presence) + (f" {mark.minutes_missed}" if mark.minutes_missed else "")


def _hours(minutes: int, edition: Edition) -> str:
    return in_words(minutes / edition.didactic_hour)


def register_book(edition: Edition) -> bytes:
    """The register of classes of an edition (PDF): topics with hours and who taught, then attendance."""
    with translation.override(edition.language):
        book = register(edition)
        data = _head(edition, book.payload) | {
            "title": _("Register of classes"),
            "period": _period(edition),
            "place": book.payload["edition"]["venue"] if book.payload else edition.venue,
            "total": _("Taught: %(taught)s of %(planned)s.")
            % {
                "taught": didactic_hours(book.taught, edition.didactic_hour),
                "planned": didactic_hours(book.planned, edition.didactic_hour),
            },
            "meetings": [
                {
                    "number": str(number),
                    "day": _short_day(line.meeting.starts_at),
                    "clock": f"{_clock(line.meeting.starts_at)}–{_clock(line.meeting.ends_at)}",
                    "topic": line.topic,
                    "hours": _hours(line.minutes, edition),
                    "teachers": ", ".join(line.teachers),
                    "closed": _("%(who)s, %(when)s") % {"who": line.closed_by, "when": _short_day(line.closed_at)}
                    if line.closed_at
                    else _("not closed"),
                }
                for number, line in enumerate(book.meetings, start=1)
            ],
            "people": [
                {
                    "name": person.person.list_name,
                    "institution": institution(person),
                    "cells": [_cell(book, person.pk, line.meeting.pk) for line in book.meetings],
                    "hours": _hours(book.minutes[person.pk].attended, edition),
                }
                for person in book.people
            ],
            "key": "; ".join(f"{_short(value)} – {value.label}" for value in Presence),
            "words": {
                "meetings": _("Meetings"),
                "attendance": _("Attendance"),
                "number": _("No."),
                "when": _("Date"),
                "topic": _("Topic"),
                "hours": _("Didactic hours"),
                "teachers": _("Who taught"),
                "closed": _("Closed"),
                "name": _("Surname and first name"),
                "institution": _("Institution"),
                "attended": _("Hours attended"),
                "key": _("Key"),
                "note": _("A number after the letter: minutes missed."),
            },
        }
        return _drawn("register.typ", data)


def _period(edition: Edition) -> str:
    if not edition.starts_on or not edition.ends_on:
        return ""
    return days_text(edition.starts_on, edition.ends_on)


def register_workbook(edition: Edition) -> bytes:
    """The register of classes as a workbook: attendance, then meetings."""
    with translation.override(edition.language):
        book = register(edition)
        hour = edition.didactic_hour
        left = None if book.payload else records.being_corrected(edition)
        # In each row, so that no part of the workbook is taken for that of a closed edition.
        opened = [left.reopening.reopened_at] if left else []
        open_since = [WorksheetColumn(_("Edition open for a correction since"), 24)] if left else []
        people_columns = [
            WorksheetColumn(_("Surname and first name"), 30),
            WorksheetColumn(_("Institution"), 36),
            *(WorksheetColumn(f"{_short_day(line.meeting.starts_at)} {line.topic}", 18) for line in book.meetings),
            WorksheetColumn(_("Minutes attended")),
            WorksheetColumn(_("Hours attended")),
            WorksheetColumn(_("Minutes needed")),
            *open_since,
        ]
        people = [
            [
                person.person.list_name,
                institution(person),
                *(_long(book, person.pk, line.meeting.pk) for line in book.meetings),
                book.minutes[person.pk].attended,
                round(book.minutes[person.pk].attended / hour, 2),
                book.minutes[person.pk].required,
                *opened,
            ]
            for person in book.people
        ]
        meeting_columns = [
            WorksheetColumn(_("Start")),
            WorksheetColumn(_("End")),
            WorksheetColumn(_("Topic"), 50),
            WorksheetColumn(_("Minutes")),
            WorksheetColumn(_("Didactic hours")),
            WorksheetColumn(_("Who taught"), 36),
            WorksheetColumn(_("Closed")),
            WorksheetColumn(_("Closed by"), 30),
            *open_since,
        ]
        meetings = [
            [
                line.meeting.starts_at,
                line.meeting.ends_at,
                line.topic,
                line.minutes,
                round(line.minutes / hour, 2),
                ", ".join(line.teachers),
                line.closed_at,
                line.closed_by,
                *opened,
            ]
            for line in book.meetings
        ]
        return write_xlsx(
            people_columns, people, title=_("Attendance"), more=[(_("Meetings"), meeting_columns, meetings)]
        )


def _long(book: Register, enrolment_id: int, meeting_id: int) -> str:
    mark = book.marks.get((enrolment_id, meeting_id))
    if mark is None:
        return ""
    label = str(Presence(mark.presence).label)
    if not mark.minutes_missed:
        return label
    return _("%(presence)s (%(minutes)d min missed)") % {"presence": label, "minutes": mark.minutes_missed}
