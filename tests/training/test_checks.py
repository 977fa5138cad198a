"""System checks name what is missing and the cure."""

from copy import deepcopy

from training import checks


def test_the_reference_site_lacks_nothing():
    assert checks.templates_know_kompas(None) == []
    assert checks.sqlite_waits_its_turn(None) == []
    assert checks.private_storage_exists(None) == []
    assert checks.settings_are_known(None) == []


def test_templates_without_the_context_processor_are_noticed(settings):
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("training.ui.context.kompas")
    settings.TEMPLATES = templates
    assert [one.id for one in checks.templates_know_kompas(None)] == ["kompas_training.W002"]


def test_a_sqlite_database_without_immediate_transactions_is_noticed(monkeypatch, settings):
    monkeypatch.setattr(
        settings._wrapped, "DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}
    )
    (found,) = checks.sqlite_waits_its_turn(None)
    assert found.id == "kompas_training.W003"
    assert "transaction_mode" in found.hint


def test_a_private_storage_that_is_not_there_is_an_error(settings):
    settings.KOMPAS = {**settings.KOMPAS, "PRIVATE_STORAGE": "nowhere"}
    assert [one.id for one in checks.private_storage_exists(None)] == ["kompas_training.E001"]


def test_a_misspelt_setting_names_its_neighbour(settings):
    settings.KOMPAS = {**settings.KOMPAS, "TIMEZONE": "Europe/Warsaw"}
    (found,) = checks.settings_are_known(None)
    assert (found.id, found.hint) == ("kompas_training.W001", "Did you mean 'TIME_ZONE'?")
