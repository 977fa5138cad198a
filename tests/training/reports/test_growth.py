"""What the growth report counts, on any day, and who may see what of it."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.training.assessments.shapes import assessed, framework_with
from training.accounts.registry import ANALYST, COORDINATOR, GROUPS
from training.assessments.states import AssessmentKind
from training.kernel import time
from training.kernel.canonical_json import fingerprint
from training.people.models import Employment, Person, Placement
from training.reports.forms import periods
from training.reports.queries import PeopleBehind, growth_people, growth_table, growth_total
from training.reports.rules import By, GrowthRow, Scope, shown_rows
from training.ui.charts import HIDDEN, shown

pytestmark = pytest.mark.django_db
SINCE, ON = date(2025, 6, 1), date(2026, 6, 1)
BEFORE, AFTER = date(2025, 1, 10), date(2026, 3, 10)
WARSAW = ZoneInfo("Europe/Warsaw")
SOON = datetime(2030, 1, 1, tzinfo=WARSAW)


@pytest.fixture
def region():
    """Two counties; three people in one, one in the other; two competences."""
    first, second = framework_with(2)
    here = make.organisation(county="0663")
    there = make.organisation(county="0610", kind="DPS")
    ann, ben, cyd = (make.employed(organisation=here) for _ in range(3))
    dan = make.employed(organisation=there)
    assessed(ann, first, 1, BEFORE)
    assessed(ann, first, 3, AFTER)
    assessed(ann, second, 2, BEFORE)
    assessed(ben, first, 2, BEFORE)
    assessed(cyd, first, 4, BEFORE, kind=AssessmentKind.SELF)
    assessed(cyd, first, 2, AFTER)
    assessed(dan, first, 3, BEFORE)
    assessed(dan, first, 2, AFTER)
    return {"one": first, "two": second, "ann": ann, "ben": ben, "cyd": cyd, "dan": dan, "here": here, "there": there}


def numbers(rows):
    return [(row.code, row.people, row.assessed, row.both, row.rose, row.pairs) for row in rows]


@pytest.mark.parametrize("recorded_until", [None, SOON])
def test_the_table_counts_each_person_once_per_group(region, recorded_until):
    rows = growth_table(by=By.COUNTY, since=SINCE, on=ON, recorded_until=recorded_until)
    assert sorted(numbers(rows)) == [("0610", 1, 1, 1, 0, 1), ("0663", 3, 3, 2, 1, 3)]
    lublin = next(row for row in rows if row.code == "0663")
    assert (float(lublin.before), float(lublin.after)) == (round(5 / 3, 4), round(7 / 3, 4))


@pytest.mark.parametrize("recorded_until", [None, SOON])
def test_the_table_by_competence(region, recorded_until):
    rows = growth_table(by="competence", since=SINCE, on=ON, recorded_until=recorded_until)
    assert [(row.people, row.assessed, row.both, row.rose) for row in rows] == [(4, 4, 3, 1), (4, 1, 1, 0)]


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("scope", ["all", "competence", "county", "kind", "position"])
def test_the_ledger_and_the_projection_give_the_same_table(region, by, scope):
    chosen = {
        "all": Scope(),
        "competence": Scope(line=region["one"].line_id),
        "county": Scope(county=Placement.objects.first().county_id),
        "kind": Scope(kind=Placement.objects.last().kind_id),
        "position": Scope(position=Employment.objects.first().position_id),
    }[scope]
    now = growth_table(by=by, since=SINCE, on=ON, scope=chosen)
    assert now
    assert growth_table(by=by, since=SINCE, on=ON, scope=chosen, recorded_until=SOON) == now
    total = growth_total(since=SINCE, on=ON, scope=chosen)
    assert growth_total(since=SINCE, on=ON, scope=chosen, recorded_until=SOON) == total


def test_somebody_with_two_posts_in_one_county_is_counted_once(region):
    make.EmploymentFactory(person=region["ann"], organisation=make.organisation(county="0663"))
    rows = growth_table(by=By.COUNTY, since=SINCE, on=ON)
    assert ("0663", 3, 3, 2, 1, 3) in numbers(rows)


def test_own_estimates_do_not_count(region):
    rows = growth_people(by=By.COUNTY, key=Placement.objects.first().county_id, since=SINCE, on=ON, what="both")
    assert {row.person_id for row in rows} == {region["ann"].pk, region["ben"].pk}


@pytest.mark.parametrize("recorded_until", [None, SOON])
@pytest.mark.parametrize("by", [By.COUNTY, By.COMPETENCE])
@pytest.mark.parametrize("what", ["people", "assessed", "both", "rose"])
def test_each_figure_leads_to_as_many_people_as_it_says(region, by, what, recorded_until):
    rows = list(growth_table(by=by, since=SINCE, on=ON, recorded_until=recorded_until))
    assert rows
    for row in rows:
        people = growth_people(by=by, key=row.key, since=SINCE, on=ON, what=what, recorded_until=recorded_until)
        assert len({person.person_id for person in people}) == getattr(row, what)


@pytest.mark.parametrize("what", ["people", "assessed", "both", "rose"])
@pytest.mark.parametrize("by", [None, By.COUNTY, By.COMPETENCE])
def test_a_page_of_the_people_behind_a_figure_reads_its_own_rows_only(region, by, what, django_assert_num_queries):
    key = {None: 0, By.COUNTY: Placement.objects.first().county_id, By.COMPETENCE: region["one"].line_id}[by]
    question = {"by": by, "key": key, "since": SINCE, "on": ON, "what": what}
    everybody = growth_people(**question)
    surnames = Person.objects.in_bulk({row.person_id for row in everybody})
    everybody.sort(key=lambda row: (surnames[row.person_id].sort_key, row.person_id, row.line_id or 0))
    behind = PeopleBehind(**question)
    with django_assert_num_queries(2) as asked:
        assert (len(behind), behind.people) == (len(everybody), len(surnames))
        assert behind[1:3] == everybody[1:3]
    assert "LIMIT 2 OFFSET 1" in asked[1]["sql"] or len(everybody) < 3
    assert behind[:] == everybody
    assert [behind[number] for number in range(len(behind))] == everybody


def test_a_table_is_one_query_of_numbers_one_of_lines_and_one_of_names(region, django_assert_num_queries):
    with django_assert_num_queries(3):
        growth_table(by=By.COUNTY, since=SINCE, on=ON)
    for _ in range(3):
        assessed(make.employed(organisation=make.organisation(county="0610")), region["one"], 2, BEFORE)
    with django_assert_num_queries(3):
        growth_table(by=By.COUNTY, since=SINCE, on=ON)


# ---- as of -----------------------------------------------------------------------------------------------------------


def test_a_past_days_report_stays_what_it_was(region):
    """Backdated rows, corrections, moves and a county that changed leave a past day's report byte for byte."""
    then = datetime(2026, 6, 2, tzinfo=WARSAW)
    facts = region
    # History of 2026, recorded when it happened.
    early = make.employed(organisation=facts["here"])
    row = assessed(early, facts["one"], 1, BEFORE, recorded_at=datetime(2025, 1, 11, tzinfo=WARSAW))
    assessed(early, facts["one"], 2, AFTER, recorded_at=datetime(2026, 3, 11, tzinfo=WARSAW))

    def report(recorded_until=then):
        return [
            fingerprint(
                [
                    [str(value) for value in vars(row).values()]
                    for row in growth_table(**asked, recorded_until=recorded_until)
                ]
            )
            for asked in (
                {"by": by, "since": SINCE, "on": day, "scope": scope}
                for by in By
                for day in (ON, date(2026, 4, 1))
                for scope in (Scope(), Scope(line=facts["one"].line_id))
            )
        ]

    before, live = report(), report(recorded_until=None)
    later = datetime(2026, 7, 1, tzinfo=WARSAW)
    assessed(early, facts["one"], 4, BEFORE, kind=AssessmentKind.VALIDATED, recorded_at=later)
    assessed(early, facts["one"], None, BEFORE, recorded_at=later, corrects=row)
    assessed(facts["ben"], facts["two"], 3, AFTER, recorded_at=later)
    post = Employment.objects.get(person=early)
    post.superseded_at = later
    post.save()
    make.EmploymentFactory(person=early, organisation=facts["there"], recorded_at=later)
    placed = Placement.objects.get(organisation=facts["here"])
    placed.superseded_at = later
    placed.save()
    make.PlacementFactory(
        organisation=facts["here"],
        kind=placed.kind,
        county=make.CountyFactory(code="0607", name="kraśnicki", is_city=False),
        recorded_at=later,
    )
    assert report() == before
    assert report(recorded_until=None) != live


# ---- who sees what ---------------------------------------------------------------------------------------------------


def row(key, people, both, rose=0, assessed=None):
    return GrowthRow(key, str(key), people, both if assessed is None else assessed, both, rose, both, None, None)


def test_small_groups_are_hidden_and_zero_is_not():
    shown = shown_rows([row(1, 4, 4), row(2, 0, 0), row(3, 9, 9), row(4, 3, 3)], small=5)
    assert [row.people for row in shown] == [HIDDEN, 0, 10, HIDDEN]
    assert shown[0].share is HIDDEN


def test_one_hidden_group_takes_the_next_smallest_with_it():
    shown = shown_rows([row(1, 4, 4), row(2, 8, 8), row(3, 9, 9)], small=5)
    assert [row.people for row in shown] == [HIDDEN, HIDDEN, 10]


def test_a_lone_small_base_takes_the_next_smallest_base_with_it():
    """Everybody counted twice over the table is in its total, so one hidden base would follow by subtraction."""
    shown = shown_rows([row(1, 40, 3), row(2, 50, 9), row(3, 60, 20), row(4, 30, 0)], small=5)
    assert [row.people for row in shown] == [40, 50, 60, 30]
    assert [row.both for row in shown] == [HIDDEN, HIDDEN, 20, 0]


def test_a_small_base_hides_what_is_counted_from_it():
    (shown,) = shown_rows([row(1, 40, 3, rose=1, assessed=20)], small=5)
    assert (shown.people, shown.assessed, shown.both, shown.rose, shown.share) == (40, 20, HIDDEN, HIDDEN, HIDDEN)


def test_who_sees_names_sees_every_number():
    (shown,) = shown_rows([row(1, 1, 1, rose=1)], small=0)
    assert (shown.people, shown.rose, shown.share) == (1, 1, 100)


def member(role):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user


QUERY = f"?by=county&on={ON}&since={SINCE}&recorded_until=now"


def test_the_coordinator_gets_from_each_figure_to_its_people(region, client):
    client.force_login(member(COORDINATOR))
    answer = client.get(reverse("kompas_growth_report") + QUERY)
    assert answer.status_code == 200
    links = [cell.url for cells in answer.context["answer"].rows for cell in cells if cell.url]
    assert len(links) == 7  # one of the eight figures is zero
    people = client.get(links[0])
    assert people.status_code == 200
    assert people.context["answer"].facts[0][1] in (1, 3)


def test_the_coordinator_gets_from_totals_and_figures_to_their_people(region, client):
    client.force_login(member(COORDINATOR))
    for by in ("county", "kind"):
        answer = client.get(reverse("kompas_growth_report") + QUERY.replace("county", by)).context["answer"]
        led = [(count, address) for _what, count, address in answer.facts if address]
        assert [count for count, _address in led] == ["4", "3", "1"]
        for count, address in led:
            assert client.get(address).context["answer"].facts[0][1] == int(count)
        drawn = [line["url"] for figure in answer.figures for line in figure.rows if isinstance(line, dict)]
        assert drawn and all(client.get(address).status_code == 200 for address in drawn if address)


def test_a_handful_of_people_is_not_the_finding_about_a_region(region, client):
    """One of one is 100 %; the finding names the greatest share among groups that are groups."""
    for number in range(6):
        person = make.employed(organisation=region["there"])
        assessed(person, region["one"], 1, BEFORE)
        assessed(person, region["one"], 2 if number else 1, AFTER)
    alone = make.employed(organisation=make.organisation(county="0601"))
    assessed(alone, region["one"], 1, BEFORE)
    assessed(alone, region["one"], 2, AFTER)
    client.force_login(member(COORDINATOR))
    figures = client.get(reverse("kompas_growth_report") + QUERY).context["answer"].figures
    county = region["there"].placements.get().county
    findings = [figure.finding for figure in figures]
    assert findings and all(str(county) in finding for finding in findings)


def test_every_group_is_drawn(region, client):
    for _number in range(20):
        competence = make.CompetenceFactory(framework=region["one"].framework)
        assessed(region["ann"], competence, 1, BEFORE)
        assessed(region["ann"], competence, 2, AFTER)
    client.force_login(member(COORDINATOR))
    answer = client.get(reverse("kompas_growth_report") + QUERY.replace("county", "competence")).context["answer"]
    assert [len(figure.rows) for figure in answer.figures] == [len(answer.rows)] * 2 == [22] * 2


def test_what_the_answer_is_narrowed_to_is_said_beside_it(region, client):
    client.force_login(member(COORDINATOR))
    county = region["here"].placements.get().county
    answer = client.get(reverse("kompas_growth_report") + QUERY + f"&county={county.pk}").context["answer"]
    assert f"{county}." in answer.notes[0]
    assert any(f"{county}." in meaning for _term, meaning in answer.definitions)


def test_periods_at_hand_ask_the_same_of_other_days(region, client):
    client.force_login(member(COORDINATOR))
    answer = client.get(reverse("kompas_growth_report") + QUERY)
    addresses = [address for _words, address in answer.context["answer"].periods]
    assert len(addresses) == 4 and all(
        "by=county" in address and "recorded_until=now" in address for address in addresses
    )
    for address in addresses:
        again = client.get(reverse("kompas_growth_report") + address)
        assert again.context["form"].is_valid()
        assert again.context["form"].cleaned_data["by"] == By.COUNTY


def test_periods_are_whole_years_and_quarters():
    with translation.override("en"):
        days_of = {str(words): (since, on) for words, since, on in periods(date(2026, 2, 10))}
    assert days_of == {
        "the last twelve months": (date(2025, 2, 10), date(2026, 2, 10)),
        "this year": (date(2025, 12, 31), date(2026, 2, 10)),
        "the year before": (date(2024, 12, 31), date(2025, 12, 31)),
        "the last full quarter": (date(2025, 9, 30), date(2025, 12, 31)),
    }


def test_the_analyst_sees_neither_names_nor_small_groups(region, client):
    client.force_login(member(ANALYST))
    answer = client.get(reverse("kompas_growth_report") + QUERY)
    html = answer.content.decode()
    assert answer.status_code == 200
    with translation.override("pl"):
        hidden = shown(HIDDEN)
    assert all(not cell.url for cells in answer.context["answer"].rows for cell in cells)
    assert {cells[1].words for cells in answer.context["answer"].rows} == {hidden}
    assert "Kowalska" not in html
    drill = reverse("kompas_growth_people") + QUERY + f"&key={Placement.objects.first().county_id}&what=people"
    assert client.get(drill).status_code in (302, 403)
    assert client.get(drill + "&export=xlsx").status_code in (302, 403)
    assert client.get(reverse("kompas_growth_people") + QUERY + "&key=all&what=people").status_code in (302, 403)
    addresses = [address for _what, _count, address in answer.context["answer"].facts]
    assert addresses and not any(addresses)
    assert "what=" not in html
    worksheet = client.get(reverse("kompas_growth_report") + QUERY + "&export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(worksheet.content))
    amounts = [row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert amounts and all(isinstance(amount, str) for amount in amounts)


def test_without_the_permission_there_is_no_report(region, client):
    client.force_login(make.user())
    for name in ("kompas_growth_report", "kompas_growth_people"):
        assert client.get(reverse(name) + QUERY).status_code in (302, 403)
    client.logout()
    assert client.get(reverse("kompas_growth_report")).status_code == 302


def test_the_workbook_has_real_dates(region, client):
    client.force_login(member(COORDINATOR))
    worksheet = client.get(reverse("kompas_growth_report") + QUERY + "&export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(worksheet.content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert {(line[1].date(), line[2].date()) for line in rows} == {(SINCE, ON)}
    assert sorted(line[3] for line in rows) == [1, 3]


def test_a_day_to_come_and_a_backward_period_are_explained(region, client):
    client.force_login(member(COORDINATOR))
    tomorrow = time.today() + timedelta(days=1)
    for query in (f"?on={tomorrow}", f"?on={SINCE}&since={ON}"):
        answer = client.get(reverse("kompas_growth_report") + query)
        assert answer.status_code == 200
        assert answer.context["answer"] is None
        assert answer.context["form"].errors
