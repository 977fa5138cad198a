"""Who may see whom.  Unknown means no."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from training.accounts.registry import first_screens, relations
from training.kernel import time
from training.notices.queries import unread_of
from training.people.models import Mandate, Organisation, Person
from training.people.queries import employments_on, mandates_that_work, resolve, staff_of


def person_of(user: Any) -> Person | None:
    """The person behind an account; ``None`` for nobody, and for an account of no person."""
    if user is None or not user.is_authenticated:
        return None
    person = getattr(user, "kompas_person", None)
    return resolve(person) if person is not None else None


def signed_in_person(user: Any) -> Person:
    """The person behind an account, on screens that only accounts of people open.

    Raises:
        LookupError: nobody, or an account of no person: the screen has no gate.
    """
    person = person_of(user)
    if person is None:
        raise LookupError("this screen is opened only by accounts of people")
    return person


def mandates_of(person: Person, on: date) -> QuerySet[Mandate]:
    """Mandates that work on the day: who has left sees nothing the day after, whatever was forgotten."""
    return mandates_that_work(person, on)


def managed_by_record(records: Collection[int], on: date) -> Iterable[tuple[int, int]]:
    """Which institutions the mandates of these records open, as pairs of keys; a day's end counts."""
    lasting = Mandate.objects.as_recorded().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return lasting.filter(person__in=records).order_by().values_list("person", "organisation")


@dataclass(frozen=True)
class Standing:
    """What gates and menus of every page ask about who reads it."""

    relations: frozenset[str] = frozenset()
    unread_letters: int = 0


def relations_of(user: Any) -> frozenset[str]:
    """What the account's person is today by relation (``manager``, ``trainer``, ``assessor``)."""
    return _standing_of(user).relations


def unread_letters(user: Any) -> int:
    """How many letters the account's person has not opened on the site."""
    return _standing_of(user).unread_letters


def _standing_of(user: Any) -> Standing:
    """One query for all of it, kept on the user for as long as the request."""
    person = person_of(user)
    if person is None or not user.is_active:
        return Standing()
    held = getattr(user, "_kompas_standing", None)
    if held is None:
        on = time.today()
        asked = {entry.name: Exists(entry.value(person, on).order_by()) for entry in relations.entries()}
        unread = unread_of(person).order_by().values("is_unread").annotate(count=Count("pk")).values("count")
        counted = {"unread_letters": Coalesce(Subquery(unread), 0)}
        answers: dict[str, Any] = dict(Person.objects.filter(pk=person.pk).values(**asked, **counted).get())
        names = frozenset(name for name in asked if answers[name])
        held = user._kompas_standing = Standing(names, answers["unread_letters"])
    return held


def first_screen(user: Any, on: date) -> str:
    """The route where somebody begins who is one thing only today; nothing for all others.

    A manager works at the institution they lead.  A trainer or assessor who also has a post has
    a profile of their own to see to, which is *My development*.
    """
    person = person_of(user)
    held = relations_of(user) & {entry.name for entry in first_screens.entries()}
    if person is None or len(held) != 1:
        return ""
    (relation,) = held
    if relation != "manager" and employments_on(person, on).exists():
        return ""
    return first_screens[relation]


def cannot_have_relation(person: Person, relation: str) -> bool:
    """The account of this person was asked, and has no such relation; for parts of a page that may be spared."""
    user = person.user if person.user_id and Person.user.is_cached(person) else None
    held = getattr(user, "_kompas_standing", None)
    return held is not None and relation not in held.relations


def managed_organisations(user: Any, on: date | None = None) -> QuerySet[Organisation]:
    """Institutions for which the account's person holds a mandate on that day (default: today)."""
    person = person_of(user)
    if person is None or not user.is_active:
        return Organisation.objects.none()
    mandates = mandates_of(person, on or time.today())
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
    return user.groups.filter(kompas_role__isnull=False).exists()


def sees_names(user: Any) -> bool:
    """Whether lists may show this account who people are: a coordinator yes, an analyst no."""
    return user is not None and user.is_authenticated and user.has_perm("kompas_training.view_person")
