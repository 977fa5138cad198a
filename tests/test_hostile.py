"""No value of an address, nor of a message of the roster, ends in a 500: front and admin, ours and Wagtail's.

The addresses are those of the resolver, the values ``walk/hostile.py``.
"""

import json
import logging
import uuid

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, Site

from cms.pages.models import CourseIndexPage, CoursePage, HomePage, PracticeIndexPage
from tests.test_walk import _home, world  # noqa: F401  fixtures of the walk
from tests.walk import hostile
from tests.walk.steps import addresses, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(world):  # noqa: F811
    """The walk's world with a front page and a catalogue; its clients answer with a 500 instead of raising."""
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Strona główna", slug="strona-glowna"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    catalogue = home.add_child(instance=CourseIndexPage(title="Szkolenia", slug="szkolenia"))
    for course in (world.open.course, world.coming.course):
        catalogue.add_child(instance=CoursePage(title=course.title, slug=f"kurs-{course.pk}", course=course))
    home.add_child(instance=PracticeIndexPage(title="Dobre praktyki", slug="dobre-praktyki"))
    for client in world.clients.values():
        client.raise_request_exception = False
    # Thousands of answers 404, each with its address of thousands of letters.
    logging.disable(logging.WARNING)
    yield world
    logging.disable(logging.NOTSET)


def fault(what: str, answer) -> str:
    found = getattr(answer, "exc_info", None)
    return f"{what}: {answer.status_code} {repr(found[1])[:150] if found else ''}"


def test_no_value_in_the_gap_of_an_address_ends_in_a_500(site):
    faults = []
    for name, route, _view in addresses():
        role = "superuser" if route.startswith("admin/") else "manager"
        for what, url in hostile.hostile_addresses(route):
            answer = ask(site.clients[role], "GET", url)
            if answer.status_code >= 500:
                faults.append(fault(f"{name} with {what}", answer))
    assert not faults, "\n".join(faults)


# ---- messages of programs ----------------------------------------------------------------------------------------

ODD = [
    2**63,
    -(2**64),
    10**400,
    -1,
    1e300,
    float("inf"),
    float("nan"),
    "²",
    "\ud800",
    "a\x00b",
    "",
    None,
    True,
    [],
    [[]],
    {},
]


@pytest.mark.parametrize("name", ["enrolment", "presence", "missed", "age", "id"])
def test_no_value_in_a_message_of_the_roster_ends_in_a_500(site, name):
    url = reverse("kompas_courses:roster_save", args=[site.meeting.pk])
    usual = {"enrolment": site.own_enrolment.pk, "presence": "late", "missed": 5, "age": 0, "id": str(uuid.uuid4())}
    faults = []
    for value in ODD:
        for body in (
            {"entries": [usual | {name: value}]},
            {"entries": value},
            {"undo": [value]},
            {"undo": value},
            value,
        ):
            with transaction.atomic():
                answer = site.clients["trainer"].post(url, json.dumps(body), content_type="application/json")
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                faults.append(fault(json.dumps(body)[:120], answer))
    assert not faults, "\n".join(faults)
