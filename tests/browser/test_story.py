"""The main job of Kompas, click by click: from a staff list and a course page to a competence that grew.

One story, told as its people live it: ROPS, a visitor, three social workers, a trainer, an assessor and a manager.
Past the screens is written only what the story begins with (a framework, a course, two people from outside), and the
mandate of the head.
"""

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from certificates.register.models import Certificate
from courses.attendance.models import Mark
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.browser import world
from tests.browser.clicks import arrives, choose, press, send, text_of, until
from tests.browser.office import (
    TITLE,
    rops_closes_and_issues,
    rops_imports_the_staff_list,
    rops_opens_an_edition,
    rops_publishes_the_page,
    rops_reads_the_growth,
    rops_revokes,
)
from training.accounts import actions as accounts
from training.accounts.registry import COORDINATOR, GROUPS
from training.assessments.queries import held_levels
from training.competences.models import Competence
from training.kernel import time
from training.people import actions as people
from training.people.loader import load_dictionaries
from training.people.models import Person, Position

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "dwa-kroki-naprzód"


@pytest.fixture(autouse=True)
def polish():
    """Sentences are looked for as a Polish reader sees them."""
    with translation.override("pl"):
        yield


class Clock:
    """The day of the story.  Everything that asks Django for the time lives in it, the server too."""

    def __init__(self, real):
        self.real = real
        self.ahead = timedelta()

    def now(self):
        return self.real() + self.ahead

    def move_to(self, day, hour):
        self.ahead = time.at(day, hour) - self.real()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def rops(site):
    """The site of a centre that has its dictionaries, its framework and one coordinator."""
    load_dictionaries(actor=make.ACTOR)
    world.competences(post=Position.objects.get(name_pl="pracownik socjalny"))
    user = make.user(username="rops", is_staff=True)
    user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    return user


def with_account(person, window):
    """Somebody who claimed an account earlier, in a window of their own."""
    user = person.user or accounts.claim(token=accounts.claim_token(person), password=PASSWORD)
    return window(user)


# ---- the acts --------------------------------------------------------------------------------------------------


def a_visitor_finds_the_course(visitor, edition):
    page = visitor.go("/szkolenia/")
    page.locator("input[name=szukaj]").fill("dialog motywujacy")
    page.keyboard.press("Enter")
    page.wait_for_url("**szukaj=dialog*")
    press(page, f"#results a:has-text('{TITLE}')")
    shown = text_of(page)
    for words in ("Prowadzi rozmowę motywującą.", "Duch i założenia", "Piotr Ćwikła", "Maria Zając", "Diamentowa"):
        assert words in shown
    page.locator(f"a[href$='{reverse('kompas_courses:apply', args=[edition.pk])}']").first.click()
    arrives(page, reverse("kompas_training:sign_in"))
    return page


def a_social_worker_claims_the_account(visitor, person):
    page = visitor.go(reverse("kompas_training:claim"))
    page.locator("#id_email").fill(person.email)
    press(page, "main form button[type=submit]")
    # Who asks learns nothing from the time of the answer: the address is looked into after it has left.
    until(lambda: [letter for letter in mail.outbox if letter.to == [person.email]])
    (letter,) = [letter for letter in mail.outbox if letter.to == [person.email]]
    link = re.search(r"https?://\S*/konto/aktywacja/\S+", letter.body)[0]
    page = visitor.go(urlsplit(link).path)
    for name in ("password1", "password2"):
        page.locator(f"input[name={name}]").fill(PASSWORD)
    page.locator("main form").first.locator("button[type=submit]").click()
    arrives(page, reverse("kompas_training:account"))
    person.refresh_from_db()
    # The single-use link is dead now, and says so.
    assert visitor.page.goto(link).status == 410 or gettext("Sign in") in visitor.page.content()


def applies(window, edition, person):
    """From the course page two clicks: "apply", "send"."""
    page = window.go("/szkolenia/?szukaj=dialog")
    press(page, f"#results a:has-text('{TITLE}')")
    press(page, f"a[href$='{reverse('kompas_courses:apply', args=[edition.pk])}']")
    press(page, "form.kc-form button[type=submit]")
    enrolment = Enrolment.objects.get(person=person)
    arrives(page, reverse("kompas_courses:enrolment", args=[enrolment.pk]))
    return enrolment


def status_on(page):
    return page.locator("section[aria-labelledby=state]").inner_text()


def the_freed_place_is_offered_and_accepted(leaving, left, waiting, waits):
    page = leaving.go(reverse("kompas_courses:enrolment", args=[left.pk]))
    press(page, f"a[href$='{reverse('kompas_courses:withdraw', args=[left.pk])}']")
    page.locator("form.kc-form textarea, form.kc-form input[type=text]").first.fill("Urlop")
    page.locator("form.kc-form button[type=submit]").click()
    expect(page.locator("section[aria-labelledby=state]")).to_contain_text(str(EnrolmentState.WITHDRAWN.label))
    page = waiting.go(reverse("kompas_courses:enrolment", args=[waits.pk]))
    assert str(EnrolmentState.OFFERED.label) in status_on(page)
    page.locator("section[aria-labelledby=state] form button[type=submit]").click()
    expect(page.locator("section[aria-labelledby=state]")).to_contain_text(str(EnrolmentState.CONFIRMED.label))


def the_trainer_records_attendance(window, trainer, meeting, learner, other):
    phone = window(trainer.user, width=390, height=844, has_touch=True, is_mobile=True)
    page = phone.go(reverse("kompas_courses:today"))
    page.locator(f"a[href$='{reverse('kompas_courses:roster', args=[meeting.pk])}']").first.tap()
    arrives(page, reverse("kompas_courses:roster", args=[meeting.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#find").fill("wojcik")
    expect(page.locator(f"#person-{other.pk}")).to_be_hidden()
    # One tap after the other is saved, as a thumb does it.
    for presence in ("absent", "present"):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(f"input[name=presence-{learner.pk}][value={presence}]").check()
    expect(page.locator("[data-sync]")).to_have_text(gettext("Everything is saved"))
    expect(page.locator("[data-present]")).to_have_text("1")
    expect(page.locator(f"#person-{learner.pk} [data-recorded-by]")).to_contain_text("Piotr Ćwikła")
    # Each change keeps the old value.
    journal = learner.mark_changes.values_list("old_presence", "new_presence", "actor_name")
    assert list(journal) == [("", "absent", "Piotr Ćwikła"), ("absent", "present", "Piotr Ćwikła")]

    plain = window(trainer.user, width=390, height=844, java_script_enabled=False)
    page = plain.go(reverse("kompas_courses:roster", args=[meeting.pk]))
    page.locator(f"input[name=presence-{other.pk}][value=late]").check()
    page.locator(f"input[name=missed-{other.pk}]").fill("15")
    press(page, "button[data-save]")
    mark = Mark.objects.get(enrolment=other)
    assert (mark.presence, mark.minutes_missed) == ("late", 15)

    page = phone.go(reverse("kompas_courses:close_meeting", args=[meeting.pk]))
    page.locator("#id_topic").fill("Język zmiany i opór")
    page.locator("button[name=do][value=close]").click()
    arrives(page, reverse("kompas_courses:today"))
    assert meeting.closing.topic == "Język zmiany i opór"
    assert phone.complaints == []


def the_teacher_may_not_assess(teacher, edition):
    answer = teacher.page.goto(teacher.base + reverse("kompas_courses:verify_edition", args=[edition.pk]))
    assert answer.status == 403
    assert "Piotr Ćwikła" in teacher.page.locator("[role=alert]").inner_text()


def the_assessor_verifies(assessor, edition, enrolments):
    page = assessor.go(reverse("kompas_courses:editions_to_verify"))
    press(page, f"a[href$='{reverse('kompas_courses:verify_edition', args=[edition.pk])}']")
    press(page, "a.kc-btn[href*='/osoba/']")
    for number in range(len(enrolments)):
        for met in page.locator("input[type=radio][value=met]").all():
            met.check()
        page.locator("main textarea").first.fill("Rozmowa według schematu.")
        press(page, "button[name=do]")
        if number + 1 < len(enrolments):
            expect(page.locator("h1")).to_have_text("Łucja Wójcik-Żak")
    assert all(enrolment.verifications.count() == 2 for enrolment in enrolments)


def the_learner_downloads(learner, certificate):
    page = learner.go(reverse("kompas_certificates:my_certificates"))
    assert certificate.number in text_of(page)
    with page.expect_download() as coming:
        page.locator(f"a[href$='{reverse('kompas_certificates:download', args=[certificate.pk])}']").click()
    content = Path(coming.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == certificate.file_hash


def anybody_checks(visitor, certificate):
    page = visitor.go(reverse("kompas_certificates:verify", args=[certificate.token]))
    shown = text_of(page)
    assert certificate.number in shown and TITLE in shown
    assert "Wójcik" not in page.content(), "nobody's name is shown to who has not typed it"
    for typed, tone in (("Łucja Wójcik-Żak", "ok"), ("lucja wojcik-zak", "ok"), ("Hanna Śliwińska", "bad")):
        page.locator("input[name=name]").fill(typed)
        press(page, "form.kc-form button[type=submit]")
        expect(page.locator(f"p.kc-alert--{tone}")).to_be_visible()


def the_learner_sees_growth_and_estimates(learner, confirmed, guessed):
    page = learner.go(reverse("kompas_training:my_development"))
    assert confirmed.name in text_of(page)
    page = learner.go(reverse("kompas_training:estimates"))
    page.locator(f"input[name=level-{guessed.pk}][value='2']").check()
    expect(page.locator(f"#level-{guessed.pk} [data-kc-saved]")).not_to_be_empty()
    page.locator("section[aria-labelledby=sharing] button[type=submit]").click()
    expect(page.locator("section[aria-labelledby=sharing]")).to_contain_text(
        gettext("You and your manager see your self-assessments.")
    )


def the_manager_sees_the_team(manager):
    page = manager.go(reverse("kompas_training:team"))
    names = [name for name in page.locator("main tbody th[scope=row]").all_inner_texts() if name.strip()]
    order = [
        next((number for number, name in enumerate(names) if surname in name), None)
        for surname in ("Dąbrowski", "Kowalczyk", "Śliwińska", "Wójcik")
    ]
    assert None not in order and order == sorted(order), names
    assert "Cudza" not in page.content()


# ---- the story -------------------------------------------------------------------------------------------------


def test_from_a_course_page_to_proven_growth(window, site, rops, clock):
    start = time.today()
    day = start + timedelta(days=28)
    clock.move_to(start, "10:00")
    skill, guessed, *_rest = Competence.objects.order_by("order")
    made = world.course_with_page(site, skill)
    made.page.delete()  # its editor makes it below
    course = made.course
    trainer = make.person_with_account(first_name="Piotr", last_name="Ćwikła")
    assessor = make.person_with_account(first_name="Ewa", last_name="Żak")
    make.employed(first_name="Zofia", last_name="Cudza")  # of another institution

    office = window(rops)
    rops_imports_the_staff_list(office)
    named = {person.last_name: person for person in Person.objects.all()}
    learner, leaver, waiter = named["Wójcik-Żak"], named["Kowalczyk"], named["Śliwińska"]
    edition = rops_opens_an_edition(office, course, day=day, now=clock.now())
    rops_publishes_the_page(office, site, course)

    visitor = window()
    a_visitor_finds_the_course(visitor, edition)
    a_social_worker_claims_the_account(visitor, learner)
    mine = applies(visitor, edition, learner)
    assert str(EnrolmentState.CONFIRMED.label) in status_on(visitor.page)
    letters = [letter.message().as_string() for letter in mail.outbox if letter.to == [learner.email]]
    assert "method=REQUEST" in letters[-1].replace('"', ""), "the meeting comes as an invitation"
    leaving, waiting = with_account(leaver, window), with_account(waiter, window)
    theirs = applies(leaving, edition, leaver)
    waits = applies(waiting, edition, waiter)
    assert str(EnrolmentState.WAITING.label) in status_on(waiting.page)
    the_freed_place_is_offered_and_accepted(leaving, theirs, waiting, waits)

    clock.move_to(day, "12:30")
    meeting = edition.meetings.get()
    the_trainer_records_attendance(window, trainer, meeting, mine, waits)
    people.grant_mandate(person=named["Dąbrowski"], organisation=mine.organisation, actor=make.ACTOR)
    office = window(rops)
    page = office.go(reverse("kompas_assessorship:add") + f"?edition={edition.pk}")
    choose(page, "person", "Ewa")
    send(page)

    clock.move_to(day + timedelta(days=1), "10:00")
    the_teacher_may_not_assess(window(trainer.user), edition)
    the_assessor_verifies(window(assessor.user), edition, [waits, mine])
    rops_closes_and_issues(office, edition, count=2)
    certificate = Certificate.objects.get(person=learner)
    learner.refresh_from_db()
    home = window(learner.user)
    the_learner_downloads(home, certificate)
    passer_by = window()
    anybody_checks(passer_by, certificate)
    rops_revokes(office, Certificate.objects.get(person=waiter), passer_by)

    (held,) = [held_level for held_level in held_levels([learner]) if held_level.line_id == skill.line_id]
    assert held.level == 3
    the_learner_sees_growth_and_estimates(home, skill, guessed)
    the_manager_sees_the_team(with_account(named["Dąbrowski"], window))
    rops_reads_the_growth(office, skill)
    for window in (office, visitor, leaving, waiting, home, passer_by):
        assert window.complaints == []
