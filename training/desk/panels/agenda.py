"""*Today and this week*: where to be, then what to answer and what is owed; on *My development* and the front page."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext
from laces.components import Component

from training.accounts.queries import person_of, relations_of
from training.desk.queries import appointments_of, count_unassessed, steps_for
from training.desk.registry import Appointment, NextStep
from training.kernel import time
from training.kernel.page_cache import page_cache
from training.people.models import Person

# What is nearer than so many days is this week's; of what is further away only the first is named.
NEAR = timedelta(days=7)
# More steps than this are folded.
MOST_STEPS = 5


class Agenda(Component):
    """Appointments of the coming week, or the first one after it, and next steps, the most pressing first."""

    template_name = "kompas_training/desk/agenda.html"

    def __init__(self, appointments: list[Appointment], steps: list[NextStep], now: datetime) -> None:
        today = time.today(now)
        coming = sorted(appointments, key=lambda appointment: (appointment.starts_at, appointment.title))
        self.near = [each for each in coming if time.today(each.starts_at) < today + NEAR]
        self.first_later = coming[0] if coming and not self.near else None
        self.steps, self.now = steps, now

    @property
    def is_empty(self) -> bool:
        return not (self.near or self.first_later or self.steps)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "near": self.near,
            "first_later": self.first_later,
            "steps": self.steps[:MOST_STEPS],
            "more_steps": self.steps[MOST_STEPS:],
            "now": self.now,
        }


def agenda(person: Person, now: datetime, own_steps: list[NextStep]) -> Agenda:
    """What *My development* begins with; ``own_steps`` are the desk's own."""
    return Agenda(appointments_of(person, now), steps_for(person, now, own_steps), now)


def front_page_agenda(request: HttpRequest, now: datetime) -> Agenda | None:
    """The same for the front page of the site; nothing for visitors, accounts of nobody, and who has nothing to do."""
    person = person_of(request.user)
    if person is None:
        return None
    relations_of(request.user)  # appointments and steps of trainers and assessors are asked only of those
    with page_cache():
        near = agenda(person, now, estimates_owed(count_unassessed(person, time.today(now))))
    return None if near.is_empty else near


def estimates_owed(count: int) -> list[NextStep]:
    """To estimate what nobody has assessed."""
    if not count:
        return []
    text = ngettext(
        "Estimate your own level in %(count)d competence that nobody has assessed yet",
        "Estimate your own level in %(count)d competences that nobody has assessed yet",
        count,
    )
    return [NextStep(text % {"count": count}, reverse("kompas_training:estimates"), order=80)]
