"""What upper floors hang on the desk: panels, appointments, next steps, courses that close a gap, the office's work.

Registered in ``AppConfig.ready()`` of whoever knows:

    from training.desk.registry import panels
    panels.register("certificates", certificates_panel, order=40)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from laces.components import Component

from training.kernel.registry import Registry
from training.people.models import Person


@dataclass(frozen=True)
class PanelContext:
    """What a panel of *My development* is told: whose desk it is, and the day."""

    request: Any
    person: Person
    on: date
    now: datetime


@dataclass(frozen=True)
class NextStep:
    """Something the person can do now.  The smallest ``order``, then the nearest ``due``, comes first."""

    text: str | Promise
    url: str
    due: datetime | date | None = None
    order: int = 100


@dataclass(frozen=True)
class Appointment:
    """Where to be and when, to learn or to teach; ``url`` leads to one's own screen about it."""

    title: str
    topic: str
    starts_at: datetime
    ends_at: datetime
    url: str
    place: str = ""
    join_url: str = ""
    materials_url: str = ""
    # Names of those who teach; empty when the reader does.
    led_by: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    is_teaching: bool = False


@dataclass(frozen=True)
class Closing:
    """An open course that brings a competence, named by its line, to a level.

    Where it ``is_full``, ``waiting`` people are on its reserve list; ``None`` when it has no such list.  ``taken_by``
    are keys of those among the people asked about who have applied for it or attended it.
    """

    line_id: int
    level: int
    title: str
    url: str
    starts_on: date | None = None
    # Until when applications are accepted.
    apply_until: datetime | None = None
    is_full: bool = False
    waiting: int | None = None
    taken_by: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OfficeTask:
    """Work that waits for ROPS: a sentence that holds its number, and the list where it is done."""

    text: str | Promise
    url: str
    count: int
    icon: str = "list-ul"


panels: Registry[Callable[[PanelContext], Component | None]] = Registry("panels of “My development”")
next_steps: Registry[Callable[[Person, datetime], list[NextStep]]] = Registry("next steps of a person")
# Those that are not over at the moment given, in any order.
appointments: Registry[Callable[[Person, datetime], list[Appointment]]] = Registry("where a person has to be")
# Asked with lines of competences and the people who lack them.
what_closes_gap: Registry[Callable[[Iterable[int], Collection[Person], date], list[Closing]]] = Registry(
    "courses that close a gap"
)
# What a person can do about gaps that no open course closes: told the required level by the competence's line.
beside_gaps: Registry[Callable[[PanelContext, Mapping[int, int]], Mapping[int, Component]]] = Registry(
    "what can be done where no course closes a gap"
)
# Told who asks; gives nothing to those who may not do the work, and a task with ``count`` 0 when it is all done.
office_tasks: Registry[Callable[[Any, datetime], Iterable[OfficeTask]]] = Registry("what the office has to do today")
