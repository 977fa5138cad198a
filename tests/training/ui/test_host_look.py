"""Kompas inside a site's own base template: a template of one line, and a menu for its header."""

import re
from pathlib import Path

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import factories as make
from training.ui.context import Kompas
from training.ui.templatetags.kompas_ui import kc_icon

BASE = """<!doctype html><html lang="en"><head><title>{% block title %}Town{% endblock %} | Town</title>
{% block extra_css %}<link rel="stylesheet" href="/town.css">{% endblock %}</head>
<body><header class="town">{% include "kompas_ui/host/account.html" %}</header>
{% block breadcrumbs %}{{ page.nothing.title|add:"broken without a page" }}{% endblock %}
<main>{% block content %}{% endblock %}</main><footer class="town">Town Hall</footer></body></html>"""
ONE_LINE = """{% extends "kompas_ui/host/base.html" %}"""


@pytest.fixture
def town(settings):
    """The look of somebody else's site, with Kompas taken in by one line."""
    (engine,) = settings.TEMPLATES
    own = ("django.template.loaders.locmem.Loader", {"base.html": BASE, "kompas_ui/base.html": ONE_LINE})
    loaders = [own, "django.template.loaders.app_directories.Loader"]
    options = {**engine["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]


@pytest.mark.django_db
def test_a_screen_stands_in_the_sites_own_frame(town):
    text = Client().get(reverse("kompas_training:sign_in")).content.decode()
    assert re.search(r"<title>[^<]+ \| Town</title>", text)
    assert text.count('<header class="town">') == text.count('<footer class="town">') == text.count("<h1") == 1
    assert "kc-header" not in text and "kc-footer" not in text and "broken without a page" not in text
    assert 'class="kc kc-host"' in text and "/kompas_ui/kompas.css" in text and "/kompas_ui/kompas.js" in text
    # A landmark is the site's own, and there is one.
    assert text.count("<main") == 1
    assert "/town.css" in text


@pytest.mark.django_db
def test_the_menu_of_the_account_leads_in_and_out(town):
    client, person = Client(), make.person_with_account(first_name="Ewa", last_name="Lis")
    visitor = client.get(reverse("kompas_training:claim_code")).content.decode()
    assert f'<a class="kc-account-menu" href="{reverse("kompas_training:sign_in")}">' in visitor
    client.force_login(person.user)
    text = client.get(reverse("kompas_training:my_development")).content.decode()
    header = text.partition("</header>")[0]
    assert "<summary>Ewa Lis</summary>" in header
    for name in ("my_development", "account"):
        assert f'href="{reverse(f"kompas_training:{name}")}"' in header
    assert f'action="{reverse("kompas_training:sign_out")}"' in header and "csrfmiddlewaretoken" in header
    assert "kc-" not in re.sub(r"kc-account-menu|data-kc-[a-z]+", "", header)
    left = client.post(reverse("kompas_training:sign_out"))
    assert left.status_code == 302


@pytest.mark.parametrize("shown_before", [False, True])
def test_messages_are_shown_once_whoever_shows_them(town, shown_before):
    request = RequestFactory().get("/")
    request.session, request.user = {}, None
    request._messages = FallbackStorage(request)
    messages.success(request, "Saved.")
    if shown_before:
        list(messages.get_messages(request))
    context = {"kompas": Kompas(request), "messages": messages.get_messages(request)}
    text = render_to_string("kompas_ui/base.html", context)
    assert text.count("Saved.") == (0 if shown_before else 1)


def test_what_a_screen_cannot_do_without_needs_no_block_but_the_content():
    """A base without ``extra_css`` shows nothing of ``head``: it may lose what search engines read, and no more."""
    root = Path(__file__).resolve().parents[3]
    head = re.compile(r"{% block head %}.*?{% endblock %}", re.S)
    blocks = {
        (path.name, block)
        for package in ("training", "courses", "certificates", "cms")
        for path in (root / package).rglob("templates/**/*.html")
        for block in head.findall(path.read_text(encoding="utf-8"))
    }
    assert {name for name, _block in blocks} >= {"page.html", "verify.html"}
    needed = re.compile(r'rel="stylesheet"|<style|<script(?! type="application/ld\+json")')
    assert [(name, block) for name, block in blocks if needed.search(block)] == []


def test_a_base_that_calls_every_message_an_error_is_not_asked_to_show_ours(town, settings):
    (engine,) = settings.TEMPLATES
    shouting = BASE.replace(
        "<main>", "<main>{% block messages %}{% for m in messages %}Error: {{ m }}{% endfor %}{% endblock %}"
    )
    own = ("django.template.loaders.locmem.Loader", {"base.html": shouting, "kompas_ui/base.html": ONE_LINE})
    options = {**engine["OPTIONS"], "loaders": [own, "django.template.loaders.app_directories.Loader"]}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]
    request = RequestFactory().get("/")
    request.session, request.user = {}, None
    request._messages = FallbackStorage(request)
    messages.success(request, "Saved.")
    context = {"kompas": Kompas(request), "messages": messages.get_messages(request)}
    text = render_to_string("kompas_ui/base.html", context)
    assert "Saved." in text and "Error" not in text


def test_icons_have_a_size_without_our_stylesheet():
    for icon in (kc_icon("gear"), kc_icon("gear", "Settings")):
        assert 'width="16" height="16"' in icon
    assert 'width="44" height="44"' in render_to_string("kompas_ui/parts/mark.html")
