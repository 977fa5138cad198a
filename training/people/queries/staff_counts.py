"""How many people work somewhere, as a reader may know it."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.kernel.conf import setting
from training.kernel.date_texts import short_day_text
from training.kernel.rounding import end_of_quarter, rounded_in_sql
from training.kernel.subqueries import count_of
from training.people.models import Employment
from training.people.queries.records import root_of


def sees_names(user: Any) -> bool:
    return user.has_perm("kompas_training.view_person")


def counted_on(user: Any) -> date:
    """The day a count is about: today, or for readers without names the end of a quarter."""
    return time.today() if sees_names(user) else end_of_quarter(time.today())


def staff_count(user: Any, key: str) -> Any:
    """People with a post at each row of a query; ``key`` is the column of a post that names the row.

    Readers without names get the number as it was known at the end of the last
    quarter, and rounded: an exact one, read on two days, says who came and who left.
    """
    day = counted_on(user)
    if sees_names(user):
        return count_of(Employment.objects.as_of(day), key, count=Count(root_of("person"), distinct=True))
    # By the records of that time: a merge made later would show on the day it is made.
    recorded = Employment.objects.as_of(day, time.end_of(day))
    return rounded_in_sql(count_of(recorded, key, count=Count("person", distinct=True)), setting("SMALL_GROUP"))


def staff_heading(user: Any) -> str | Promise:
    if sees_names(user):
        return _("Staff")
    return format_lazy(_("Staff, rounded, on {day}"), day=short_day_text(counted_on(user)))
