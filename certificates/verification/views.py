"""The public page: does this certificate stand in the register?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from certificates.verification import queries
from certificates.verification.forms import NameForm, NumberForm
from certificates.verification.queries import Answer
from training.kernel.throttle import exceeded

LIMIT = "verification"


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


def _guesses_too_often(answer: Answer | None) -> bool:
    """Names are guessed at one certificate, from however many addresses."""
    return answer is not None and answer.name_agrees is not None and exceeded(LIMIT, f"names of {answer.key}")


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
    answer = queries.answer_by_number(typed["number"], name=typed["name"])
    if _guesses_too_often(answer):
        return _page(request, form=form, is_limited=True, status=429)
    return _page(request, form=form, answer=answer, is_answered=True, status=200 if answer else 404)


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
    if _guesses_too_often(answer):
        return _page(request, is_limited=True, form=NumberForm(), status=429)
    bad = form.is_bound and not form.is_valid()
    return _page(request, name_form=form, answer=answer, is_answered=True, by_code=True, status=422 if bad else 200)
