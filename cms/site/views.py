"""Screens of the reference site itself: search, robots, pictures."""

import posixpath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from cms.addresses import courses_url
from cms.cards import readers_hits
from cms.filters import MAX_TEXT
from cms.search import search_site
from cms.spelling import nearest
from training.kernel import time

CLOSED_TO_ROBOTS = ("admin/", "konto/", "moj-rozwoj/", "zespol/", "zgloszenia/", "zajecia/", "kalendarz/", "sprawdz/")
# Google Calendar and others read a subscribed calendar as a robot; the answers themselves say noindex.
OPEN_TO_ROBOTS = ("kalendarz/*.ics$", "kalendarz/edycja/")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("szukaj", "").replace("\0", "").strip()[:MAX_TEXT]
    hits = search_site(text)
    listed = Paginator(hits, 20).get_page(request.GET.get("strona"))
    # Only a spelling that finds something is worth a word.
    spelling = "" if hits or not text else nearest(text)
    return render(
        request,
        "kompas_site/search.html",
        {
            "text": text,
            "listed": listed,
            "hits": readers_hits(listed.object_list, request, time.now()),
            "count": listed.paginator.count,
            "spelling": spelling if spelling and search_site(spelling) else "",
            "courses_url": courses_url(request),
        },
    )


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Personal screens are no search engine's business; nor are endless combinations of filters."""
    lines = ["User-agent: *"]
    for prefix in ("/", "/en/"):
        lines += [f"Disallow: {prefix}{path}" for path in CLOSED_TO_ROBOTS]
        lines += [f"Allow: {prefix}{path}" for path in OPEN_TO_ROBOTS]
    lines += ["Disallow: /*?*szukaj=", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without reading the page's own link."""
    return redirect(static("kompas_ui/kompas.svg"), permanent=False)


def _picture_name(path: str) -> str:
    """The name in the storage; documents beside the pictures have a view of their own, which asks who may read them."""
    # A bucket's storage reads a backslash as a slash, so one could lead out of the folder.
    name = posixpath.normpath(f"images/{path}".replace("\\", "/"))
    if not name.startswith("images/"):
        raise Http404
    return name


@require_safe
@cache_control(max_age=86400)
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Renditions of images, from wherever they are kept: on a disk or in a bucket that only the site may read."""
    name = _picture_name(path)
    try:
        file = default_storage.open(name)
    except (SuspiciousOperation, OSError, ValueError) as no_file:
        # Not there, a way out of the folder, or a name that no file system takes (longer than 255 bytes).
        raise Http404 from no_file
    changed = default_storage.get_modified_time(name).timestamp()
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        file.close()
        return HttpResponseNotModified()
    return FileResponse(file, headers={"Last-Modified": http_date(changed)})
