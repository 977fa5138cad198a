"""One place that cleans what a request brings: the address, its parameters and the fields of a form.

The reference site runs ``CleanRequests`` for all of its addresses.  A site
that only includes ours need not: our addresses pass through ``clean_urls``.
Cleaning twice changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin.views.generic.chooser import ChosenMultipleViewMixin, ChosenViewMixin
from wagtail.utils.urlpatterns import decorate_urlpatterns

from training.kernel.input_text import LARGEST_KEY, LONGEST_IN_AN_ADDRESS, clean_text, is_clean

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


# Where to go afterwards: Django takes what is no address for the name of one, and falls when there is none.
_GOES_ON = "next"
_ADDRESS = re.compile(r"/|https?://", re.IGNORECASE)


def _value(name: str, value: str, longest: int | None) -> str:
    value = clean_text(value)[:longest]
    return value if name != _GOES_ON or _ADDRESS.match(value) else ""


def _cleaned(given: QueryDict, *, longest: int | None = None) -> QueryDict:
    # Most requests have nothing to clean, and keep what Django made of them.
    if all(
        is_clean(name) and all(_value(name, value, longest) == value for value in values)
        for name, values in given.lists()
    ):
        return given
    cleaned = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        name = clean_text(name)
        cleaned.setlist(name, [_value(name, value, longest) for value in values])
    cleaned._mutable = False
    return cleaned


def clean_request(request: HttpRequest, captured: Iterable[Any] = ()) -> None:
    """Take from the request what no database keeps; ``captured`` are the values that the address gives the view.

    Raises:
        Http404: a key that is no key, or an address with characters, or of a length, that no address of ours has.
    """
    for value in captured:
        if isinstance(value, int) and abs(value) > LARGEST_KEY:
            raise Http404
        # Wagtail's own expressions let any number of digits through to where a key is looked up.
        if isinstance(value, str) and (len(value) > LONGEST_IN_AN_ADDRESS or not is_clean(value)):
            raise Http404
    request.GET = _cleaned(request.GET, longest=LONGEST_IN_AN_ADDRESS)  # type: ignore[assignment]  # stubs: immutable
    if request.method == "POST" and request.content_type in _FORMS:
        request.POST = _cleaned(request.POST)  # type: ignore[assignment]  # stubs: immutable


def check_chosen(request: HttpRequest, view: Callable[..., HttpResponse], captured: dict[str, Any]) -> None:
    """Wagtail's own choosers, as those of pictures and documents, look up whatever text stands where a key belongs.

    Raises:
        Http404: what was chosen has a key that its table cannot have.
    """
    view_class = getattr(view, "view_class", None)
    if not isinstance(view_class, type):
        return
    if issubclass(view_class, ChosenViewMixin):
        keys: list[Any] = [captured.get("pk")]
    elif issubclass(view_class, ChosenMultipleViewMixin):
        keys = [*request.GET.getlist("id")]
    else:
        return
    model = view_class(**getattr(view, "view_initkwargs", {})).model_class
    if model is None:
        return
    for key in keys:
        try:
            value = model._meta.pk.to_python(key)
        except (ValidationError, ValueError):
            raise Http404 from None
        if isinstance(value, int) and abs(value) > LARGEST_KEY:
            raise Http404


# Views of Wagtail that fall over what their own pages always send, when it is missing or something else; and how.
_FALL = {
    "wagtailadmin_choose_page_external_link": (AttributeError, NoReverseMatch),
    "wagtailadmin_choose_page_email_link": (NoReverseMatch,),
    "wagtailadmin_choose_page_phone_link": (NoReverseMatch,),
    "wagtailadmin_choose_page_anchor_link": (NoReverseMatch,),
    "wagtailadmin_choose_page_chosen_multiple": (ValueError,),
    "wagtailadmin_pages:copy": (ObjectDoesNotExist,),
    # The root stands beside no page.
    "wagtailadmin_pages:set_page_position": (AttributeError,),
    "wagtailadmin_workflows:edit": (ValueError,),
    "wagtailredirects:process_import": (KeyError, AttributeError),
}


def _values(sent: QueryDict) -> Iterator[str]:
    for _name, values in sent.lists():
        yield from values


# What Django says of a key, and Python of the count of a stream of blocks.
_NO_NUMBER = ("expected a number but got", "invalid literal for int() with base 10")


def _is_no_number_of(request: HttpRequest, exception: Exception) -> bool:
    """Wagtail reads whatever a form holds where a key or a count of blocks belongs; the complaint names it."""
    reason = str(exception)
    if not isinstance(exception, ValueError) or not any(words in reason for words in _NO_NUMBER):
        return False
    sent = (value for given in (request.GET, request.POST) for value in _values(given))
    # Python names no more than two hundred characters of it.
    return any(value and reason.rstrip(".").endswith((repr(value), repr(value)[:200])) for value in sent)


def check_fall(request: HttpRequest, exception: Exception) -> None:
    """What Wagtail makes of a request that none of its pages sends, told as what it is.

    Raises:
        Http404: a page that a list does not have, as that of the pages of a workflow.
        BadRequest: a field that a form always sends is missing, or holds no key where one belongs; JSON is nested
            without end; a number or a day of a filter lies beyond what SQLite or the calendar can hold.
    """
    if isinstance(exception, InvalidPage):
        raise Http404 from exception
    match = request.resolver_match
    if (
        isinstance(exception, MultiValueDictKeyError)
        # Without anything sent it would be our own data that cannot be shown, and that is a fault.
        or (isinstance(exception, OverflowError) and (request.GET or request.POST))
        or (isinstance(exception, RecursionError) and request.content_type == "application/json")
        or _is_no_number_of(request, exception)
        or isinstance(exception, _FALL.get(match.view_name if match and match.view_name else "", ()))
    ):
        raise BadRequest("What this address needs was not sent.") from exception


class CleanRequests:
    """Middleware: every view of the site gets a clean request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Also before a later middleware looks for the address in the database, as Wagtail's redirects do.
        if not is_clean(request.path_info):
            raise Http404
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> None:
        clean_request(request, [*args, *kwargs.values()])
        check_chosen(request, view, kwargs)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        check_fall(request, exception)


def with_clean_request(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, given a clean request."""

    @wraps(view)
    def cleaning(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clean_request(request, [*args, *kwargs.values()])
        return view(request, *args, **kwargs)

    cleaning.cleans_request = True  # type: ignore[attr-defined]  # a mark on the function
    return cleaning


def clean_urls(urlpatterns: list) -> list:
    """The addresses, each with a clean request: for sites that include them without the middleware."""
    return decorate_urlpatterns(urlpatterns, with_clean_request)
