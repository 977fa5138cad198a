"""Calendar files at their addresses, and the page where a person makes and revokes theirs."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.calendars import actions, queries
from courses.calendars import documents as files
from courses.catalogue.models import Edition
from training.accounts.access import person_required
from training.accounts.queries import person_of
from training.kernel import throttle, time
from training.kernel.actors import Actor
from training.kernel.links import site
from training.kernel.refusals import Refusal
from training.people.models import Person
from training.people.queries import resolve

PRIVATE_SECONDS = 900
PUBLIC_SECONDS = 3600


def _answer(request: HttpRequest, content: bytes, *, file_name: str, private: bool) -> HttpResponse:
    """The file with its hash as ETag; 304 when the program already has it."""
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in asked or etag in {address.removeprefix("W/") for address in asked}:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(content, content_type=files.CONTENT_TYPE)
        response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["ETag"] = etag
    # robots.txt lets calendars be read, because programs that subscribe obey it; search engines keep none.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if private:
        patch_cache_control(response, private=True, max_age=PRIVATE_SECONDS)
        # A secret address does not stand in other sites' logs.
        response.headers["Referrer-Policy"] = "no-referrer"
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own calendar.  A revoked address and one that never was answer alike."""
    calendar_feed = queries.feed_by_token(token)
    # Programs of one office share an address, so a true token is counted by itself and only guesses by address.
    try:
        throttle.check("feed", f"token {token}" if calendar_feed else f"address {throttle.network_of(request)}")
    except throttle.TooManyAttempts as refusal:
        return HttpResponse(status=429, headers={"Retry-After": str(refusal.seconds)}, content_type="text/plain")
    if calendar_feed is None:
        raise Http404
    made = files.personal_calendar(resolve(calendar_feed.person))
    response = _answer(request, made.content, file_name="kompas.ics", private=True)
    response.headers["Last-Modified"] = http_date((made.changed_at or calendar_feed.created_at).timestamp())
    actions.note_reading(feed=calendar_feed)
    return response


@require_safe
def edition_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The public programme of an edition that visitors may see."""
    edition = get_object_or_404(Edition.objects.shown().select_related("course"), pk=pk)
    name = f"{edition.course.code.lower()}-{edition.pk}.ics"
    return _answer(request, files.edition_calendar(edition), file_name=name, private=False)


# ---- the person's own page -------------------------------------------------------------------------------------


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


@never_cache
@require_safe
@person_required
def my_calendar(request: HttpRequest) -> HttpResponse:
    now = time.now()
    live = queries.live_feed(_person(request))
    address = site(reverse("kompas_courses:feed", args=[live.token])) if live else ""
    context = {
        "feed": live,
        "address": address,
        # Opens the calendar program of the device, which then subscribes.
        "webcal": "webcal:" + address.split(":", 1)[1] if address else "",
        "coming": queries.coming_meetings(_person(request), now=now),
    }
    return render(request, "kompas_courses/calendars/my_calendar.html", context)


@require_POST
@person_required
def make_feed(request: HttpRequest) -> HttpResponse:
    actions.make_feed(person=_person(request), actor=Actor.of_user(request.user))
    messages.success(request, _("Your calendar address is ready."))
    return redirect("kompas_courses:my_calendar")


@require_POST
@person_required
def renew_feed(request: HttpRequest) -> HttpResponse:
    actions.renew_feed(person=_person(request), actor=Actor.of_user(request.user))
    messages.success(request, _("You have a new calendar address. The old one no longer works."))
    return redirect("kompas_courses:my_calendar")


@require_POST
@person_required
def revoke_feed(request: HttpRequest) -> HttpResponse:
    try:
        actions.revoke_feed(person=_person(request), actor=Actor.of_user(request.user))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The calendar address no longer works."))
    return redirect("kompas_courses:my_calendar")
