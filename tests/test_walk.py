"""One walk over every address, front and admin, as every role and as nobody, against a written table of who may.

The table is ``walk/front.py`` and ``walk/admin.py``, the objects and people
``walk/world.py``.  What one sees of somebody else is read from the pages too.
"""

import io
import re
import zipfile

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from wagtail.log_actions import log

from tests.walk import admin, front
from tests.walk.reading import may_read
from tests.walk.steps import (
    GOES_ON,
    NOT_FOUND,
    NOT_NOW,
    OPENS,
    SIGNS_IN,
    addresses,
    ask,
    clients,
    letter,
    read,
)
from tests.walk.world import NOW, ROLES, SURNAMES, build
from training.kernel import time

pytestmark = pytest.mark.django_db
FRONT, ADMIN = read(front.TABLE), read(admin.TABLE)
# Read by anybody, the same for everybody.
PUBLIC = {
    "kompas_site:search",
    "kompas_courses:edition_calendar",
    "kompas_training:health",
    "kompas_training:health_of_pages",
}
# What these are refused when they read, they are refused when they send; the others stand outside like the learner.
INSIDE = ("nobody", "learner", "analyst", "editor")


@pytest.fixture(scope="module", autouse=True)
def _home(tmp_path_factory):
    """One home of files for the whole walk, as the world is one."""
    home = tmp_path_factory.mktemp("walk")
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": home / "private"}}
    with override_settings(
        MEDIA_ROOT=home / "media",
        STORAGES={**settings.STORAGES, "kompas_private": private},
        KOMPAS={**settings.KOMPAS, "DEMO": True},
    ):
        yield


@pytest.fixture(scope="module")
def world(_home, django_db_setup, django_db_blocker):
    """Built once; each request takes back what it changed."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(time.timezone, "now", lambda: NOW)
        made = build()
        made.clients = clients(made)
        yield made
        transaction.set_rollback(True)


def words_of(answer) -> str:
    """What can be read in a page or a workbook; of a printed page, nothing."""
    kind = answer.headers["Content-Type"]
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return "" if kind == "application/pdf" else answer.content.decode()


def faults_of(line, role, world, refused_too) -> list[str]:
    """What is wrong with one address for one role."""
    client, url = world.clients[role], line.url(world)
    answer = ask(client, line.method, url)
    came, wanted = letter(answer), line.expected(role)
    if came != wanted:
        return [f"{line} as {role}: the table says {wanted}, the answer is {came}"]
    faults = []
    if came == OPENS:
        words = words_of(answer)
        seen = {who for who, surname in SURNAMES.items() if surname in words} - may_read(role, line)
        faults += [f"{line} as {role}: reads the name of {who}" for who in sorted(seen)]
        cached = answer.headers.get("Cache-Control", "")
        if line.name not in PUBLIC and "private" not in cached and "no-store" not in cached:
            faults.append(f"{line} as {role}: nothing forbids to keep this page ({cached!r})")
    elif line.method == "GET" and role in refused_too and came not in (GOES_ON, NOT_NOW):
        sent = letter(ask(client, "POST", url))
        if sent in (OPENS, GOES_ON, NOT_NOW):
            faults.append(f"{line} as {role}: refused when read, but sending it answers {sent}")
    return faults


def test_every_address_of_kompas_is_in_the_table_and_the_table_names_no_other():
    named = {name for name, _route, _view in addresses() if "kompas" in name}
    written = {line.name for line in FRONT + ADMIN}
    assert not named - written, f"Say in the table who may: {sorted(named - written)}"
    assert not written - named, f"The table names addresses that are no more: {sorted(written - named)}"


@pytest.mark.parametrize("role", ROLES)
def test_on_screens_for_people_each_role_meets_what_the_table_says(role, world):
    faults = [fault for line in FRONT for fault in faults_of(line, role, world, ROLES)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_in_the_admin_each_role_meets_what_the_table_says(role, world):
    faults = [fault for line in ADMIN for fault in faults_of(line, role, world, INSIDE)]
    assert not faults, "\n".join(faults)


def test_the_world_holds_the_names_that_could_leak(world):
    """A page that shows everybody to somebody proves that the surnames are there to be found."""
    people = ask(world.clients["coordinator"], "GET", "/admin/kompas/people/").content.decode()
    assert [who for who, surname in SURNAMES.items() if surname not in people] == []


# ---- what Wagtail itself adds ----------------------------------------------------------------------------------

# Before the door: signing in and what the sign-in page needs.
DOORSTEP = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
# Wagtail's own trial of the page for errors.
FALLS = "wagtailadmin_error_test"


def wagtails_own(world) -> list[tuple[str, str]]:
    """The admin beside Kompas: each name with an address whose gaps hold the key of a learner's account."""
    some, key = {"uuid": "00000000-0000-0000-0000-000000000000"}, str(world.users["learner"].pk)
    return [
        (name, "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda gap: some.get(gap[1], key), route))
        for name, route, _view in addresses()
        if route.startswith("admin/") and "kompas" not in name and name not in {*DOORSTEP, FALLS} and "^" not in route
    ]


@pytest.mark.parametrize("role", ["nobody", "learner", "trainer", "assessor", "manager"])
def test_nobody_but_rops_gets_into_the_admin(role, world):
    inside = []
    for name, url in wagtails_own(world):
        came = letter(ask(world.clients[role], "GET", url))
        if came not in (SIGNS_IN, NOT_FOUND):
            inside.append(f"{name} ({url}): {came}")
    assert not inside, "\n".join(inside)


@pytest.mark.parametrize("role", ["analyst", "editor"])
def test_wagtails_own_pages_tell_an_analyst_and_an_editor_no_names(role, world):
    """Reports of what was done, pickers of users: whatever Wagtail adds, now or in its next version."""
    for person in (world.learner, world.other_learner):
        log(instance=person, action="wagtail.edit", user=world.users["coordinator"], title=person.full_name)
    faults = []
    for name, url in wagtails_own(world):
        words = words_of(ask(world.clients[role], "GET", url))
        faults += [f"{name} ({url}): reads the name of {who}" for who, surname in SURNAMES.items() if surname in words]
    assert not faults, "\n".join(faults)


# ---- in English --------------------------------------------------------------------------------------------------


def test_the_english_addresses_ask_the_same(world):
    by_hand = {str(line): line for line in FRONT}
    faults = []
    with translation.override("en"):
        for words in (
            "GET kompas_training:my_development()",
            "GET kompas_training:team()",
            "GET kompas_training:team_assess(other_learner)",
            "GET kompas_courses:enrolment(seat)",
            "GET kompas_courses:roster(other_edition.meeting)",
            "GET kompas_courses:verify_edition(edition.edition)",
            "GET kompas_certificates:download(other_certificate)",
        ):
            line = by_hand[words]
            assert line.url(world).startswith("/en/")
            faults += [fault for role in ROLES for fault in faults_of(line, role, world, ())]
    assert not faults, "\n".join(faults)
