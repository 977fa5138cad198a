"""Background work of enrolment, and what ``kompas_catch_up`` does for it."""

from collections import defaultdict
from collections.abc import Collection

from django_tasks import task

from courses.catalogue.models import Edition
from courses.catalogue.states import EditionState
from courses.enrolment import actions
from courses.enrolment.actions import invitations
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import with_institution_at_start
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.background import soon


@task
def expire_offers() -> int:
    """What ``manage.py kompas_expire_offers`` does, for sites whose worker has a timetable."""
    return actions.expire_offers()


@task
def follow_calendars(keys: list[tuple[int, int | None]]) -> int:
    """Let calendars follow ``(edition, person)``; without a person those of everybody in the edition."""
    people: dict[int, set[int]] = defaultdict(set)
    for edition, person in keys:
        people[edition] |= set() if person is None else {person}
    everybody = {edition for edition, person in keys if person is None}
    return sum(
        invitations.follow_calendars(edition, people=None if edition in everybody else some)
        for edition, some in people.items()
    )


def enqueue(edition: int, people: Collection[int] | None) -> None:
    soon(follow_calendars, [(edition, person) for person in ([None] if people is None else people)])


def cancel_leftovers() -> int:
    """End what a cancelled edition left live when its signal was lost."""
    actor = Actor.task("catch_up")
    left = Edition.objects.filter(state=EditionState.CANCELLED, enrolments__in=Enrolment.objects.live()).distinct()
    return sum(actions.cancel_all(edition=edition, reason=edition.cancelled_reason, actor=actor) for edition in left)


def snapshot_started() -> int:
    """Keep the institutions of participants of editions that have begun."""
    pending = with_institution_at_start(Enrolment.objects.taking_part()).filter(
        organisation_at_start__isnull=True, edition__starts_on__lte=time.today()
    )
    editions = Edition.objects.filter(pk__in=pending.order_by().values("edition"))
    return sum(actions.snapshot_at_start(edition) for edition in editions)
