"""The accessibility statement: the ids that programs of the ministry read, and what may not be left out."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.accessibility import Compliance, Method
from tests import factories as make
from tests.cms.statements import statement
from tests.sanity import faults_of

# "Warunki techniczne publikacji i struktura dokumentu elektronicznego deklaracji dostępności", 2.0.
ALWAYS = {
    "a11y-deklaracja", "a11y-wstep", "a11y-podmiot", "a11y-zakres", "a11y-url", "a11y-data-publikacja",
    "a11y-data-aktualizacja", "a11y-status", "a11y-data-sporzadzenie", "a11y-kontakt", "a11y-email", "a11y-telefon",
    "a11y-procedura", "a11y-architektura", "a11y-komunikacja",
}  # fmt: skip
SOMETIMES = {"a11y-data-przeglad", "a11y-ocena", "a11y-aplikacje", "a11y-architektura-url"}
REQUIRED = {
    "entity", "website_name", "website_url", "published_on", "updated_on", "compliance", "prepared_on", "method",
    "contact_name", "contact_email", "contact_phone", "complaints", "architecture", "communication",
}  # fmt: skip


def shown(client, kompas, prefix="", **fields):
    page = kompas.home.add_child(instance=statement(**fields))
    return client.get(prefix + page.url).content.decode()


def ids(html):
    return sorted(re.findall(r'id="(a11y-[a-z-]+)"', html))


def test_every_id_of_the_form_is_there_once(client, kompas):
    html = shown(client, kompas)
    assert ids(html) == sorted(ALWAYS)
    assert faults_of(html) == []


def test_ids_that_depend_on_what_is_said_come_with_it(client, kompas):
    html = shown(
        client,
        kompas,
        compliance=Compliance.PARTIAL,
        burden="<p>Archiwum.</p>",
        reviewed_on=date(2026, 3, 20),
        applications="<p>Jedna.</p>",
        architecture_url="https://example.pl/budynek/",
    )
    assert ids(html) == sorted(ALWAYS | SOMETIMES)
    assert faults_of(html) == []


def test_days_can_be_read_by_programs(client, kompas):
    html = shown(client, kompas)
    assert '<time id="a11y-data-publikacja" datetime="2024-01-15">15 stycznia 2024</time>' in html


@pytest.mark.parametrize(
    ("compliance", "sentence"),
    [
        (Compliance.FULL, "Strona internetowa jest <strong>zgodna</strong> z ustawą"),
        (Compliance.PARTIAL, "Strona internetowa jest <strong>częściowo zgodna</strong> z ustawą"),
        (Compliance.NONE, "Strona internetowa jest <strong>niezgodna</strong> z ustawą"),
    ],
)
def test_the_state_is_one_of_three_sentences(client, kompas, compliance, sentence):
    assert sentence in shown(client, kompas, compliance=compliance, not_compliant="<p>Skany.</p>")


def test_the_statement_is_in_one_language_whoever_reads_it(client, kompas):
    html = shown(client, kompas, prefix="/en")
    assert "zobowiązuje się zapewnić dostępność" in html
    assert "This accessibility statement applies" not in html
    assert '<article class="kc-article kc-prose" lang="pl">' in html


def test_what_is_typed_is_not_markup(client, kompas):
    assert "<script>alert" not in shown(client, kompas, entity="<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"compliance": Compliance.PARTIAL}, {"not_compliant"}),
        ({"compliance": Compliance.NONE, "exempt": "<p data-block-key='a'></p>"}, {"not_compliant"}),
        ({"compliance": Compliance.PARTIAL, "burden": "<p>Archiwum.</p>"}, set()),
        ({"method": Method.AUDIT}, {"auditor"}),
        ({"method": Method.AUDIT, "auditor": "Fundacja"}, set()),
        ({"updated_on": date(2023, 1, 1)}, {"updated_on"}),
        ({"reviewed_on": date(2023, 1, 1)}, {"reviewed_on"}),
        ({"reviewed_on": date(2100, 1, 1)}, {"reviewed_on"}),
        ({"architecture": "<p>\N{NO-BREAK SPACE}</p>"}, {"architecture"}),
        ({"published_on": None, "updated_on": None, "prepared_on": None}, set()),
    ],
)
def test_what_belongs_together_is_asked_for(db, fields, wrong):
    try:
        statement(**fields).clean()
    except ValidationError as error:
        assert set(error.message_dict) == wrong
    else:
        assert wrong == set()


def test_the_editor_asks_for_every_field_of_the_form(client, kompas):
    client.force_login(make.superuser())
    url = reverse("wagtailadmin_pages:add", args=["kompas_pages", "accessibilitystatementpage", kompas.home.pk])
    empty = dict.fromkeys(("complaints", "architecture", "communication", "not_compliant", "burden"), "null")
    rich = dict.fromkeys(("exempt", "facilities", "shortcuts", "applications"), "null")
    sent = {"title": "Deklaracja", "slug": "deklaracja", "action-publish": "1", **empty, **rich}
    answer = client.post(url, sent)
    assert set(answer.context["form"].errors) == REQUIRED


def test_the_footer_leads_there(client, kompas):
    page = kompas.home.add_child(instance=statement())
    html = client.get(reverse("kompas_training:sign_in")).content.decode()
    assert f'<a href="{page.url}">Deklaracja dostępności</a>' in html


def test_the_search_finds_its_words(client, kompas):
    page = kompas.home.add_child(instance=statement())
    assert page.url in client.get("/szukaj/", {"szukaj": "tłumacz PJM"}).content.decode()
