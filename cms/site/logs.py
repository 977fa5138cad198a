"""What the reference site writes to its log: lines for people, or JSON for machines that gather them.

JSON names no people: a request is told by an id, its route and the key of the
account.  Addresses stay out, because some open what they lead to (links to a
new password, calendar feeds).
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("kompas.request")
HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_request_id: ContextVar[str] = ContextVar("kompas_request_id", default="")


class WithRequest(logging.Filter):
    """Puts ``request_id`` on each record, empty outside a request, and takes Django's request off."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            # Its text, and Django's message about it, hold the address.
            record.msg, record.args = "%s: %s", (request.method, _route(request))
            delattr(record, "request")
        return True


class LogRequests:
    """One line for each request, and one id on all lines written meanwhile and on the answer.

    The id is that of our own proxy (``X-Request-ID``) where there is one in front.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.LOG_FORMAT != "json":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.PROXIES else ""
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = _request_id.set(request_id)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            facts = {
                "method": request.method,
                "route": _route(request),
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000),
                "user_id": _user_id(request),
            }
            logger.info("request", extra=facts)
            return response
        finally:
            _request_id.reset(token)


def _route(request: HttpRequest) -> str:
    """The pattern of the address, ``konto/nowe-haslo/<uidb64>/<token>/``; empty where none fits."""
    return request.resolver_match.route if request.resolver_match else ""


def _user_id(request: HttpRequest) -> str | None:
    """The key of the account, where the request asked who it is; nothing is asked for the log alone."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return None
    try:
        user_id = request.user.pk if hasattr(request, "user") else None
    except DatabaseError:
        return None
    return None if user_id is None else str(user_id)


def logging_settings(log_format: str) -> dict[str, Any]:
    """Django's ``LOGGING`` for ``text`` or ``json``."""
    plain = {"console": {"class": "logging.StreamHandler"}}
    if log_format != "json":
        return {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"in_production": {"()": "django.utils.log.RequireDebugFalse"}},
            "handlers": {
                **plain,
                # Django writes faults to the console only while debugging; else it mails them, if there is anybody.
                "faults": {"class": "logging.StreamHandler", "level": "ERROR", "filters": ["in_production"]},
            },
            "loggers": {
                "kompas": {"handlers": ["console"], "level": "INFO"},
                "django.request": {"handlers": ["faults"], "level": "ERROR"},
            },
        }
    as_json = {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "message", "request_id"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
        "json_ensure_ascii": False,
    }
    to_console = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"with_request": {"()": "cms.site.logs.WithRequest"}},
        "formatters": {"json": as_json},
        "handlers": {"console": {**plain["console"], "formatter": "json", "filters": ["with_request"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "kompas": {**to_console, "level": "INFO"},
            "django": {**to_console, "level": "WARNING"},
            "django_tasks": {**to_console, "level": "INFO"},
            "django_tasks_db": {**to_console, "level": "INFO"},
        },
    }
