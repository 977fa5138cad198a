"""Half past eleven at night in UTC is the next day in Warsaw: pages, documents, exports and letters say Warsaw's."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from django.utils import timezone as django_timezone
from django.utils import translation
from openpyxl import load_workbook

from cms import queries as front_page
from courses.attendance import sheets
from courses.enrolment import actions as enrolment
from courses.enrolment.refusals import RecruitmentClosed
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.kernel import time
from training.kernel.refusals import Refusal
from training.notices.models import Notice
from training.ui.fields import MomentRangeField

pytestmark = pytest.mark.django_db
# The first of December, 00:30, in Warsaw.
NIGHT = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night(monkeypatch):
    monkeypatch.setattr(time.timezone, "now", lambda: NIGHT)
    # A reader whose own zone is another: Wagtail's admin lets each choose.
    with translation.override("pl"), django_timezone.override("America/New_York"):
        yield


def edition_of_the_first(**meeting):
    edition = make.EditionFactory(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    make.MeetingFactory(edition=edition, starts_at=NIGHT, ends_at=NIGHT + timedelta(minutes=20), **meeting)
    edition.starts_on = edition.ends_on = date(2026, 12, 1)
    edition.save()
    return edition


def test_the_front_page_counts_those_who_begin_on_the_organisers_today():
    edition = edition_of_the_first()
    make.EnrolmentFactory(edition=edition, state=EnrolmentState.CONFIRMED)
    assert front_page.numbers(NIGHT).people == 1
    assert front_page.numbers(NIGHT - timedelta(hours=1)).people == 0


def test_a_printed_list_says_the_organisers_hour_and_day():
    meeting = edition_of_the_first(minutes=20).meetings.get()
    pdf = sheets.attendance_list(meeting)
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "1 grudnia 2026, 00:30" in text
    assert "30 listopada" not in text and "23:30" not in text


def test_a_list_leaves_with_the_organisers_day_in_its_name_and_cells(client):
    person = make.person()
    make.person()
    Notice.objects.create(person=person, subject="Noc", kind="sample", created_at=NIGHT, state="queued")
    client.force_login(make.user(is_superuser=True))
    answer = client.get("/admin/kompas/notices/?export=xlsx")
    assert "2026-12-01" in answer.headers["Content-Disposition"]
    _head, *rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    assert datetime(2026, 12, 1, 0, 30) in rows[0]


def test_a_letter_says_the_organisers_hour():
    edition = make.EditionFactory()
    make.MeetingFactory(edition=edition, starts_at=NIGHT + timedelta(days=20))
    recruitment = make.RecruitmentFactory(
        edition=edition, seats=1, opens_at=NIGHT - timedelta(days=1), closes_at=NIGHT + timedelta(days=9)
    )
    recruitment.withdraw_until = NIGHT + timedelta(days=3)
    recruitment.save()
    person = make.person(email="anna@example.org")
    make.EmploymentFactory(person=person)
    enrolment.apply(person=person, edition=edition, actor=make.ACTOR, now=NIGHT)
    body = Notice.objects.get(person=person).body
    assert "4 grudnia 2026, 00:30" in body
    assert "3 grudnia" not in body


def test_a_refusal_says_the_organisers_hour_to_people_and_iso_to_programs():
    refusal = RecruitmentClosed(closes_at=NIGHT)
    assert "1 grudnia 2026, 00:30" in refusal.sentence
    assert refusal.as_problem()["facts"] == {"closes_at": "2026-11-30T23:30:00+00:00"}


def test_a_filter_by_days_means_the_organisers_days():
    asked = MomentRangeField().compress([date(2026, 12, 1), date(2026, 12, 1)])
    assert asked.start <= NIGHT <= asked.stop
    assert asked.start == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def test_facts_of_refusals_are_values_and_become_words_once():
    class Several(Refusal):
        message = "%(day)s | %(clock)s | %(rows)s | %(count)d"

    rows = [(date(2026, 12, 1), "Wstęp"), (date(2026, 12, 2), "Praca")]
    refusal = Several(day=date(2026, 12, 1), clock=datetime(2026, 12, 1, 9, 5).time(), rows=rows, count=2)
    assert refusal.sentence == "1 grudnia 2026 | 09:05 | 1 grudnia 2026 Wstęp; 2 grudnia 2026 Praca | 2"
    assert refusal.as_problem()["facts"]["rows"] == [["2026-12-01", "Wstęp"], ["2026-12-02", "Praca"]]


def test_no_rule_or_action_puts_a_fact_of_a_refusal_into_words():
    """``raise MeetingIsAhead(day=f"{day:%d.%m.%Y}")`` reads wrong in English and says the wrong zone."""
    import re
    from pathlib import Path

    worded = re.compile(r"raise [\w.]+\([^)]*(?::%[dHY]|date_format|time_format|isoformat|strftime)", re.S)
    root = Path(__file__).parents[1]
    offenders = [
        f"{file.relative_to(root)}: {match[0][:80]}"
        for package in ("training", "courses", "certificates", "cms")
        for file in (root / package).rglob("*.py")
        for match in worded.finditer(file.read_text())
    ]
    assert not offenders, "Give the value itself; kernel.refusals writes it: " + "\n".join(offenders)
