"""The gate of front screens: one decorator, made of the reason why somebody is stopped.

Rooms that know people make theirs of it (``training.accounts.access``).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from training.kernel.links import sign_in_url

View = Callable[..., HttpResponseBase]
# The answer to somebody who may not pass, or ``None``.
Stop = Callable[[HttpRequest], HttpResponse | None]


def gate(stop: Stop) -> Callable[[View], View]:
    """A decorator that asks ``stop`` before the view; for classes through Django's ``method_decorator``."""

    def gated(view: View) -> View:
        @wraps(view)
        def passing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return stop(request) or view(request, *args, **kwargs)

        return passing

    return gated


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to what was asked for.

    A form that was sent after the session had ended leads back to its page: many addresses only take forms.
    """
    wanted = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc == request.get_host():
            wanted = page._replace(scheme="", netloc="").geturl()
    return redirect_to_login(wanted, sign_in_url() or None)


def stop_visitors(request: HttpRequest) -> HttpResponse | None:
    return None if request.user.is_authenticated else to_sign_in(request)


# Visitors go to the sign-in page; every account may pass, also one of no person.
signed_in_required = gate(stop_visitors)
