"""The demonstration's outbox in the menu under the person's name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.kernel.conf import setting
from training.ui.navigation import NavItem, account_menu, to_signed_in


def _is_shown(request: Any) -> bool:
    return bool(setting("DEMO")) and to_signed_in(request)


def register() -> None:
    entry = NavItem(_("My messages"), "kompas_training:outbox", _is_shown, icon="envelope")
    account_menu.register("outbox", entry, order=800)
