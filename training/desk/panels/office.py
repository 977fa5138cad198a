"""*To do today*: the work that waits for ROPS, on the home of the Wagtail admin."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import ngettext
from laces.components import Component

from training.desk.registry import OfficeTask, office_tasks
from training.notices.models import Notice
from training.notices.states import DeliveryState
from training.people.models import Person, StaffImport
from training.people.queries import count_duplicates
from training.people.states import Identity, ImportState
from training.ui.columns import CSS


class ToDoToday(Component):
    """What waits, each line a link to where it is done; only for those who have such work at all."""

    name = "kompas_to_do_today"
    # Before Wagtail's own panels: the work of the day comes first.
    order = 20
    template_name = "kompas_training/desk/admin/to_do_today.html"

    media = Media(css=CSS)

    def __init__(self, tasks: list[OfficeTask]) -> None:
        self.tasks = tasks

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"tasks": [task for task in self.tasks if task.count]}


def to_do_today(user: Any, now: datetime) -> ToDoToday | None:
    tasks = [task for ask in office_tasks for task in ask(user, now)]
    return ToDoToday(tasks) if tasks else None


def people_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Who registered and is not known yet, and lists that were read but not applied."""
    if user.has_perm("kompas_training.change_person"):
        count = Person.objects.living().filter(identity=Identity.UNCONFIRMED).count()
        text = ngettext(
            "Confirm who %(count)d registered person is", "Confirm who %(count)d registered people are", count
        )
        url = f"{reverse('kompas_person:index')}?identity={Identity.UNCONFIRMED}"
        yield OfficeTask(text % {"count": count}, url, count, icon="user")
    if user.has_perm("kompas_training.add_staffimport"):
        count = StaffImport.objects.filter(state=ImportState.PREVIEWED).count()
        text = ngettext(
            "Decide about %(count)d staff list that was read",
            "Decide about %(count)d staff lists that were read",
            count,
        )
        yield OfficeTask(text % {"count": count}, reverse("kompas_staffimport:index"), count, icon="upload")


def duplicate_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Records that may be of one person."""
    if user.has_perm("kompas_training.add_merge"):
        count = count_duplicates()
        text = ngettext(
            "Decide whether %(count)d pair of records is of one person",
            "Decide whether %(count)d pairs of records are of one person",
            count,
        )
        yield OfficeTask(text % {"count": count}, reverse("kompas_duplicate:index"), count, icon="group")


def notice_tasks(user: Any, now: datetime) -> Iterable[OfficeTask]:
    """Letters that no mail server took."""
    if user.has_perm("kompas_training.change_notice"):
        count = Notice.objects.filter(state=DeliveryState.FAILED).count()
        text = ngettext(
            "See why %(count)d message could not be sent", "See why %(count)d messages could not be sent", count
        )
        url = f"{reverse('kompas_notice:index')}?state={DeliveryState.FAILED}"
        yield OfficeTask(text % {"count": count}, url, count, icon="mail")
