"""Who may see whom.  Unknown means no."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from training.accounts import roles
from training.kernel import time
from training.people.models import Mandate, Organisation, Person
from training.people.queries import resolve, staff_of


def person_of(user: Any) -> Person | None:
    """The person behind an account; ``None`` for nobody, and for an account of no person."""
    if user is None or not user.is_authenticated:
        return None
    person = getattr(user, "kompas_person", None)
    return resolve(person) if person is not None else None


def managed_organisations(user: Any, on: date | None = None) -> QuerySet[Organisation]:
    """Institutions for which the account's person holds a mandate on that day (default: today)."""
    person = person_of(user)
    if person is None or not user.is_active:
        return Organisation.objects.none()
    mandates = Mandate.objects.as_of(on or time.today()).filter(person=person)
    return Organisation.objects.filter(pk__in=mandates.values("organisation"))


def managed_people(user: Any, on: date | None = None) -> QuerySet[Person]:
    """People employed that day at the institutions managed that day; somebody who left is not among them."""
    day = on or time.today()
    return staff_of(managed_organisations(user, day), day)


def is_rops(user: Any) -> bool:
    """Whether the account belongs to ROPS staff who use Kompas in the admin."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return user.groups.filter(name__in=roles.GROUPS.values()).exists()


def sees_names(user: Any) -> bool:
    """Whether lists may show this account who people are: a coordinator yes, an analyst no."""
    return user is not None and user.is_authenticated and user.has_perm("kompas_training.view_person")
