"""*Messages*: everybody's own letters, as they were mailed; where nobody gets mail, the demonstration's mailbox."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from training.kernel.conf import setting
from training.notices import actions, queries
from training.people.models import Person
from training.people.queries import resolve
from training.ui.access import signed_in_required

PER_PAGE = 20


def _reader(request: HttpRequest) -> Person:
    """The signed-in person; for an account of nobody the page does not exist."""
    person = getattr(request.user, "kompas_person", None)
    if person is None:
        raise Http404
    return resolve(person)


@never_cache
@require_safe
@signed_in_required
def messages(request: HttpRequest) -> HttpResponse:
    """The list of letters, newest first; those that nobody opened yet are marked."""
    reader = _reader(request)
    page = Paginator(queries.of_person(reader).defer("body"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "kompas_training/notices/messages.html", {"page": page, "is_demo": setting("DEMO")})


@never_cache
@require_safe
@signed_in_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter; whoever opens it has read it."""
    reader = _reader(request)
    letter = get_object_or_404(queries.of_person(reader), pk=pk)
    if request.method == "GET" and letter.is_unread:
        actions.mark_read(person=reader, letters=[letter])
    return render(
        request,
        "kompas_training/notices/message.html",
        {"letter": letter, "shows_words": queries.words_may_be_shown(letter)},
    )


@never_cache
@require_POST
@signed_in_required
def message_unread(request: HttpRequest, pk: int) -> HttpResponse:
    reader = _reader(request)
    letter = get_object_or_404(queries.of_person(reader), pk=pk)
    actions.mark_unread(person=reader, letter=letter)
    return redirect("kompas_training:messages")


@never_cache
@require_POST
@signed_in_required
def messages_read(request: HttpRequest) -> HttpResponse:
    """All letters count as read."""
    if actions.mark_all_read(person=_reader(request)):
        flash.success(request, _("All messages are marked as read."))
    return redirect("kompas_training:messages")


@never_cache
@require_safe
@signed_in_required
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(queries.files_of_person(_reader(request)), pk=pk)
    kind = f"{file.content_type}; charset=utf-8" if file.content_type.startswith("text/") else file.content_type
    response = HttpResponse(bytes(file.content), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, file.file_name)
    return response
