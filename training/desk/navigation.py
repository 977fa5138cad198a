"""The desk's entries of the menus: one's own page, estimates and letters, and the team for managers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.accounts.queries import relations_of, unread_letters
from training.ui.navigation import NavItem, account_menu, navigation, to_people


def to_managers(request: Any) -> bool:
    return "manager" in relations_of(getattr(request, "user", None))


def _unread(request: Any) -> int:
    return unread_letters(request.user)


def register() -> None:
    navigation.register("team", NavItem(_("Team competences"), "kompas_training:team", is_shown=to_managers), order=50)
    own = {
        "my_development": NavItem(_("My development"), "kompas_training:my_development", to_people, icon="compass"),
        "estimates": NavItem(_("Self-assessment"), "kompas_training:estimates", to_people, icon="bar-chart-steps"),
        # The letters' own room lies below accounts, whose one question about a reader also counts them.
        "messages": NavItem(_("Messages"), "kompas_training:messages", to_people, icon="envelope", count=_unread),
    }
    for (name, item), order in zip(own.items(), (10, 50, 60), strict=True):
        account_menu.register(name, item, order=order)
