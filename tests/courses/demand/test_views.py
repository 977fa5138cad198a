"""The buttons of the person who wishes: on the page of a course, beside a gap, and in a list of one's own."""

import pytest
from django.urls import reverse

from courses.demand import actions as demand
from courses.demand.models import Wish
from courses.demand.panels import beside_gaps, wishes_panel
from courses.demand.states import WishState
from tests import factories as make
from tests.courses.demand.steps import DAY, competence, wish_for_course, wish_for_level
from training.desk.registry import PanelContext
from training.kernel import time
from training.kernel.page_cache import page_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.employed(user=make.user())


@pytest.fixture
def browser(client, person):
    client.force_login(person.user)
    return client


@pytest.fixture
def course():
    """Visitors may know of it: an edition was held."""
    return make.EditionFactory(course=make.CourseFactory(title="Dialog motywujący")).course


def address(name, *keys):
    return reverse(f"kompas_courses:{name}", args=keys)


def words(answer):
    return " ".join(answer.content.decode().split()).replace(" </button>", "</button>")


def test_one_tap_wishes_for_a_course_and_one_takes_it_back(browser, person, course):
    sent = browser.post(address("wish_course", course.pk), follow=True)
    assert sent.redirect_chain == [(reverse("kompas_training:my_development"), 302)]
    assert "Zapisano. Napiszemy jeden raz, gdy otworzy się nabór." in words(sent)
    wish = Wish.objects.get(person=person, course=course)
    sent = browser.post(address("withdraw_wish", wish.pk), follow=True)
    assert f'Wycofano. <a href="{address("wish_course", course.pk)}">Jednak chcę</a>' in words(sent)
    wish.refresh_from_db()
    assert wish.state == WishState.WITHDRAWN


def test_one_tap_wishes_for_a_level_of_a_competence(browser, person):
    wanted = competence()
    sent = browser.post(address("wish_level", wanted.line_id, 3))
    assert sent.url == reverse("kompas_training:my_development") + "#profile"
    wish = Wish.objects.get(person=person)
    assert (wish.line, wish.level, wish.state) == (wanted.line, 3, WishState.OPEN)


def test_a_double_click_is_one_wish(browser, course):
    for _turn in range(2):
        browser.post(address("wish_course", course.pk))
    assert Wish.objects.count() == 1


def test_who_comes_by_the_link_reads_what_follows_and_has_one_button(browser, course):
    page = browser.get(address("wish_course", course.pk))
    assert page.status_code == 200
    assert "Dialog motywujący" in words(page)
    assert words(page).count("Powiadom mnie</button>") == 1
    browser.post(address("wish_course", course.pk))
    assert "Wycofaj</button>" in words(browser.get(address("wish_course", course.pk)))


def test_the_page_of_a_level_names_it(browser):
    wanted = competence()
    page = browser.get(address("wish_level", wanted.line_id, 2))
    assert page.status_code == 200
    assert wanted.name in words(page)


def test_a_course_that_nobody_may_know_of_is_not_found(browser):
    draft = make.EditionFactory(state="draft").course
    assert browser.get(address("wish_course", draft.pk)).status_code == 404
    assert browser.post(address("wish_course", draft.pk)).status_code == 404
    assert not Wish.objects.exists()


def test_a_course_that_is_archived_says_so(browser, course):
    course.is_archived = True
    course.save()
    answer = browser.post(address("wish_course", course.pk))
    assert answer.status_code == 409
    assert "nie jest już prowadzony" in words(answer)


@pytest.mark.parametrize("level", [0, 5, 99_999])
def test_a_level_that_is_none_is_not_found(browser, level):
    wanted = competence()
    assert browser.post(address("wish_level", wanted.line_id, level)).status_code == 404
    assert not Wish.objects.exists()


def test_a_competence_of_a_draft_is_not_found(browser):
    drafted = make.CompetenceFactory()
    make.LevelFactory(framework=drafted.framework, number=1)
    assert browser.post(address("wish_level", drafted.line_id, 1)).status_code == 404


def test_nobody_takes_back_the_wish_of_another(browser, course):
    wish = wish_for_course(course)
    assert browser.post(address("withdraw_wish", wish.pk)).status_code == 404
    wish.refresh_from_db()
    assert wish.state == WishState.OPEN


def test_a_visitor_signs_in_first_and_comes_back(client, course):
    answer = client.get(address("wish_course", course.pk))
    assert answer.status_code == 302
    assert answer.url == f"{reverse('kompas_training:sign_in')}?next={address('wish_course', course.pk)}"


# ---- on the desk ---------------------------------------------------------------------------------------------------


def context(person):
    now = time.now()
    return PanelContext(request=None, person=person, on=time.today(now), now=now)


def test_beside_a_gap_stands_the_wish_or_the_button(person):
    wanted, other = competence(), competence()
    wish = wish_for_level(wanted, 3, person)
    shown = beside_gaps(context(person), {wanted.line_id: 3, other.line_id: 2})
    assert {line: button.wish for line, button in shown.items()} == {wanted.line_id: wish, other.line_id: None}
    html = {line: " ".join(button.render_html({}).split()) for line, button in shown.items()}
    assert "Wycofaj" in html[wanted.line_id]
    assert "Chcę takie szkolenie" in html[other.line_id]


def test_a_wish_for_another_level_is_not_this_wish(person):
    wanted = competence()
    wish_for_level(wanted, 2, person)
    (button,) = beside_gaps(context(person), {wanted.line_id: 3}).values()
    assert button.wish is None


def test_the_panel_lists_what_one_waits_for_and_leads_back_to_the_desk(browser, person, course):
    wanted = competence()
    wish_for_course(course, person), wish_for_level(wanted, 3, person), wish_for_course(course)
    gone = wish_for_course(make.CourseFactory(title="Wycofany"), person)
    demand.withdraw(wish=gone, actor=make.ACTOR)
    html = " ".join(wishes_panel(context(person)).render_html({}).split())
    assert html.count("Zgłoszono") == 2
    assert f"{wanted.name}, poziom 3" in html
    assert "Wycofany" not in html
    wish = Wish.objects.get(person=person, course=course)
    sent = browser.post(address("withdraw_wish", wish.pk), {"back": "desk"})
    assert sent.url == reverse("kompas_training:my_development")


def test_who_waits_for_nothing_has_no_panel(person):
    assert wishes_panel(context(person)) is None


@pytest.mark.parametrize("number", [1, 3])
def test_what_demand_asks_for_the_desk_is_constant(person, number, django_assert_num_queries):
    gaps = {}
    for _turn in range(number):
        wanted = competence()
        gaps[wanted.line_id] = 3
        wish_for_level(wanted, 3, person, now=time.now() - DAY)
        wish_for_course(make.EditionFactory().course, person)
    with page_cache(), django_assert_num_queries(2):
        beside_gaps(context(person), gaps)
        wishes_panel(context(person)).render_html({})
