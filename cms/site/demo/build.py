"""Builds the demo region in steps, reporting each as it ends."""

import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from random import Random

from django.core.management import call_command
from django.db import transaction

from cms.site.demo import accounts, enrolments, growth, letters, offer, pages, region, register, teaching, wishes
from cms.site.demo.accounts import Login
from training.assessments.models import Assessment
from training.kernel import time

Report = Callable[[str], None]


@contextmanager
def step(report: Report, title: str) -> Iterator[list[str]]:
    """One line per step: what, how much, how long."""
    started = clock.monotonic()
    figures: list[str] = []
    yield figures
    report(f"· {title:<34} {', '.join(figures):<38} {clock.monotonic() - started:6.1f} s")


def build(*, size: str, day: date, report: Report) -> list[Login]:
    """A region of ``size`` (``S`` or ``M``) as it stands on the morning of ``day``; gives the logins.

    The same day and size give the same region.  The whole of it is written in
    one transaction: a build that is stopped leaves an empty site.
    """
    made = region.Region(size, day, Random(f"region {size}"))
    now = time.at(day, "08:00")
    with transaction.atomic():
        with step(report, "dictionaries and framework"):
            region.dictionaries(made)
        with step(report, "institutions") as figures:
            region.build_institutions(made)
            figures.append(str(len(made.organisations)))
        with step(report, "people and employments") as figures:
            region.build_people(made)
            named = accounts.choose_people(made)
            figures.append(str(len(made.people)))
        with step(report, "courses and editions") as figures:
            courses = offer.build_courses(made)
            runs = offer.build_editions(made, courses, pages.funding_source())
            figures += [f"{len(courses)} courses", f"{len(runs)} editions"]
        with step(report, "enrolments") as figures:
            wanted = enrolments.applicants_wanted(made, runs)
            enrolments.build_recruitments(made, runs, wanted)
            taking_part = enrolments.build_enrolments(made, runs, wanted, named, lambda n: figures.append(str(n)))
        with step(report, "attendance and verification"):
            teaching.build_attendance(made, runs, taking_part, now)
            teaching.build_verifications(made, runs, taking_part)
        with step(report, "closed editions") as figures:
            closed = teaching.close_editions(runs, lambda n: None)
            figures.append(str(len(closed)))
        with step(report, "assessments of four years") as figures:
            growth.build_estimates(made, named)
            figures.append(str(Assessment.objects.count()))
        with step(report, "held levels"):
            call_command("kompas_rebuild_levels", verbosity=0, stdout=StringIO())
        with step(report, "certificates") as figures:
            figures.append(str(register.issue_all(closed)))
        with step(report, "pages and pictures") as figures:
            figures.append(str(pages.build_pages(made, [(course, topic) for course, topic, *_rest in courses])))
        with step(report, "accounts") as figures:
            logins = accounts.make_accounts(named)
            figures.append(str(len(logins)))
        with step(report, "wishes"):
            wishes.build_wishes(made, named["learner"], now)
        with step(report, "letters") as figures:
            figures.append(str(letters.build_letters(named.values(), now)))
    return logins
