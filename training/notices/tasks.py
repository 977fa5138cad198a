"""Background work of the outbox."""

from collections.abc import Sequence

from django_tasks import task

from training.kernel.background import soon
from training.notices import actions
from training.notices.actions import catching_up as leftovers


@task
def deliver_notices(keys: list[int]) -> int:
    """Send these messages; begun after the commit of their cause."""
    return actions.deliver(only=keys, limit=len(keys))


@task
def catch_up() -> dict[str, int]:
    """What ``manage.py kompas_catch_up`` does, for sites whose worker has a timetable."""
    return {leftover.name: leftover.count for leftover in leftovers.catch_up()}


def enqueue(keys: Sequence[int]) -> None:
    soon(deliver_notices, keys)
