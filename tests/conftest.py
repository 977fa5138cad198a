"""What every test may use."""

import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

# Playwright's synchronous API keeps an event loop running in this thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="leave out what asks no database: it was run beside another one"
    )


def _asks_a_database(item) -> bool:
    """pytest-django lets no other test reach one."""
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in item.fixturenames


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_a_database(item)]
    if "postgres" in os.environ.get("KOMPAS_TEST_DATABASE_URL", ""):
        return
    skip = pytest.mark.skip(reason="no PostgreSQL: set KOMPAS_TEST_DATABASE_URL")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Just before the test database is made: copy the migrated one instead (``tests/migrated.py``)."""
    from tests.migrated import instead_of_migrating

    with django_db_blocker.unblock():
        patch = instead_of_migrating(Path(request.config.rootpath) / ".pytest_cache")
    patch.start()
    return patch


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup):
    """The database is there: ``migrate`` is Django's own again."""
    django_db_modify_db_settings.stop()


_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(self):
    """The flush that ends a transactional test empties append-only tables too."""
    from training.kernel import triggers

    triggers.remove()
    _flush(self)
    triggers.install()


TransactionTestCase._fixture_teardown = _flush_without_guards


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    """Files of a test stay with the test."""
    from django.core.files.storage import storages

    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "kompas_private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }
    storages._storages.clear()


@pytest.fixture
def no_local_files(settings, _home):
    """Files are kept where nothing has a path, as in a bucket; gives both storages."""
    from django.core.files.storage import storages

    bucket = {"BACKEND": "tests.bucket.Bucket"}
    settings.STORAGES = {**settings.STORAGES, "default": bucket, "kompas_private": bucket}
    storages._storages.clear()
    yield storages
    storages._storages.clear()


@pytest.fixture(autouse=True, scope="session")
def _no_background():
    """A request of a test starts no thread: what would be done beside it is done at once."""
    from django.core.signals import request_started

    request_started.disconnect(dispatch_uid="kompas_training.background")


@pytest.fixture(autouse=True)
def _fresh_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _no_addresses(_fresh_cache):
    """The menu's addresses of pages are kept in the cache: a test begins as a site without pages, at no query."""
    from django.conf import settings
    from django.utils import translation

    from cms import addresses

    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses.keep(addresses.Addresses(), seconds=3600)


@pytest.fixture(autouse=True)
def _own_language(settings):
    """A request under ``/en/`` leaves its thread in English; the next test begins in the site's language."""
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def without_guards(db):
    """A database that lost its triggers: for checks that look for what only then can come to be."""
    from training.kernel import triggers

    triggers.remove()
    yield
    triggers.install()


@pytest.fixture
def on_postgres():
    return connection.vendor == "postgresql"


@pytest.fixture
def pages(db):
    """Wagtail's root page and default site, also after a flush took them."""
    from wagtail.models import Locale, Page, Site

    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    if not Site.objects.exists():
        home = root.get_children().first() or root.add_child(title="Start", slug="start")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return root


@pytest.fixture
def mail_backend(settings):
    """``mail_backend("path.to.Backend")`` sends mail there, whatever Django calls the setting."""

    def choose(path):
        if hasattr(settings, "MAILERS"):
            settings.MAILERS = {"default": {"BACKEND": path}}
        else:
            settings.EMAIL_BACKEND = path

    return choose
