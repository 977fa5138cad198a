"""Which pages everybody may read."""

import swapper
from wagtail.models import Page
from wagtail.query import PageQuerySet


def public_pages(model: type[Page]) -> PageQuerySet:
    """Live pages that ask for no password, sign-in or group, neither themselves nor above them.

    Wagtail asks for the same at a page that mirrors another, but its ``public()`` leaves such a page in.
    """
    restricted = swapper.load_model("wagtailcore", "Page").objects.not_public().values("pk")
    return model.objects.live().exclude(pk__in=restricted).exclude(alias_of__in=restricted)
