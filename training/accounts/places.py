"""Where a request comes from, for the limits of signing in; and the cookie by which a browser is known again."""

import re
from typing import Any

from django.http import HttpResponse

from training.accounts.actions import Place, new_device
from training.accounts.actions.signing_in import PLACE_LIFE
from training.kernel.throttle import network_of

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
