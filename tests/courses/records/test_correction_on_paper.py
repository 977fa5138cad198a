"""An edition that is open for a correction says so on paper and in workbooks, not only on its screen."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from certificates.register import actions as register
from certificates.register.models import Certificate, Prepared
from courses.attendance import sheets
from courses.catalogue.models import Edition, Meeting
from courses.completion import actions as completion
from tests import factories as make
from tests.courses.records.steps import close
from training.kernel import time

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
WHY = "Pomylono obecność"


@pytest.fixture
def it(group, monkeypatch):
    made = group(closed=True)
    for prepared in Prepared.objects.all():
        register.issue(prepared=register.check_name(prepared=prepared, actor=ACTOR, now=NOW), actor=ACTOR, now=NOW)
    assert Certificate.objects.exists()
    monkeypatch.setattr(time, "now", lambda: NOW)
    return made


def reopened(it):
    completion.reopen(edition=it.edition, reason=WHY, actor=ACTOR, now=NOW)
    return Edition.objects.select_related("course", "standard").get(pk=it.edition.pk)


def cells(content):
    return [str(cell) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values for cell in row]


@pytest.mark.parametrize("paper", ["register", "list to sign"])
def test_the_papers_say_that_the_edition_is_open_for_a_correction(it, monkeypatch, paper):
    def printed():
        edition = Edition.objects.select_related("course", "standard").get(pk=it.edition.pk)
        meeting = Meeting.objects.select_related("edition").get(pk=it.meeting.pk)
        with monkeypatch.context() as drawn:
            drawn.setattr(sheets, "render_pdf", lambda template, data: data)
            made = sheets.register_book(edition) if paper == "register" else sheets.attendance_list(meeting)
        return made["correction"]

    assert printed() == ""
    edition = reopened(it)
    assert WHY in printed() and "1" in printed()
    # The document can be drawn with it.
    assert sheets.register_book(edition).startswith(b"%PDF")
    close(it)
    assert printed() == ""


def test_the_workbook_of_the_register_says_it_in_each_row(it):
    with translation.override("pl"):
        assert not [
            cell for cell in cells(sheets.register_workbook(Edition.objects.get(pk=it.edition.pk))) if "korekty" in cell
        ]
        cells_of_correction = [
            cell for cell in cells(sheets.register_workbook(reopened(it))) if "korekty" in cell or "correction" in cell
        ]
    assert len(cells_of_correction) == 2


@pytest.mark.parametrize("name", ["kompas_certificate", "kompas_prepared", "kompas_completion"])
def test_lists_of_certificates_and_results_say_since_when_it_is_open(it, client, name):
    client.force_login(make.superuser())
    client.cookies["django_language"] = "pl"

    def since():
        answer = client.get(reverse(f"{name}:index"), {"export": "xlsx"})
        content = answer.getvalue() if answer.streaming else answer.content
        headings, *rows = load_workbook(io.BytesIO(content)).active.values
        column = next(
            number
            for number, heading in enumerate(headings)
            if "korekt" in str(heading) or "correction" in str(heading)
        )
        return {row[column] for row in rows}

    assert since() == {None}
    reopened(it)
    assert all(since())
    close(it)
    assert since() == {None}


def test_the_page_of_a_certificate_says_that_its_edition_is_open(it, client):
    client.force_login(make.superuser())
    address = reverse("kompas_certificate:inspect", args=[Certificate.objects.first().pk])
    assert WHY not in client.get(address).content.decode()
    reopened(it)
    assert WHY in client.get(address).content.decode()
