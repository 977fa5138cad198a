"""How many people work somewhere, as a reader may know it."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.kernel.coarse import end_of_quarter, rounded_in_sql
from training.kernel.conf import setting
from training.people.queries import root_of


def sees_names(user: Any) -> bool:
    return user.has_perm("kompas_training.view_person")


def counted_on(user: Any) -> date:
    """The day a count is about: today, or for readers without names the end of a quarter."""
    return time.today() if sees_names(user) else end_of_quarter(time.today())


def staff_count(user: Any, path: str = "employments") -> Any:
    """People with a post at each row of a query, by ``path`` to the posts.

    Readers without names get the number as it was known at the end of the last
    quarter, and rounded: an exact one, read on two days, says who came and who left.
    """
    day, names = counted_on(user), sees_names(user)
    known = Q(**{f"{path}__superseded_at__isnull": True})
    if not names:
        moment = time.end_of(day)
        later = Q(**{f"{path}__superseded_at__gte": moment})
        known = Q(**{f"{path}__recorded_at__lt": moment}) & (known | later)
    lasting = Q(**{f"{path}__valid_until__isnull": True}) | Q(**{f"{path}__valid_until__gte": day})
    working = known & lasting & Q(**{f"{path}__valid_from__lte": day})
    if names:
        return Count(root_of(f"{path}__person"), filter=working, distinct=True)
    # By the records of that time: a merge made later would show on the day it is made.
    return rounded_in_sql(Count(f"{path}__person", filter=working, distinct=True), setting("SMALL_GROUP"))


def staff_heading(user: Any) -> str | Promise:
    if sees_names(user):
        return _("Staff")
    return format_lazy(_("Staff, rounded, on {day}"), day=formats.date_format(counted_on(user), "SHORT_DATE_FORMAT"))
