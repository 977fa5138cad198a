"""The register of classes on other rooms' pages: a person's own attendance, and the trainer's next step."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from laces.components import Component

from courses.attendance import queries
from courses.attendance.models import Mark
from courses.catalogue.registry import meetings_held
from courses.catalogue.states import EditionState
from courses.enrolment.models import Enrolment
from courses.enrolment.registry import enrolment_panels
from courses.enrolment.states import TAKES_PART
from training.accounts.scopes import person_of
from training.desk.registry import NextStep, PanelContext, next_steps, panels
from training.kernel.time import today
from training.people.models import Person
from training.ui.navigation import NavItem, navigation

MOST = 5


class AttendancePanel(Component):
    """Own attendance in the editions that go on, and how much is still needed."""

    template_name = "kompas_courses/attendance/panel.html"

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": self.rows}


def own_attendance(enrolments: list[Enrolment]) -> list[dict[str, Any]]:
    minutes = queries.minutes_of(enrolments)
    return [
        {
            "enrolment": each,
            "edition": each.edition,
            "minutes": minutes[each.pk],
            "hour": each.edition.course.didactic_hour,
        }
        for each in enrolments
    ]


def attendance_panel(context: PanelContext) -> Component | None:
    """For *My development*: shown while somebody takes part in an edition that has begun to be marked."""
    enrolments = list(
        Enrolment.objects.filter(
            Exists(Mark.objects.filter(enrolment=OuterRef("pk"))),
            person=context.person,
            state__in=TAKES_PART,
            edition__state=EditionState.PUBLISHED,
        )
        .select_related("edition__course")
        .order_by("edition__ends_on", "pk")[:MOST]
    )
    return AttendancePanel(own_attendance(enrolments)) if enrolments else None


def enrolment_panel(enrolment: Enrolment) -> Component | None:
    """For the page of one enrolment: own attendance in it, once anything was recorded."""
    if enrolment.state not in TAKES_PART or not Mark.objects.filter(enrolment=enrolment).exists():
        return None
    return AttendancePanel(own_attendance([enrolment]))


def trainer_steps(person: Person, now: datetime) -> list[NextStep]:
    """A trainer's next steps: today's meeting first, then the meetings that wait to be closed."""
    meetings = queries.trainer_meetings(person, today(now))
    steps = [
        NextStep(
            _("Record attendance: %(topic)s") % {"topic": meeting.topic},
            reverse("kompas_courses:roster", args=[meeting.pk]),
            due=meeting.starts_at,
            order=20,
        )
        for meeting in meetings.today
        if not meeting.is_closed
    ]
    if count := len(meetings.unclosed):
        text = ngettext("Close %(count)d meeting that is over", "Close %(count)d meetings that are over", count)
        steps.append(NextStep(text % {"count": count}, reverse("kompas_courses:today"), order=30))
    return steps


def teaches(request: HttpRequest) -> bool:
    """For the menu: the account keeps the register of some meetings."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return queries.is_office(user) or queries.is_trainer(person_of(user))


def register() -> None:
    meetings_held.register("attendance", queries.held)
    panels.register("attendance", attendance_panel, order=30)
    enrolment_panels.register("attendance", enrolment_panel, order=30)
    next_steps.register("attendance", trainer_steps)
    item = NavItem(gettext_lazy("Meetings"), "kompas_courses:today", is_shown=teaches, icon="calendar-check")
    navigation.register("meetings", item, order=60)
