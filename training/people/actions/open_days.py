"""The days on which an institution is open: no post, mandate, kind or county is recorded beyond them.

Every verb that writes a dated fact of an institution asks here, and locks the
institution before its people, so that nothing is written while it is closed.
"""

from collections.abc import Collection
from datetime import date

from training.people.models import Organisation
from training.people.refusals import DaysOutOfOrder, InstitutionClosed


def lock_institutions(keys: Collection[int]) -> dict[int, Organisation]:
    """These institutions as they are under their locks, taken by key."""
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def lock_every_institution() -> None:
    """For staff lists, which say only while they are judged whose posts they change."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def open_for(organisation: Organisation, since: date, until: date | None) -> None:
    """Refuse days that are out of order or go beyond the last day of an institution that the caller has locked.

    Raises:
        DaysOutOfOrder, InstitutionClosed
    """
    if until is not None and until < since:
        raise DaysOutOfOrder(since=since, until=until)
    last = organisation.closed_on
    if last is not None and (until is None or until > last or since > last):
        raise InstitutionClosed(organisation=organisation.name, closed_on=last)
