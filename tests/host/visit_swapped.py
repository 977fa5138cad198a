"""Walks the site with a base page of its own; prints what it found as JSON. Run by ``test_swapped.py``."""

import json
import sys

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from courses.catalogue import actions as catalogue
from courses.catalogue.registry import url_of
from tests.host.basepage.models import BasePage
from tests.host.ownpages import models as own
from training.kernel.actors import Actor

ACTOR = Actor.command("test")


def plant():
    """A front page with a page of each kind below it, and a second course that has no page yet."""
    course = catalogue.save_course(title="Praca z rodziną", code="RODZINA", actor=ACTOR)
    later = catalogue.save_course(title="Praca z grupą", code="GRUPA", actor=ACTOR)
    site = Site.objects.get(is_default_site=True)
    home = BasePage.objects.get(depth=1).add_child(instance=own.HomePage(title="Dom", slug="dom"))
    site.root_page = home
    site.save()
    index = home.add_child(instance=own.CourseIndexPage(title="Szkolenia", slug="szkolenia"))
    practices = home.add_child(instance=own.PracticeIndexPage(title="Praktyki", slug="praktyki"))
    return later, {
        "home": home,
        "course_index": index,
        "course": index.add_child(instance=own.CoursePage(title="Rodzina", slug="rodzina", course=course)),
        "practice_index": practices,
        "practice": practices.add_child(
            instance=own.PracticePage(title="Klub", slug="klub", summary="Rozmowy o rodzinie.")
        ),
        "text": home.add_child(instance=own.TextPage(title="O rodzinie", slug="o-rodzinie", summary="Tekst.")),
    }


def walk():
    from cms.search import search_site

    later, pages = plant()
    client = Client(raise_request_exception=True)
    steps = {"pages": {name: client.get(page.url).status_code for name, page in pages.items()}}
    steps["address"] = url_of(pages["course"].course)
    steps["hits"] = sorted(hit.url for hit in search_site("rodzin"))
    PageViewRestriction.objects.create(page=pages["course_index"], restriction_type=PageViewRestriction.LOGIN)
    steps["restricted"] = [url_of(pages["course"].course), client.get(pages["course"].url).status_code]
    client.force_login(get_user_model().objects.create_superuser("boss@example.org", "bez-trudu-42-kawki"))
    steps["admin"] = {
        name: client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code for name, page in pages.items()
    }
    made = client.post(reverse("kompas_course_page", args=[later.pk]))
    draft = own.CoursePage.objects.get(course=later)
    steps["made"] = [made.status_code, made.headers["Location"] == f"/admin/pages/{draft.pk}/edit/", draft.live]
    return steps


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("check", databases=["default"], fail_level="ERROR", stdout=sys.stderr)
    setup_test_environment()
    json.dump(walk(), sys.stdout)
