"""System checks of the ground floor, each with an id and a cure."""

import difflib

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.checks import Error, Warning, register
from django.core.files.storage import InvalidStorageError, storages
from django.utils.module_loading import import_string

from training.kernel import conf
from training.kernel.books.reading import can_limit
from training.kernel.printing import missing


@register()
def settings_are_known(app_configs, **kwargs):
    found = []
    for name in conf.unknown_settings():
        near = difflib.get_close_matches(name, conf.DEFAULTS, n=1)
        found.append(
            Warning(
                f"KOMPAS[{name!r}] is not a setting of Kompas.",
                hint=f"Did you mean {near[0]!r}?" if near else "See docs/reference/settings.md for the list.",
                id="kompas_training.W001",
            )
        )
    return found


@register()
def private_storage_exists(app_configs, **kwargs):
    alias = conf.setting("PRIVATE_STORAGE")
    try:
        storages[alias]
    except InvalidStorageError:
        return [
            Error(
                f"STORAGES has no {alias!r}: certificates and uploads have nowhere private to live.",
                hint=f"Add STORAGES[{alias!r}] with a location outside MEDIA_ROOT and base_url None.",
                id="kompas_training.E001",
            )
        ]
    return []


@register()
def templates_know_kompas(app_configs, **kwargs):
    wanted = "training.ui.context.kompas"
    engines = [one for one in settings.TEMPLATES if one["BACKEND"].endswith("DjangoTemplates")]
    if any(wanted in one.get("OPTIONS", {}).get("context_processors", []) for one in engines):
        return []
    return [
        Warning(
            "No template engine has Kompas's context processor: its pages would have no menus and no organiser.",
            hint=f"Add {wanted!r} to OPTIONS['context_processors'] of TEMPLATES.",
            id="kompas_training.W002",
        )
    ]


@register()
def sqlite_waits_its_turn(app_configs, **kwargs):
    """SQLite has no row locks: what stands for them is a transaction that says at once that it will write."""
    found = []
    for alias, database in settings.DATABASES.items():
        options = database.get("OPTIONS", {})
        if database.get("ENGINE", "").endswith(".sqlite3") and options.get("transaction_mode") not in (
            "IMMEDIATE",
            "EXCLUSIVE",
        ):
            found.append(
                Warning(
                    f"Two people at once may overtake each other in the SQLite database {alias!r}.",
                    hint=f"Set DATABASES[{alias!r}]['OPTIONS']['transaction_mode'] to 'IMMEDIATE'.",
                    id="kompas_training.W003",
                )
            )
    return found


@register()
def passwords_have_a_limit(app_configs, **kwargs):
    """Every form that asks for a password asks the backends; one without the limit would be a door of its own."""
    # Imported here: the backend reads models, which are not there yet when checks are registered.
    from training.accounts.backends import SignInBackend

    unlimited = [
        path
        for path in settings.AUTHENTICATION_BACKENDS
        if issubclass(backend := import_string(path), ModelBackend) and not issubclass(backend, SignInBackend)
    ]
    if not unlimited:
        return []
    return [
        Error(
            f"{', '.join(unlimited)}: passwords can be guessed without a limit.",
            hint="Set AUTHENTICATION_BACKENDS to ['training.accounts.backends.SignInBackend'], or to a subclass of it.",
            id="kompas_training.E002",
        )
    ]


@register()
def one_way_to_a_new_password(app_configs, **kwargs):
    """Wagtail's own way has no limit, tells known addresses by its time and writes to shared mailboxes."""
    managed = getattr(settings, "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED", True)
    if not getattr(settings, "WAGTAIL_PASSWORD_RESET_ENABLED", managed):
        return []
    return [
        Warning(
            "Wagtail's own page for a forgotten password is open beside Kompas's.",
            hint="Set WAGTAIL_PASSWORD_RESET_ENABLED = False.",
            id="kompas_training.W004",
        )
    ]


@register()
def reading_has_limits(app_configs, **kwargs):
    """A hostile workbook of kilobytes can ask for gigabytes; where nothing can refuse them, that is said."""
    if can_limit():
        return []
    return [
        Warning(
            "This platform cannot limit the memory of the process that reads uploaded files.",
            hint="Run Kompas on Linux or macOS, or let only people you trust send staff lists.",
            id="kompas_training.W005",
        )
    ]


@register()
def organiser_can_be_printed(app_configs, **kwargs):
    """Every certificate carries these words: a letter that no font has would stop all of them."""
    texts = {f"KOMPAS['ORGANISER'][{key!r}]": value for key, value in conf.setting("ORGANISER").items()}
    texts |= {
        f"KOMPAS['CERTIFICATE_SERIES'][{key!r}]": str(conf.setting("CERTIFICATE_SERIES")[key])
        for key in ("code", "pattern")
    }
    return [
        Error(
            f"{name} holds {letters}, which no font of the documents has: no certificate could be printed.",
            hint="Write it in other characters.",
            id="kompas_training.E003",
        )
        for name, value in texts.items()
        if (letters := missing(str(value)))
    ]
