"""The training transcript of a person as a workbook and as a document, for a personnel file."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.transcripts.rules import AttendedCourse, IssuedCertificate, Row, Transcript, Year
from training.kernel import time
from training.kernel.conf import setting
from training.kernel.date_texts import day_text, moment_text, short_day_text
from training.kernel.documents import render_pdf
from training.kernel.printing import SIGN, with_signs
from training.kernel.sheets import WorksheetColumn, write_xlsx
from training.people.models import Person
from training.ui.formatting import hours_in_words, in_words

TEMPLATE = Path(__file__).parent / "print" / "transcript.typ"


def transcript_workbook(person: Person, transcript: Transcript) -> bytes:
    """A row per course, then a sheet with the sums of the years."""
    courses = [
        WorksheetColumn(_("Year")),
        WorksheetColumn(_("Course"), 50),
        WorksheetColumn(_("Edition"), 16),
        WorksheetColumn(_("First day")),
        WorksheetColumn(_("Last day")),
        WorksheetColumn(_("Hours attended")),
        WorksheetColumn(_("Hours of the course")),
        WorksheetColumn(_("Minutes attended")),
        WorksheetColumn(_("Result"), 30),
        WorksheetColumn(_("Certificate"), 24),
        WorksheetColumn(_("Issued on")),
        WorksheetColumn(_("Institution"), 40),
        WorksheetColumn(_("Organiser"), 40),
        WorksheetColumn(_("Person"), 30),
    ]
    rows = [_cells(person, year, row) for year in transcript.years for row in year.rows]
    years: list[list[Any]] = [[year.year, len(year.rows), year.hours] for year in transcript.years]
    years.append([_("Total"), transcript.count, transcript.hours])
    sums = [WorksheetColumn(_("Year")), WorksheetColumn(_("Courses")), WorksheetColumn(_("Hours attended"))]
    return write_xlsx(courses, rows, title=_("Training transcript"), more=[(_("Hours by year"), sums, years)])


def _cells(person: Person, year: Year, row: Row) -> list[Any]:
    course, certificate = row.course, row.certificate
    return [
        year.year,
        course.title,
        course.code,
        course.starts_on,
        course.ends_on,
        course.hours,
        course.hours_of_course,
        course.minutes,
        _result(course),
        _number(certificate) if certificate else "",
        certificate.issued_on if certificate else None,
        course.institution,
        course.organiser,
        person.list_name,
    ]


def transcript_document(person: Person, transcript: Transcript) -> bytes:
    """The transcript as PDF, tagged; in the reader's language."""
    organiser = setting("ORGANISER")
    data: dict[str, Any] = {
        "language": translation.get_language() or "pl",
        "organiser": organiser["name"],
        "address": organiser["address"],
        "title": _("Training transcript"),
        "person": person.full_name,
        "as_of": _("As of %(day)s") % {"day": day_text(transcript.on)},
        "total": _total(transcript),
        "printed": _("Printed %(moment)s") % {"moment": moment_text(time.now())},
        "page_of": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "empty": _("No course attended yet.") if not transcript.years else "",
        "years": [
            {"title": str(year.year), "hours": in_words(year.hours), "rows": [_printed(row) for row in year.rows]}
            for year in transcript.years
        ],
        "words": {
            "number": _("No."),
            "course": _("Course"),
            "days": _("Dates"),
            "hours": _("Didactic hours"),
            "result": _("Result"),
            "certificate": _("Certificate"),
            "sum": _("Total"),
            "note": _(
                "Hours are those attended, and after the slash those of the whole course. A course counts in the year "
                "of its last day."
            ),
        },
    }
    data, was_replaced = with_signs(data)
    note = _("%(sign)s stands for a character that no font has: write the name in Latin letters.") % {"sign": SIGN}
    return render_pdf(TEMPLATE, {**data, "undrawn": note if was_replaced else ""})


def _total(transcript: Transcript) -> str:
    counted = ngettext("%(count)d course", "%(count)d courses", transcript.count) % {"count": transcript.count}
    return f"{counted}, {hours_in_words(transcript.hours)}"


def _printed(row: Row) -> dict[str, str]:
    course, certificate = row.course, row.certificate
    return {
        "title": course.title,
        "about": " · ".join(filter(None, [_("edition %(code)s") % {"code": course.code}, course.institution])),
        "days": _days(course),
        "hours": f"{in_words(course.hours)} / {in_words(course.hours_of_course)}",
        "result": _result(course),
        "certificate": _number(certificate) if certificate else "–",
        "issued": short_day_text(certificate.issued_on) if certificate else "",
    }


def _days(course: AttendedCourse) -> str:
    if not course.starts_on or not course.ends_on:
        return ""
    first, last = short_day_text(course.starts_on), short_day_text(course.ends_on)
    return first if first == last else f"{first} – {last}"


def _result(course: AttendedCourse) -> str:
    return f"{course.result} ({_('being corrected')})" if course.is_being_corrected else course.result


def _number(certificate: IssuedCertificate) -> str:
    return f"{certificate.number} ({certificate.status})" if certificate.status else certificate.number
