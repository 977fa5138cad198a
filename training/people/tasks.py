"""Work of this room that waits for a worker."""

from datetime import timedelta

from django_tasks import task

from training.kernel import time
from training.people.actions import preview_import
from training.people.models import StaffImport
from training.people.states import ImportState

# Reading the largest list takes seconds; longer than this and the worker was killed.
_STUCK = timedelta(minutes=15)


@task()
def read_staff_list(pk: int) -> None:
    """Read a kept staff list and make its preview."""
    preview_import(staff_import=StaffImport.objects.get(pk=pk))


def resume_reading() -> int:
    """Read again the lists that a killed worker left."""
    stuck = StaffImport.objects.filter(state=ImportState.READING, uploaded_at__lt=time.now() - _STUCK)
    done = 0
    for staff_import in stuck:
        preview_import(staff_import=staff_import)
        done += 1
    return done
