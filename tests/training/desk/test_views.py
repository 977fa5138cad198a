"""*My development* and self-assessments, as their people see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from laces.components import Component

from tests import factories as make
from tests.html import in_one_line
from tests.training.assessments.shapes import assessed, framework_with
from tests.training.desk.pages import DAY, page, url, worker
from training.assessments import actions as assessments
from training.assessments.models import Assessment
from training.assessments.queries import held_levels
from training.assessments.states import AssessmentKind
from training.desk.registry import Closing, NextStep, beside_gaps, next_steps, what_closes_gap
from training.kernel import time
from training.kernel.date_texts import deadline_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# ---- my development ------------------------------------------------------------------------------------------------


def test_my_development_shows_levels_with_source_and_date_and_never_zero_for_unknown(client, profile, office, alone):
    first, second, _third = profile
    who = worker(office, user=make.user())
    assessed(who, first, 2, DAY)
    assessed(who, second, 3, DAY, kind=AssessmentKind.VALIDATED)
    answer, html = page(client, url("my_development"), who.user)
    assert answer.status_code == 200
    assert "superior&#x27;s assessment, 12 May 2026" in in_one_line(html)
    assert "validated in a course, 12 May 2026" in in_one_line(html)
    assert "level 2 of 3" in in_one_line(html)
    assert "meets the requirement" in html
    assert html.count(">not assessed<") >= 1
    assert "4 levels missing" not in html
    assert [row["words"] for row in answer.context["rows"]] == [
        "1 level missing",
        "meets the requirement",
        "not assessed",
    ]


def test_what_is_missing_comes_first_and_the_rest_is_folded_with_its_number(client, office, alone):
    met, small, wide, unknown = framework_with(4)
    make.RoleProfileFactory(
        positions=[make.PositionFactory()],
        requirements={met: 1, small: 3, wide: 4, unknown: 2},
        framework=met.framework,
    )
    who = worker(office, user=make.user())
    for competence, level in ((met, 2), (small, 2), (wide, 1)):
        assessed(who, competence, level, DAY)
    answer, html = page(client, url("my_development"), who.user)
    said = in_one_line(html)
    assert [row["gap"].competence for row in answer.context["missing"]] == [wide, small]
    # The agenda above asks for estimates in the same words.
    places = [
        said.rindex(words)
        for words in (
            "My post requires more in 2 competences",
            "level 1 of 4",
            "level 2 of 3",
            "1 competence that nobody has assessed",
            "1 of 4 requirements met",
        )
    ]
    assert places == sorted(places)
    assert said.count("<details") == said.count("</details>")


def test_growth_says_what_moved_a_level_and_why_one_fell(client, profile, office, alone):
    first, second, _third = profile
    boss = make.employed(organisation=office, first_name="Jan", last_name="Kierownik")
    who = worker(office, user=make.user())
    assessed(who, first, 3, DAY, assessor=boss)
    assessed(who, first, 2, DAY + timedelta(days=30), assessor=boss)
    assessed(who, second, 1, DAY, kind=AssessmentKind.SELF, assessor=who)
    _answer, html = page(client, url("my_development"), who.user)
    said = in_one_line(html)
    assert "0 of 2 assessed competences have grown." in said
    assert "From 3 down to 2 on 11 June 2026: superior&#x27;s assessment (Jan Kierownik)" in said
    assert "self-assessment, 12 May 2026" in said


def test_the_next_step_comes_first_and_the_most_pressing_of_all_rooms(client, profile, office, alone):
    who = worker(office, user=make.user())
    next_steps.register("later", lambda person, now: [NextStep("Later", "/b/", due=now + timedelta(days=5), order=10)])
    next_steps.register("soon", lambda person, now: [NextStep("Soon", "/a/", due=now + timedelta(days=1), order=10)])
    answer, html = page(client, url("my_development"), who.user)
    assert [step.text for step in answer.context["agenda"].steps][:2] == ["Soon", "Later"]
    assert html.index("Soon") < html.index("What my post requires")


def test_only_courses_that_lead_above_the_held_level_close_a_gap(client, profile, office, alone):
    first, *_rest = profile
    who = worker(office, user=make.user())
    assessed(who, first, 2, DAY)
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [
            Closing(first.line_id, 2, "Too low", "/low/"),
            Closing(first.line_id, 3, "Just right", "/right/", starts_on=on + timedelta(days=9)),
        ],
    )
    _answer, html = page(client, url("my_development"), who.user)
    assert "Just right" in html
    assert "Too low" not in html


def test_a_course_that_leads_only_part_of_the_way_says_so_and_closes_nothing(client, profile, office, alone):
    first, *_rest = profile
    who = worker(office, user=make.user())
    assessed(who, first, 1, DAY)
    what_closes_gap.register("courses", lambda lines, people, on: [Closing(first.line_id, 2, "Half way", "/half/")])
    answer, html = page(client, url("my_development"), who.user)
    assert "leads to level 2 of the 3 required" in in_one_line(html)
    steps = [step.text for step in answer.context["agenda"].steps if step.url == "/half/"]
    assert steps == [f"See the course “Half way”: it lessens a gap in “{first}”"]


def test_courses_with_places_come_first_and_a_full_one_says_how_many_wait(client, profile, office, alone):
    first, *_rest = profile
    who = worker(office, user=make.user())
    assessed(who, first, 1, DAY)
    soon, later = time.today() + timedelta(days=1), time.today() + timedelta(days=9)
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [
            Closing(first.line_id, 3, "Full", "/full/", starts_on=soon, is_full=True, waiting=8),
            Closing(first.line_id, 2, "Half way", "/half/", starts_on=soon),
            Closing(first.line_id, 3, "Whole way", "/whole/", starts_on=later),
        ],
    )
    answer, _html = page(client, url("my_development"), who.user)
    closings = answer.context["development"].closings[first.line_id]
    assert [closing.title for closing in closings] == ["Whole way", "Half way", "Full"]
    step = next(step for step in answer.context["agenda"].steps if step.order == 90)
    assert step.url == "/whole/"


def test_a_full_course_is_no_next_step_but_says_who_waits(client, profile, office, alone):
    first, *_rest = profile
    who = worker(office, user=make.user())
    assessed(who, first, 1, DAY)
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [Closing(first.line_id, 3, "Full", "/full/", is_full=True, waiting=8)],
    )
    answer, html = page(client, url("my_development"), who.user)
    assert "No free places; 8 people on the reserve list" in in_one_line(html)
    assert [step for step in answer.context["agenda"].steps if step.url == "/full/"] == []


def test_a_course_that_the_person_has_taken_is_not_proposed_again(client, profile, office, alone):
    first, *_rest = profile
    who = worker(office, user=make.user())
    assessed(who, first, 1, DAY)
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [
            Closing(first.line_id, 3, "Taken", "/taken/", taken_by=frozenset(person.pk for person in people)),
        ],
    )
    _answer, html = page(client, url("my_development"), who.user)
    assert "/taken/" not in html


def test_the_step_of_an_open_course_ends_with_the_applications_to_the_hour(client, profile, office, alone):
    first, second, _third = profile
    who = worker(office, user=make.user())
    assessed(who, first, 2, DAY)
    assessed(who, second, 1, DAY)
    begins, until = time.today() + timedelta(days=20), time.at(time.today() + timedelta(days=6), "16:00")
    what_closes_gap.register(
        "courses",
        lambda lines, people, on: [Closing(first.line_id, 3, "Talks", "/talks/", starts_on=begins, apply_until=until)],
    )
    answer, html = page(client, url("my_development"), who.user)
    assert [step.due for step in answer.context["agenda"].steps if step.url == "/talks/"] == [until]
    assert f"until {deadline_text(until, time.today())}" in in_one_line(html)
    assert html.count("no open course to propose") == 1  # the other gap says that nothing closes it now


def test_beside_a_gap_stands_what_can_be_done_where_no_course_leads_to_the_required_level(
    client, profile, office, alone
):
    """A course that leads only part of the way leaves the gap without one; a requirement that is met asks nothing."""
    first, _second, third = profile
    who, asked = worker(office, user=make.user()), {}
    for competence in profile:
        assessed(who, competence, 2, DAY)
    what_closes_gap.register("courses", lambda lines, people, on: [Closing(third.line_id, 3, "Half way", "/half/")])

    class Offer(Component):
        def render_html(self, parent_context=None):
            return f"Offer for {parent_context['row']['gap'].competence}"

    def offer(context, gaps):
        asked.update(gaps)
        return {first.line_id: Offer()}

    beside_gaps.register("offers", offer)
    _answer, html = page(client, url("my_development"), who.user)
    assert asked == {first.line_id: 3, third.line_id: 4}
    assert html.count("Offer for") == html.count(f"Offer for {first}") == 1


def test_my_development_of_somebody_without_a_profile_still_shows_what_is_held(client, office, alone):
    (first,) = framework_with(1)
    who = worker(office, user=make.user())
    assessed(who, first, 2, DAY)
    _answer, html = page(client, url("my_development"), who.user)
    assert "Your post has no profile yet" in html
    assert str(first) in html


def test_my_development_costs_the_same_for_one_competence_and_for_three(
    client, office, alone, django_assert_num_queries
):
    first, second, third = framework_with(3)
    small, large = worker(office, user=make.user()), worker(office, user=make.user())
    make.RoleProfileFactory(
        positions=[make.PositionFactory()], requirements={first: 3, second: 2, third: 4}, framework=first.framework
    )
    assessed(small, first, 2, DAY)
    for competence in (first, second, third):
        assessed(large, competence, 1, DAY)
        assessed(large, competence, 2, DAY + timedelta(days=1))
    for who in (small, large):
        client.force_login(who.user)
        with django_assert_num_queries(10):
            client.get(url("my_development"))


@pytest.mark.parametrize("name", ["my_development", "estimates", "team", "team_xlsx"])
def test_visitors_are_asked_to_sign_in(client, name):
    answer = client.get(url(name))
    assert answer.status_code == 302
    assert reverse("kompas_training:sign_in") in answer["Location"]


# ---- self-assessments --------------------------------------------------------------------------------------------


def test_a_whole_page_of_estimates_is_saved_without_a_script(client, profile, office):
    first, second, _third = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{first.pk}": "2", f"level-{second.pk}": "1"})
    assert answer.status_code == 302
    assert dict(Assessment.objects.values_list("competence_id", "level")) == {first.pk: 2, second.pk: 1}
    assert set(Assessment.objects.values_list("kind", "person_id")) == {("self", who.pk)}
    again = client.post(url("estimates"), {f"level-{first.pk}": "2", f"level-{second.pk}": "1"})
    assert again.status_code == 302
    assert Assessment.objects.count() == 2


def test_one_choice_is_saved_as_it_is_made(client, profile, office):
    first, *_rest = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{first.pk}": "3"}, headers={"X-Requested-With": "kc-autosave"})
    assert answer.json()["saved"].startswith("Saved at ")
    assert Assessment.objects.get().level == 3


def test_what_was_said_last_is_taken_back_and_what_was_before_counts_again(client, profile, office):
    first, second, _third = profile
    who = worker(office, user=make.user())
    assessed(who, first, 1, DAY, kind=AssessmentKind.SELF, assessor=who)
    client.force_login(who.user)
    client.post(url("estimates"), {f"level-{first.pk}": "4"})
    _answer, html = page(client, url("estimates"))
    assert html.index("Take back") and "Said on" in html
    # Other choices that stand on the page are kept.
    answer = client.post(
        url("estimates"), {f"level-{first.pk}": "4", f"level-{second.pk}": "2", "take_back": str(first.pk)}, follow=True
    )
    assert "Taken back" in answer.content.decode()
    held = {held_level.line_id: held_level.level for held_level in held_levels([who], on=time.today())}
    assert held == {first.line_id: 1, second.line_id: 2}
    assert list(Assessment.objects.order_by("pk").values_list("level", flat=True)) == [1, 4, 2, None]
    client.post(url("estimates"), {"take_back": str(second.pk)})
    client.post(url("estimates"), {"take_back": str(second.pk)})
    assert Assessment.objects.count() == 5  # asking twice is harmless
    assert client.post(url("estimates"), {"take_back": "999999"}).status_code == 404


def test_a_level_that_is_not_on_the_page_is_refused(client, profile, office):
    first, *_rest = profile
    who = worker(office, user=make.user())
    client.force_login(who.user)
    answer = client.post(url("estimates"), {f"level-{first.pk}": "9"}, headers={"X-Requested-With": "kc-autosave"})
    assert answer.status_code == 422
    assert Assessment.objects.count() == 0
    page_again = client.post(url("estimates"), {f"level-{first.pk}": "9"})
    assert page_again.status_code == 200
    assert "Choose one of the levels shown." in page_again.content.decode()


def test_the_page_of_estimates_shows_the_descriptors_and_what_was_chosen(client, profile, office):
    first, *_rest = profile
    first.descriptors.create(level=2, text_pl="Samodzielnie prowadzi rozmowę.", text_en="Leads a talk unaided.")
    who = worker(office, user=make.user())
    assessments.estimate(person=who, levels={first: 2}, actor=make.ACTOR)
    _answer, html = page(client, url("estimates"), who.user)
    assert "Leads a talk unaided." in html
    assert f'name="level-{first.pk}" value="2" checked' in in_one_line(html)
    assert "Estimated: 1 of 3 competences." in html


def test_the_page_of_estimates_costs_the_same_for_one_competence_and_for_three(
    client, office, django_assert_num_queries
):
    first, second, third = framework_with(3)
    small, large = make.PositionFactory(code="a"), make.PositionFactory(code="b")
    make.RoleProfileFactory(positions=[small], requirements={first: 1}, framework=first.framework)
    make.RoleProfileFactory(positions=[large], requirements={first: 1, second: 1, third: 1}, framework=first.framework)
    for position in (small, large):
        who = worker(office, user=make.user(), position=position)
        client.force_login(who.user)
        with django_assert_num_queries(10):
            client.get(url("estimates"))


# ---- the manager's screens -----------------------------------------------------------------------------------------


def test_people_choose_who_sees_their_estimates(client, profile, office):
    who = worker(office, user=make.user())
    client.force_login(who.user)
    client.post(url("estimates_sharing"), {"is_shared": "on"})
    assert who.estimate_sharings.get().ended_at is None
    client.post(url("estimates_sharing"), {})
    assert who.estimate_sharings.get().ended_at is not None
