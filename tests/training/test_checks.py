"""System checks name what is missing and the cure."""

from copy import deepcopy

import pytest
from django.core.checks import ERROR, run_checks
from django.db import connections
from wagtail.models import Site

from training import checks
from training.kernel.conf import DEFAULTS, REQUIRED_OF_ORGANISER


def test_the_reference_site_lacks_nothing():
    assert checks.templates_know_kompas(None) == []
    assert checks.sqlite_waits_its_turn(None) == []
    assert checks.private_storage_exists(None) == []
    assert checks.settings_are_known(None) == []


def test_templates_without_the_context_processor_are_noticed(settings):
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("training.ui.context.kompas")
    settings.TEMPLATES = templates
    assert [check.id for check in checks.templates_know_kompas(None)] == ["kompas_training.W002"]


def test_a_sqlite_database_without_immediate_transactions_is_noticed(monkeypatch, settings):
    monkeypatch.setattr(
        settings._wrapped, "DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}
    )
    (message,) = checks.sqlite_waits_its_turn(None)
    assert message.id == "kompas_training.W003"
    assert "transaction_mode" in message.hint


def test_a_private_storage_that_is_not_there_is_an_error(settings):
    settings.KOMPAS = {**settings.KOMPAS, "PRIVATE_STORAGE": "nowhere"}
    assert [check.id for check in checks.private_storage_exists(None)] == ["kompas_training.E001"]


FOLDERS = "django.core.files.storage.FileSystemStorage"


@pytest.mark.parametrize(
    ("private", "is_private"),
    [
        ({"BACKEND": FOLDERS, "OPTIONS": {"location": "/srv/site/private", "base_url": None}}, True),
        ({"BACKEND": FOLDERS, "OPTIONS": {"location": "/srv/site/media/private"}}, False),
        ({"BACKEND": FOLDERS}, False),
        ({"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"location": "private"}}, True),
        ({"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"default_acl": "public-read"}}, False),
        ({"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"location": "media"}}, False),
    ],
)
def test_a_private_storage_that_everybody_may_read_is_an_error(settings, private, is_private):
    settings.MEDIA_ROOT = "/srv/site/media"
    media = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"location": "media"}}
    settings.STORAGES = {**settings.STORAGES, "default": media, "kompas_private": private}
    found = [check.id for check in checks.private_storage_is_private(None)]
    assert found == ([] if is_private else ["kompas_training.E006"])


def test_a_misspelt_setting_names_its_neighbour(settings):
    settings.KOMPAS = {**settings.KOMPAS, "TIMEZONE": "Europe/Warsaw"}
    (message,) = checks.settings_are_known(None)
    assert (message.id, message.hint) == ("kompas_training.W001", "Did you mean 'TIME_ZONE'?")


def test_a_misspelt_part_of_a_setting_names_its_neighbour(settings):
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": {**settings.KOMPAS["ORGANISER"], "fone": "81 000 00 00"}}
    (message,) = checks.settings_are_known(None)
    assert (message.id, message.hint) == ("kompas_training.W001", "Did you mean 'phone'?")


def test_no_office_is_the_default():
    assert set(DEFAULTS["ORGANISER"].values()) == {""}


@pytest.mark.parametrize("key", REQUIRED_OF_ORGANISER)
def test_an_organiser_without_what_documents_print_is_an_error(settings, key):
    assert checks.organiser_is_named(None) == []
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": {**settings.KOMPAS["ORGANISER"], key: " "}}
    (message,) = checks.organiser_is_named(None)
    assert (message.id, message.level) == ("kompas_training.E004", ERROR)
    assert f"KOMPAS['ORGANISER'][{key!r}]" in message.msg and f"KOMPAS['ORGANISER'][{key!r}]" in message.hint


def test_a_site_that_names_no_organiser_is_asked_for_all_of_it(settings):
    settings.KOMPAS = {}
    assert [message.id for message in checks.organiser_is_named(None)] == ["kompas_training.E004"] * 5


def test_an_organiser_is_reached_at_an_address(settings):
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": {**settings.KOMPAS["ORGANISER"], "email": "rops(at)example.pl"}}
    (message,) = checks.organiser_is_named(None)
    assert "rops(at)example.pl" in message.msg


@pytest.mark.parametrize("vendor, ids", [("sqlite", []), ("postgresql", []), ("mysql", ["kompas_training.E005"])])
def test_a_database_without_our_triggers_is_an_error(monkeypatch, vendor, ids):
    monkeypatch.setattr(type(connections["default"]), "vendor", vendor)
    assert [message.id for message in checks.database_is_known(None)] == ids


@pytest.mark.parametrize(
    "address, is_named",
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:8000", True),
        ("http://kompas.localhost", True),
        ("szkolenia.example.pl", True),
        ("https://szkolenia.example.pl", False),
        ("http://192.168.1.20", False),
    ],
)
def test_an_address_that_leads_to_the_readers_own_machine_is_noticed(settings, address, is_named):
    settings.KOMPAS = {**settings.KOMPAS, "BASE_URL": address}
    assert [message.id for message in checks.base_url_leads_here(None)] == ["kompas_training.W006"] * is_named
    settings.DEBUG = True
    assert checks.base_url_leads_here(None) == []


def test_a_cache_of_each_process_is_noticed_by_the_check_of_deployments(settings):
    here = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    shared = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "x"}}
    settings.CACHES = shared
    assert checks.processes_share_a_cache(None) == []
    settings.CACHES = here
    of_deployments = [message.id for message in run_checks(include_deployment_checks=True)]
    assert of_deployments.count("kompas_training.W007") == 1
    assert "kompas_training.W007" not in [message.id for message in run_checks()]


@pytest.mark.parametrize("slug, ids", [("konto", ["kompas_training.W008"]), ("kontakt", [])])
def test_a_page_that_a_screen_of_ours_hides_is_noticed(pages, slug, ids):
    home = Site.objects.get().root_page
    home.add_child(title="Moje", slug=slug)
    assert [message.id for message in checks.pages_are_not_hidden(None, databases=["default"])] == ids
    # Only a check that may ask the database does.
    assert checks.pages_are_not_hidden(None, databases=None) == []


def test_a_draft_hides_nothing(pages):
    Site.objects.get().root_page.add_child(title="Moje", slug="konto", live=False)
    assert checks.pages_are_not_hidden(None, databases=["default"]) == []
