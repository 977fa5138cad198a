"""Screens of the reference site itself: search, robots, pictures."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from cms.filters import MAX_TEXT
from cms.search import search_site

CLOSED_TO_ROBOTS = ("admin/", "konto/", "moj-rozwoj/", "zespol/", "zgloszenia/", "zajecia/", "kalendarz/", "sprawdz/")
# Google Calendar and others read a subscribed calendar as a robot; the answers themselves say noindex.
OPEN_TO_ROBOTS = ("kalendarz/*.ics$", "kalendarz/edycja/")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("szukaj", "").replace("\0", "").strip()[:MAX_TEXT]
    listed = Paginator(search_site(text), 20).get_page(request.GET.get("strona"))
    return render(
        request,
        "kompas_site/search.html",
        {
            "text": text,
            "listed": listed,
            "count": listed.paginator.count,
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
    lines += ["Disallow: /*?*szukaj=", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without reading the page's own link."""
    return redirect(static("kompas_ui/kompas.svg"), permanent=False)


@require_safe
@cache_control(max_age=86400)
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Renditions of images, for a site without a web server in front of it."""
    try:
        return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    except (SuspiciousFileOperation, OSError, ValueError) as no_path:
        # A way out of the folder, or a name that no file system takes (longer than 255 bytes).
        raise Http404 from no_path
