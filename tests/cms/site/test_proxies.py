"""The reader's address behind proxies, and only what our own proxies say about it."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import RequestFactory

from cms.site.proxies import BehindProxies


def address(header, proxies, settings):
    settings.PROXIES = proxies
    seen = []
    headers = {"HTTP_X_FORWARDED_FOR": header} if header is not None else {}
    BehindProxies(lambda request: seen.append(request.META["REMOTE_ADDR"]))(
        RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **headers)
    )
    return seen[0]


@pytest.mark.parametrize(
    ("header", "proxies", "expected"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("10.0.0.1, 203.0.113.7", 1, "203.0.113.7"),  # the left one was written by the reader
        ("203.0.113.7, 192.0.2.1", 2, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7, 192.0.2.1", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "127.0.0.1"),  # came past one of the proxies: nothing in it is believed
        ("", 1, "127.0.0.1"),
        (None, 1, "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(header, proxies, expected, settings):
    assert address(header, proxies, settings) == expected


def test_without_a_proxy_the_header_means_nothing(settings):
    settings.PROXIES = 0
    with pytest.raises(MiddlewareNotUsed):
        BehindProxies(lambda request: None)
