"""A person's own training transcript: on the screen, as PDF and as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.transcripts.queries import transcript_of
from courses.transcripts.sheets import transcript_document, transcript_workbook
from training.accounts.access import person_required
from training.accounts.queries import signed_in_person
from training.kernel import time
from training.kernel.polish import fold
from training.kernel.sheets import XLSX
from training.people.models import Person


@never_cache
@person_required
@require_safe
def transcript(request: HttpRequest) -> HttpResponse:
    person = signed_in_person(request.user)
    context = {"person": person, "transcript": transcript_of(person, time.today())}
    return render(request, "kompas_courses/transcripts/transcript.html", context)


@never_cache
@person_required
@require_safe
def transcript_pdf(request: HttpRequest) -> HttpResponse:
    person = signed_in_person(request.user)
    content = transcript_document(person, transcript_of(person, time.today()))
    return _file(content, person, "pdf", "application/pdf")


@never_cache
@person_required
@require_safe
def transcript_xlsx(request: HttpRequest) -> HttpResponse:
    person = signed_in_person(request.user)
    content = transcript_workbook(person, transcript_of(person, time.today()))
    return _file(content, person, "xlsx", XLSX)


def _file(content: bytes, person: Person, ending: str, content_type: str) -> HttpResponse:
    name = slugify(fold(f"{_('Training transcript')} {person.full_name}"))[:100]
    headers = {"Content-Disposition": f'attachment; filename="{name}-{time.today():%Y-%m-%d}.{ending}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
