"""What enrolment adds to the desk: the person's applications, what to do about them, and courses that close a gap."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from laces.components import Component

from courses.catalogue.queries import outcomes_closing
from courses.catalogue.registry import url_of
from courses.enrolment import queries
from courses.enrolment.columns import Row, rows
from courses.enrolment.states import EnrolmentState
from training.desk import registry as desk
from training.desk.registry import Closing, NextStep, PanelContext
from training.kernel import time
from training.people.models import Person
from training.ui.navigation import NavItem, account_menu, to_signed_in

S = EnrolmentState


class EnrolmentsPanel(Component):
    template_name = "kompas_courses/enrolment/panel.html"

    def __init__(self, listed: list[Row]) -> None:
        self.rows = listed

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": self.rows}


def enrolments_panel(context: PanelContext) -> Component:
    """Applications that live, of editions that are not over."""
    mine = queries.live_enrolments_of(context.person)
    return EnrolmentsPanel(rows(one for one in mine if not one.edition.ends_on or one.edition.ends_on >= context.on))


def steps(person: Person, now: datetime) -> list[NextStep]:
    """Offers to answer before anything else."""
    return [
        NextStep(
            _("Accept or decline the place in “%(course)s”") % {"course": one.edition.course.title},
            reverse("kompas_courses:enrolment", args=[one.pk]),
            due=one.offer_expires_at,
            order=10,
        )
        for one in queries.live_enrolments_of(person)
        if one.state == S.OFFERED and one.offer_expires_at and one.offer_expires_at > now
    ]


def open_courses(competences: Iterable[int], on: date) -> list[Closing]:
    """Courses with an edition open for applications that prove a level of these competences."""
    found: dict[tuple[int, int], Closing] = {}
    for outcome in queries.with_open_edition(outcomes_closing(competences), time.now()):
        course = outcome.standard.course
        # The last is the highest level of the course.
        found[course.pk, outcome.competence_id] = Closing(
            competence_id=outcome.competence_id,
            level=outcome.level,
            title=course.title,
            url=url_of(course) or reverse("kompas_courses:apply", args=[outcome.open_edition]),
            starts_on=outcome.open_from,
        )
    return list(found.values())


def register() -> None:
    desk.panels.register("enrolments", enrolments_panel, order=30)
    desk.next_steps.register("offers", steps)
    desk.what_closes_gap.register("open courses", open_courses)
    account_menu.register(
        "enrolments",
        NavItem(gettext_lazy("My applications"), "kompas_courses:my_enrolments", to_signed_in, icon="journal-text"),
        order=30,
    )
