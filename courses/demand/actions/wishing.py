"""Asking and taking back; ``actions`` gives these verbs to everybody."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Course
from courses.demand import queries
from courses.demand.actions.openings import notice_openings
from courses.demand.models import Wish
from courses.demand.refusals import CourseIsNotOffered, LevelIsNotInScale
from courses.demand.states import WishState
from courses.enrolment.queries import candidate_from, workplaces
from training.competences.models import Competence
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note
from training.people.models import Person
from training.people.queries import resolve


def wish_for_course(*, person: Person, course: Course, actor: Actor, now: datetime | None = None) -> Wish:
    """``person`` wants this course, and is written to once when a recruitment of it opens.

    Raises:
        CourseIsNotOffered: it is archived, and no recruitment will open.
    """
    if course.is_archived:
        raise CourseIsNotOffered(course=course.title)
    now = now or time.now()
    # Each opening in a transaction of its own, so that none waits for the others' letters.
    notice_openings(now=now)
    with transaction.atomic():
        person = _locked(person)
        wish = queries.open_wish_for_course(person, course)
        return wish or _ask(person, actor, now, course=course)


def wish_for_level(
    *, person: Person, competence: Competence, level: int, actor: Actor, now: datetime | None = None
) -> Wish:
    """``person`` wants any training that leads to this level, and is written to once when one opens.

    Raises:
        LevelIsNotInScale: the competence has no such level.
    """
    if not queries.has_level(competence, level):
        raise LevelIsNotInScale(competence=competence.name, level=level)
    now = now or time.now()
    notice_openings(now=now)
    with transaction.atomic():
        person = _locked(person)
        wish = queries.open_wish_for_level(person, competence.line_id, level)
        return wish or _ask(person, actor, now, line_id=competence.line_id, level=level)


@transaction.atomic
def withdraw(*, wish: Wish, actor: Actor, reason: str = "", now: datetime | None = None) -> Wish:
    """Take the wish back; one that was withdrawn or answered meanwhile stays as it is."""
    wish = Wish.objects.select_for_update(no_key=True).get(pk=wish.pk)
    if not wish.is_open:
        return wish
    wish.state, wish.ended_at = WishState.WITHDRAWN, now or time.now()
    wish.save(update_fields=["state", "ended_at"])
    note(wish, _("Withdrawn"), actor=actor, reason=reason)
    return wish


# ---- inside ----------------------------------------------------------------------------------------------------


def _locked(person: Person) -> Person:
    """Two taps at once wait for each other, and the second finds the wish of the first."""
    return Person.objects.select_for_update(no_key=True).get(pk=resolve(person).pk)


def _ask(person: Person, actor: Actor, now: datetime, **subject: Any) -> Wish:
    # Somebody with several posts is counted at the newest: one tap asks nothing.
    workplace = next(iter(workplaces(person, time.today(now))), None)
    place = candidate_from(workplace)
    wish = Wish.objects.create(
        person=person,
        organisation_id=place.organisation,
        county_id=place.county,
        position_id=workplace.position_id if workplace else None,
        asked_at=now,
        **subject,
    )
    note(wish, _("Asked for"), actor=actor)
    return wish
