"""Pages of sites with a tree of pages for each language, as Wagtail's ``WAGTAIL_I18N_ENABLED`` makes them.

Without that setting a page stands in every language of the site, and nothing is chosen here.
"""

from django.conf import settings
from django.db.models import Case, Q, Value, When
from wagtail.models import Locale
from wagtail.query import PageQuerySet


def has_language_trees() -> bool:
    return bool(getattr(settings, "WAGTAIL_I18N_ENABLED", False))


def readers_language_first(pages: PageQuerySet) -> PageQuerySet:
    """In the order of the tree; pages in the reader's language first, then those in the site's own."""
    if not has_language_trees():
        return pages.order_by("path")
    turn = Case(
        When(locale=Locale.get_active(), then=Value(0)),
        When(locale=Locale.get_default(), then=Value(1)),
        default=Value(2),
    )
    return pages.order_by(turn, "path")


def in_readers_language(pages: PageQuerySet) -> PageQuerySet:
    """Those in the reader's language, and those in the site's own that are not translated into it."""
    if not has_language_trees():
        return pages
    active = Locale.get_active()
    translated = pages.filter(locale=active).order_by().values("translation_key")
    return pages.filter(Q(locale=active) | Q(locale=Locale.get_default()) & ~Q(translation_key__in=translated))
