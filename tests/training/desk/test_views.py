"""*My development*, own estimates and the manager's screens, as their people see them."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.training.assessments.shapes import framework_with, said
from training.assessments import actions as assessments
from training.assessments.models import Assessment
from training.assessments.queries import held_levels
from training.assessments.states import AssessmentKind
from training.desk.registry import Closing, NextStep, next_steps, panels, what_closes_gap
from training.kernel import time

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def english(client):
    """Sentences are asserted in the language of the code."""
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def alone(monkeypatch):
    """Only what this room says: other rooms' panels and steps are tested in their own rooms."""
    for registry in (panels, next_steps, what_closes_gap):
        monkeypatch.setattr(registry, "_entries", {})


@pytest.fixture
def profile():
    competences = framework_with(3)
    one, two, three = competences
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={one: 3, two: 2, three: 4}, framework=one.framework
    )
    return competences


@pytest.fixture
def office():
    return make.organisation(name="GOPS Ulhówek")


@pytest.fixture
def manager(office):
    head = make.employed(organisation=office, user=make.user(), first_name="Jan", last_name="Kierownik")
    make.MandateFactory(person=head, organisation=office)
    return head


def worker(office, **more):
    return make.employed(organisation=office, **more)


def url(name, *args):
    return reverse(f"kompas_training:{name}", args=args)


def page(client, address, user=None):
    if user is not None:
        client.force_login(user)
    answer = client.get(address)
    return answer, answer.content.decode()


# ---- my development ------------------------------------------------------------------------------------------------


def test_my_development_shows_levels_with_source_and_date_and_never_zero_for_unknown(client, profile, office, alone):
    one, two, _three = profile
    who = worker(office, user=make.user())
    said(who, one, 2, DAY)
    said(who, two, 3, DAY, kind=AssessmentKind.VALIDATED)
    answer, html = page(client, url("my_development"), who.user)
    assert answer.status_code == 200
    assert "superior&#x27;s assessment, 12 May 2026" in html
    assert "validated in a course, 12 May 2026" in html
    assert "1 level missing" in html
    assert "meets the requirement" in html
    assert html.count(">not assessed<") >= 1
    assert "4 levels missing" not in html
    assert [row["words"] for row in answer.context["rows"]] == [
        "1 level missing",
        "meets the requirement",
        "not assessed",
    ]


def test_the_next_step_comes_first_and_the_most_pressing_of_all_rooms(client, profile, office, alone):
    who = worker(office, user=make.user())
    next_steps.register("later", lambda person, now: [NextStep("Later", "/b/", due=now + timedelta(days=5), order=10)])
    next_steps.register("soon", lambda person, now: [NextStep("Soon", "/a/", due=now + timedelta(days=1), order=10)])
    answer, html = page(client, url("my_development"), who.user)
    assert answer.context["next_step"].text == "Soon"
    assert next(step.text for step in answer.context["more_steps"]) == "Later"
    assert html.index("Soon") < html.index("My competences and what my post requires")


def test_only_courses_that_lead_above_the_held_level_close_a_gap(client, profile, office, alone):
    one, *_rest = profile
    who = worker(office, user=make.user())
    said(who, one, 2, DAY)
    what_closes_gap.register(
        "courses",
        lambda competences, on: [
            Closing(one.line_id, 2, "Too low", "/low/"),
            Closing(one.line_id, 3, "Just right", "/right/", starts_on=on + timedelta(days=9)),
        ],
    )
    _answer, html = page(client, url("my_development"), who.user)
    assert "Just right" in html
    assert "Too low" not in html


def test_the_step_of_an_open_course_is_due_on_the_last_day_to_apply(client, profile, office, alone):
    one, two, _three = profile
    who = worker(office, user=make.user())
    said(who, one, 2, DAY)
    said(who, two, 1, DAY)
    begins, until = time.today() + timedelta(days=20), time.today() + timedelta(days=6)
    what_closes_gap.register(
        "courses",
        lambda competences, on: [Closing(one.line_id, 3, "Talks", "/talks/", starts_on=begins, apply_until=until)],
    )
    answer, html = page(client, url("my_development"), who.user)
    steps = [answer.context["next_step"], *answer.context["more_steps"]]
    assert [step.due for step in steps if step.url == "/talks/"] == [until]
    assert html.count("no open course") == 1  # the other gap says that nothing closes it now


def test_my_development_of_somebody_without_a_profile_still_shows_what_is_held(client, office, alone):
    (one,) = framework_with(1)
    who = worker(office, user=make.user())
    said(who, one, 2, DAY)
    _answer, html = page(client, url("my_development"), who.user)
    assert "Your post has no profile yet" in html
    assert str(one) in html


def test_my_development_costs_the_same_for_one_competence_and_for_three(
    client, office, alone, django_assert_num_queries
):
    one, two, three = framework_with(3)
    small, large = worker(office, user=make.user()), worker(office, user=make.user())
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={one: 3, two: 2, three: 4}, framework=one.framework
    )
    said(small, one, 2, DAY)
    for competence in (one, two, three):
        said(large, competence, 1, DAY)
        said(large, competence, 2, DAY + timedelta(days=1))
    for who in (small, large):
        client.force_login(who.user)
        with django_assert_num_queries(13):
            client.get(url("my_development"))


@pytest.mark.parametrize("name", ["my_development", "estimates", "team", "team_xlsx"])
def test_visitors_are_asked_to_sign_in(client, name):
    answer = client.get(url(name))
    assert answer.status_code == 302
    assert reverse("kompas_training:sign_in") in answer["Location"]


# ---- own estimates -------------------------------------------------------------------------------------------------


def test_a_whole_page_of_estimates_is_saved_without_a_script(client, profile, office):
    one, two, _three = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{one.pk}": "2", f"level-{two.pk}": "1"})
    assert answer.status_code == 302
    assert dict(Assessment.objects.values_list("competence_id", "level")) == {one.pk: 2, two.pk: 1}
    assert set(Assessment.objects.values_list("kind", "person_id")) == {("self", who.pk)}
    again = client.post(url("estimates"), {f"level-{one.pk}": "2", f"level-{two.pk}": "1"})
    assert again.status_code == 302
    assert Assessment.objects.count() == 2


def test_one_choice_is_saved_as_it_is_made(client, profile, office):
    one, *_rest = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{one.pk}": "3"}, headers={"X-Requested-With": "kc-autosave"})
    assert answer.json()["saved"].startswith("Saved at ")
    assert Assessment.objects.get().level == 3


def test_what_was_said_last_is_taken_back_and_what_was_before_counts_again(client, profile, office):
    one, two, _three = profile
    who = worker(office, user=make.user())
    said(who, one, 1, DAY, kind=AssessmentKind.SELF, assessor=who)
    client.force_login(who.user)
    client.post(url("estimates"), {f"level-{one.pk}": "4"})
    _answer, html = page(client, url("estimates"))
    assert html.index("Take back") and "Said on" in html
    # Other choices that stand on the page are kept.
    answer = client.post(
        url("estimates"), {f"level-{one.pk}": "4", f"level-{two.pk}": "2", "take_back": str(one.pk)}, follow=True
    )
    assert "Taken back" in answer.content.decode()
    held = {one.line_id: one.level for one in held_levels([who], on=time.today())}
    assert held == {one.line_id: 1, two.line_id: 2}
    assert list(Assessment.objects.order_by("pk").values_list("level", flat=True)) == [1, 4, 2, None]
    client.post(url("estimates"), {"take_back": str(two.pk)})
    client.post(url("estimates"), {"take_back": str(two.pk)})
    assert Assessment.objects.count() == 5  # asking twice is harmless
    assert client.post(url("estimates"), {"take_back": "999999"}).status_code == 404


def test_a_level_that_is_not_on_the_page_is_refused(client, profile, office):
    one, *_rest = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{one.pk}": "9"}, headers={"X-Requested-With": "kc-autosave"})
    assert answer.status_code == 422
    assert Assessment.objects.count() == 0
    page_again = client.post(url("estimates"), {f"level-{one.pk}": "9"})
    assert page_again.status_code == 200
    assert "Choose one of the levels shown." in page_again.content.decode()


def test_the_page_of_estimates_shows_the_descriptors_and_what_was_chosen(client, profile, office):
    one, *_rest = profile
    one.descriptors.create(level=2, text_pl="Samodzielnie prowadzi rozmowę.", text_en="Leads a talk unaided.")
    who = worker(office, user=make.user())
    assessments.estimate(person=who, levels={one: 2}, actor=make.ACTOR)
    _answer, html = page(client, url("estimates"), who.user)
    assert "Leads a talk unaided." in html
    assert f'name="level-{one.pk}" value="2" checked' in html
    assert "Estimated: 1 of 3 competences." in html


def test_the_page_of_estimates_costs_the_same_for_one_competence_and_for_three(
    client, office, django_assert_num_queries
):
    one, two, three = framework_with(3)
    small, large = make.PositionFactory(code="a"), make.PositionFactory(code="b")
    make.RoleProfileFactory(positions=[small], requirements={one: 1}, framework=one.framework)
    make.RoleProfileFactory(positions=[large], requirements={one: 1, two: 1, three: 1}, framework=one.framework)
    for position in (small, large):
        who = worker(office, user=make.user(), position=position)
        client.force_login(who.user)
        with django_assert_num_queries(11):
            client.get(url("estimates"))


# ---- the manager's screens -----------------------------------------------------------------------------------------


def test_the_team_map_is_alphabetical_in_polish_and_totals_each_competence(client, profile, office, manager, alone):
    one, _two, _three = profile
    for last_name in ("Żak", "Ćwik", "Dąb", "Celej"):
        who = worker(office, first_name="Ewa", last_name=last_name)
        said(who, one, 1 if last_name == "Żak" else 3, DAY)
    answer, _html = page(client, url("team"), manager.user)
    heat = answer.context["heat"]
    assert [row.label for row in heat.rows] == ["Celej Ewa", "Ćwik Ewa", "Dąb Ewa", "Kierownik Jan", "Żak Ewa"]
    assert heat.below == [1, 0, 0]
    assert heat.unknown == [1, 5, 5]
    assert heat.required == [5, 5, 5]
    assert [cell.gap for cell in heat.rows[-1].cells] == [2, None, None]


def test_a_manager_sees_nobody_of_another_institution(client, profile, office, manager, alone):
    one, *_rest = profile
    elsewhere = make.organisation(name="DPS Łęczna")
    stranger = worker(elsewhere, last_name="Obca")
    left = make.person(last_name="Dawna")
    make.EmploymentFactory(person=left, organisation=office, valid_until=date(2024, 1, 1))
    said(stranger, one, 1, DAY)
    _answer, html = page(client, url("team"), manager.user)
    assert "Obca" not in html
    assert "Dawna" not in html
    assert client.get(url("team") + f"?institution={elsewhere.pk}").status_code == 404
    assert client.get(url("team_xlsx") + f"?institution={elsewhere.pk}").status_code == 404
    for other in (stranger, left):
        assert client.get(url("team_assess", other.pk)).status_code == 404
        assert client.post(url("team_assess", other.pk), {f"level-{one.pk}": "2"}).status_code == 404
    assert Assessment.objects.count() == 1


def test_own_estimates_are_on_the_map_only_when_shared(client, profile, office, manager, alone):
    one, *_rest = profile
    who = worker(office, last_name="Aaa")
    assessments.estimate(person=who, levels={one: 3}, actor=make.ACTOR)
    answer, _html = page(client, url("team"), manager.user)
    assert answer.context["heat"].rows[0].cells[0].held is None
    assert "Own estimate: level 3" not in page(client, url("team_assess", who.pk))[1]
    assessments.share_estimates(person=who, is_shared=True, actor=make.ACTOR)
    answer, _html = page(client, url("team"))
    assert answer.context["heat"].rows[0].cells[0].held == 3
    assert "Own estimate: level 3" in page(client, url("team_assess", who.pk))[1]


def test_people_choose_who_sees_their_estimates(client, profile, office):
    who = worker(office, user=make.user())
    client.force_login(who.user)
    client.post(url("estimates_sharing"), {"is_shared": "on"})
    assert who.estimate_sharings.get().ended_at is None
    client.post(url("estimates_sharing"), {})
    assert who.estimate_sharings.get().ended_at is not None


def test_a_manager_assesses_own_staff_and_the_level_is_held(client, profile, office, manager):
    one, *_rest = profile
    who = worker(office)
    client.force_login(manager.user)
    client.post(url("team_assess", who.pk), {f"level-{one.pk}": "3"})
    row = Assessment.objects.get()
    assert (row.person, row.level, row.kind, row.assessor, row.assessor_role) == (
        who,
        3,
        "supervisor",
        manager,
        "manager",
    )


def test_another_superiors_word_is_neither_repeated_nor_taken_back(client, profile, office, manager):
    one, two, _three = profile
    who, before = worker(office), make.person()
    assessments.assess(person=who, assessor=before, levels={one: 3}, actor=make.ACTOR)
    client.force_login(manager.user)
    # The page shows the level that somebody else gave, and sends it back with the others.
    client.post(url("team_assess", who.pk), {f"level-{one.pk}": "3", f"level-{two.pk}": "2"})
    said_by = list(Assessment.objects.order_by("pk").values_list("competence_id", "assessor_id"))
    assert said_by == [(one.pk, before.pk), (two.pk, manager.pk)]
    _answer, html = page(client, url("team_assess", who.pk))
    assert html.count("Said on") == 1
    client.post(url("team_assess", who.pk), {"take_back": str(one.pk)})
    assert Assessment.objects.count() == 2


def test_a_manager_takes_back_what_they_said(client, profile, office, manager):
    one, *_rest = profile
    who = worker(office)
    client.force_login(manager.user)
    client.post(url("team_assess", who.pk), {f"level-{one.pk}": "3"})
    client.post(url("team_assess", who.pk), {"take_back": str(one.pk)})
    assert held_levels([who], on=time.today()) == []


def test_a_manager_estimates_themselves_like_anybody(client, profile, office, manager):
    client.force_login(manager.user)
    answer = client.get(url("team_assess", manager.pk))
    assert answer.status_code == 302
    assert answer["Location"] == url("estimates")


def test_without_a_mandate_today_there_is_no_team_map(client, profile, office):
    who = worker(office, user=make.user())
    make.MandateFactory(person=who, organisation=office, valid_until=time.today() - timedelta(days=1))
    client.force_login(who.user)
    assert client.get(url("team")).status_code == 404


def test_a_manager_of_two_chooses_the_institution(client, profile, office, manager, alone):
    second = make.organisation(name="ZAZ Łęczna")
    make.MandateFactory(person=manager, organisation=second)
    worker(second, last_name="Druga")
    _answer, html = page(client, url("team"), manager.user)
    assert "ZAZ Łęczna" in html
    assert "Druga" not in html
    _answer, html = page(client, url("team") + f"?institution={second.pk}")
    assert "Druga" in html


def test_the_map_is_filtered_by_post(client, profile, office, manager, alone):
    other = make.PositionFactory(code="opiekun", name_pl="opiekun", name_en="carer")
    worker(office, last_name="Opiekunka", position=other)
    answer, _html = page(client, url("team") + f"?institution={office.pk}&post={other.pk}", manager.user)
    assert [row.label for row in answer.context["heat"].rows] == ["Opiekunka Anna"]
    assert client.get(url("team") + f"?institution={office.pk}&post=x").status_code == 404


def test_the_workbook_has_real_dates_and_words_for_the_unknown(client, profile, office, manager, alone):
    one, *_rest = profile
    who = worker(office, first_name="Ewa", last_name="Abc")
    said(who, one, 1, DAY)
    client.force_login(manager.user)
    answer = client.get(url("team_xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    first, second = book.worksheets
    assert [cell.value for cell in first[2]][:4] == ["Abc Ewa", "social worker", -2, "not assessed"]
    row = [cell.value for cell in second[2]]
    assert row[:2] == ["Abc Ewa", "social worker"]
    assert row[4:8] == [3, 1, 2, "superior's assessment"]
    assert row[8].date() == DAY


def test_the_team_map_costs_the_same_for_one_person_and_for_three(
    client, profile, office, manager, alone, django_assert_num_queries
):
    client.force_login(manager.user)
    with django_assert_num_queries(12):
        client.get(url("team"))
    for _ in range(2):
        said(worker(office), profile[0], 1, DAY)
    with django_assert_num_queries(12):
        client.get(url("team"))
