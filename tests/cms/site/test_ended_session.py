"""A session that ends loses nothing: the form is kept, and sent when its person has signed in again."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.enrolment.models import Enrolment
from tests import factories as make
from training.kernel import time
from training.ui import kept_forms

pytestmark = pytest.mark.django_db
PASSWORD = "password-1"
KEPT = "/konto/niewyslane/"
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def _polish():
    with translation.override("pl"):
        yield


@pytest.fixture
def person():
    return make.employed(user=make.user())


@pytest.fixture
def edition():
    now = time.now()
    edition = make.EditionFactory()
    make.MeetingFactory(edition=edition, starts_at=now + timedelta(days=9))
    make.RecruitmentFactory(
        edition=edition, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5), seats=3
    )
    return edition


class Browser(Client):
    """A browser that checks tokens as Django asks, and can lose its session."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True)

    def look(self, address):
        """Open a screen; the token of its form."""
        self.page = self.get(address)
        return self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""

    def send(self, address, data, **more):
        token = self.look(reverse("kompas_training:sign_in")) if "csrftoken" not in self.cookies else ""
        token = token or self.cookies["csrftoken"].value
        return self.post(address, {**data, "csrfmiddlewaretoken": token}, **more)

    def lose_session(self):
        del self.cookies["sessionid"]

    def sign_in(self, user, going_to=""):
        query = {"next": going_to} if going_to else None
        address = reverse("kompas_training:sign_in", query=query)
        return self.send(address, {"username": user.get_username(), "password": PASSWORD})


@pytest.fixture
def browser(person):
    browser = Browser()
    browser.sign_in(person.user)
    browser.look("/samoocena/")
    return browser


def next_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def send_kept(browser):
    """What the script of the page, or its button, does."""
    html = browser.get(KEPT).content.decode()
    (address,) = re.findall(r'<form method="post" action="([^"]+)" data-kc-send-at-once>', html)
    return browser.send(address, dict(INPUT.findall(html)))


def test_an_application_is_kept_and_sent_after_signing_in(browser, person, edition):
    address = reverse("kompas_courses:apply", args=[edition.pk])
    browser.lose_session()
    led = browser.send(address, {"employment": person.employments.get().pk})
    assert (next_of(led), Enrolment.objects.count()) == (KEPT, 0)
    html = browser.get(led.headers["Location"]).content.decode()
    assert "Sesja wygasła, zanim formularz został wysłany" in html
    assert browser.sign_in(person.user, going_to=KEPT).headers["Location"] == KEPT
    send_kept(browser)
    assert Enrolment.objects.get().person == person
    # It arrived, so it waits no longer.
    assert browser.get(KEPT).headers["Location"] == "/moj-rozwoj/"


def test_several_values_of_one_name_and_lines_of_a_text_arrive_as_they_were_sent(browser, person):
    browser.lose_session()
    sent = {"person": ["1", "2"], "text": 'Pierwszy <wiersz>\n"drugi"'}
    browser.send("/samoocena/?x=1", sent)
    browser.sign_in(person.user)
    kept = browser.get(KEPT).context["kept"]
    assert (kept.address, kept.fields) == (
        "/samoocena/?x=1",
        [("person", "1"), ("person", "2"), ("text", sent["text"])],
    )


def test_nobody_else_sends_it_or_sees_what_is_in_it(browser, person, edition):
    browser.lose_session()
    browser.send(reverse("kompas_courses:apply", args=[edition.pk]), {"why": "only mine"})
    browser.sign_in(make.person_with_account().user)
    seen = browser.get(KEPT, follow=True)
    assert "only mine" not in seen.content.decode() and "ktoś inny" in seen.content.decode()
    # Nor does it wait for its own person after somebody else was there.
    browser.lose_session()
    browser.sign_in(person.user)
    assert browser.get(KEPT).status_code == 302
    assert Enrolment.objects.count() == 0


def test_a_form_of_nobody_known_is_not_kept(edition):
    browser = Browser()
    address = reverse("kompas_courses:apply", args=[edition.pk])
    led = browser.send(address, {"x": "1"}, headers={"referer": "http://testserver/szkolenia/"})
    assert next_of(led) == "/szkolenia/"


def test_it_can_be_dropped_and_leads_back_to_its_page(browser, person):
    browser.lose_session()
    browser.send("/samoocena/udostepnianie/", {"x": "1"}, headers={"referer": "http://testserver/samoocena/"})
    browser.sign_in(person.user)
    assert browser.send(KEPT, {}).headers["Location"] == "/samoocena/"
    assert browser.get(KEPT).status_code == 302


def test_a_password_is_never_kept(browser):
    browser.lose_session()
    led = browser.send("/konto/haslo/", {"old_password": "secret", "new_password1": "a", "new_password2": "a"})
    assert next_of(led) == "/konto/haslo/"
    assert kept_forms.SESSION_KEY not in browser.session
    browser.send("/samoocena/", {"my_password": "secret"})
    assert kept_forms.SESSION_KEY not in browser.session


def test_what_is_too_long_is_not_kept_and_that_is_said(browser):
    browser.lose_session()
    led = browser.send("/samoocena/", {"x": "a" * kept_forms.LONGEST})
    assert next_of(led) == "/samoocena/"
    assert "nic nie zapisano" in browser.get(led.headers["Location"]).content.decode()


def test_sessions_that_live_in_a_cookie_keep_none(browser, settings):
    browser.lose_session()
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    assert next_of(browser.send("/samoocena/", {"x": "1"})) == "/samoocena/"


def test_so_many_forms_an_hour_are_kept_for_one_address(browser, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"kept_form": 2}}
    browser.lose_session()
    ways = [next_of(browser.send("/samoocena/", {"x": str(number)})) for number in range(3)]
    assert ways == [KEPT, KEPT, "/samoocena/"]


def test_an_old_one_is_not_sent(browser, person):
    browser.lose_session()
    browser.send("/samoocena/", {"x": "1"})
    session = browser.session
    old = time.now() - kept_forms.KEPT_FOR - timedelta(minutes=1)
    session[kept_forms.SESSION_KEY] = {**session[kept_forms.SESSION_KEY], "kept_at": old.isoformat()}
    session.save()
    browser.sign_in(person.user)
    assert browser.get(KEPT).status_code == 302
    assert kept_forms.SESSION_KEY not in browser.session


def test_a_choice_that_saves_itself_is_told_to_sign_in(browser):
    browser.lose_session()
    answer = browser.send("/samoocena/", {"x": "1"}, headers={"x-requested-with": "kc-autosave"})
    assert (answer.status_code, list(answer.json())) == (401, ["error"])
    assert kept_forms.SESSION_KEY not in browser.session


def words_of_sign_in(browser, address):
    html = browser.get(address).content.decode()
    return re.findall(r'<div class="kc-alert[^>]*>.*?<p>\s*(.+?)\s*</p>', html, re.S)


def test_the_sign_in_page_says_why_one_is_there(browser):
    address = f"{reverse('kompas_training:sign_in')}?next=/moj-rozwoj/"
    (never,) = words_of_sign_in(Browser(), address)
    assert never.startswith("Ta strona jest dla osób z kontem")
    browser.lose_session()
    (ended,) = words_of_sign_in(browser, address)
    assert ended.startswith("Sesja wygasła")
    assert words_of_sign_in(Browser(), reverse("kompas_training:sign_in")) == []


def test_who_signed_out_is_no_longer_awaited(browser, edition):
    browser.send(reverse("kompas_training:sign_out"), {})
    led = browser.send(reverse("kompas_courses:apply", args=[edition.pk]), {"x": "1"})
    assert next_of(led) == reverse("kompas_courses:apply", args=[edition.pk])


def test_the_cookie_names_nobody_and_is_set_once(browser, person):
    cookie = browser.cookies[kept_forms.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Lax", 64)
    assert kept_forms.COOKIE not in browser.get("/samoocena/").cookies


def test_a_form_of_who_signed_in_last_is_theirs_though_they_opened_no_screen_of_their_own(browser, edition):
    """A computer of two: the session of the first ended, the second signed in to a public page."""
    second = make.employed(user=make.user())
    browser.lose_session()
    browser.sign_in(second.user, going_to="/")
    assert browser.cookies[kept_forms.COOKIE].value == kept_forms.account_mark(second.user)
    browser.lose_session()
    browser.send(reverse("kompas_courses:apply", args=[edition.pk]), {})
    browser.sign_in(second.user, going_to=KEPT)
    send_kept(browser)
    assert Enrolment.objects.get().person == second


def test_a_form_that_met_a_fault_of_the_server_is_still_kept(browser, person, edition, monkeypatch):
    browser.lose_session()
    browser.send(reverse("kompas_courses:apply", args=[edition.pk]), {"employment": person.employments.get().pk})
    browser.sign_in(person.user, going_to=KEPT)

    def fail(**facts):
        raise OSError("the disk is full")

    browser.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("courses.enrolment.views.actions.apply", fail)
        assert send_kept(browser).status_code == 500
    send_kept(browser)
    assert Enrolment.objects.get().person == person
