"""System checks of the ground floor, each with an id and a cure."""

import difflib
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import swapper
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, InvalidStorageError, storages
from django.core.validators import validate_email
from django.db import DatabaseError, connections, router
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.module_loading import import_string

from training.kernel import conf
from training.kernel.printing import missing
from training.kernel.workbooks.reading import can_limit


@register()
def settings_are_known(app_configs, **kwargs):
    messages = []
    for name in conf.unknown_settings():
        near = difflib.get_close_matches(name, conf.DEFAULTS, n=1)
        messages.append(
            Warning(
                f"KOMPAS[{name!r}] is not a setting of Kompas.",
                hint=f"Did you mean {near[0]!r}?" if near else "See docs/reference/settings.md for the list.",
                id="kompas_training.W001",
            )
        )
    for name, key in conf.unknown_parts():
        near = difflib.get_close_matches(key, conf.DEFAULTS[name], n=1)
        messages.append(
            Warning(
                f"KOMPAS[{name!r}][{key!r}] is not a setting of Kompas.",
                hint=f"Did you mean {near[0]!r}?" if near else "See docs/reference/settings.md for the list.",
                id="kompas_training.W001",
            )
        )
    return messages


@register()
def organiser_is_named(app_configs, **kwargs):
    """Certificates, letters and lists say whose they are; there is no office that everybody would do for."""
    organiser = conf.setting("ORGANISER")
    messages = [
        Error(
            f"KOMPAS['ORGANISER'][{key!r}] is empty: letters, lists and certificates would not say whose they are.",
            hint=f"Set KOMPAS['ORGANISER'][{key!r}] to {_ORGANISER_HINTS[key]}.",
            id="kompas_training.E004",
        )
        for key in conf.REQUIRED_OF_ORGANISER
        if not str(organiser[key]).strip()
    ]
    if organiser["email"].strip():
        try:
            validate_email(organiser["email"])
        except ValidationError:
            messages.append(
                Error(
                    f"KOMPAS['ORGANISER']['email'] is {organiser['email']!r}, which is no e-mail address.",
                    hint=f"Set KOMPAS['ORGANISER']['email'] to {_ORGANISER_HINTS['email']}.",
                    id="kompas_training.E004",
                )
            )
    return messages


_ORGANISER_HINTS = {
    "name": "the full name of the office, as its documents print it",
    "short_name": "the name that headers and letters use",
    "address": "the postal address of the office, in one line",
    "place": "the town that stands before the date of a certificate",
    "email": "the address to which people's answers go",
}


@register()
def database_is_known(app_configs, **kwargs):
    """The promises are held by triggers and locks, written for two databases."""
    from training.people.models import Person

    alias = router.db_for_write(Person)
    connection = connections[alias]
    if connection.vendor in ("sqlite", "postgresql"):
        return []
    return [
        Error(
            f"The database {alias!r} is {connection.display_name}: "
            "nothing would keep Kompas's ledger, seats and histories from being rewritten.",
            hint=f"Let DATABASES[{alias!r}] be PostgreSQL, or SQLite on one machine.",
            id="kompas_training.E005",
        )
    ]


@register()
def base_url_leads_here(app_configs, **kwargs):
    """A letter, a QR code and a calendar carry this address to other people's machines."""
    if settings.DEBUG or conf.setting("DEMO"):
        return []
    host = (urlsplit(conf.setting("BASE_URL")).hostname or "").lower()
    if host and host != "localhost" and not host.endswith(".localhost") and not _is_own_machine(host):
        return []
    return [
        Warning(
            f"KOMPAS['BASE_URL'] is {conf.setting('BASE_URL')!r}, no public address: "
            "links in letters, QR codes and calendars would lead nowhere, or to the reader's own machine.",
            hint="Set it to the public address (https://szkolenia.example.pl); for development set DEBUG = True.",
            id="kompas_training.W006",
        )
    ]


def _is_own_machine(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@register(Tags.caches, deploy=True)
def processes_share_a_cache(app_configs, **kwargs):
    """Asked of deployments alone: how many processes will run cannot be seen from the settings.

    Wagtail keeps the roots of its sites in the default cache and Kompas the numbers
    of the front page; what one process forgets the others still show.
    """
    backend = settings.CACHES.get("default", {}).get("BACKEND", "")
    if not backend.endswith(".LocMemCache"):
        return []
    return [
        Warning(
            "Each web process has a cache of its own: after a change of a site's root page or address the others "
            "go on with the old one, and the numbers of the front page differ from reload to reload.",
            hint="Let CACHES['default'] be one that all processes share: files, the database, Redis or Memcached; "
            "with a single process silence this check.",
            id="kompas_training.W007",
        )
    ]


@register(Tags.database)
def pages_are_not_hidden(app_configs, databases=None, **kwargs):
    """Addresses of Kompas that stand before Wagtail's take pages away without a word."""
    if not databases or "default" not in databases:
        return []
    from wagtail.models import Site

    # A site may have a base page of its own.
    base_page = swapper.load_model("wagtailcore", "Page")
    hidden = []
    try:
        for root_path in set(Site.objects.values_list("root_page__url_path", flat=True)):
            pages = base_page.objects.live().filter(url_path__startswith=root_path)
            for title, url_path in pages.values_list("title", "url_path"):
                address = reverse("wagtail_serve", args=[url_path.removeprefix(root_path)])
                if _is_ours(address):
                    hidden.append((title, address))
    except (DatabaseError, NoReverseMatch):
        # Not migrated yet, or a site without pages.
        return []
    return [
        Warning(
            f"The page “{title}” is never shown: at {address} a screen of Kompas answers.",
            hint="Change the page's slug, or include Kompas's addresses under a prefix: path('kompas/', include(…)).",
            id="kompas_training.W008",
        )
        for title, address in hidden
    ]


def _is_ours(address: str) -> bool:
    try:
        match = resolve(address)
    except Resolver404:
        return False
    return match.app_names[:1] in (["kompas_training"], ["kompas_courses"], ["kompas_certificates"])


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


def _is_inside(private: dict, public: dict) -> bool:
    """The same bucket, and the private folder in it is the public one or below it."""
    if not private.get("bucket_name") or private["bucket_name"] != public.get("bucket_name"):
        return False
    return PurePosixPath(private.get("location", "")).is_relative_to(PurePosixPath(public.get("location", "")))


@register()
def private_storage_is_private(app_configs, **kwargs):
    """Django's own default for a folder is MEDIA_ROOT, which web servers hand out to everybody."""
    configured = settings.STORAGES.get(conf.setting("PRIVATE_STORAGE"), {})
    options = configured.get("OPTIONS", {})
    backend = import_string(configured["BACKEND"]) if configured else None
    is_folder = isinstance(backend, type) and issubclass(backend, FileSystemStorage)
    location = Path(options.get("location") or settings.MEDIA_ROOT).resolve()
    public = settings.STORAGES.get("default", {})
    if (
        (configured and configured == public)
        or (is_folder and settings.MEDIA_ROOT and location.is_relative_to(Path(settings.MEDIA_ROOT).resolve()))
        or (not is_folder and _is_inside(options, public.get("OPTIONS", {})))
        or str(options.get("default_acl")).startswith("public")
    ):
        return [
            Error(
                "Certificates and uploaded staff lists would lie where everybody may read them.",
                hint=f"Give STORAGES[{conf.setting('PRIVATE_STORAGE')!r}] a location outside MEDIA_ROOT, "
                "or a bucket without public rights.",
                id="kompas_training.E006",
            )
        ]
    return []


@register()
def templates_know_kompas(app_configs, **kwargs):
    wanted = "training.ui.context.kompas"
    engines = [template for template in settings.TEMPLATES if template["BACKEND"].endswith("DjangoTemplates")]
    if any(wanted in engine.get("OPTIONS", {}).get("context_processors", []) for engine in engines):
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
    messages = []
    for alias, database in settings.DATABASES.items():
        options = database.get("OPTIONS", {})
        if database.get("ENGINE", "").endswith(".sqlite3") and options.get("transaction_mode") not in (
            "IMMEDIATE",
            "EXCLUSIVE",
        ):
            messages.append(
                Warning(
                    f"Two people at once may overtake each other in the SQLite database {alias!r}.",
                    hint=f"Set DATABASES[{alias!r}]['OPTIONS']['transaction_mode'] to 'IMMEDIATE'.",
                    id="kompas_training.W003",
                )
            )
    return messages


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
