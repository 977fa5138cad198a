"""The demonstration's outbox: where nobody gets mail, everybody reads their own on a screen."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.kernel.conf import setting
from training.notices import queries
from training.people.models import Person
from training.people.queries import resolve
from training.ui.access import signed_in_required

PER_PAGE = 20


def _reader(request: HttpRequest) -> Person:
    """The signed-in person; for everybody else, and outside the demonstration, the page does not exist."""
    person = getattr(request.user, "kompas_person", None)
    if person is None:
        raise Http404
    return resolve(person)


def _only_in_the_demo() -> None:
    if not setting("DEMO"):
        raise Http404


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponseBase:
    _only_in_the_demo()
    return _outbox(request)


@signed_in_required
def _outbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.of_person(_reader(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "kompas_training/notices/outbox.html", {"page": page})


@never_cache
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    _only_in_the_demo()
    return _attachment(request, pk)


@signed_in_required
def _attachment(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(queries.files_of_person(_reader(request)), pk=pk)
    kind = f"{file.content_type}; charset=utf-8" if file.content_type.startswith("text/") else file.content_type
    response = HttpResponse(bytes(file.content), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, file.file_name)
    return response
