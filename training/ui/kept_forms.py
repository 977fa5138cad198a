"""Forms that were sent after the session had ended: kept until their person has signed in again.

A form is kept in the session of the visitor, which signing in takes over, for a
short time, and only for the account whose screen it was typed on: a cookie
names that account by a keyed hash.  Passwords, files and what programs send
are never kept.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from training.kernel import throttle, time

Answer = TypeVar("Answer", bound=HttpResponseBase)

SESSION_KEY = "kompas_kept_form"
COOKIE = "kompas_account"
# Sent with a form that was kept, so that it is kept no longer.
FIELD = "kompas_kept"
KEPT_FOR = timedelta(hours=2)
LONGEST = 100_000  # characters of names and values
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_LEFT_OUT = {"csrfmiddlewaretoken", FIELD}


@dataclass(frozen=True)
class KeptForm:
    """What was sent, where to, from which page, and on whose screen it was typed."""

    key: str
    address: str
    page: str
    account: str
    kept_at: str
    fields: list[tuple[str, str]]

    def is_of(self, user: Any) -> bool:
        return constant_time_compare(self.account, account_mark(user))


def account_mark(user: Any) -> str:
    """An account as the cookie names it: nobody reads a key or a name from it."""
    return salted_hmac("kompas.account", str(user.pk), algorithm="sha256").hexdigest()


def remember_account(request: HttpRequest, response: Answer) -> Answer:
    """Let the browser know whose screens it shows, beyond the end of the session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.COOKIES.get(COOKIE) == account_mark(user):
        return response
    response.set_cookie(
        COOKIE,
        account_mark(user),
        max_age=settings.SESSION_COOKIE_AGE + int(KEPT_FOR.total_seconds()),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def has_been_in(request: HttpRequest) -> bool:
    """Whether somebody was signed in with this browser and did not sign out."""
    return COOKIE in request.COOKIES


def is_form(request: HttpRequest) -> bool:
    """Whether a person sent it; what scripts send says so, or is no form."""
    return request.content_type in _FORMS and "X-Requested-With" not in request.headers


def page_of(request: HttpRequest) -> str:
    """The page of this site that a form was sent from; its own address where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    path = page._replace(scheme="", netloc="").geturl()
    is_ours = page.netloc == request.get_host() and url_has_allowed_host_and_scheme(path, None)
    return path if path and is_ours else request.get_full_path()


def keep(request: HttpRequest) -> bool:
    """Keep the form of this request; say whether that could be done."""
    account = request.COOKIES.get(COOKIE, "")
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _LEFT_OUT for value in map(str, values)
    ]
    if not account or not _may_be_kept(request, fields):
        return False
    request.session[SESSION_KEY] = asdict(
        KeptForm(
            key=secrets.token_urlsafe(16),
            address=request.get_full_path(),
            page=page_of(request),
            account=account,
            kept_at=time.now().isoformat(),
            fields=fields,
        )
    )
    return True


def _may_be_kept(request: HttpRequest, fields: list[tuple[str, str]]) -> bool:
    # Set by Django's ``sensitive_post_parameters`` on every view that takes a password.
    if getattr(request, "sensitive_post_parameters", None) or any("password" in name for name, _value in fields):
        return False
    # A cookie holds 4 kB, and shows what it holds.
    if request.FILES or settings.SESSION_ENGINE.endswith("signed_cookies"):
        return False
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return False
    try:
        throttle.check("kept_form", throttle.network_of(request))
    except throttle.TooManyAttempts:
        return False
    return True


def kept(request: HttpRequest) -> KeptForm | None:
    """The form that waits in this session, unless it is too old."""
    held = request.session.get(SESSION_KEY)
    if held is None:
        return None
    form = KeptForm(**{**held, "fields": [(name, value) for name, value in held["fields"]]})
    if datetime.fromisoformat(form.kept_at) + KEPT_FOR < time.now():
        drop(request)
        return None
    return form


def drop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def drop_sent(request: HttpRequest) -> None:
    """Keep a form no longer once it arrived, signed in."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if key and (form := kept(request)) and constant_time_compare(form.key, key):
        drop(request)
