"""What is printed of a meeting and an edition: the list to sign, the register, the spreadsheet."""

import io
import re
from datetime import timedelta

import openpyxl
import pypdfium2
import pytest

from courses.attendance import actions as attendance
from courses.attendance.states import MarkedHow
from tests import factories as make
from tests.courses.attendance.roster_requests import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ACTOR = make.ACTOR


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_list_to_sign_names_people_and_no_strangers(as_trainer, meeting, people):
    make.EnrolmentFactory(person__last_name="Obca")
    answer = as_trainer.get(address("attendance_list_pdf", meeting.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    for name in ("Ćwik Ewa", "Dudek Ewa", "Żak Ewa", "23 listopada 2026", "Jan Trener", "09:00–15:00"):
        assert name in re.sub(r"\s+", " ", text)
    assert "Obca" not in text


def test_a_long_name_on_the_list_to_sign_does_not_run_into_the_next_row(as_trainer, meeting):
    names = [f"{letter}rzęczyszczykiewicz-Konstantynopolitańczykowska" for letter in "BC"]
    for name in names:
        make.EnrolmentFactory(
            edition=meeting.edition, person__first_name="Maksymiliana Aleksandra Wilhelmina", person__last_name=name
        )
    answer = as_trainer.get(address("attendance_list_pdf", meeting.pk))
    page = pypdfium2.PdfDocument(answer.content)[0].get_textpage()
    text = page.get_text_range()
    first, second = text.index("Brzęczysz"), text.index("Crzęczysz")
    last_of_first = text.rindex("Wilhelmina", first, second)
    assert page.get_charbox(last_of_first)[1] > page.get_charbox(second)[3] + 4


def test_a_funded_edition_carries_the_sentence_of_its_funder(as_trainer, meeting, people):
    from courses.funding.models import EditionFunding, FundingSource

    source = FundingSource.objects.create(
        name="FERS", sentence="Dofinansowane przez Unię Europejską", project_number="FERS.04.13-IP.06-0001/24"
    )
    plain_text = text_of(as_trainer.get(address("attendance_list_pdf", meeting.pk)).content)
    assert "Unię Europejską" not in plain_text
    EditionFunding.objects.create(edition=meeting.edition, source=source)
    for name, key in (("attendance_list_pdf", meeting.pk), ("register_pdf", meeting.edition_id)):
        text = re.sub(r"\s+", " ", text_of(as_trainer.get(address(name, key)).content))
        assert "Dofinansowane przez Unię Europejską FERS.04.13-IP.06-0001/24" in text


def test_the_register_prints_topics_hours_and_who_taught(as_trainer, meeting, people, trainer, say):
    attendance.mark(
        meeting=meeting,
        entries=[say(people[0], "present"), say(people[1], "late", 45), say(people[2], "excused")],
        actor=ACTOR,
        how=MarkedHow.TAP,
        now=make.NOW,
    )
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic="Wywiad", taught_by=[trainer], actor=ACTOR, now=make.NOW
    )
    text = re.sub(r"\s+", " ", text_of(as_trainer.get(address("register_pdf", meeting.edition_id)).content))
    for words in ("Wywiad", "Jan Trener", "Ćwik Ewa", " 45 "):
        assert words in text


@pytest.mark.parametrize("meetings", [0, 14])
def test_a_register_without_meetings_and_a_wide_one_both_print(as_trainer, trainer, meetings):
    first = make.MeetingFactory(starts_at=make.NOW - timedelta(days=20), trainers=[trainer])
    make.EnrolmentFactory(edition=first.edition)
    for number in range(meetings):
        make.MeetingFactory(edition=first.edition, starts_at=make.NOW + timedelta(days=number), trainers=[trainer])
    assert as_trainer.get(address("register_pdf", first.edition_id)).content.startswith(b"%PDF")


def test_the_spreadsheet_has_real_moments_in_local_time(as_trainer, meeting, people, trainer, say):
    attendance.mark(meeting=meeting, entries=[say(people[1], "late", 45)], actor=ACTOR, how=MarkedHow.TAP, now=make.NOW)
    answer = as_trainer.get(address("register_xlsx", meeting.edition_id))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    attended, meetings = book.worksheets
    rows = list(attended.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["Ćwik Ewa", "Dudek Ewa", "Żak Ewa"]
    assert rows[1][3:] == (225, 5, 216)
    assert meetings["A2"].value == (make.NOW - timedelta(hours=1)).replace(tzinfo=None)
