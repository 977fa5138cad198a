"""The register of classes on other rooms' pages: own attendance, the trainer's next step, the office's work."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from courses.attendance import queries
from courses.attendance.models import Mark
from courses.attendance.queries import own_register
from courses.attendance.rules import Minutes
from courses.calendars.queries import link_of, place_of
from courses.catalogue.models import Meeting
from courses.catalogue.registry import materials_of
from courses.enrolment.models import Enrolment
from courses.enrolment.states import TAKES_PART
from training.accounts.queries import cannot_have_relation, relations_of
from training.desk.registry import Appointment, NextStep, OfficeTask, PanelContext
from training.kernel.conf import setting
from training.kernel.page_cache import once
from training.kernel.time import today
from training.people.models import Person

MOST = 5


class AttendancePanel(Component):
    """Own attendance, and how much is still needed; on the desk a line for each edition that goes on."""

    template_name = "kompas_courses/attendance/panel.html"

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": self.rows}


def pages_of_meetings(person: Person, meetings: Collection[int]) -> dict[int, str]:
    """The roster of each of these meetings that the person teaches; ``meetings`` are keys."""
    taught = queries.meetings_of_trainer(person).filter(pk__in=list(meetings)).order_by()
    return {key: reverse("kompas_courses:roster", args=[key]) for key in taught.values_list("pk", flat=True)}


class AttendanceLines(AttendancePanel):
    template_name = "kompas_courses/attendance/desk_panel.html"


def _row(enrolment: Enrolment, minutes: Minutes) -> dict[str, Any]:
    edition = enrolment.edition
    return {"enrolment": enrolment, "edition": edition, "minutes": minutes, "hour": edition.didactic_hour}


def attendance_panel(context: PanelContext) -> Component | None:
    """For *My development*: shown while somebody takes part in an edition that has begun to be marked."""
    begun = [
        _row(taken.enrolment, taken.minutes)
        for taken in queries.participations(context.person)
        # An edition open for a correction was closed: what is being corrected is not told before it is closed again.
        if taken.minutes.is_begun and not taken.enrolment.is_reopened
    ]
    begun.sort(key=lambda row: (row["edition"].ends_on or date.max, row["enrolment"].pk))
    return AttendanceLines(begun[:MOST]) if begun else None


def appointments_of_participant(person: Person, now: datetime) -> list[Appointment]:
    """Meetings to come of the courses that the person takes part in."""
    taken = {participation.enrolment.edition_id: participation for participation in queries.participations(person)}
    return [
        _appointment(meeting, reverse("kompas_courses:enrolment", args=[taken[meeting.edition_id].enrolment.pk]))
        for each in taken.values()
        for meeting in each.meetings_to_come(now)
    ]


def _appointment(meeting: Meeting, url: str) -> Appointment:
    edition, organiser = meeting.edition, setting("ORGANISER")
    named = edition.contact_name or edition.contact_phone
    return Appointment(
        title=edition.title,
        topic=meeting.topic,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        url=url,
        place=place_of(meeting),
        join_url=link_of(meeting),
        materials_url=materials_of(edition.course) or "",
        led_by=meeting.trainer_names,
        contact_name=edition.contact_name if named else organiser["short_name"],
        contact_phone=edition.contact_phone if named else organiser["phone"],
    )


def appointments_of_trainer(person: Person, now: datetime) -> list[Appointment]:
    """Own classes that are not over, each with its register."""
    if cannot_have_relation(person, "trainer"):
        return []
    meetings = _own_meetings(person, now)
    return [
        Appointment(
            title=meeting.edition.title,
            topic=meeting.topic,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            url=reverse("kompas_courses:roster", args=[meeting.pk]),
            place=place_of(meeting),
            join_url=link_of(meeting),
            materials_url=materials_of(meeting.edition.course) or "",
            is_teaching=True,
        )
        for meeting in [*meetings.today, *meetings.upcoming]
        if meeting.ends_at > now
    ]


def _own_meetings(person: Person, now: datetime) -> queries.TrainerMeetings:
    """Asked by the appointments and by the steps."""
    on = today(now)
    return once(("meetings of a trainer", person.pk), lambda: queries.trainer_meetings(person, on))


def enrolment_panel(enrolment: Enrolment) -> Component | None:
    """For the page of one enrolment: own attendance in it, once anything was recorded."""
    if enrolment.state not in TAKES_PART or not Mark.objects.filter(enrolment=enrolment).exists():
        return None
    return AttendancePanel([_row(enrolment, own_register(enrolment).minutes)])


def trainer_steps(person: Person, now: datetime) -> list[NextStep]:
    """A trainer's next steps: today's meeting first, then the meetings that wait to be closed."""
    if cannot_have_relation(person, "trainer"):
        return []
    meetings = _own_meetings(person, now)
    steps = [
        NextStep(
            _("Record attendance: %(topic)s") % {"topic": meeting.topic},
            reverse("kompas_courses:roster", args=[meeting.pk]),
            order=20,
        )
        for meeting in meetings.today
        if not getattr(meeting, "is_closed", False)  # annotated by ``with_counts``
    ]
    if count := len(meetings.unclosed):
        text = ngettext("Close %(count)d meeting that is over", "Close %(count)d meetings that are over", count)
        steps.append(NextStep(text % {"count": count}, reverse("kompas_courses:today"), order=30))
    return steps


def office_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Meetings whose register the trainers have not closed."""
    if queries.is_office(user):
        count = queries.overdue_meetings(now).count()
        text = ngettext("Close %(count)d meeting that is over", "Close %(count)d meetings that are over", count)
        # Of all editions: somebody of the office may also teach, and their own meetings come first there.
        url = f"{reverse('kompas_courses:today')}?wszystkie=1"
        yield OfficeTask(text % {"count": count}, url, count, icon="calendar-check")


def teaches(request: HttpRequest) -> bool:
    """For the menu: the account keeps the register of some meetings."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return queries.is_office(user) or "trainer" in relations_of(user)
