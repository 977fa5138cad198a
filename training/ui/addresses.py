"""Where people are led in and out: the host's own settings first, else Kompas's screens.

Where they sign in is ``training.kernel.links.sign_in_url``, because letters ask for it too.
"""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from training.kernel.links import with_next

LONGEST_NEXT = 500


def address_of(name: str, *keys: int) -> str:
    """The address of a route, or nothing when this site does not mount it."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return ""


def home_url() -> str:
    """The site's front page."""
    try:
        return reverse("wagtail_serve", args=[""])
    except NoReverseMatch:
        return "/"


def signed_in_url(first_screen: str = "") -> str:
    """Where a person begins: ``LOGIN_REDIRECT_URL`` where the site sets one, else that route, or *My development*."""
    if settings.is_overridden("LOGIN_REDIRECT_URL"):  # type: ignore[misc]  # the stubs lack Django's method
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    first = address_of(first_screen) if first_screen else ""
    return first or address_of("kompas_training:my_development") or home_url()


def signed_out_url() -> str:
    """``LOGOUT_REDIRECT_URL`` where the site sets one, else the front page."""
    return resolve_url(settings.LOGOUT_REDIRECT_URL) if settings.LOGOUT_REDIRECT_URL else home_url()


def next_of(request: HttpRequest) -> str:
    """The page of this site where somebody was going (``next``); nothing when it is none of ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours and len(target) <= LONGEST_NEXT else ""


def onward(request: HttpRequest) -> dict[str, str]:
    """For the context of a page: ``next``, and what its links end in to keep it."""
    target = next_of(request)
    return {"next": target, "onward": with_next("", target)}
