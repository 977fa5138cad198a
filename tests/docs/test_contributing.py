"""CONTRIBUTING's recipes are run, and every name, file and make target in it is there."""

import importlib
import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation
from openpyxl import load_workbook
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from tests import blocks
from tests import factories as make
from training.desk.registry import panels
from training.kernel.refusals import MoveNotAllowed

PAGE = "CONTRIBUTING.md"
TEXT = (blocks.ROOT / PAGE).read_text(encoding="utf-8")
BLOCKS = blocks.titled(PAGE)
LETTER = "kompas_equipment/notices/lent.txt"


def run(*titles: str) -> dict:
    names: dict = {"__name__": "equipment"}
    for title in titles:
        exec(compile(BLOCKS[title], f"{PAGE}: {title}", "exec"), names)
    return names


@pytest.fixture
def _letter(settings, tmp_path):
    file = tmp_path / "templates" / LETTER
    file.parent.mkdir(parents=True)
    file.write_text(BLOCKS[LETTER], encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates"]}]


@pytest.fixture
def office(client, db):
    user = make.user()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_county"]))
    client.force_login(user)
    make.CountyFactory(code="0663", name="Lublin")
    make.CountyFactory(code="0611", name="łukowski")
    with translation.override("en"):
        yield client


@pytest.fixture
def _screens(settings):
    """The recipes' list and report, at addresses of the admin."""
    viewset = run("viewsets.py")["CountyList"]()
    report = run("reports.py")["CountiesByLetter"]
    ours = [
        path("kompas/county-list/", include((viewset.get_urlpatterns(), viewset.name))),
        path("reports/counties/", report.as_view(), name=report.url_name),
    ]
    settings.LANGUAGE_CODE = "en"
    settings.ROOT_URLCONF = (
        path("", include("training.urls")),
        path("admin/", include(decorate_urlpatterns(ours, require_admin_access))),
        path("admin/", include(wagtailadmin_urls)),
    )


def test_a_state_moves_by_its_table_only():
    names = run("states.py", "a move")
    state = names["LoanState"]
    with pytest.raises(MoveNotAllowed):
        names["check_move"](state.RETURNED, state.LENT, names["NEXT_LOAN"])


def test_a_refusal_says_its_facts_in_words():
    from datetime import date

    refusal = run("refusals.py")["StillLent"](until=date(2026, 5, 4))
    with translation.override("en"):
        assert refusal.sentence == "It is lent until 4 May 2026."


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_letter")
def test_a_notice_leaves_once():
    write = run("a notice")["write_that_it_was_lent"]
    person = make.person(first_name="Anna", last_name="Lis", email="anna@example.org", language="en")
    assert write(person, "Projector", 7) == write(person, "Projector", 7)
    (letter,) = mail.outbox
    assert letter.subject == "Lent to you: Projector"
    assert "Projector is lent to Anna Lis." in letter.body


@pytest.mark.usefixtures("_letter")
def test_the_letter_is_a_template():
    with translation.override("en"):
        assert render_to_string(LETTER, {"thing": "Key", "name": "Jan"}).startswith("Lent to you: Key\n")


@pytest.mark.usefixtures("_screens")
def test_a_list_shows_its_rows_and_leaves_as_a_file(office):
    page = office.get("/admin/kompas/county-list/")
    assert page.status_code == 200
    assert "łukowski" in page.content.decode()
    file = office.get("/admin/kompas/county-list/?export=xlsx").getvalue()
    rows = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert sorted(rows[1:]) == [("Lublin", "0663"), ("łukowski", "0611")]


@pytest.mark.usefixtures("_screens")
def test_a_report_answers_its_question(office):
    page = office.get("/admin/reports/counties/?letter=L").content.decode()
    assert "Lublin" in page and "łukowski" not in page
    assert office.get("/admin/reports/counties/?export=xlsx").status_code == 200


def test_a_narrowed_registry_is_whole_afterwards():
    before = panels.entries()
    assert before
    run("a narrowed registry")
    assert panels.entries() == before


def named(pattern: str) -> list[str]:
    names = sorted(set(re.findall(pattern, TEXT, re.M)))
    assert names, "The pattern finds nothing, so the test would prove nothing."
    return names


@pytest.mark.parametrize("name", named(r"`((?:training|courses|certificates|cms)\.[\w.]+)`"))
def test_every_name_can_be_imported(name):
    module, _, attribute = name.rpartition(".")
    try:
        assert hasattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError:
        owner, _, kind = module.rpartition(".")
        assert hasattr(getattr(importlib.import_module(owner), kind), attribute)


@pytest.mark.parametrize("name", named(r"`((?:tests|\.ci|docs|training|courses)/[\w/.-]+)`"))
def test_every_file_is_there(name):
    assert (blocks.ROOT / name).exists()


@pytest.mark.parametrize("target", named(r"(?:`|^)make ([a-z]+)"))
def test_every_make_target_is_there(target):
    makefile = (blocks.ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.M)
