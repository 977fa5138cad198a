"""Where people sign in, and addresses with the site's name in them, for mails, QR codes and calendars."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from training.kernel.conf import setting


def absolute(url_name: str, *args: Any, language: str | None = None, **kwargs: Any) -> str:
    """The whole address of a route on this site (``KOMPAS["BASE_URL"]``).

    ``language`` chooses the language of the page; by default the active one.
    """
    with translation.override(language or translation.get_language()):
        return site(reverse(url_name, args=args or None, kwargs=kwargs or None))


def absolute_or_empty(url_name: str, *args: Any, language: str | None = None) -> str:
    """The same for a letter; nothing in a site that does not mount the route."""
    try:
        return absolute(url_name, *args, language=language)
    except NoReverseMatch:
        return ""


def site(path: str) -> str:
    """A path of this site as a whole address."""
    return setting("BASE_URL").rstrip("/") + path


def with_next(address: str, target: str) -> str:
    """The address with where to go afterwards; the same address when there is nowhere to go."""
    if not target:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': target})}"


def sign_in_url() -> str:
    """``LOGIN_URL`` where the site sets one, else Kompas's sign-in; empty where it has neither.

    A path, or a whole address where the site's people sign in somewhere else. Django's
    default, ``/accounts/login/``, is no wish of the site: most sites have nothing there.
    """
    if settings.is_overridden("LOGIN_URL"):  # type: ignore[misc]  # the stubs lack Django's method
        with suppress(NoReverseMatch):
            return resolve_url(settings.LOGIN_URL)
    with suppress(NoReverseMatch):
        return reverse("kompas_training:sign_in")
    return ""


def absolute_sign_in(*, language: str) -> str:
    """The same for a letter to somebody who reads ``language``: a whole address, or nothing."""
    with translation.override(language or translation.get_language()):
        address = sign_in_url()
    return site(address) if address.startswith("/") and not address.startswith("//") else address
