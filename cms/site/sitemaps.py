"""The site map for search engines: pages that everybody may read."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms.visibility import public_pages


class PublicPages(Sitemap):
    """Without pages that ask for a password, sign-in or group, also when they only mirror such a page.

    Not Wagtail's own: that writes addresses by the name of the site's record, and this site is known by the address
    that it is asked at.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> PageQuerySet:
        site = Site.find_for_request(self.request)
        if site is None:
            return Page.objects.none()
        return public_pages(Page).descendant_of(site.root_page, inclusive=True).order_by("path")

    def location(self, item: Page) -> str:
        return item.get_url(self.request) or ""

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    return sitemap(request, {"pages": PublicPages(request)})
