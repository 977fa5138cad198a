"""What transcripts plug into the house; called once when Django is ready."""

from django.utils.translation import gettext_lazy as _

from courses.transcripts import panels, queries
from courses.transcripts.registry import attended_courses
from training.desk import registry as desk
from training.ui.navigation import NavItem, account_menu, to_people


def register() -> None:
    attended_courses.register("courses", queries.courses_of)
    desk.panels.register("transcript", panels.transcript_panel, order=65)
    account_menu.register(
        "transcript",
        NavItem(_("Training transcript"), "kompas_courses:transcript", to_people, icon="mortarboard"),
        order=45,
    )
