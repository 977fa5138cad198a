"""System checks of the ground floor, each with an id and a cure."""

import difflib

from django.core.checks import Error, Warning, register
from django.core.files.storage import InvalidStorageError, storages

from training.kernel import conf


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
