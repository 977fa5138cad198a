"""The public page says what is printed, and the name only to those who type it."""

import re

import pytest
from django.urls import reverse

from certificates.register import actions as register
from certificates.register.models import Certificate
from tests import factories as make

pytestmark = pytest.mark.django_db
FORM = "/sprawdz/"


def text(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("&#x27;", "'").split())


def page(client, certificate):
    return client.get(f"/en/sprawdz/{certificate.token}/")


def test_the_code_shows_number_status_title_and_date_and_no_name(client, issued):
    (certificate,) = issued(["Łucja Wiśniewska"])
    response = page(client, certificate)
    shown = text(response)
    assert response.status_code == 200
    for part in ("is in the register", "1/KK/2026", "Dialog motywujący w pracy socjalnej", "23 November 2026"):
        assert part in shown, part
    assert "Wiśniewska" not in response.content.decode() and "Łucja" not in response.content.decode()


def test_nothing_of_it_is_kept_or_found_by_search_engines(client, issued):
    (certificate,) = issued()
    response = page(client, certificate)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"] and response.headers["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lucja wisniewska", "The name you typed agrees with the register."),
        ("Wiśniewska Łucja", "The name you typed agrees with the register."),
        ("Anna Nowak", "The name you typed does not agree with the register."),
    ],
)
def test_a_typed_name_is_only_said_to_agree_or_not(client, issued, typed, sentence):
    (certificate,) = issued(["Łucja Wiśniewska"])
    response = client.post(f"/en/sprawdz/{certificate.token}/", {"name": typed})
    assert sentence in text(response)
    response = client.post("/en/sprawdz/", {"number": certificate.number, "name": typed})
    assert sentence in text(response)
    # A wrong guess does not bring the right name out.
    if "not" in sentence:
        assert "Wiśniewska" not in response.content.decode()


@pytest.mark.parametrize("typed", ["  1 / kk / 2026 ", "Nr 1/KK/2026.", "1⁄KK⁄2026", "1\\KK\\2026", "no. 1／KK／2026"])
def test_the_number_may_be_typed_as_people_write_it(client, issued, typed):
    issued()
    response = client.post("/en/sprawdz/", {"number": typed})
    assert response.status_code == 200 and "is in the register" in text(response)


def test_neither_number_nor_name_stays_in_an_address(client, issued):
    issued()
    assert "is in the register" not in text(client.get("/en/sprawdz/", {"number": "1/KK/2026"}))


def test_an_unknown_code_or_number_is_said_so(client, issued):
    issued()
    response = client.get("/en/sprawdz/nothing-of-that-kind/")
    assert response.status_code == 404 and "No certificate with this code" in text(response)
    response = client.post("/en/sprawdz/", {"number": "99/KK/2026"})
    assert response.status_code == 404 and "No certificate with this number" in text(response)


def test_an_empty_form_says_what_is_missing(client):
    response = client.post("/en/sprawdz/", {"number": ""})
    assert response.status_code == 422 and "There is a problem" in text(response)


def test_a_revoked_one_is_shown_as_such_without_the_reason(client, issued):
    (certificate,) = issued()
    register.revoke(certificate=certificate, reason="Sprawa Anny Tajnej.", actor=make.ACTOR, now=make.NOW)
    response = page(client, certificate)
    assert "The certificate was revoked" in text(response) and "23 November 2026" in text(response)
    assert "Tajnej" not in response.content.decode()


def test_a_replaced_one_names_its_successor(client, issued):
    (certificate,) = issued()
    register.replace(certificate=certificate, reason="Literówka.", name="Inna Osoba", actor=make.ACTOR, now=make.NOW)
    shown = text(page(client, certificate))
    assert "was replaced by another" in shown and "2/KK/2026" in shown


def test_it_answers_a_limited_number_of_questions_an_hour(client, issued, settings):
    (certificate,) = issued()
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"verification": 3}}
    answers = [page(client, certificate).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    response = client.post("/en/sprawdz/", {"number": certificate.number})
    assert response.status_code == 429 and 3590 <= int(response.headers["Retry-After"]) <= 3600
    assert "1/KK/2026" not in text(response).replace("example 17/KK/2026", "")
    # The empty form stays open to everybody, and another address is not held back.
    assert client.get("/en/sprawdz/").status_code == 200
    assert client.get(f"/en/sprawdz/{certificate.token}/", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_names_of_one_certificate_are_not_guessed_from_many_addresses(client, issued, settings):
    (certificate,) = issued()
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"verification_name": 3}}
    ways = [
        (f"/en/sprawdz/{certificate.token}/", {}),
        ("/en/sprawdz/", {"number": certificate.number}),
    ]
    answers = [
        client.post(
            ways[number % 2][0], {**ways[number % 2][1], "name": f"Guess {number}"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    for address, number in ways:
        # The right name says as little as a wrong one now; the register itself goes on to answer.
        response = client.post(address, {**number, "name": certificate.name}, REMOTE_ADDR="10.0.0.9")
        shown = text(response)
        assert response.status_code == 429 and 3590 <= int(response.headers["Retry-After"]) <= 3600
        assert "is in the register" in shown and "checked too often" in shown
        assert "agrees" not in shown.replace("whether it agrees", "") and "does not agree" not in shown
    assert client.get(ways[0][0]).status_code == 200


def test_the_issuer_is_the_one_printed(client, issued, settings):
    (certificate,) = issued()
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": {"name": "Zupełnie Nowa Nazwa"}}
    shown = text(page(client, certificate))
    assert "Issuer Regionalny Ośrodek Polityki Społecznej w Lublinie" in shown


def test_a_browser_may_post_the_name_with_the_protection_of_forms_on(issued):
    from django.test import Client

    (certificate,) = issued(["Łucja Wiśniewska"])
    browser = Client(enforce_csrf_checks=True)
    form = page(browser, certificate)
    # Under "no-referrer" a browser would send "Origin: null" here.
    assert form.headers["Referrer-Policy"] != "no-referrer"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode()).group(1)
    response = browser.post(
        f"/en/sprawdz/{certificate.token}/",
        {"name": "Łucja Wiśniewska", "csrfmiddlewaretoken": token},
        headers={"Origin": "http://testserver"},
    )
    assert "agrees with the register" in text(response)


def test_the_page_costs_one_query_beside_the_count_of_attempts(client, issued, bare_menus, django_assert_num_queries):
    (certificate,) = issued()
    page(client, certificate)
    with django_assert_num_queries(2):
        page(client, certificate)


def test_every_page_links_to_the_check(client):
    assert f'href="{reverse("kompas_certificates:verify_form")}"' in client.get(FORM).content.decode()


def test_the_address_in_the_document_leads_to_its_own_page(client, issued):
    import json

    (certificate,) = issued()
    address = json.loads(Certificate.objects.get().payload)["verification_url"]
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200 and certificate.token in address
