"""What enrolment adds to the desk: applications and next steps, courses that close a gap, the office's work."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from courses.catalogue.models import Edition
from courses.catalogue.queries import outcomes_closing
from courses.catalogue.registry import url_of
from courses.enrolment import queries
from courses.enrolment.columns import Row, rows
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import rule_in_words
from courses.enrolment.states import EnrolmentState
from training.competences.queries import lines_counting_in
from training.desk.registry import Closing, NextStep, OfficeTask, PanelContext
from training.kernel import time
from training.people.models import Person


class EnrolmentsPanel(Component):
    template_name = "kompas_courses/enrolment/panel.html"

    def __init__(self, listed: list[Row]) -> None:
        self.rows = listed

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": self.rows}


def enrolments_panel(context: PanelContext) -> Component:
    """Applications that live, of editions that are not over."""
    mine = queries.live_enrolments_of(context.person)
    return EnrolmentsPanel(
        rows((enrolment for enrolment in mine if not queries.is_over(enrolment, context.on)), context.on)
    )


def steps(person: Person, now: datetime) -> list[NextStep]:
    """Offers to answer before anything else."""
    return [
        NextStep(
            _("Accept or decline the place in “%(course)s”") % {"course": enrolment.edition.title},
            reverse("kompas_courses:enrolment", args=[enrolment.pk]),
            due=enrolment.offer_expires_at,
            order=10,
        )
        for enrolment in queries.live_enrolments_of(person)
        if enrolment.state == EnrolmentState.OFFERED and enrolment.offer_expires_at and enrolment.offer_expires_at > now
    ]


def open_courses(lines: Iterable[int], people: Collection[Person], on: date) -> list[Closing]:
    """Courses with an edition open for applications that prove a level of these lines of competences.

    What a course proves in a competence of an older version counts in each line that its level was carried on into.
    """
    counted = lines_counting_in(lines)
    outcomes = list(queries.with_open_edition(outcomes_closing(counted), time.now()))
    taken_by = queries.taken_courses(people, {outcome.standard.course_id for outcome in outcomes}, on)
    closings: dict[tuple[int, int], Closing] = {}
    for outcome in outcomes:
        course = outcome.standard.course
        for line_id in counted[outcome.competence.line_id]:
            best = closings.get((course.pk, line_id))
            if best is not None and best.level >= outcome.level:
                continue
            closings[course.pk, line_id] = Closing(
                line_id=line_id,
                level=outcome.level,
                title=course.title,
                url=url_of(course) or reverse("kompas_courses:apply", args=[outcome.open_edition]),
                starts_on=outcome.open_from,
                apply_until=outcome.open_until,
                is_full=outcome.open_taken >= outcome.open_seats,
                waiting=outcome.open_waiting if outcome.open_reserve_list else None,
                taken_by=taken_by.get(course.pk, frozenset()),
            )
    return list(closings.values())


def pages_of_meetings(person: Person, meetings: Collection[int]) -> dict[int, str]:
    """The own application to the edition of each of these meetings; ``meetings`` are keys."""
    applied = Enrolment.objects.of_person(person).filter(edition__meetings__in=list(meetings)).order_by("pk")
    return {
        meeting: reverse("kompas_courses:enrolment", args=[enrolment])
        for meeting, enrolment in applied.values_list("edition__meetings", "pk")
    }


def office_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Applications that nobody has decided about."""
    if user.has_perm("kompas_courses.change_enrolment"):
        count = queries.applicants().filter(state=EnrolmentState.UNDER_DECISION).count()
        text = ngettext("Decide about %(count)d application", "Decide about %(count)d applications", count)
        url = f"{reverse('kompas_applicants:index')}?state={EnrolmentState.UNDER_DECISION}"
        yield OfficeTask(text % {"count": count}, url, count, icon="help")


# ---- on the page of an edition in the admin ----------------------------------------------------------------------


class RecruitmentPanel(Component):
    """The recruitment on the page of its edition."""

    template_name = "kompas_courses/enrolment/admin/panel.html"

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        self.request, self.edition = request, edition

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = self.request.user
        recruitment = Recruitment.objects.filter(edition=self.edition).select_related("edition").first()
        counts = queries.counts_by_state(self.edition)
        labels = dict(EnrolmentState.choices)
        return {
            "edition": self.edition,
            "recruitment": recruitment,
            "taken": counts["offered"] + counts["confirmed"],
            "counts": [(labels[state], count) for state, count in counts.items() if count],
            "rule": rule_in_words(recruitment) if recruitment else [],
            "may_change": user.has_perm(f"kompas_courses.{'change' if recruitment else 'add'}_recruitment"),
            "may_see": user.has_perm("kompas_courses.view_enrolment"),
            "may_add": user.has_perm("kompas_courses.change_enrolment") and queries.takes_people(self.edition),
        }


def recruitment_panel(request: HttpRequest, edition: Edition) -> Component | None:
    if not request.user.has_perm("kompas_courses.view_recruitment"):
        return None
    return RecruitmentPanel(request, edition)
