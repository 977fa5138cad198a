"""Measures of enrolment: one application, a crowd of them, and the letters that follow."""

from contextlib import ExitStack
from typing import ClassVar

from cms.site.bench.base import ACTOR, Measure, edition_of, workers
from cms.site.bench.crowd import Visitors
from cms.site.bench.serving import Mailbox, serving
from courses.enrolment import actions as enrolment
from courses.enrolment.actions import invitations
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.states import EnrolmentState
from training.kernel import time
from training.kernel.background import background
from training.notices.actions import catching_up as leftovers
from training.notices.models import Notice
from training.notices.states import DeliveryState


class Apply(Measure):
    name, times = "apply", 25
    most_queries = 8

    def prepare(self):
        self.edition = edition_of(12, organisation_limit=3)
        self.people = iter(workers(40))

    def run(self):
        enrolment.apply(person=next(self.people), edition=self.edition, actor=ACTOR)


class FollowCalendars(Measure):
    """Invitations with a calendar file for everybody of an edition, into the outbox."""

    name, times = "calendars of 100 people", 4
    most_queries, most_milliseconds = 10, 1000

    def prepare(self):
        people = workers(100)
        self.editions = []
        # One more than is measured: addresses of pages are read once in a minute.
        for _turn in range(self.times + 1):
            self.editions.append(edition_of(100))
            Enrolment.objects.bulk_create(
                Enrolment(
                    edition=self.editions[-1], person=person, arrival=number, applied_at=time.now(),
                    state=EnrolmentState.CONFIRMED,
                )
                for number, person in enumerate(people, start=1)
            )  # fmt: skip
        self.run()

    def run(self):
        assert invitations.follow_calendars(self.editions.pop()) == 100


class NothingLeft(Measure):
    """What ``kompas_catch_up`` asks every five minutes when nothing was left undone."""

    name = "catch up with nothing to do"
    most_queries = 40

    def prepare(self):
        self.run()

    def run(self):
        failures = [done for done in leftovers.catch_up() if done.failure]
        assert not failures, failures


class FillSeats(Measure):
    name, times = "fill 100 freed seats", 4
    most_milliseconds = 1000

    def prepare(self):
        self.turns = []
        people = workers(150)
        for _turn in range(self.times):
            edition = edition_of(1)
            now = time.now()
            Enrolment.objects.bulk_create(
                Enrolment(
                    edition=edition, person=person, arrival=number, applied_at=now,
                    state=EnrolmentState.CONFIRMED if number == 1 else EnrolmentState.WAITING,
                )
                for number, person in enumerate(people, start=1)
            )  # fmt: skip
            Recruitment.objects.filter(edition=edition).update(seats=101)
            self.turns.append(edition.recruitment)

    def run(self):
        recruitment = self.turns.pop()
        recruitment.refresh_from_db()
        filled = enrolment.fill_seats(recruitment=recruitment, actor=ACTOR)
        assert len(filled) == 100


class ApplyToTheEnd(Measure):
    """From the click to the answer, on the default settings, in transactions that are committed."""

    name, times = "apply, to its end", 25
    commits = True
    most_queries = 14

    def prepare(self):
        # One more than is measured: the first request of a process sets it up.
        self.visitors = Visitors(self.times + 1)
        self.run()
        self.settle()

    def run(self):
        self.visitors.apply()

    def settle(self):
        assert background.wait(60)


class ItsLetters(ApplyToTheEnd):
    """What the thread beside the requests asks for one application: its letter, and the invitation with its file."""

    name = "apply, until both letters have left"
    beside = True
    most_queries = 20

    def run(self):
        super().run()
        self.settle()
        assert not Notice.objects.filter(state=DeliveryState.QUEUED, kind="calendar_invited").exists()


class Crowd(Measure):
    """Three hundred people, eight at once, who ask the site as it is run, while its letters leave meanwhile."""

    name, times = "300 people apply, 8 at once", 1
    crowd: ClassVar[int] = 300
    commits = True
    # Asked by processes of the server, where nobody counts: "apply, to its end" is the same request.
    counts_queries = False
    # What pretalx answers to as many who sign up for a session, on the same machine: 66 to 74.
    least_a_second: ClassVar[float | None] = 70

    def prepare(self):
        self.visitors = Visitors(self.crowd)
        self.started = ExitStack()
        self.mailbox = self.started.enter_context(Mailbox())
        self.port = self.started.enter_context(serving(self.mailbox))
        self.visitors.open_the_page_at_once(self.port, 8)

    def run(self):
        self.visitors.apply_at_once(self.port, 8)

    def settle(self):
        # To each that they have a place, and an invitation with its calendar file.
        assert self.mailbox.wait(2 * self.crowd, 300), f"{self.mailbox.letters} letters left"
        places = Enrolment.objects.filter(edition=self.visitors.edition, state=EnrolmentState.CONFIRMED)
        assert places.count() == self.crowd

    def finish(self):
        self.started.close()


class CrowdAndLetters(Crowd):
    name = "300 people apply, 8 at once, until all letters have left"
    least_a_second = None

    def run(self):
        super().run()
        self.settle()
