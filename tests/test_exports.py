"""No list leaves as a file that runs what somebody typed: every exporting view of the admin, ours and Wagtail's."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Task, Workflow, WorkflowTask

from tests import factories as make
from tests.walk.steps import addresses
from training.ui.guarded_csv import GuardExports

pytestmark = pytest.mark.django_db

EVIL = ("=1+1", "Jan;=1+1", "Jan,@SUM(A1)", "a\t-2+3", "+cmd|' /C calc'!A0")
STARTS = ("=", "+", "-", "@", "\t", "\r")


def exporting() -> dict[str, str]:
    """The addresses of every view that offers a list as a file."""
    exports = {}
    for name, route, view in addresses():
        view_class = getattr(view, "view_class", None)
        if isinstance(view_class, type) and issubclass(view_class, SpreadsheetExportMixin) and "<" not in route:
            exports[name] = "/" + route
    return exports


@pytest.fixture
def office():
    """Names of every kind, each of them a formula somewhere."""
    boss = make.superuser(first_name=EVIL[0], last_name=EVIL[1])
    for number, text in enumerate(EVIL):
        place = make.organisation(name=f"{text} {number}")
        make.employed(organisation=place, last_name=text, first_name=EVIL[0])
        make.CountyFactory(code=f"99{number:02}", name=text)
        log(place, "wagtail.edit", user=boss, title=text)
        Redirect.objects.create(old_path=f"/{number}", redirect_link=text)
        page = Page.objects.get(depth=1).add_child(
            instance=Page(title=text, slug=f"strona-{number}", locked=True, locked_by=boss, locked_at=timezone.now())
        )
        page.save_revision(user=boss).publish(user=boss)
        workflow = Workflow.objects.create(name=text)
        WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name=text), sort_order=0)
        workflow.start(page, boss)
    client = Client()
    client.force_login(boss)
    return client


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def cells_of_csv(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]


def formulas_in(cell: str) -> list[str]:
    """What a spreadsheet would run of a cell, whichever sign it takes for the end of one."""
    parts = [cell]
    for sign in ";,|\t\r\n":
        parts = [piece for part in parts for piece in part.split(sign)]
    return [part for part in parts if part.strip(" \"'") and part.strip(' "').startswith(STARTS)]


def test_every_exporting_view_of_the_admin_guards_both_formats(office):
    exports, faults, evil_in = exporting(), [], set()
    for name, url in exports.items():
        answer = office.get(url, {"export": "csv"})
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/csv"):
            assert b"export=csv" not in content_of(office.get(url)), f"{name} offers a file and gives none"
            continue
        text = content_of(answer).decode()
        if not text.startswith("\ufeff"):
            faults.append(f"{name}: csv that Excel takes for another encoding")
        for cell in cells_of_csv(text.removeprefix("\ufeff")):
            faults += [f"{name}: {part!r} in {cell!r}" for part in formulas_in(cell)]
            if "1+1" in cell:
                evil_in.add(name)
        book = openpyxl.load_workbook(io.BytesIO(content_of(office.get(url, {"export": "xlsx"}))))
        faults += [
            f"{name}: formula {cell.value!r} in {cell.coordinate} of xlsx"
            for row in book.active.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
    assert not faults, "\n".join(faults)
    # Lists of Kompas and Wagtail's reports of it, all with something that bites in them.
    assert evil_in >= {
        "kompas_person:index",
        "kompas_organisation:index",
        "kompas_employment:index",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailredirects:index",
    }


def test_a_list_that_leaves_as_no_file_says_so(office):
    """Wagtail's lists without columns for a file would answer with an empty one."""
    without = []
    for url in exporting().values():
        if b"export=csv" not in content_of(office.get(url)):
            without.append(url)
            assert {office.get(url, {"export": kind}).status_code for kind in ("csv", "xlsx")} == {404}, url
    assert {reverse("wagtailusers_users:index"), reverse("wagtailadmin_reports:page_types_usage")} <= set(without)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reports_of_wagtail_leave_in_the_organisers_time(office, kind):
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    log(make.organisation(name="Nocna"), "wagtail.edit", timestamp=late)
    content = content_of(office.get(reverse("wagtailadmin_reports:site_history"), {"export": kind, "label": "Nocna"}))
    if kind == "csv":
        assert "2026-07-01 00:30" in cells_of_csv(content.decode())
    else:
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
        assert rows[1][-1] == datetime(2026, 7, 1, 0, 30)
    shown = office.get(reverse("wagtailadmin_reports:site_history"), {"label": "Nocna"}).content.decode()
    assert 'datetime="2026-07-01T00:30:00+02:00"' in shown


def csv_answer(rows, **more):
    answer = StreamingHttpResponse(iter(rows), content_type="text/csv")
    for name, value in more.items():
        setattr(answer, name, value)
    return answer


def through_the_guard(path, answer):
    return content_of(GuardExports(lambda request: answer)(RequestFactory().get(path))).decode()


def test_answers_to_a_form_page_are_guarded_whatever_view_writes_them():
    # Wagtail's list of answers is reached by a function, so no class of a view tells it.
    path = reverse("wagtailadmin_home") + "forms/submissions/1/"
    long = "a" * 200_000
    rows = [b"Imi\xc4\x99,Uwagi\r\n", b'=1+1,"Jan\n;@SUM(A1)"\r\n', f'+48 601 234 567,"{long}"\r\n'.encode()]
    text = through_the_guard(path, csv_answer(rows))
    assert text.startswith("\ufeffImię;Uwagi\r\n'=1+1;\"Jan\n;'@SUM(A1)\"\r\n+48 601 234 567;aaa")


def test_what_is_guarded_already_or_is_no_list_of_the_admin_passes_as_it_is():
    admin = reverse("wagtailadmin_home")
    assert through_the_guard(admin, csv_answer([b"a,=1\r\n"], is_guarded=True)) == "a,=1\r\n"
    assert through_the_guard("/pliki/dane.csv", csv_answer([b"a,=1\r\n"])) == "a,=1\r\n"
