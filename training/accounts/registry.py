"""What upper floors tell of accounts: which rights the groups of ROPS staff have, which relations make a role.

Only ROPS roles are groups: trainer, assessor and manager follow from relations, and a learner is any person.
A room says in its ``wiring`` what a group may do with its models:

    registry.grant("coordinator", "kompas_courses.change_edition", "kompas_courses.view_edition")
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from training.kernel.registry import Registry
from training.people.models import Person

COORDINATOR, ANALYST, PRACTICE_EDITOR = "coordinator", "analyst", "practice_editor"


# How the groups are called when they are made; ROPS may rename them.
GROUPS = {
    COORDINATOR: "Kompas: coordinator",
    ANALYST: "Kompas: analyst",
    PRACTICE_EDITOR: "Kompas: practice editor",
}


LABELS = {
    COORDINATOR: _("Training coordinator"),
    ANALYST: _("Analyst, without names"),
    PRACTICE_EDITOR: _("Editor of good practices"),
}


grants: Registry[tuple[str, str]] = Registry("permissions of the groups of ROPS staff")


# Called with the groups by role after permissions are given: for rights that are not model permissions.  A group that
# was deleted is not among them.
prepares: Registry[Callable[[dict[str, Group]], None]] = Registry("further rights of the groups")


def grant(role: str, *permissions: str) -> None:
    """Give the group of ``role`` these permissions (``app_label.codename``), from the next migration on."""
    if role not in GROUPS:
        raise KeyError(f"there is no role {role!r}; the roles are {', '.join(GROUPS)}")
    for permission in permissions:
        grants.register(f"{role}:{permission}", (role, permission))


def grant_models(role: str, app_label: str, *models: str, actions: str = "add change view") -> None:
    """The same for several models: ``grant_models("coordinator", "kompas_training", "person", "employment")``."""
    for model in models:
        grant(role, *(f"{app_label}.{action}_{model}" for action in actions.split()))


# Roles that follow from relations, each as the rows that prove it: a manager's mandates, a trainer's meetings.
relations: Registry[Callable[[Person, date], QuerySet]] = Registry("relations that make a role")


# Where somebody begins who is only this today, as the name of a route.
first_screens: Registry[str] = Registry("first screens by relation")


@dataclass(frozen=True)
class PublishedText:
    """A version of a text that people are shown or accept, as it is in force on a day.

    ``key`` is for keeping with whoever was shown it; ``url`` shows that very version.
    """

    key: int
    number: int
    title: str
    valid_from: date
    url: str


# Asked for ``"privacy"`` (the privacy notice) or ``"terms"``; ``accounts.queries.texts`` asks them.
published_texts: Registry[Callable[[str, date], PublishedText | None]] = Registry("texts that people are shown")


@dataclass(frozen=True)
class Opened:
    """What relations of people open, to see whether somebody else's account would open more than one's own.

    ``rows`` gives ``(key of the record, key of what is opened)`` for these records, in few queries.  Whoever has
    the permission ``granted_with`` could give the relation to themselves and gains nothing by another's account.
    """

    granted_with: str
    rows: Callable[[Collection[int], date], Iterable[tuple[int, int]]]


opened: Registry[Opened] = Registry("what relations open")
