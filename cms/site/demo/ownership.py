"""Whose a database is: nobody's yet, the demo's, or somebody's who would lose by a demo."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model, QuerySet
from wagtail.models import Page, Site

from courses.catalogue.models import Course
from training.people.models import Organisation, Person


def mark() -> str:
    """How a demo that was just built is recognised: the key of its front page, which no other database has."""
    return str(Site.objects.get(is_default_site=True).root_page.translation_key)


def is_demo(front_page_key: str) -> bool:
    """Whether this database holds the demo whose front page has this key."""
    return bool(front_page_key) and _has_table(Page) and Page.objects.filter(translation_key=front_page_key).exists()


def kept_by_others() -> list[str]:
    """What this database holds that a demo would overwrite or mix with, in words; empty for a new one.

    Asked before the first migration as well, when there may be no tables yet.
    """
    rows: list[tuple[str, QuerySet]] = [
        ("people", Person.objects.all()),
        ("institutions", Organisation.objects.all()),
        ("accounts", get_user_model().objects.all()),
        ("courses", Course.objects.all()),
    ]
    kept = [name for name, queryset in rows if _has_table(queryset.model) and queryset.exists()]
    return [*kept, "pages"] if _has_table(Page) and _pages_of_others() else kept


def _pages_of_others() -> bool:
    # Wagtail itself begins with a root and a welcome page, which nobody edited yet.
    plain = ContentType.objects.get_for_model(Page)
    welcome = Page.objects.filter(depth=2, slug="home", content_type=plain, latest_revision=None)
    return Page.objects.filter(depth__gt=1).exclude(pk__in=welcome).exists()


def _has_table(model: type[Model]) -> bool:
    return model._meta.db_table in connection.introspection.table_names()
