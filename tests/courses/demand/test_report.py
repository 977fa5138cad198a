"""ROPS's list of what is wished for: numbers, and for who sees names the people behind them."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from courses.demand import actions as demand
from courses.demand import queries
from courses.demand.states import WishState
from tests import factories as make
from tests.courses.demand.steps import DAY, competence, notice, open_edition, wish_for_course, wish_for_level
from tests.factories import ACTOR, NOW, TODAY
from training.accounts import registry as roles
from training.kernel import time
from training.ui.charts import HIDDEN, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(time.timezone, "now", lambda: NOW)


def reader(client, role):
    user = make.user()
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    client.force_login(user)
    return client


@pytest.fixture
def rops(client):
    return reader(client, roles.COORDINATOR)


def report(client, **asked):
    return client.get(reverse("kompas_demand_report"), asked)


def rows_of(answer):
    return [[cell.words for cell in row] for row in answer.context["answer"].rows]


def listed(client, url):
    """Surnames in the list behind a number."""
    return sorted(row.person.last_name for row in client.get(url).context["object_list"])


def two_offices():
    return make.organisation(county="0663"), make.organisation(county="0601")


def test_people_institutions_and_counties_are_counted_for_each_subject(rops):
    course, wanted = make.CourseFactory(title="Dialog motywujący"), competence()
    here, there = two_offices()
    for office in (here, here, there):
        wish_for_course(course, make.employed(organisation=office))
    wish_for_level(wanted, 3, make.employed(organisation=here))
    wish_for_level(wanted, 2, make.employed(organisation=here))
    wish_for_level(wanted, 3, make.person())
    asked = "22 listopada 2026"
    assert rows_of(report(rops)) == [
        ["Dialog motywujący", "kurs", "3", "2", "2", asked],
        [f"{wanted}, poziom 3", "kompetencja", "2", "1", "1", asked],
        [f"{wanted}, poziom 2", "kompetencja", "1", "1", "1", asked],
    ]
    assert [fact[1] for fact in report(rops).context["answer"].facts] == ["6", 1, 2]


def test_one_person_counts_once_under_whichever_record(rops):
    course, kept = make.CourseFactory(), make.employed()
    wish_for_course(course, kept)
    wish_for_level(competence(), 2, kept)
    merged = make.employed()
    wish_for_course(course, merged)
    type(merged).objects.filter(pk=merged.pk).update(merged_into=kept)
    answer = report(rops).context["answer"]
    assert answer.facts[0][1] == "1"
    assert [row[2].words for row in answer.rows] == ["1", "1"]


def test_what_was_answered_or_taken_back_is_no_demand_since_then(rops):
    answered, gone = wish_for_course(make.CourseFactory()), wish_for_course(make.CourseFactory())
    demand.withdraw(wish=gone, actor=ACTOR, now=NOW - timedelta(hours=1))
    open_edition(answered.course)
    notice()
    assert rows_of(report(rops)) == []
    yesterday = report(rops, on=f"{TODAY - DAY}")
    assert sorted(row[0] for row in rows_of(yesterday)) == sorted([answered.course.title, gone.course.title])


@pytest.mark.parametrize(("asked", "left"), [({"of": "course"}, ["kurs"]), ({"of": "line"}, ["kompetencja"])])
def test_the_list_is_narrowed_to_courses_or_competences(rops, asked, left):
    wish_for_course(make.CourseFactory()), wish_for_level(competence(), 2)
    assert [row[1] for row in rows_of(report(rops, **asked))] == left


def test_the_list_is_narrowed_to_a_county_and_says_so(rops):
    course, (here, there) = make.CourseFactory(), two_offices()
    wish_for_course(course, make.employed(organisation=here))
    wish_for_course(course, make.employed(organisation=there))
    county = there.placements.get().county
    answer = report(rops, county=county.pk)
    assert [row[2:5] for row in rows_of(answer)] == [["1", "1", "1"]]
    assert answer.context["answer"].notes == [f"Powiat: {county}."]


def test_each_number_leads_to_its_people(rops):
    course, wanted, (here, there) = make.CourseFactory(), competence(), two_offices()
    wish_for_course(course, make.employed(organisation=here, last_name="Adamska"))
    wish_for_course(course, make.employed(organisation=there, last_name="Borowska"))
    wish_for_level(wanted, 2, make.employed(organisation=there, last_name="Celińska"))
    demand.withdraw(wish=wish_for_course(course), actor=ACTOR, now=NOW - timedelta(hours=1))
    by_subject = {row[1].words: row[2].url for row in report(rops).context["answer"].rows}
    assert listed(rops, by_subject["kurs"]) == ["Adamska", "Borowska"]
    assert listed(rops, by_subject["kompetencja"]) == ["Celińska"]
    narrowed = report(rops, county=there.placements.get().county.pk).context["answer"]
    assert listed(rops, narrowed.facts[0][2]) == ["Borowska", "Celińska"]


def test_the_workbook_says_the_same_with_types(rops):
    wanted = competence()
    wish_for_level(wanted, 3)
    sent = report(rops, export="xlsx")
    head, row = list(load_workbook(io.BytesIO(sent.content)).worksheets[0].iter_rows(values_only=True))
    assert head == (
        "Czego dotyczy", "Rodzaj", "Poziom", "Osoby", "Instytucje", "Powiaty", "Pierwsze życzenie",
    )  # fmt: skip
    assert row[:6] == (str(wanted), "kompetencja", 3, 1, 1, 1)
    assert row[6].date() == TODAY - DAY


@pytest.mark.parametrize("number", [1, 3])
def test_both_lists_cost_the_same_at_any_length(rops, number, django_assert_num_queries):
    wanted = competence()
    for level in range(1, number + 1):
        wish_for_course(make.CourseFactory())
        wish_for_level(wanted, level)
    report(rops)
    with django_assert_num_queries(13):
        report(rops)
    rops.get(reverse("kompas_wish:index"))
    with django_assert_num_queries(14):
        assert len(rops.get(reverse("kompas_wish:index")).context["object_list"]) == 2 * number


def test_the_list_of_people_is_exported_with_what_they_wish_for(rops):
    wanted = competence()
    wish_for_level(wanted, 3, make.employed(last_name="Żak"))
    sent = rops.get(reverse("kompas_wish:index"), {"export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(sent.streaming_content) if sent.streaming else sent.content))
    head, row = list(book.worksheets[0].iter_rows(values_only=True))
    told = dict(zip(head, row, strict=True))
    assert (told["Nazwisko"], told["Kompetencja"], told["Poziom"], told["Stan"]) == ("Żak", str(wanted), 3, "aktualne")


def test_the_page_of_a_wish_names_the_competence(rops):
    wanted = competence()
    page = rops.get(reverse("kompas_wish:inspect", args=[wish_for_level(wanted, 3).pk]))
    assert str(wanted) in page.content.decode()


def test_rops_takes_back_a_wish_in_somebodys_name_and_the_history_says_why(rops):
    wish = wish_for_course(make.CourseFactory())
    address = reverse("kompas_wish:withdraw", args=[wish.pk])
    assert rops.get(address).status_code == 200
    sent = rops.post(address, {"reason": "telefon 23 listopada"})
    assert sent.status_code == 302
    wish.refresh_from_db()
    assert wish.state == WishState.WITHDRAWN
    assert "telefon 23 listopada" in rops.get(reverse("kompas_wish:history", args=[wish.pk])).content.decode()


# ---- without names -------------------------------------------------------------------------------------------------


def test_an_analyst_reads_rounded_numbers_of_the_last_quarter_and_no_names(client):
    analyst, course, rare = reader(client, roles.ANALYST), make.CourseFactory(), make.CourseFactory()
    second = make.CourseFactory()
    before = time.at(TODAY.replace(month=9, day=1), "09:00")
    for turn in range(8):
        wish_for_course(course, make.employed(last_name=f"Tajemnicka{turn}"), now=before)
    for _turn in range(6):
        wish_for_course(second, now=before)
    wish_for_course(rare, now=before)
    # Of this quarter nothing is said yet.
    wish_for_course(course)
    answer = report(analyst)
    rows = answer.context["answer"].rows
    assert [[cell.words for cell in row[2:]] for row in rows] == [
        ["10", "10", "0"],
        [shown(HIDDEN)] * 3,
        [shown(HIDDEN)] * 3,
    ]
    assert [cell.url for row in rows for cell in row] == [""] * len(rows) * 5
    assert "Tajemnicka" not in answer.content.decode()
    assert answer.context["answer"].stamp == "Stan na 30 września 2026."


def test_an_analyst_does_not_get_to_the_people(client):
    analyst = reader(client, roles.ANALYST)
    wish = wish_for_course(make.CourseFactory())
    assert analyst.get(reverse("kompas_wish:index")).status_code == 302
    assert analyst.get(reverse("kompas_wish:inspect", args=[wish.pk])).status_code == 302


def test_counting_asks_no_more_for_many(django_assert_num_queries):
    for _turn in range(3):
        wish_for_course(make.CourseFactory()), wish_for_level(competence(), 2)
    with django_assert_num_queries(3):
        assert len(queries.demand_by_subject(queries.wishes_on(TODAY))) == 6
