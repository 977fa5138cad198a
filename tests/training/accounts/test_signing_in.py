"""Every door that checks a password has one limit; strangers' guesses never lock the owner out."""

import os
import subprocess
import sys
import threading
from http.cookies import SimpleCookie

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from wagtail.models import PageViewRestriction, Site

from tests import factories as make
from training.accounts import actions, rules
from training.accounts.backends import SignInBackend
from training.accounts.models import KnownPlace

pytestmark = pytest.mark.django_db
RIGHT = "password-1"
DOORS = ["/konto/zaloguj/", "/en/konto/zaloguj/", "/admin/login/", "/_util/login/"]


@pytest.fixture
def owner():
    return make.person(user=make.user(username="l.wojcik"), email="lucja@example.org").user


def sign_in(name, password, *, address="198.51.100.1", door="/konto/zaloguj/", client=None):
    return (client or Client()).post(door, {"username": name, "password": password}, REMOTE_ADDR=address, follow=True)


def is_in(answer):
    return answer.wsgi_request.user.is_authenticated


def guess(name, times, **where):
    return [sign_in(name, f"wrong-{number}", **where) for number in range(times)]


# ---- wrong ones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_after_199_wrong_passwords_the_right_one_does_not_open(owner, door):
    """Wagtail's own forms lead to ours with a redirect that carries no password."""
    for number in range(199):
        sign_in("l.wojcik", f"wrong-{number}", door=door)
    assert not is_in(sign_in("l.wojcik", RIGHT, door=door))


def test_the_eleventh_attempt_reads_how_long_to_wait(owner):
    answers = guess("l.wojcik", 11)
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Spróbuj ponownie za 60 min." in answers[-1].content.decode()
    assert 3590 <= int(answers[-1].headers["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    "spelling",
    ["L.WOJCIK", " l.wojcik ", "\uff4c.wojcik", "l\uff0e\uff57ojcik", "lucja@example.org", "Lucja\uff20Example.org"],
)
def test_another_spelling_of_the_name_is_the_same_account(owner, spelling):
    assert is_in(sign_in(spelling, RIGHT, address="192.0.2.9"))
    guess("l.wojcik", 5)
    guess(spelling, 5)
    assert sign_in("l.wojcik", RIGHT).status_code == 429
    assert sign_in(spelling, RIGHT).status_code == 429


def test_a_name_that_nobody_has_is_limited_alike(owner):
    codes_of_user = [answer.status_code for answer in guess("l.wojcik", 12)]
    unknown = [answer.status_code for answer in guess("nobody", 6) + guess("NOBODY", 6)]
    assert codes_of_user == unknown


def test_a_backend_asked_by_any_form_counts_and_says_no(owner, rf):
    for number in range(10):
        assert authenticate(rf.post("/"), username="l.wojcik", password=f"wrong-{number}") is None
    request = rf.post("/")
    assert authenticate(request, username="l.wojcik", password=RIGHT) is None
    assert request.kompas_sign_in_refusal.facts == {"minutes": 60}


def test_no_other_backend_looks_at_the_password_of_a_refused_attempt(owner, rf, settings):
    settings.AUTHENTICATION_BACKENDS = ["training.accounts.backends.SignInBackend", f"{__name__}.Asked"]
    guess("l.wojcik", 10, address="127.0.0.1")
    Asked.times = 0
    assert authenticate(rf.post("/"), username="l.wojcik", password="wrong") is None
    assert Asked.times == 0


class Asked(ModelBackend):
    times = 0

    def authenticate(self, *args, **kwargs):
        Asked.times += 1


def test_the_way_for_asynchronous_views_is_the_same(owner):
    async def guess_and_enter():
        request = RequestFactory().post("/")
        for number in range(10):
            await SignInBackend().aauthenticate(request, username="l.wojcik", password=f"wrong-{number}")
        with pytest.raises(PermissionDenied):
            await SignInBackend().aauthenticate(request, username="l.wojcik", password=RIGHT)

    async_to_sync(guess_and_enter)()


# ---- right ones ------------------------------------------------------------------------------------------------


def test_an_office_of_sixty_signs_in_from_one_address():
    for number in range(60):
        make.user(username=f"office{number}")
    assert all(is_in(sign_in(f"office{number}", RIGHT)) for number in range(60))


def test_right_passwords_never_count(owner):
    assert all(is_in(sign_in("l.wojcik", RIGHT)) for _time in range(30))
    # Nor do they wipe out what was guessed at others.
    guess("somebody", 10)
    sign_in("l.wojcik", RIGHT)
    assert sign_in("somebody", "x").status_code == 429


def test_one_address_guesses_at_many_names_up_to_its_ceiling(owner, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"sign_in_address": 30}}
    for number in range(30):
        guess(f"name{number}", 1)
    assert sign_in("l.wojcik", RIGHT).status_code == 429
    assert is_in(sign_in("l.wojcik", RIGHT, address="192.0.2.2"))


def test_who_signed_in_on_this_device_before_is_not_held_back_by_the_address(owner, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"sign_in_address": 30}}
    browser = Client()
    sign_in("l.wojcik", RIGHT, client=browser)
    browser.post("/konto/wyloguj/")
    for number in range(31):
        guess(f"name{number}", 1)
    guess("l.wojcik", 12)
    assert is_in(sign_in("l.wojcik", RIGHT, client=browser))
    # The same person at another browser of the office waits.
    assert sign_in("l.wojcik", RIGHT).status_code == 429


# ---- strangers -------------------------------------------------------------------------------------------------


def test_a_stranger_elsewhere_locks_nobody_out(owner):
    guess("l.wojcik", 40, address="203.0.113.5")
    assert is_in(sign_in("l.wojcik", RIGHT, address="192.0.2.2"))


def test_guesses_from_many_places_slow_strangers_down_and_the_owner_gets_in(owner):
    sign_in("l.wojcik", RIGHT, address="192.0.2.2")
    tried = [guess("l.wojcik", 12, address=f"203.0.113.{place}") for place in range(12)]
    looked_at = [sum(answer.status_code == 200 for answer in answers) for answers in tried]
    assert looked_at[:5] == [10] * 5
    assert set(looked_at[6:]) == {2}
    # Where the owner was before, all attempts are left; at a new place, two.
    assert [answer.status_code for answer in guess("l.wojcik", 9, address="192.0.2.2")] == [200] * 9
    assert is_in(sign_in("l.wojcik", RIGHT, address="192.0.2.2"))
    assert is_in(sign_in("l.wojcik", RIGHT, address="192.0.2.77"))


def test_at_ten_times_the_ceiling_strangers_wait_and_known_places_do_not(owner, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"sign_in_account": 2}}
    sign_in("l.wojcik", RIGHT, address="192.0.2.2")
    for place in range(22):
        guess("l.wojcik", 1, address=f"203.0.113.{place}")
    assert sign_in("l.wojcik", RIGHT, address="192.0.2.77").status_code == 429
    assert is_in(sign_in("l.wojcik", RIGHT, address="192.0.2.2"))


def test_the_link_to_a_new_password_makes_a_new_place_known(owner, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"sign_in_account": 1}}
    for place in range(12):
        guess("l.wojcik", 1, address=f"203.0.113.{place}")
    assert sign_in("l.wojcik", RIGHT, address="192.0.2.77").status_code == 429
    browser, chosen = Client(REMOTE_ADDR="192.0.2.77"), "bez-trudu-42-kawki"
    link = reverse(
        "kompas_training:password_reset_confirm",
        args=[urlsafe_base64_encode(str(owner.pk).encode()), default_token_generator.make_token(owner)],
    )
    form = browser.get(link)["Location"]
    browser.post(form, {"new_password1": chosen, "new_password2": chosen})
    assert is_in(sign_in("l.wojcik", chosen, address="192.0.2.77", client=browser))


def test_whoever_knew_the_old_password_is_a_stranger_after_a_new_one(owner):
    sign_in("l.wojcik", RIGHT, address="203.0.113.5")
    actions.delete_places(user=owner)
    assert not KnownPlace.objects.exists()


def test_a_cookie_of_ones_own_opens_no_more_attempts_at_another_account(owner):
    browser = Client()
    sign_in(make.user(username="thief").get_username(), RIGHT, client=browser)
    browser.post("/konto/wyloguj/")
    assert sign_in("l.wojcik", "wrong", client=browser).status_code == 200
    answers = [sign_in("l.wojcik", f"wrong-{number}", client=browser).status_code for number in range(12)]
    assert answers == [200] * 9 + [429] * 3


def test_the_cookie_is_for_the_server_alone_and_says_nothing(owner):
    browser = Client()
    sign_in("l.wojcik", RIGHT, client=browser)
    cookie: SimpleCookie = browser.cookies["kompas_device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie.value not in str(list(KnownPlace.objects.values()))
    assert "wojcik" not in cookie.value


@pytest.mark.parametrize(("failures", "tries"), [(1, 10), (50, 10), (51, 2), (500, 2), (501, 0), (10_000, 0)])
def test_strangers_have_fewer_attempts_the_more_they_guess(failures, tries):
    assert rules.tries_of_a_stranger(failures, own_limit=10, account_limit=50) == tries


# ---- the same at once ------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_before_the_password_is_looked_at(owner, monkeypatch):
    looked_at, together = [], threading.Barrier(24)
    right = get_user_model().check_password
    monkeypatch.setattr(
        get_user_model(), "check_password", lambda self, typed: looked_at.append(typed) or right(self, typed)
    )

    def attack(number):
        together.wait()
        try:
            sign_in("l.wojcik", f"wrong-{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 10


GUESS = """
import django; django.setup()
from django.test import Client
for number in range(8):
    typed = {"username": "l.wojcik", "password": f"wrong-{number}"}
    Client().post("/konto/zaloguj/", typed, REMOTE_ADDR="198.51.100.1")
"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(owner):
    url = os.environ["KOMPAS_TEST_DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    for _process in range(2):
        subprocess.run(
            [sys.executable, "-c", GUESS],
            env={**os.environ, "KOMPAS_TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            check=True,
        )
    assert sign_in("l.wojcik", RIGHT).status_code == 429


# ---- the other doors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("/admin/pages/", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_wagtails_sign_in_leads_to_ours_and_only_on_within_the_site(client, door, wanted, kept):
    answer = client.get(door, {"next": wanted})
    assert answer["Location"] == ("/konto/zaloguj/?next=/admin/pages/" if kept else "/konto/zaloguj/")


@pytest.mark.parametrize(
    ("own", "ends"),
    [
        ("/logowanie/", "/logowanie/?next=/admin/pages/"),
        ("https://sso.example.pl/in?from=k", "https://sso.example.pl/in?from=k&next=/admin/pages/"),
        # The site names the very door as its sign-in: no circle.
        ("/admin/login/", "/konto/zaloguj/?next=/admin/pages/"),
    ],
)
def test_the_doors_honour_the_sites_own_sign_in(client, settings, own, ends):
    settings.LOGIN_URL = own
    assert client.get("/admin/login/", {"next": "/admin/pages/"})["Location"] == ends


def test_the_admin_sends_strangers_to_the_sign_in_and_back(client):
    boss = make.user(username="boss", is_superuser=True)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/konto/zaloguj/?next=")
    answer = client.post(answer.redirect_chain[-1][0], {"username": "boss", "password": RIGHT, "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").wsgi_request.user == boss


def test_somebody_signed_in_who_may_not_enter_the_admin_goes_in_no_circle(client, owner):
    client.force_login(owner)
    answer = client.get("/admin/", follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/moj-rozwoj/")


def test_the_old_password_is_not_guessed_on_the_page_that_changes_it(client, owner):
    client.force_login(owner)
    asked = {"new_password1": "bez-trudu-42-kawki", "new_password2": "bez-trudu-42-kawki"}
    answers = [
        client.post("/konto/haslo/", {**asked, "old_password": f"wrong-{number}"}).status_code for number in range(11)
    ]
    assert answers == [200] * 10 + [429]
    assert client.post("/konto/haslo/", {**asked, "old_password": RIGHT}).status_code == 429


def test_an_account_of_no_person_changes_its_password_too(client):
    boss = make.user(username="boss", is_superuser=True)
    client.force_login(boss)
    asked = {"old_password": RIGHT, "new_password1": "bez-trudu-42-kawki", "new_password2": "bez-trudu-42-kawki"}
    assert client.post("/konto/haslo/", asked)["Location"] == "/admin/"
    boss.refresh_from_db()
    assert boss.check_password("bez-trudu-42-kawki")
    # Wagtail's own panel, which knows no limit, is not there.
    assert "old_password" not in client.get("/admin/account/").content.decode()


def test_the_password_of_a_page_is_not_guessed(client, pages, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"page_password": 3}}
    home = Site.objects.get(is_default_site=True).root_page
    closed = home.add_child(instance=type(home)(title="Tajne", slug="tajne"))
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="password", password="sezam")
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, closed.pk])
    asked = {"return_url": "/tajne/"}
    assert [client.post(door, {**asked, "password": "sezam"}).status_code for _time in range(5)] == [302] * 5
    answers = [client.post(door, {**asked, "password": f"wrong{number}"}).status_code for number in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.post(door, {**asked, "password": "sezam"}).status_code == 429


def test_a_room_of_thirty_types_right_codes_from_one_address(settings):
    for _person in range(30):
        [printed] = actions.make_codes(people=[make.person(email="")], actor=make.ACTOR)
        assert Client().post("/konto/kod/", {"code": printed.code}).status_code == 302
    answers = [Client().post("/konto/kod/", {"code": f"AAAA-BBBB-{number:04}"}).status_code for number in range(21)]
    assert answers == [200] * 20 + [429]
