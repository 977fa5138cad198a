"""Addresses with the site's name in them, for mails, QR codes and calendars."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from training.kernel.conf import setting


def absolute(url_name: str, *args: Any, language: str | None = None, **kwargs: Any) -> str:
    """The whole address of a route on this site (``KOMPAS["BASE_URL"]``).

    ``language`` chooses the language of the page; by default the active one.
    """
    with translation.override(language or translation.get_language()):
        return site(reverse(url_name, args=args or None, kwargs=kwargs or None))


def site(path: str) -> str:
    """A path of this site as a whole address."""
    return setting("BASE_URL").rstrip("/") + path
