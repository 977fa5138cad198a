"""A reader without names subtracts days, counties, kinds and posts, and finds nobody."""

import io
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.shapes import assessed, framework_with
from training.accounts.registry import ANALYST, COORDINATOR, GROUPS
from training.competences.models import Competence
from training.kernel import time
from training.kernel.rounding import end_of_quarter, rounded
from training.reports.rules import GrowthRow, shown_rows

pytestmark = pytest.mark.django_db
STAFF = 29


def reader(client, role):
    user = make.user(username=role)
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    client.force_login(user)
    return client


def worksheet(client, **question):
    """The rows of the workbook by their label: the numbers as they are, which no rounding of a page touches."""
    answer = client.get(reverse("kompas_growth_report"), {**question, "export": "xlsx"})
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {row[0]: row[1:] for row in book.active.iter_rows(min_row=2, values_only=True)}


@pytest.fixture
def staff():
    """People of one county and post, each assessed on a day of their own; every second one rose."""
    place = make.organisation()
    (competence,) = framework_with(1)
    people = []
    for number in range(STAFF):
        person = make.employed(organisation=place)
        assessed(person, competence, 1, date(2024, 1, 1), recorded_at=time.at(date(2024, 1, 2), "12:00"))
        day = date(2026, 1, 5) + timedelta(days=number)
        level = 2 if number % 2 else 1
        assessed(person, competence, level, day, recorded_at=time.at(day, "12:00"))
        people.append((day, level == 2))
    return people


def found_by_subtracting_days(client, people):
    """Of how many people the attacker learns whether they rose, who knows on which day each was assessed."""

    @cache
    def rose_by(day):
        rows = worksheet(client, by="county", since="2025-12-31", on=f"{day}", recorded_until="then")
        return sum(row[5] for row in rows.values() if isinstance(row[5], int))

    return sum(
        (rose_by(day) - rose_by(day - timedelta(days=1))) == (1 if is_risen else 0) and is_risen
        for day, is_risen in people
    )


def test_two_days_are_subtracted_and_nobody_is_found(client, staff):
    risen = sum(is_risen for _day, is_risen in staff)
    assert found_by_subtracting_days(reader(client, ANALYST), staff) == 0
    # The attack is one: who may see names, reads them all in this way.
    assert found_by_subtracting_days(reader(client, COORDINATOR), staff) == risen


def listed(client, name):
    """The staff of each row, as the page shows it and as its workbook says it: both must say the same."""
    page = client.get(reverse(f"{name}:index"))
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(reverse(f"{name}:index"), {"export": "xlsx"}).streaming_content))
    )
    headings, *rows = book.active.iter_rows(values_only=True)
    column = next(number for number, heading in enumerate(headings) if str(heading).startswith(("Staff", "Pracownicy")))
    assert [row[column] for row in rows] == [organisation.staff_count for organisation in page.context["object_list"]]
    return [row[column] for row in rows]


@pytest.mark.parametrize("name", ["kompas_organisation", "kompas_position"])
def test_two_lists_of_institutions_or_posts_are_subtracted_and_nobody_is_found(client, name, monkeypatch):
    place, post = make.organisation(), make.PositionFactory()
    for _number in range(12):
        make.employed(organisation=place, position=post)

    def attack(role, first):
        """What somebody learns who reads the list each day, while one more person comes at noon."""
        reader(client, role)
        answers = []
        for day in (first + timedelta(days=number) for number in range(5)):
            monkeypatch.setattr(time, "today", lambda moment=None, day=day: day)
            answers.append(listed(client, name)[0])
            noon = time.at(day, "12:00")
            make.EmploymentFactory(organisation=place, position=post, valid_from=day, recorded_at=noon)
        return answers

    assert attack(COORDINATOR, date(2026, 5, 4)) == [12, 13, 14, 15, 16]
    # As known on 31 March, to the nearest five, whatever happened since.
    assert set(attack(ANALYST, date(2026, 5, 14))) == {10}


def test_every_day_of_a_quarter_has_one_answer_and_it_does_not_change_later(client, staff):
    analyst = reader(client, ANALYST)
    days = [date(2026, 3, 31) + timedelta(days=number) for number in (0, 1, 17, 44, 90)]
    answers = {str(worksheet(analyst, by="county", since="2025-12-31", on=f"{day}")) for day in days[:4]}
    assert len(answers) == 1
    # "As known today" would show each late entry on the day that it is made.
    place = make.organisation()
    late = make.employed(organisation=place)
    assessed(late, Competence.objects.get(), 3, date(2026, 2, 2))
    for recorded_until in ("then", "now"):
        assert {
            str(worksheet(analyst, by="county", since="2025-12-31", on="2026-03-31", recorded_until=recorded_until))
        } == answers


def test_a_county_less_its_kinds_and_posts_leaves_nobody(client):
    """Twelve of one kind and thirteen in all: the thirteenth is not what is left."""
    big, small = make.organisation(kind="OPS"), make.organisation(kind="DPS")
    (competence,) = framework_with(1)
    for place, count in ((big, 12), (small, 1)):
        for _number in range(count):
            person = make.employed(organisation=place)
            for level, day in ((1, date(2024, 1, 1)), (2, date(2026, 1, 10))):
                assessed(person, competence, level, day, recorded_at=time.at(day, "12:00"))
    analyst = reader(client, ANALYST)
    asked = {"since": "2025-12-31", "on": "2026-03-31"}
    kind = make.KindFactory(code="OPS").pk
    for by in ("county", "position", "competence"):
        (whole,) = worksheet(analyst, by=by, **asked).values()
        (part,) = worksheet(analyst, by=by, kind=kind, **asked).values()
        numbers = [(number, rest) for number, rest in zip(whole[2:6], part[2:6], strict=True)]
        assert all(isinstance(number, int) and number % 5 == 0 for pair in numbers for number in pair)
        assert all(number - rest != 1 for number, rest in numbers)


def test_means_have_one_place_and_every_count_is_rounded():
    row = GrowthRow(1, "x", 43, 38, 29, 14, 61, Decimal("1.2345"), Decimal("2.3456"))
    (shown,) = shown_rows([row], small=5)
    assert (shown.people, shown.assessed, shown.both, shown.rose) == (45, 40, 30, 15)
    assert (str(shown.before), str(shown.after), shown.share) == ("1.2", "2.3", 50)
    (exact,) = shown_rows([row], small=0)
    assert (exact.people, exact.rose, str(exact.after)) == (43, 14, "2.3456")


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_rounding(number, shown):
    assert rounded(number, 5) == shown


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 3, 30), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_end_of_a_quarter(day, end):
    assert end_of_quarter(day) == end


def test_the_page_says_what_it_leaves_out(client):
    text = reader(client, ANALYST).get(reverse("kompas_growth_report")).content.decode()
    assert 'name="recorded_until"' not in text
    assert "5" in text and "kwarta" in text
