"""Builds the demo region in steps, telling each as it ends."""

import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from random import Random

from django.core.management import call_command
from django.db import transaction

from cms.site.demo import cast as players
from cms.site.demo import growth, offer, pages, region, register, story
from cms.site.demo.cast import Login
from training.assessments.models import Assessment
from training.kernel import time

Teller = Callable[[str], None]


@contextmanager
def step(tell: Teller, title: str) -> Iterator[list[str]]:
    """One line per step: what, how much, how long."""
    started = clock.monotonic()
    said: list[str] = []
    yield said
    tell(f"· {title:<34} {', '.join(said):<38} {clock.monotonic() - started:6.1f} s")


def build(*, size: str, day: date, tell: Teller) -> list[Login]:
    """A region of ``size`` (``S`` or ``M``) as it stands on the morning of ``day``; gives the logins.

    The same day and size give the same region.  The whole of it is written in
    one transaction: a build that is stopped leaves an empty site.
    """
    made = region.Region(size, day, Random(f"region {size}"))
    now = time.at(day, "08:00")
    with transaction.atomic():
        with step(tell, "dictionaries and framework"):
            region.dictionaries(made)
        with step(tell, "institutions") as said:
            region.build_institutions(made)
            said.append(str(len(made.organisations)))
        with step(tell, "people and employments") as said:
            region.build_people(made)
            who = players.place_cast(made)
            said.append(str(len(made.people)))
        with step(tell, "courses and editions") as said:
            courses = offer.build_courses(made)
            runs = offer.build_editions(made, courses, pages.funding_source())
            said += [f"{len(courses)} courses", f"{len(runs)} editions"]
        with step(tell, "enrolments") as said:
            wanted = story.applicants_wanted(made, runs)
            story.build_recruitments(made, runs, wanted)
            taking_part = story.build_enrolments(made, runs, wanted, who, lambda n: said.append(str(n)))
        with step(tell, "attendance and verification"):
            story.build_attendance(made, runs, taking_part, now)
            story.build_verifications(made, runs, taking_part)
        with step(tell, "closed editions") as said:
            closed = story.close_editions(runs, lambda n: None)
            said.append(str(len(closed)))
        with step(tell, "assessments of four years") as said:
            growth.build_estimates(made, who)
            said.append(str(Assessment.objects.count()))
        with step(tell, "held levels"):
            call_command("kompas_rebuild_levels", verbosity=0, stdout=StringIO())
        with step(tell, "certificates") as said:
            said.append(str(register.issue_all(closed)))
        with step(tell, "pages and pictures") as said:
            said.append(str(pages.build_pages(made, [(course, topic) for course, topic, *_rest in courses])))
        with step(tell, "accounts") as said:
            logins = players.sign_in_names(who)
            said.append(str(len(logins)))
    return logins
