"""Who may come in: gates of front screens that know people, limits of attempts, and from where a request comes."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from training.accounts.actions import PLACE_LIFE, Place, new_device
from training.accounts.queries import person_of, relations_of
from training.kernel import throttle
from training.kernel.refusals import Refusal
from training.kernel.throttle import network_of
from training.ui.access import View, gate, stop_visitors


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
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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


def _stop_no_person(request: HttpRequest) -> HttpResponse | None:
    if stopped := stop_visitors(request):
        return stopped
    if person_of(request.user) is None:
        return render(request, "kompas_training/accounts/no_person.html", status=403)
    return None


def _stop_no_manager(request: HttpRequest) -> HttpResponse | None:
    if stopped := _stop_no_person(request):
        return stopped
    if "manager" not in relations_of(request.user):
        raise Http404
    return None


# Visitors go to the sign-in page and come back; accounts of no person read why not.
person_required = gate(_stop_no_person)
# Only for people with a mandate today; for everybody else the page does not exist.
manager_required = gate(_stop_no_manager)


# ---- where a request comes from ------------------------------------------------------------------------------

COOKIE = "kompas_device"


def place_of(request: Any) -> Place:
    """The address and the browser; a browser without the cookie gets a new secret, set by ``remember_device``."""
    if request is None:
        return Place("", new_device())
    if not hasattr(request, "kompas_place"):
        secret = request.COOKIES.get(COOKIE, "")
        is_ours = re.fullmatch(r"[A-Za-z0-9_-]{32}", secret)
        request.kompas_place = Place(network_of(request), secret if is_ours else new_device())
    return request.kompas_place


def remember_device(request: Any, response: HttpResponse) -> HttpResponse:
    """Let the browser of somebody who signed in keep its secret."""
    response.set_cookie(
        COOKIE,
        place_of(request).device,
        max_age=PLACE_LIFE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
