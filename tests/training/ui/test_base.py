"""The frame of every page: languages, menus, names, messages; and that it works in any site."""

import re

import pytest
from django.conf import global_settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils import translation

from tests import factories as make
from training.ui import addresses, context, navigation
from training.ui.navigation import NavItem


def render(source="", *, path="/", user=None, **values):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    template = '{% extends "kompas_ui/base.html" %}{% load kompas_ui %}' + source
    return engines["django"].from_string(template).render(values, request)


@pytest.fixture
def menu():
    with navigation.navigation.only() as menu:
        yield menu


@pytest.fixture
def empty_menus(menu):
    with navigation.account_menu.only(), navigation.footer_links.only():
        yield


def test_a_page_says_its_language_its_title_and_who_runs_it():
    with translation.override("pl"):
        page = render("{% block title %}Szkolenia{% endblock %}{% block main %}<h1>Szkolenia</h1>{% endblock %}")
    assert '<html lang="pl">' in page
    assert "<title>Szkolenia – ROPS w Lublinie</title>" in page
    assert "Regionalny Ośrodek Polityki Społecznej w Lublinie" in page
    assert "ul. Diamentowa 2, 20-447 Lublin" in page


def test_what_an_organiser_does_not_have_leaves_no_empty_words(settings):
    named = ("name", "short_name", "address", "place", "email")
    organiser = {key: settings.KOMPAS["ORGANISER"][key] for key in named}
    settings.KOMPAS = {
        **settings.KOMPAS,
        "ORGANISER": {**organiser, "phone": "81 528 76 50", "website": "https://a.pl"},
    }
    full = render()
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": organiser}
    page = render()
    assert "tel:" in full and 'href="https://a.pl"' in full
    assert "tel:" not in page and 'href=""' not in page and "mailto:rops@lubelskie.pl" in page


def test_a_page_has_landmarks_and_a_way_past_the_menu():
    page = render()
    assert page.index('class="kc-skip" href="#main"') < page.index("<header")
    assert len(re.findall(r"<(?:header|main|footer)\b", page)) == 3


def test_nothing_in_a_page_needs_a_looser_policy_than_self():
    page = render("{% block main %}<p>x</p>{% endblock %}")
    assert " style=" not in page and "<style" not in page
    assert not re.search(r"\son[a-z]+=", page)
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts and all("src=" in script for script in scripts)


def test_the_other_language_is_a_plain_link_to_the_same_page():
    with translation.override("pl"):
        page = render(path="/admin-nie-istnieje/?q=a")
    assert 'href="/en/admin-nie-istnieje/?q=a" hreflang="en"' in page
    assert "polski</span>" in page and "English</span>" in page


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.training.ui.bare_urls")
def test_a_page_stands_in_a_site_that_mounts_nothing_of_ours(empty_menus, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render(path="/x/")
    assert 'href=""' not in page
    assert "Sign in" not in page and "hreflang" not in page


@override_settings(ROOT_URLCONF="tests.training.ui.bare_urls", LANGUAGES=[("pl", "Polish")])
def test_a_site_of_one_language_offers_no_switch():
    assert context.Kompas(RequestFactory().get("/")).languages == []


@override_settings(LANGUAGES=global_settings.LANGUAGES)
def test_a_site_that_chose_no_languages_is_not_offered_the_hundred_of_django():
    assert context.Kompas(RequestFactory().get("/")).languages == []


@override_settings(ROOT_URLCONF="tests.training.ui.bare_urls", LANGUAGES=[("pl", "Polish"), ("en", "English")])
def test_a_language_that_no_address_and_no_form_leads_to_is_not_offered():
    assert context.Kompas(RequestFactory().get("/")).languages == []


def test_a_menu_leaves_out_what_is_not_mounted_or_not_for_this_reader(menu):
    menu.register("here", NavItem("Here", address=lambda request: "/here/"))
    menu.register("gone", NavItem("Gone", "kompas_no_such:route"))
    menu.register("secret", NavItem("Secret", address=lambda request: "/secret/", is_shown=lambda request: False))
    page = render()
    assert "Here" in page and "Gone" not in page and "Secret" not in page


def test_the_nearest_entry_is_the_current_one(menu):
    for address in ("/", "/szkolenia/", "/szkolenia/archiwum/", "/szkolenia-inne/"):
        menu.register(address, NavItem(address, address=lambda request, address=address: address))

    def current(path):
        return [(link.url, link.current) for link in navigation.links(menu, RequestFactory().get(path)) if link.current]

    assert current("/szkolenia/") == [("/szkolenia/", "page")]
    assert current("/szkolenia/dialog/") == [("/szkolenia/", "true")]
    assert current("/szkolenia/archiwum/2024/") == [("/szkolenia/archiwum/", "true")]
    assert current("/szkolenia-inne/x/") == [("/szkolenia-inne/", "true")]
    assert current("/") == [("/", "page")]
    assert current("/inne/") == []


def test_english_home_is_not_current_on_every_english_page(menu):
    menu.register("home", NavItem("Home", address=lambda request: "/en/"))
    assert [link.current for link in navigation.links(menu, RequestFactory().get("/en/x/"))] == [""]


@pytest.mark.django_db
def test_the_signed_in_person_is_named_and_a_stranger_is_not(empty_menus):
    person = make.PersonFactory(first_name="Łucja", last_name="Wójcik", user=make.UserFactory())
    assert "Łucja Wójcik" in render(user=person.user)
    assert "Łucja Wójcik" not in render()


@pytest.mark.django_db
def test_an_account_without_a_person_shows_its_own_name(empty_menus):
    assert "rops.admin" in render(user=make.UserFactory(username="rops.admin"))


@pytest.mark.django_db
def test_the_way_into_the_admin_is_shown_only_to_those_who_may_enter(empty_menus):
    assert 'href="/admin/"' in render(user=make.UserFactory(is_superuser=True))
    assert 'href="/admin/"' not in render(user=make.UserFactory())


@pytest.mark.django_db
def test_a_page_costs_a_signed_in_reader_three_queries_at_most(empty_menus, django_assert_max_num_queries):
    user = make.UserFactory()
    with django_assert_max_num_queries(3):
        render(user=user)


def test_a_demonstration_says_so(settings):
    assert "kc-demo" not in render()
    settings.KOMPAS = {**settings.KOMPAS, "DEMO": True}
    assert "kc-demo" in render()


def test_messages_carry_their_tone():
    from django.contrib.messages.storage.base import Message

    page = render(messages=[Message(25, "Zapisano."), Message(40, "Odmowa <b>.")])
    assert "kc-alert--ok" in page and "kc-alert--bad" in page
    assert "Odmowa &lt;b&gt;." in page


def test_an_app_screen_may_empty_the_shell():
    page = render("{% block shell %}{% endblock %}{% block footer %}{% endblock %}")
    assert "<header" not in page and "<footer" not in page and "<main" in page


def test_a_route_that_is_not_there_is_no_error():
    assert addresses.address_of("kompas_nothing:here") == ""
