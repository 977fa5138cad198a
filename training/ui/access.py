"""The gate of front screens: one decorator, made of the reason why somebody is stopped.

Rooms that know people make theirs of it (``training.accounts.access``).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from training.kernel.links import sign_in_url
from training.ui import kept_forms
from training.ui.addresses import address_of

View = Callable[..., HttpResponseBase]
# The answer to somebody who may not pass, or ``None``.
Stop = Callable[[HttpRequest], HttpResponse | None]
# How a page that saves each choice by itself says so (``X-Requested-With``).
AUTOSAVE = "kc-autosave"


def gate(stop: Stop) -> Callable[[View], View]:
    """A decorator that asks ``stop`` before the view; for classes through Django's ``method_decorator``."""

    def gated(view: View) -> View:
        @wraps(view)
        def passing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if stopped := stop(request):
                return kept_forms.remember_account(request, stopped)
            response = view(request, *args, **kwargs)
            # What met a fault of the server is still kept, and can be sent again.
            if request.user.is_authenticated and response.status_code < 500:
                kept_forms.drop_sent(request)
            return kept_forms.remember_account(request, response)

        return passing

    return gated


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to what was asked for.

    A form that was sent after the session had ended is kept and sent afterwards; where that
    cannot be, the way leads back to its page: many addresses only take forms.
    """
    if request.headers.get("X-Requested-With") == AUTOSAVE:
        return JsonResponse({"error": _("You are signed out: this is not saved yet.")}, status=401)
    wanted = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        wanted = kept_forms.page_of(request)
        if kept_forms.is_form(request):
            address = address_of("kompas_training:kept_form")
            if address and kept_forms.keep(request):
                wanted = address
            else:
                text = _("Your session had ended, so nothing was saved. Sign in and send the form again.")
                messages.warning(request, text, fail_silently=True)
    return redirect_to_login(wanted, sign_in_url() or None)


def stop_visitors(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return to_sign_in(request)
    return None


# Visitors go to the sign-in page; every account may pass, also one of no person.
signed_in_required = gate(stop_visitors)
