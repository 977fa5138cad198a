"""Background work of demand."""

from django_tasks import task

from courses.demand import actions
from training.kernel.background import soon


@task
def notice_openings(editions: list[int]) -> int:
    """Answer the wishes for these editions, if they take applications now."""
    return actions.notice_openings(editions=editions)


def enqueue(edition_id: int) -> None:
    soon(notice_openings, [edition_id])
