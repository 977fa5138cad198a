"""The register on paper and as a workbook, for those who keep it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from courses.attendance import queries
from courses.attendance.sheets import attendance_list, register_book, register_workbook
from courses.catalogue.models import Edition
from training.kernel import time
from training.kernel.sheets import XLSX
from training.ui.access import signed_in_required


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    kind = "inline" if content_type == "application/pdf" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _edition(request: HttpRequest, pk: int) -> Edition:
    shown = queries.editions_visible_to(request.user).select_related("course", "county")
    return get_object_or_404(shown, pk=pk)


def _name(edition: Edition) -> str:
    return slugify(f"{edition.course.code}-{edition.code.replace('/', '-')}")


@signed_in_required
def attendance_list_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of one meeting to sign on paper."""
    shown = queries.meetings_visible_to(request.user).select_related("edition__course")
    meeting = get_object_or_404(shown, pk=pk)
    day = time.today(meeting.starts_at)
    name = f"lista-obecnosci-{_name(meeting.edition)}-{day:%Y-%m-%d}.pdf"
    return _file(attendance_list(meeting), name, "application/pdf")


@signed_in_required
def register_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of classes of an edition."""
    edition = _edition(request, pk)
    return _file(register_book(edition), f"dziennik-zajec-{_name(edition)}.pdf", "application/pdf")


@signed_in_required
def register_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    edition = _edition(request, pk)
    return _file(register_workbook(edition), f"dziennik-zajec-{_name(edition)}.xlsx", XLSX)
