"""The desk's entries of the main menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from training.accounts.queries import person_of, relations_of
from training.ui.navigation import NavItem, navigation


def to_people(request: Any) -> bool:
    return person_of(getattr(request, "user", None)) is not None


def to_managers(request: Any) -> bool:
    return "manager" in relations_of(getattr(request, "user", None))


def register() -> None:
    navigation.register(
        "my_development", NavItem(_("My development"), "kompas_training:my_development", is_shown=to_people), order=40
    )
    navigation.register("team", NavItem(_("Team competences"), "kompas_training:team", is_shown=to_managers), order=50)
