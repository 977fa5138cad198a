"""A session that ends in the middle of work: what was typed arrives after signing in, whoever typed it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.attendance.models import Mark
from courses.attendance.states import Presence
from courses.enrolment.models import Enrolment
from tests import factories as make
from training.assessments.models import Assessment
from training.kernel import time

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(site):
    return make.employed(user=make.user())


def end_session(window):
    window.page.context.clear_cookies(name="sessionid")


def sign_in(page, user, *, then):
    page.locator("#id_username").fill(user.get_username())
    page.locator("#id_password").fill("password-1")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{then}")


@pytest.mark.parametrize("with_scripts", [True, False])
def test_an_application_is_sent_after_signing_in(window, person, with_scripts):
    edition, now = make.EditionFactory(), time.now()
    make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=9))
    make.RecruitmentFactory(edition=edition, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5))
    desk = window(person.user, java_script_enabled=with_scripts)
    page = desk.go(reverse("kompas_courses:apply", args=[edition.pk]))
    end_session(desk)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".kc-alert")).to_contain_text("Sesja wygasła, zanim formularz został wysłany")
    if with_scripts:
        sign_in(page, person.user, then="/zgloszenia/*/")
    else:
        sign_in(page, person.user, then="/niewyslane/")
        page.locator("form[data-kc-send-at-once] button").click()
        page.wait_for_url("**/zgloszenia/*/")
    assert Enrolment.objects.get().person == person
    assert desk.complaints == []


def test_an_estimate_is_sent_after_signing_in(window, person):
    framework = make.FrameworkFactory()
    make.LevelFactory(framework=framework, number=2)
    competence = make.CompetenceFactory(framework=framework)
    post = person.employments.get().position
    make.RoleProfileFactory(framework=framework, positions=[post], requirements={competence: 2})
    desk = window(person.user, width=390)
    page = desk.go("/samoocena/")
    end_session(desk)
    page.locator("input[type=radio][value='2']").check()
    page.get_by_role("button", name="Zaloguj się i zapisz").click()
    sign_in(page, person.user, then="/samoocena/")
    expect(page.locator("input[type=radio][value='2']")).to_be_checked()
    assert Assessment.objects.get().level == 2
    assert desk.complaints == []


def test_a_mark_of_the_roster_is_sent_after_signing_in(window, site):
    trainer = make.person_with_account()
    meeting = make.MeetingFactory(starts_at=time.now() - timedelta(hours=1), minutes=270, trainers=[trainer])
    ewa = make.EnrolmentFactory(edition=meeting.edition)
    desk = window(trainer.user, width=390, has_touch=True)
    page = desk.go(reverse("kompas_courses:roster", args=[meeting.pk]))
    end_session(desk)
    page.locator(f"#person-{ewa.pk} label:has(input[value={Presence.PRESENT}])").click()
    page.get_by_role("link", name="Zaloguj się ponownie").click()
    assert Mark.objects.count() == 0
    sign_in(page, trainer.user, then=reverse("kompas_courses:roster", args=[meeting.pk]))
    expect(page.locator("[data-sync]")).to_have_class("kc-tag kc-tag--ok")
    assert Mark.objects.get().presence == Presence.PRESENT
    assert desk.complaints == []
