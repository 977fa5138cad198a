"""Background work of the outbox."""

from django_tasks import task

from training.notices import actions, leftovers


@task
def deliver_notice(pk: int) -> int:
    """Send one message; the nudge after the commit of its cause."""
    return actions.deliver(only=[pk])


@task
def catch_up() -> dict[str, int]:
    """What ``manage.py kompas_catch_up`` does, for sites whose worker has a timetable."""
    return {one.name: one.count for one in leftovers.catch_up()}


def nudge(pk: int) -> None:
    deliver_notice.enqueue(pk)
