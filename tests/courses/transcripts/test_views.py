"""The training transcript on the screen, as PDF and as a workbook: of oneself alone."""

import io

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.transcripts.queries import transcript_of
from courses.transcripts.sheets import transcript_document
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = ("transcript", "transcript_pdf", "transcript_xlsx")
LONG = "Wolframowicz-Brzęczyszczykiewicz-Żółkiewska-Konstantynopolitańczykowianeczka-Szczebrzeszynska"


def address(name):
    return reverse(f"kompas_courses:{name}")


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def ewa(client):
    person = make.person_with_account(first_name="Ewa", last_name="Łącka")
    client.force_login(person.user)
    return person


@pytest.mark.parametrize("name", NAMES)
def test_visitors_are_asked_to_sign_in(client, name):
    answer = client.get(address(name))
    assert answer.status_code == 302 and answer.url.startswith(reverse("kompas_training:sign_in"))


@pytest.mark.parametrize("name", NAMES)
def test_an_account_of_nobody_has_no_transcript(client, name):
    client.force_login(make.superuser())
    assert client.get(address(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_nothing_can_be_sent(client, ewa, name):
    assert client.post(address(name)).status_code == 405


def test_the_screen_says_what_was_attended_by_year(client, ewa, attend):
    attend(ewa, title="Dialog motywujący")
    attend(ewa, days_ago=400, title="Superwizja", minutes=210)
    attend(make.person(), title="Cudzy kurs")
    page = client.get(address("transcript")).content.decode()
    assert "2026: 2 godz. dydaktyczne" in page and "2025: 4,7 godz. dydaktycznej" in page
    assert page.index("Dialog motywujący") < page.index("Superwizja")
    assert "2 kursy" in page and "6,7 godz. dydaktycznej" in page
    assert "Cudzy kurs" not in page


def test_the_screen_of_somebody_new_says_what_will_be_here(client, ewa):
    page = client.get("/en" + address("transcript")).content.decode()
    assert "No course attended yet" in page
    assert address("transcript_pdf") not in page


def test_the_workbook_adds_up(client, ewa, attend):
    attend(ewa, title="=Dialog", minutes=210)
    attend(ewa, days_ago=400, title="Superwizja")
    answer = client.get(address("transcript_xlsx"))
    assert 'filename="przebieg-szkolen-ewa-lacka-' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    book = load_workbook(io.BytesIO(answer.content))
    courses, years = ([list(row) for row in sheet.values] for sheet in book)
    assert [(row[0], row[1], row[5], row[8]) for row in courses[1:]] == [
        (2026, "=Dialog", 4.7, "udział w kursie"),
        (2025, "Superwizja", 2, "udział w kursie"),
    ]
    assert years[1:] == [[2026, 1, 4.7], [2025, 1, 2], ["Razem", 2, 6.7]]


def test_the_document_has_the_same_figures(client, ewa, attend):
    attend(ewa, title="Dialog motywujący", minutes=210)
    answer = client.get(address("transcript_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for part in ("Przebieg szkoleń", "Ewa Łącka", "Dialog motywujący", "4,7 / 4,7", "Ośrodek nad rzeką", "Razem 2026"):
        assert part in text


def test_the_document_of_somebody_new_says_so(client, ewa):
    assert "Nie ma jeszcze żadnego kursu" in text_of(client.get(address("transcript_pdf")).content)


def test_the_document_is_tagged_and_says_its_language(ewa, attend):
    attend(ewa)
    document = pikepdf.open(io.BytesIO(transcript_document(ewa, transcript_of(ewa, make.TODAY))))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "pl"
    metadata = document.open_metadata()
    assert str(metadata["pdfuaid:part"]) == "1"


def test_names_of_ninety_letters_and_letters_that_no_font_has_are_drawn(attend):
    person = make.person(first_name="Ewa 中", last_name=LONG[:90])
    for number in range(40):
        attend(person, days_ago=1 + number * 40, title=f"{LONG[:90]} {number}")
    document = transcript_document(person, transcript_of(person, make.TODAY))
    text = text_of(document).replace("\r", "").replace("\n", "")
    assert "brak liter" in text or "□" in text
    with pypdfium2.PdfDocument(document) as pages:
        assert len(pages) > 1


def test_the_way_leads_from_ones_applications(client, ewa):
    assert address("transcript") in client.get(reverse("kompas_courses:my_enrolments")).content.decode()
    assert address("transcript") in client.get(reverse("kompas_training:my_development")).content.decode()
