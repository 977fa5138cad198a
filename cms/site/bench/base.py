"""What a measure is, and the editions and people that several of them use."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState
from courses.enrolment.models import Recruitment
from training.kernel import time
from training.kernel.actors import Actor
from training.people.models import Person

ACTOR = Actor.command("kompas_bench")


@dataclass
class Measure:
    """``times`` is how often it runs; what it aims at is printed beside the figure, with whether it is so."""

    name: ClassVar[str]
    times: ClassVar[int] = 9
    # Each run serves so many people, at once; then figures are for one of them.
    crowd: ClassVar[int] = 1
    # In transactions that are committed, with all that follows them, in a copy of the database.
    commits: ClassVar[bool] = False
    # Counted is what the thread beside the requests asks, not what the requests do.
    beside: ClassVar[bool] = False
    counts_queries: ClassVar[bool] = True
    least_a_second: ClassVar[float | None] = None
    most_queries: ClassVar[int | None] = None
    most_milliseconds: ClassVar[float | None] = None
    most_times_the_floor: ClassVar[float | None] = None

    def prepare(self) -> None: ...

    def run(self) -> Any:
        raise NotImplementedError

    def settle(self) -> None:
        """After each run, not measured: what goes on beside it comes to its end."""

    def finish(self) -> None:
        """After the last run, not measured."""

    floor: ClassVar[Callable | None] = None

    def check(self, result: Any, floor: Any) -> None:
        """Fail when the bare way answers otherwise."""


def edition_of(seats: int, **more: Any) -> Edition:
    """A fresh edition that recruits, with a meeting in three weeks."""
    now = time.now()
    edition = Edition.objects.create(
        course=Course.objects.earliest("pk"), code=f"B{uuid.uuid4().hex[:8]}", state=EditionState.PUBLISHED
    )
    Meeting.objects.create(
        edition=edition, starts_at=now + timedelta(days=21), ends_at=now + timedelta(days=21, hours=6), minutes=270,
        topic="Pomiar",
    )  # fmt: skip
    Edition.objects.filter(pk=edition.pk).update(
        starts_on=time.today() + timedelta(days=21), ends_on=time.today() + timedelta(days=21)
    )
    catalogue.lock_rules(edition=edition, actor=Actor.command("kompas_bench"), now=now - timedelta(days=1))
    Recruitment.objects.create(
        edition=edition, seats=seats, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10),
        opened_at=now - timedelta(days=1), **more,
    )  # fmt: skip
    return edition


def workers(number: int) -> list[Person]:
    """People with one employment each."""
    return list(Person.objects.filter(employments__isnull=False, user__isnull=True).distinct().order_by("pk")[:number])
