"""Doing what was left undone: unsent messages, tasks of killed workers, and what rooms register."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps

from training.kernel import time
from training.kernel.conf import setting
from training.notices import registry
from training.notices.actions import outbox as actions

logger = logging.getLogger("kompas.notices")
# Longer than any task of Kompas takes at the design size.
TASK_LIFE = timedelta(hours=2)


@dataclass(frozen=True)
class Done:
    """What one room caught up with; ``failure`` says why it could not."""

    name: str
    count: int
    failure: str = ""


def catch_up() -> Iterator[Done]:
    """Ask every room in turn; one that fails does not stop the others."""
    for entry in registry.catch_up.entries():
        try:
            yield Done(entry.name, entry.value())
        except Exception as error:
            logger.exception("catching up with %s failed", entry.name)
            yield Done(entry.name, 0, f"{type(error).__name__}: {error}")


def deliver_all() -> int:
    """Send everything that is due, batch after batch."""
    total = 0
    while sent := actions.deliver():
        total += sent
    return total


def free_tasks() -> int:
    """Give back tasks that a killed ``db_worker`` left running for ever."""
    if not apps.is_installed("django_tasks_db"):
        return 0
    from django_tasks_db.models import DBTaskResult

    lost = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=time.now() - TASK_LIFE)
    return lost.update(status="READY", started_at=None)


def erase_old_texts() -> int:
    """Erase the words of letters older than ``LETTER_TEXT_DAYS``; a site that sets none keeps them."""
    days = setting("LETTER_TEXT_DAYS")
    return 0 if days is None else actions.prune(before=time.now() - timedelta(days=days))
