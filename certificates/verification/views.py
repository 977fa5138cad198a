"""The public page: does this certificate stand in the register?"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from certificates.verification import queries
from certificates.verification.forms import NameForm, NumberForm
from certificates.verification.queries import Answer
from training.kernel.throttle import exceeded

LIMIT, NAME_LIMIT = "verification", "verification_name"


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "kompas_certificates/verification/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The code in the address is as good as the paper: it stays out of other sites'
    # logs.  Not "no-referrer": browsers then post the name from an origin of "null",
    # and the form's own protection refuses it.
    response.headers["Referrer-Policy"] = "same-origin"
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response


def _asks_too_often(request: HttpRequest) -> bool:
    return exceeded(LIMIT, request.META.get("REMOTE_ADDR", ""))


def _guarded(answer: Answer | None) -> tuple[Answer | None, bool]:
    """Names are guessed at one certificate, from however many addresses: the register goes on to answer, the name not.

    Over the limit, whether it agreed is forgotten before anything is shown.
    """
    if answer is None or answer.name_agrees is None or not exceeded(NAME_LIMIT, str(answer.key)):
        return answer, False
    return replace(answer, name_agrees=None), True


@never_cache
@sensitive_post_parameters("name", "number")
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    """Check by the printed number, typed; sent in the body, so that no number or name stays in an address."""
    if request.method != "POST":
        return _page(request, form=NumberForm())
    form = NumberForm(request.POST)
    if _asks_too_often(request):
        return _page(request, form=form, is_limited=True, status=429)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    typed = form.cleaned_data
    answer, too_often = _guarded(queries.answer_by_number(typed["number"], name=typed["name"]))
    status = 404 if answer is None else 429 if too_often else 200
    return _page(request, form=form, answer=answer, is_answered=True, are_names_limited=too_often, status=status)


@never_cache
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Check by the code of the QR."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if _asks_too_often(request):
        return _page(request, is_limited=True, form=NumberForm(), status=429)
    name = form.cleaned_data["name"] if form.is_bound and form.is_valid() else ""
    answer = queries.answer_by_token(token, name=name)
    if answer is None:
        return _page(request, is_answered=True, form=NumberForm(), by_code=True, status=404)
    answer, too_often = _guarded(answer)
    status = 429 if too_often else 422 if form.is_bound and not form.is_valid() else 200
    shown = {"name_form": form, "answer": answer, "are_names_limited": too_often}
    return _page(request, is_answered=True, by_code=True, status=status, **shown)
