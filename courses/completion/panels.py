"""Completion on other rooms' pages: an assessor's next steps and menu entry, the office's work."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from courses.catalogue.models import Edition, Outcome
from courses.catalogue.states import EditionPhase, EditionState
from courses.completion import queries, rules
from courses.completion.models import Assessorship, Completion, Verification
from courses.completion.queries import recorded
from courses.completion.states import TONES, Result
from courses.enrolment.models import Enrolment
from courses.enrolment.registry import CourseResult
from courses.records import queries as records
from training.accounts.queries import cannot_have_relation, relations_of
from training.desk.registry import NextStep, OfficeTask
from training.kernel.time import today
from training.people.models import Person


def assessor_steps(person: Person, now: datetime) -> list[NextStep]:
    """Editions whose last meeting is over and that wait for this person's verification."""
    if cannot_have_relation(person, "assessor"):
        return []
    on = today(now)
    waiting = queries.editions_to_assess(person, on).filter(state=EditionState.PUBLISHED, ends_on__lte=on)
    last_days = queries.last_days_to_assess(person, on)
    return [
        NextStep(
            _("Verify outcomes: %(course)s") % {"course": edition.title},
            reverse("kompas_courses:verify_edition", args=[edition.pk]),
            # The day of the last meeting is the first on which it may be done; the last is that of the grant.
            due=last_days.get(edition.pk),
            order=25,
        )
        for edition in waiting
    ]


def office_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Editions whose last meeting is over: verified or not, ROPS sees to it that they get closed."""
    if queries.is_office(user):
        count = Edition.objects.in_phases([EditionPhase.FINISHED], today(now)).count()
        text = ngettext("Close %(count)d edition that is over", "Close %(count)d editions that are over", count)
        url = f"{reverse('kompas_edition:index')}?phase={EditionPhase.FINISHED}"
        yield OfficeTask(text % {"count": count}, url, count, icon="success")


def assesses(request: HttpRequest) -> bool:
    """For the menu: the account's person may assess somewhere today."""
    return "assessor" in relations_of(getattr(request, "user", None))


class ResultPanel(Component):
    """For a participant: how the course ended for them, and why."""

    template_name = "kompas_courses/completion/own_result.html"

    def __init__(self, completion: Completion, rows: list[tuple[Outcome, Verification | None]]) -> None:
        self.completion, self.rows = completion, rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "completion": self.completion,
            "tone": TONES[Result(self.completion.result)],
            "reasons": rules.reasons(queries.completion_facts(self.completion)),
            "rows": self.rows,
        }


def result_panel(enrolment: Enrolment) -> Component | None:
    """For the page of one enrolment, once the edition is closed."""
    completion = Completion.objects.filter(enrolment=enrolment).first()
    if completion is None:
        return None
    return ResultPanel(completion, queries.last_verdicts(enrolment))


def course_results(enrolments: Collection[int]) -> dict[int, CourseResult]:
    """How closed editions ended; while one is corrected, as it was last decided."""
    decided = Completion.objects.filter(enrolment__in=enrolments).order_by().values_list("enrolment", "result")
    return {key: CourseResult(str(Result(result).label), TONES[Result(result)]) for key, result in decided}


def evidence_texts(keys: Collection[str]) -> dict[str, str]:
    """For the growth of a person: the course whose outcomes were verified, by the key of the evidence."""
    wanted = queries.verification_keys(keys)
    rows = Verification.objects.filter(pk__in=set(wanted.values())).select_related("enrolment__edition__course")
    texts = {row.pk: _("course “%(course)s”") % {"course": row.enrolment.edition.title} for row in rows}
    return {key: texts[pk] for key, pk in wanted.items() if pk in texts}


class TeachingPanel(Component):
    """On an edition's page in the admin: how far the register, the verification and the closing are."""

    template_name = "kompas_courses/completion/edition_panel.html"

    def __init__(self, edition: Edition, seen: queries.Preview, assessors: list[Assessorship], may_grant: bool) -> None:
        self.edition, self.seen, self.assessors, self.may_grant = edition, seen, assessors, may_grant

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "edition": self.edition,
            "seen": self.seen,
            "assessors": self.assessors,
            "may_grant": self.may_grant,
            "is_closed": self.edition.is_closed,
            "corrected": records.being_corrected(self.edition),
        }


def teaching_panel(request: HttpRequest, edition: Edition) -> Component | None:
    """For those who keep registers; an edition not published yet has only its assessors."""
    if not queries.is_office(request.user):
        return None
    granted = list(
        Assessorship.objects.as_recorded().filter(edition=edition).select_related("person").order_by("person__sort_key")
    )
    recorded.put_assessor_names(edition, (grant.person for grant in granted))
    return TeachingPanel(
        edition,
        queries.preview(edition),
        granted,
        request.user.has_perm("kompas_courses.add_assessorship"),
    )
