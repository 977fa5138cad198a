"""The sheet of outcomes in a browser: each tap is saved by itself, and what is not saved is not lost without a word."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.completion import actions as completion
from courses.completion.models import Verification
from tests import factories as make
from training.kernel import time

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(site, window):
    """Two people and two outcomes, opened by the assessor on a desktop."""
    trainer, assessor = make.person_with_account(), make.person_with_account()
    course = make.CourseFactory()
    standard = make.StandardFactory(course=course)
    for number in (1, 2):
        make.LevelFactory(framework=make.FrameworkFactory(), number=number)
        make.OutcomeFactory(standard=standard, competence=make.CompetenceFactory(), level=1, text=f"Efekt {number}")
    type(standard).objects.filter(pk=standard.pk).update(locked_at=make.LONG_AGO, content_hash="0" * 64)
    edition = make.EditionFactory(course=course, standard=standard)
    ends_at = time.now() - timedelta(hours=1)
    meeting = make.MeetingFactory(
        edition=edition, starts_at=ends_at - timedelta(hours=2), ends_at=ends_at, minutes=90, trainers=[trainer]
    )
    people = [make.EnrolmentFactory(edition=edition, person__last_name=name) for name in ("Adamska", "Bielak")]
    make.hold(meeting, present=people, taught_by=[trainer], now=time.now())
    completion.grant_assessorship(
        edition=edition, person=assessor, actor=make.ACTOR, valid_from=time.today() - timedelta(days=7)
    )
    opened = window(assessor.user)
    opened.go(reverse("kompas_courses:verify_edition", args=[edition.pk]))
    return opened


def cell(page, number, choice):
    return page.locator(f".kc-seg--cell >> nth={number}").locator(f"label:has(input[value={choice}])")


def verdicts():
    rows = Verification.objects.filter(superseded_at=None).order_by("enrolment_id", "outcome_id")
    return list(rows.values_list("is_met", flat=True))


def test_each_tap_is_saved_and_counted(sheet):
    page = sheet.page
    cell(page, 0, "met").click()
    cell(page, 1, "not_met").click()
    expect(page.locator("[data-sync]")).to_have_text("Wszystko zapisano")
    expect(page.locator("[data-verified]").first).to_have_text("2")
    assert verdicts() == [True, False]
    # By the keyboard too: an arrow changes the choice of the cell.
    cell(page, 1, "not_met").locator("input").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-sync]")).to_have_text("Wszystko zapisano")
    page.wait_for_function("document.querySelector('[data-sync]').classList.contains('kc-tag--ok')")
    page.wait_for_timeout(1200)
    assert verdicts() == [True, True]
    assert sheet.complaints == []


def test_what_somebody_else_found_meanwhile_is_shown_and_not_taken_back(sheet):
    page = sheet.page
    cell(page, 0, "met").click()
    expect(page.locator("[data-sync]")).to_have_text("Wszystko zapisano")
    first = Verification.objects.get()
    completion.verify(
        enrolment=first.enrolment, outcome=first.outcome, is_met=False, assessor=first.assessor, actor=make.ACTOR
    )
    cell(page, 2, "met").click()
    expect(page.locator("[data-verified]").nth(1)).to_have_text("1")
    expect(cell(page, 0, "not_met").locator("input")).to_be_checked()
    page.wait_for_timeout(1500)
    assert verdicts() == [False, True]


def test_what_is_not_saved_is_counted_and_leaving_asks(sheet):
    page = sheet.page
    page.route("**/weryfikacja-efektow/**", lambda route: route.abort("internetdisconnected"))
    cell(page, 0, "met").click()
    expect(page.locator("[data-sync]")).to_have_text("Nie zapisano: brak połączenia. Trwa ponowna próba. (1)")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.assign('/')")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.unroute("**/weryfikacja-efektow/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-sync]")).to_have_text("Wszystko zapisano")
    assert verdicts() == [True]


def test_a_day_that_cannot_be_is_said_and_nothing_is_lost(sheet):
    page = sheet.page
    page.locator("input[name=verified_on]").fill((time.today() + timedelta(days=3)).isoformat())
    cell(page, 2, "met").click()
    expect(page.locator("[data-sync]")).to_have_class("kc-tag kc-tag--bad")
    expect(page.locator("[data-sync]")).to_contain_text("(1)")
    page.locator("input[name=verified_on]").fill(time.today().isoformat())
    page.keyboard.press("Tab")
    expect(page.locator("[data-sync]")).to_have_text("Wszystko zapisano")
    assert verdicts() == [True]


def test_everybody_ticked_is_confirmed_at_once(sheet):
    page = sheet.page
    page.locator("[data-tick-all]").check()
    with page.expect_navigation():
        page.locator("button[value=confirm]").click()
    assert verdicts() == [True] * 4
