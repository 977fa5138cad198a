"""Work of this room that waits for a worker."""

import logging
import threading
from datetime import timedelta

from django.db import connections
from django.db.models.functions import Coalesce
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from training.kernel import time
from training.people.actions import delete_stray_files, preview_import
from training.people.models import StaffImport
from training.people.rules import READING_LIFE
from training.people.states import ImportState

logger = logging.getLogger("kompas.people")
# An upload commits within seconds of keeping its file.
_STRAY = timedelta(days=1)
# About three thousand rows: a second or two.
_LONG = 150_000


@task()
def read_staff_list(pk: int) -> None:
    """Read a kept staff list and make its preview."""
    preview_import(staff_import=StaffImport.objects.get(pk=pk))


def start_reading(pk: int, *, size: int) -> None:
    """Have a list of ``size`` bytes read by a worker.

    On a site without one a short list is read at once, and a long one beside
    the request, so that its page can show how far reading has come.
    """
    if size < _LONG or not isinstance(read_staff_list.get_backend(), ImmediateBackend):
        read_staff_list.enqueue(pk)
        return
    # Killed with its process, it leaves a list that ``resume_reading`` finds.
    threading.Thread(target=_read_beside, args=[pk], name=f"kompas-staff-list-{pk}").start()


def _read_beside(pk: int) -> None:
    try:
        read_staff_list.enqueue(pk)
    finally:
        connections.close_all()


def resume_reading() -> int:
    """Read again the lists that a killed worker left, and delete files that no list waits for."""
    before = time.now() - READING_LIFE
    stuck = StaffImport.objects.filter(state=ImportState.READING).annotate(
        begun=Coalesce("attempted_at", "uploaded_at")
    )
    done = 0
    for staff_import in stuck.filter(begun__lt=before).order_by("pk"):
        try:
            preview_import(staff_import=staff_import)
        except Exception:
            # It has become a failed list that says so; the others are read all the same.
            logger.exception("reading staff list %s failed", staff_import.pk)
        done += 1
    delete_stray_files(before=time.now() - _STRAY)
    return done
