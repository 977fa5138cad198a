"""Kompas's settings: one dict ``KOMPAS`` in Django's settings, read when asked.

``setting("TIME_ZONE")`` gives the site's value or the default below.  The
reference page ``docs/reference/settings.md`` describes each.
"""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Who runs this installation; printed on pages, mails and certificates. Empty: nobody prints another office's
    # name by forgetting their own, and the system check asks for what REQUIRED_OF_ORGANISER names.
    "ORGANISER": {
        "name": "",
        "short_name": "",
        "address": "",
        "place": "",
        "email": "",
        "phone": "",
        "website": "",
        "signatory_name": "",
        "signatory_function": "",
        "legal_basis": "",
        "region": "",
    },
    "BASE_URL": "http://127.0.0.1:8000",
    # A day ends at midnight here, whatever the reader's own zone.
    "TIME_ZONE": "Europe/Warsaw",
    "DEMO": False,
    # Private files (certificates, uploads): an alias of STORAGES.
    "PRIVATE_STORAGE": "kompas_private",
    # Offers run out in working time: these hours, Monday to Friday, less holidays.
    "WORKING_HOURS": (8, 16),
    "HOLIDAYS_COUNTRY": "PL",
    "EXTRA_DAYS_OFF": (),
    # How long a link or code to claim an account lives.
    "CLAIM_LINK_HOURS": 72,
    "CLAIM_CODE_DAYS": 30,
    "DIDACTIC_HOUR_MINUTES": 45,
    "ATTENDANCE_THRESHOLD_PERCENT": 80,
    # Groups smaller than this are not shown in reports to readers without names.
    "SMALL_GROUP": 5,
    "IMPORT_MAX_BYTES": 20 * 1024 * 1024,
    "IMPORT_MAX_ROWS": 50_000,
    # What the process that reads one file may take: bytes of memory, seconds of the processor.
    "IMPORT_MAX_MEMORY": 768 * 1024 * 1024,
    "IMPORT_MAX_SECONDS": 30,
    "CERTIFICATE_SERIES": {
        "code": "KK",
        "pattern": "{number}/{series}/{year}",
        "first_number": 1,
        "design": "classic",
    },
    "MAIL_MAX_ATTEMPTS": 8,
    # How many days after a letter was sent its words are kept; None keeps them until somebody decides.
    "LETTER_TEXT_DAYS": None,
    # Attempts an hour; docs/reference/settings.md says of whom each is.
    "RATE_LIMITS": {
        "sign_in": 10,
        "sign_in_address": 200,
        "sign_in_account": 50,
        "password": 10,
        "page_password": 20,
        "claim": 60,
        "code": 20,
        "register": 30,
        "kept_form": 120,
        "letter": 5,
        "verification": 60,
        "verification_name": 20,
        "feed": 120,
    },
}


# Without these no letter, page or certificate says whose it is.
REQUIRED_OF_ORGANISER = ("name", "short_name", "address", "place", "email")


def setting(name: str) -> Any:
    """The site's value of ``KOMPAS[name]``, else the default; dicts are merged key by key.

    Raises:
        KeyError: Kompas knows no such setting.
    """
    default = DEFAULTS[name]
    chosen = getattr(settings, "KOMPAS", {})
    if name not in chosen:
        return default
    if isinstance(default, dict):
        return {**default, **chosen[name]}
    return chosen[name]


def unknown_settings() -> list[str]:
    """Keys of ``KOMPAS`` that mean nothing, for the system check."""
    return sorted(set(getattr(settings, "KOMPAS", {})) - set(DEFAULTS))


def unknown_parts() -> list[tuple[str, str]]:
    """Keys of the dicts in ``KOMPAS`` that mean nothing, as (setting, key)."""
    chosen = getattr(settings, "KOMPAS", {})
    return [
        (name, key)
        for name, default in DEFAULTS.items()
        if isinstance(default, dict) and isinstance(chosen.get(name, {}), dict)
        for key in sorted(set(chosen.get(name, {})) - set(default))
    ]
