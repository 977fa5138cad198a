"""Gates of front screens: an account of a person; a manager of an institution; a limit of attempts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from training.accounts.scopes import person_of, relations_of
from training.kernel import throttle
from training.kernel.refusals import Refusal

View = Callable[..., HttpResponse]


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), reverse("kompas_training:sign_in"))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A page that says why not, and where to go from there."""
    context = {"refusal": refusal, "is_limited": isinstance(refusal, throttle.TooManyAttempts)}
    response = render(request, "kompas_training/accounts/refused.html", context, status=refusal.status)
    if isinstance(refusal, throttle.TooManyAttempts):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def limited(purpose: str, *, right_ones_too: bool = True) -> Callable[[View], View]:
    """Count what is posted to the view, per address; over the limit of the hour the view is not asked.

    With ``right_ones_too=False`` an answer that leads on, as a right code or
    password does, is not counted: a whole office may come in from one address.
    """

    def gated(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            who = throttle.network_of(request)
            try:
                throttle.check(purpose, who)
            except throttle.TooManyAttempts as refusal:
                return refused(request, refusal)
            response = view(request, *args, **kwargs)
            if response.status_code == 302 and not right_ones_too:
                throttle.give_back(purpose, who)
            return response

        return gate

    return gated


def signed_in_required(view: View) -> View:
    """Anonymous visitors go to the sign-in page; every account may pass, also one of no person."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return gate


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who is not a person of Kompas, or ``None``."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if person_of(request.user) is None:
        return render(request, "kompas_training/accounts/no_person.html", status=403)
    return None


def person_required(view: View) -> View:
    """Anonymous visitors go to the sign-in page and come back; accounts of no person read why not."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _stopped(request) or view(request, *args, **kwargs)

    return gate


def manager_required(view: View) -> View:
    """Only for people with a mandate today; for everybody else the page does not exist."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stopped := _stopped(request):
            return stopped
        if "manager" not in relations_of(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return gate


class PersonRequiredMixin:
    """``person_required`` for class-based views."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _stopped(request) or super().dispatch(request, *args, **kwargs)


class ManagerRequiredMixin:
    """``manager_required`` for class-based views."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stopped := _stopped(request):
            return stopped
        if "manager" not in relations_of(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
