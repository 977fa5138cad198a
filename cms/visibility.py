"""Which pages everybody may read."""

import swapper
from django.db.models import QuerySet
from wagtail.models import Page


def public_pages(model: type[Page]) -> QuerySet[Page]:
    """Live pages that ask for no password, sign-in or group, neither themselves nor above them.

    Wagtail asks for the same at a page that mirrors another, but its ``public()`` leaves such a page in.
    """
    restricted = swapper.load_model("wagtailcore", "Page").objects.not_public().values("pk")
    return model.objects.live().exclude(pk__in=restricted).exclude(alias_of__in=restricted)
