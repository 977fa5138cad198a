"""Whose request it is, when a proxy of ours is in front."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class BehindProxies:
    """Take the reader's address from ``X-Forwarded-For``, as the outermost of our own proxies wrote it.

    Without this everybody has the proxy's address, and the limits of attempts
    per address would count a whole region as one.  Only as many names as we
    have proxies are believed, from the right: what is further left, a
    reader can write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        if settings.PROXIES < 1:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        addresses = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(addresses) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = addresses[-settings.PROXIES]
        return self.get_response(request)
