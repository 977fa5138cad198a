"""The log as JSON: one line a request, told by an id and a key, with no names and no addresses that open something."""

import json
import logging
import logging.config
import re
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cms.site import settings as site
from cms.site.logs import LogRequests, logging_settings
from tests import factories as make


@pytest.fixture
def lines(settings):
    """The lines written so far, each read; the site logs as JSON meanwhile."""
    settings.LOG_FORMAT = "json"
    stream = StringIO()
    wanted = logging_settings("json")
    wanted["handlers"]["console"]["stream"] = stream
    loggers = [logging.getLogger(name) for name in wanted["loggers"]]
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in (logging.getLogger(), *loggers)]
    logging.config.dictConfig(wanted)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, handlers, level, propagate in kept:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def requests(lines):
    return [line for line in lines() if line["logger"] == "kompas.request"]


@pytest.mark.django_db
def test_a_request_is_one_line_with_the_key_of_the_account_and_no_name(lines):
    user = make.user(username="ewa.lis@example.org", first_name="Ewa", last_name="Lis")
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("kompas_training:my_development"), {"q": "Lis"})
    (line,) = requests(lines)
    assert line.pop("time") and line.pop("milliseconds") >= 0
    assert line.pop("request_id") == answer.headers["X-Request-ID"]
    assert line == {
        "level": "INFO",
        "logger": "kompas.request",
        "message": "request",
        "method": "GET",
        "route": line["route"],
        "status": answer.status_code,
        "user_id": str(user.pk),
    }
    assert line["route"].endswith("moj-rozwoj/")
    assert not re.search("Lis|ewa", json.dumps(line))


@pytest.mark.django_db
def test_an_address_that_opens_something_is_told_by_its_pattern(lines):
    Client().get(reverse("kompas_training:claim_link", args=["a-secret-of-hers"]))
    (line,) = requests(lines)
    assert "secret" not in json.dumps(line) and "<" in line["route"]
    assert line["user_id"] is None


@pytest.mark.django_db
def test_a_fault_is_told_with_its_traceback_and_the_id_of_its_request(lines, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("training.accounts.views.passwords.render", fail)
    client = Client(raise_request_exception=False)
    answer = client.get(reverse("kompas_training:password_reset"))
    assert answer.status_code == 500
    told = lines()
    (fault,) = [line for line in told if line["logger"] == "django.request"]
    (line,) = [line for line in told if line["logger"] == "kompas.request"]
    assert fault["level"] == "ERROR" and "RuntimeError: broken" in fault["exc_info"]
    assert fault["request_id"] == line["request_id"] == answer.headers["X-Request-ID"]
    assert fault["message"].startswith("GET: ") and "request" not in fault


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "abcdef-0123456789", True), (0, "abcdef-0123456789", False), (1, 'x"} evil', False), (1, "short", False)],
)
def test_the_id_of_our_own_proxy_is_taken_and_no_other(lines, settings, proxies, given, is_taken):
    settings.PROXIES = proxies
    answer = Client(headers={"X-Request-ID": given}).get(reverse("kompas_training:sign_in"))
    assert (answer.headers["X-Request-ID"] == given) is is_taken
    (line,) = requests(lines)
    assert line["request_id"] == answer.headers["X-Request-ID"]


def test_a_line_outside_a_request_has_an_empty_id(lines):
    logging.getLogger("kompas.notices").info("Łącznie %d", 3, extra={"count": 3})
    (line,) = lines()
    assert (line["message"], line["request_id"], line["count"]) == ("Łącznie 3", "", 3)


def test_who_it_was_is_not_asked_of_a_database_that_is_away(lines, settings, rf):
    class Away(AnonymousUser):
        @property
        def pk(self):
            raise OperationalError

    request = rf.get("/")
    request.session = type("Session", (), {"accessed": True})()
    request.user = Away()
    LogRequests(lambda request: HttpResponse())(request)
    assert requests(lines)[0]["user_id"] is None


def test_as_text_nothing_is_added(settings):
    settings.LOG_FORMAT = "text"
    with pytest.raises(MiddlewareNotUsed):
        LogRequests(lambda request: HttpResponse())
    assert logging_settings("text") == site.LOGGING
    assert set(site.LOGGING["loggers"]) == {"kompas", "django.request"}
