"""Which pages everybody may read."""

import swapper
from wagtail.models import Page
from wagtail.query import PageQuerySet


def restricted_pages() -> PageQuerySet:
    """Pages that ask for a password, sign-in or group, or stand below such a page; Wagtail reads that here."""
    return swapper.load_model("wagtailcore", "Page").objects.not_public()


def public_pages(model: type[Page], *, without: PageQuerySet | None = None) -> PageQuerySet:
    """Live pages that ask for no password, sign-in or group, neither themselves nor above them.

    Wagtail asks for the same at a page that mirrors another, but its ``public()`` leaves such a page in.  Whoever
    asks for pages of several types gives ``restricted_pages()`` as ``without``: it is read once for all.
    """
    restricted = (restricted_pages() if without is None else without).values("pk")
    return model.objects.live().exclude(pk__in=restricted).exclude(alias_of__in=restricted)
