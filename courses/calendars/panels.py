"""What the calendars add to the menus."""

from django.utils.translation import gettext_lazy as _

from training.ui.navigation import NavItem, account_menu, to_signed_in


def register() -> None:
    account_menu.register(
        "calendar",
        NavItem(_("My calendar"), "kompas_courses:my_calendar", is_shown=to_signed_in, icon="calendar3"),
        order=40,
    )
