"""Completion on other rooms' pages: an assessor's next steps and menu entry."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.attendance.registry import teaching_guards
from courses.catalogue.states import EditionState
from courses.completion import actions, queries
from training.accounts.scopes import person_of
from training.desk.registry import NextStep, next_steps
from training.kernel.time import today
from training.people.models import Person
from training.ui.navigation import NavItem, navigation


def assessor_steps(person: Person, now: datetime) -> list[NextStep]:
    """Editions whose last meeting is over and that wait for this person's verification."""
    on = today(now)
    waiting = queries.editions_to_assess(person, on).filter(state=EditionState.PUBLISHED, ends_on__lte=on)
    return [
        NextStep(
            _("Verify outcomes: %(course)s") % {"course": edition.course.title},
            reverse("kompas_courses:verify_edition", args=[edition.pk]),
            due=edition.ends_on,
            order=25,
        )
        for edition in waiting
    ]


def assesses(request: HttpRequest) -> bool:
    """For the menu: the account's person may assess somewhere today."""
    person = person_of(getattr(request, "user", None))
    return person is not None and queries.editions_to_assess(person, today()).exists()


def register() -> None:
    teaching_guards.register("completion", actions.object_to_teacher)
    next_steps.register("completion", assessor_steps)
    label = gettext_lazy("Verification of outcomes")
    navigation.register(
        "verification", NavItem(label, "kompas_courses:editions_to_verify", is_shown=assesses), order=70
    )
