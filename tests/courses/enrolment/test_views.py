"""The screens of the person who applies."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.states import EditionState
from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from courses.enrolment.panels import enrolments_panel, steps
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR
from training.desk.registry import PanelContext
from training.kernel import time
from training.people.states import Identity
from training.ui.templatetags.kompas_ui import kc_moment

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def recruitment(**terms):
    now = time.now()
    opened = make.RecruitmentFactory(**{"opens_at": now - DAY, "closes_at": now + DAY, **terms})
    make.MeetingFactory(edition=opened.edition, starts_at=time.at(time.today(now) + 21 * DAY, "09:00"))
    return opened


def join(opened, person=None):
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, actor=ACTOR)


@pytest.fixture
def person():
    return make.employed(user=make.user())


@pytest.fixture
def browser(client, person):
    client.force_login(person.user)
    return client


def address(name, pk=None):
    return reverse(f"kompas_courses:{name}", args=[pk] if pk else None)


def test_two_clicks_from_the_course_page_give_a_place(browser, person):
    opened = recruitment()
    page = browser.get(address("apply", opened.edition.pk))
    assert page.status_code == 200
    assert person.employments.get().organisation.name in page.content.decode()
    sent = browser.post(address("apply", opened.edition.pk))
    application = Enrolment.objects.get(person=person)
    assert (sent.status_code, sent.url) == (302, address("enrolment", application.pk))
    assert application.state == EnrolmentState.CONFIRMED
    assert browser.get(sent.url).status_code == 200


def test_a_double_click_is_one_application(browser, person):
    opened = recruitment()
    first, second = (browser.post(address("apply", opened.edition.pk)) for _ in range(2))
    assert first.url == second.url
    assert Enrolment.objects.filter(person=person).count() == 1


def test_the_page_of_an_edition_one_is_already_in_is_the_enrolment(browser, person):
    opened = recruitment()
    application = join(opened, person)
    assert browser.get(address("apply", opened.edition.pk)).url == address("enrolment", application.pk)


def test_the_institution_is_asked_of_who_works_in_two(browser, person):
    opened = recruitment()
    second = make.EmploymentFactory(person=person, organisation=make.organisation(name="Dom Pomocy Łęczna"))
    assert "Dom Pomocy Łęczna" in browser.get(address("apply", opened.edition.pk)).content.decode()
    unchosen = browser.post(address("apply", opened.edition.pk))
    assert unchosen.status_code == 422
    assert not Enrolment.objects.exists()
    browser.post(address("apply", opened.edition.pk), {"employment": second.pk})
    assert Enrolment.objects.get().organisation == second.organisation


def test_somebody_elses_workplace_cannot_be_sent(browser, person):
    opened, foreign = recruitment(), make.EmploymentFactory()
    make.EmploymentFactory(person=person, organisation=make.organisation())
    assert browser.post(address("apply", opened.edition.pk), {"employment": foreign.pk}).status_code == 422
    assert not Enrolment.objects.exists()


def test_a_refusal_is_a_sentence_on_the_same_page(browser):
    opened = recruitment(seats=1, has_reserve_list=False)
    join(opened)
    page = browser.post(address("apply", opened.edition.pk))
    assert page.status_code == 409
    assert page.context["refusal"].code == "edition_is_full"
    assert page.context["refusal"].sentence in page.content.decode()


def test_outside_the_window_the_page_says_until_when_it_was_open(browser):
    opened = recruitment(closes_at=time.now() - timedelta(hours=1))
    page = browser.get(address("apply", opened.edition.pk))
    assert page.context["refusal"].code == "recruitment_closed"
    assert b"<form class" not in page.content


@pytest.mark.parametrize("state", [EditionState.DRAFT])
def test_what_visitors_may_not_see_is_not_found(browser, state):
    opened = recruitment(edition=make.EditionFactory(state=state))
    assert browser.get(address("apply", opened.edition.pk)).status_code == 404
    assert browser.post(address("apply", opened.edition.pk)).status_code == 404
    without_recruitment = address("apply", make.EditionFactory().pk)
    assert browser.get(without_recruitment).status_code == 404
    assert browser.post(without_recruitment).status_code == 404


def test_what_will_happen_is_said_before_sending(browser, person):
    full = recruitment(seats=1)
    join(full)
    decided = recruitment(at_once=False)
    assert browser.get(address("apply", full.edition.pk)).context["outcome"] == EnrolmentState.WAITING
    assert browser.get(address("apply", decided.edition.pk)).context["outcome"] == EnrolmentState.UNDER_DECISION
    person.identity = Identity.UNCONFIRMED
    person.save()
    assert browser.get(address("apply", recruitment().edition.pk)).context["outcome"] == EnrolmentState.UNDER_DECISION


def test_limits_of_the_only_institution_are_foreseen(browser, person):
    office = person.employments.get().organisation
    waits = recruitment(seats=5, organisation_limit=1)
    join(waits, make.employed(organisation=office))
    page = browser.get(address("apply", waits.edition.pk))
    assert page.context["outcome"] == EnrolmentState.WAITING
    assert "zgłoszenie trafi na listę rezerwową" in page.content.decode()


@pytest.mark.parametrize("terms", [{"seats": 1}, {"seats": 5, "organisation_limit": 1}])
def test_what_would_be_refused_is_said_instead_of_a_button(browser, person, terms):
    opened = recruitment(has_reserve_list=False, **terms)
    join(opened, make.employed(organisation=person.employments.get().organisation))
    page = browser.get(address("apply", opened.edition.pk))
    assert page.context["refusal"].code in ("edition_is_full", "organisation_limit_reached")
    assert page.context["refusal"].sentence in page.content.decode()
    assert b"<form class" not in page.content


def test_who_works_in_two_institutions_may_choose_the_one_with_places_left(browser, person):
    opened = recruitment(seats=5, organisation_limit=1, has_reserve_list=False)
    join(opened, make.employed(organisation=person.employments.get().organisation))
    second = make.EmploymentFactory(person=person, organisation=make.organisation())
    assert b"<form class" in browser.get(address("apply", opened.edition.pk)).content
    browser.post(address("apply", opened.edition.pk), {"employment": second.pk})
    assert Enrolment.objects.get(person=person).organisation == second.organisation


def test_a_confirmed_place_says_until_when_it_can_be_given_back(browser, person):
    until = time.at(time.today() + 7 * DAY, "23:59")
    application = join(recruitment(withdraw_until=until), person)
    told = browser.get(address("enrolment", application.pk)).context["explanation"].next
    assert told[-1] == f"Rezygnacja jest możliwa do {kc_moment(until)}."
    late = join(recruitment(withdraw_until=time.now() - DAY), person)
    assert len(browser.get(address("enrolment", late.pk)).context["explanation"].next) == 1


def test_a_place_in_an_edition_that_is_over_is_no_current_one(browser, person):
    yesterday = make.EditionFactory(starts_on=time.today() - 3 * DAY, ends_on=time.today() - DAY)
    over = make.EnrolmentFactory(edition=yesterday, person=person, state=EnrolmentState.CONFIRMED)
    make.RecruitmentFactory(edition=yesterday)
    coming = join(recruitment(), person)
    page = browser.get(address("my_enrolments"))
    assert [row.enrolment for row in page.context["current"]] == [coming]
    assert [row.enrolment for row in page.context["past"]] == [over]


def test_the_enrolments_page_says_position_rule_and_what_is_next(browser, person):
    opened = recruitment(seats=1, organisation_limit=1)
    join(opened)
    join(opened)
    application = join(opened, person)
    page = browser.get(address("enrolment", application.pk))
    told = page.context["explanation"]
    assert (told.position, told.waiting, told.obstacle) == (2, 2, "seats")
    assert len(told.rule) == 4
    for sentence in [*told.rule, *told.why, *told.next]:
        assert sentence in page.content.decode()


def test_withdrawing_states_the_consequence_first_and_then_does_it(browser, person):
    opened = recruitment(seats=1)
    first, second = join(opened, person), join(opened)
    assert browser.get(address("withdraw", first.pk)).status_code == 200
    first.refresh_from_db()
    assert first.state == EnrolmentState.CONFIRMED
    for _ in range(2):
        assert browser.post(address("withdraw", first.pk), {"reason": "ill"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.reason, second.state) == (EnrolmentState.WITHDRAWN, "ill", EnrolmentState.OFFERED)


def test_a_late_withdrawal_is_refused_in_words(browser, person):
    opened = recruitment(withdraw_until=time.now() - DAY)
    application = join(opened, person)
    assert browser.get(address("withdraw", application.pk)).status_code == 302
    late = browser.post(address("withdraw", application.pk))
    assert late.status_code == 409
    assert late.context["refusal"].code == "withdrawal_too_late"
    assert late.context["refusal"].sentence in late.content.decode()


def test_an_offer_is_accepted_or_declined(browser, person):
    opened = recruitment(seats=1)
    first, mine = join(opened), join(opened, person)
    assert browser.post(address("accept_offer", mine.pk)).status_code == 409
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    assert address("accept_offer", mine.pk) in browser.get(address("enrolment", mine.pk)).content.decode()
    assert browser.get(address("accept_offer", mine.pk)).status_code == 302
    mine.refresh_from_db()
    assert mine.state == EnrolmentState.OFFERED
    browser.post(address("accept_offer", mine.pk))
    mine.refresh_from_db()
    assert mine.state == EnrolmentState.CONFIRMED


def test_a_declined_offer_goes_on(browser, person):
    opened = recruitment(seats=1)
    first, mine, third = join(opened), join(opened, person), join(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    assert browser.get(address("decline_offer", mine.pk)).status_code == 200
    browser.post(address("decline_offer", mine.pk))
    third.refresh_from_db()
    assert third.state == EnrolmentState.OFFERED


PAGES = ["enrolment", "withdraw", "accept_offer", "decline_offer"]


@pytest.mark.parametrize("name", PAGES)
def test_somebody_elses_application_is_not_found(browser, name):
    opened = recruitment(seats=1)
    somebody_elses = join(opened)
    assert browser.get(address(name, somebody_elses.pk)).status_code == 404
    # The page itself takes no answers; each button has an address of its own.
    assert browser.post(address(name, somebody_elses.pk)).status_code == (405 if name == "enrolment" else 404)
    somebody_elses.refresh_from_db()
    assert somebody_elses.state == EnrolmentState.CONFIRMED


@pytest.mark.parametrize("name", [*PAGES, "apply", "my_enrolments"])
def test_nobody_is_sent_to_sign_in(client, name):
    application = join(recruitment())
    pk = {"apply": application.edition_id, "my_enrolments": None}.get(name, application.pk)
    asked = client.get(address(name, pk))
    assert (asked.status_code, asked.url.split("?")[0]) == (302, reverse("kompas_training:sign_in"))


def test_the_list_shows_own_applications_only_in_constant_queries(browser, person):
    application = join(recruitment(edition=make.EditionFactory(course__title="Mediacje")), person)
    other = join(recruitment(edition=make.EditionFactory(course__title="Superwizja")))
    page = browser.get(address("my_enrolments")).content.decode()
    assert "Mediacje" in page
    assert "Superwizja" not in page
    assert address("enrolment", other.pk) not in page

    def cost():
        with CaptureQueriesContext(connection) as captured:
            browser.get(address("my_enrolments"))
        return len(captured)

    assert application.state == EnrolmentState.CONFIRMED
    with_one = cost()
    for _ in range(3):
        full = recruitment(seats=1)
        join(full)
        join(full, person)
    assert cost() == with_one


def test_what_was_entered_under_a_merged_record_is_ones_own(browser, person):
    former = make.employed()
    application = join(recruitment(), former)
    former.merged_into = person
    former.save()
    assert browser.get(address("enrolment", application.pk)).status_code == 200


# ---- the desk


def context(person, rf):
    return PanelContext(request=rf.get("/"), person=person, on=time.today(), now=time.now())


def test_the_desk_lists_what_lives(person, rf):
    join(recruitment(edition=make.EditionFactory(course__title="Mediacje")), person)
    gone = join(recruitment(edition=make.EditionFactory(course__title="Superwizja")), person)
    enrolment.withdraw(enrolment=gone, actor=ACTOR)
    panel = enrolments_panel(context(person, rf)).render_html({})
    assert "Mediacje" in panel
    assert "Superwizja" not in panel


def test_an_offer_is_the_next_step(person):
    opened = recruitment(seats=1)
    first, mine = join(opened), join(opened, person)
    assert steps(person, time.now()) == []
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    (step,) = steps(person, time.now())
    mine.refresh_from_db()
    assert (step.url, step.due) == (address("enrolment", mine.pk), mine.offer_expires_at)


def test_what_is_current_comes_in_the_order_of_its_next_meeting(browser, person, rf):
    later, sooner = (join(recruitment(), person) for _ in range(2))
    undated = make.EnrolmentFactory(person=person, edition=make.RecruitmentFactory().edition)
    # Began first, and its next meeting is the last of all.
    running = join(recruitment(), person)
    for meeting in running.edition.meetings.all():
        make.MeetingFactory(edition=running.edition, starts_at=time.now() - DAY)
        meeting.starts_at += 40 * DAY
        meeting.ends_at += 40 * DAY
        meeting.save()
    make.MeetingFactory(edition=sooner.edition, starts_at=time.now() - timedelta(hours=1))
    wanted = [sooner, later, running, undated]
    assert [row.enrolment for row in browser.get(address("my_enrolments")).context["current"]] == wanted
    assert [row.enrolment for row in enrolments_panel(context(person, rf)).rows] == wanted
