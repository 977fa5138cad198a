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
from training.kernel import throttle
from training.kernel.throttle import TooManyAttempts

LIMIT, NAME_LIMIT = "verification", "verification_name"


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "kompas_certificates/verification/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The code in the address is as good as the paper: it stays out of other sites'
    # logs.  Not "no-referrer": browsers then post the name from an origin of "null",
    # and the form's own protection refuses it.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _limited_page(request: HttpRequest, refusal: TooManyAttempts, **context: object) -> HttpResponse:
    response = _page(request, is_limited=True, minutes=refusal.facts["minutes"], status=429, **context)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _answer_page(request: HttpRequest, answer: Answer, *, status: int, **context: object) -> HttpResponse:
    """The answer; over the limit of names without a word on the name.

    Names are guessed at one certificate, from however many addresses: the register goes on to answer, the name not.
    """
    if answer.name_agrees is not None:
        try:
            throttle.check(NAME_LIMIT, str(answer.key))
        except TooManyAttempts as refusal:
            # Whether it agreed is forgotten before anything is shown.
            shown = {"are_names_limited": True, "minutes": refusal.facts["minutes"], **context}
            response = _page(request, answer=replace(answer, name_agrees=None), is_answered=True, status=429, **shown)
            response.headers["Retry-After"] = str(refusal.seconds)
            return response
    return _page(request, answer=answer, is_answered=True, status=status, **context)


@never_cache
@sensitive_post_parameters("name", "number")
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    """Check by the printed number, typed; sent in the body, so that no number or name stays in an address."""
    if request.method != "POST":
        return _page(request, form=NumberForm())
    form = NumberForm(request.POST)
    try:
        throttle.check(LIMIT, throttle.network_of(request))
    except TooManyAttempts as refusal:
        return _limited_page(request, refusal, form=form)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    typed = form.cleaned_data
    answer = queries.answer_by_number(typed["number"], name=typed["name"])
    if answer is None:
        return _page(request, form=form, is_answered=True, status=404)
    return _answer_page(request, answer, form=form, status=200)


@never_cache
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Check by the code of the QR."""
    form = NameForm(request.POST if request.method == "POST" else None)
    try:
        throttle.check(LIMIT, throttle.network_of(request))
    except TooManyAttempts as refusal:
        return _limited_page(request, refusal, form=NumberForm())
    name = form.cleaned_data["name"] if form.is_bound and form.is_valid() else ""
    answer = queries.answer_by_token(token, name=name)
    if answer is None:
        return _page(request, is_answered=True, form=NumberForm(), by_code=True, status=404)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return _answer_page(request, answer, name_form=form, by_code=True, status=status)
