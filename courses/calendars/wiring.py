"""What the calendars plug into the house; called once when Django is ready."""

from django.utils.translation import gettext_lazy as _

from courses.calendars.registry import meetings_of_person
from courses.catalogue.queries import taught_by
from training.kernel import triggers
from training.ui.navigation import NavItem, account_menu, to_people


def register() -> None:
    triggers.guard("kompas_courses.Feed", frozen=["person", "token", "created_at"], once=["revoked_at"])
    # The catalogue lies below and cannot know who asks for it.
    meetings_of_person.register("teaching", taught_by)
    account_menu.register(
        "calendar",
        NavItem(_("Calendar"), "kompas_courses:my_calendar", to_people, icon="calendar3"),
        order=30,
    )
