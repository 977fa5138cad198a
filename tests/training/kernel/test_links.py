"""Whole addresses."""

from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from training.kernel import links


@pytest.mark.parametrize(("language", "prefix"), [("pl", ""), ("en", "/en")])
def test_an_address_is_whole_and_in_the_wanted_language(settings, language, prefix):
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": "https://kompas.example.org/"}
    path = reverse("wagtail_serve", args=["kursy/"])
    address = links.absolute("wagtail_serve", "kursy/", language=language)
    assert address == f"https://kompas.example.org{prefix}{path}"


@pytest.mark.parametrize(
    ("own", "address"),
    [
        ("/logowanie/", "https://kompas.example.org/logowanie/"),
        ("https://sso.example.pl/in", "https://sso.example.pl/in"),
        ("//sso.example.pl/in", "//sso.example.pl/in"),
        ("nowhere:sign_in", "https://kompas.example.org/en/konto/zaloguj/"),
    ],
)
def test_letters_lead_to_the_sites_own_sign_in(settings, own, address):
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": "https://kompas.example.org/"}
    settings.LOGIN_URL = own
    assert links.absolute_sign_in(language="en") == address


def test_a_site_that_mounts_no_sign_in_has_no_address_of_one(settings, monkeypatch):
    def refuse(name, *args, **kwargs):
        raise NoReverseMatch(name)

    settings.LOGIN_URL = "nowhere:sign_in"
    monkeypatch.setattr(links, "reverse", refuse)
    assert (links.sign_in_url(), links.absolute_sign_in(language="pl")) == ("", "")


def test_nobody_names_kompas_sign_in_but_the_one_function():
    root = Path(__file__).resolve().parents[3]
    named = {
        str(path.relative_to(root))
        for package in ("training", "courses", "certificates", "cms")
        for path in (root / package).rglob("*")
        if path.suffix in (".py", ".html", ".txt") and "kompas_training:sign_in" in path.read_text(encoding="utf-8")
    }
    # The doors also keep it as a way out of a circle; the bench and the settings are the reference site's own.
    site = {"cms/site/sign_in.py", "cms/site/settings.py", "cms/site/bench/screens.py"}
    assert named == {"training/kernel/links.py", *site}
