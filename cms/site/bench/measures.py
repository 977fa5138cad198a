"""The measures of the other rooms and of pages, and the list of all."""

import uuid
from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import ClassVar

from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import Workbook

from certificates.designs.documents.pictures import strip_drawing
from certificates.designs.payload import read
from certificates.designs.registry import render
from certificates.register import actions as register
from certificates.register import files
from certificates.register.models import Certificate, Prepared
from certificates.register.states import PreparedState
from cms.site.bench import by_hand
from cms.site.bench.base import ACTOR, Measure, edition_of, workers
from cms.site.bench.enrolling import (
    Apply,
    ApplyToTheEnd,
    Crowd,
    CrowdAndLetters,
    FillSeats,
    FollowCalendars,
    ItsLetters,
    NothingLeft,
)
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue import actions as catalogue
from courses.catalogue.models import Edition, Meeting, Standard
from courses.catalogue.states import EditionState
from courses.completion import actions as completion
from courses.completion.models import Verification
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from training.desk import queries as desk
from training.kernel import time, triggers
from training.kernel.actor_columns import acted
from training.people.actions import import_staff
from training.people.models import Employment, Organisation
from training.reports.queries import growth_table
from training.reports.rules import By


class Roster(Measure):
    name = "roster save of 30"

    def prepare(self):
        edition = edition_of(30)
        now = time.now()
        self.meeting = edition.meetings.get()
        Meeting.objects.filter(pk=self.meeting.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
        self.enrolments = Enrolment.objects.bulk_create(
            Enrolment(edition=edition, person=person, arrival=n, applied_at=now, state=EnrolmentState.CONFIRMED)
            for n, person in enumerate(workers(30), start=1)
        )

    def run(self):
        entries = [MarkEntry(enrolment.pk, Presence.PRESENT, uuid.uuid4()) for enrolment in self.enrolments]
        marked = attendance.mark(meeting=self.meeting, entries=entries, actor=ACTOR, how=MarkedHow.FORM)
        assert len(marked.applied) == 30


class Page(Measure):
    """A page, from request to response."""

    address: ClassVar[str]
    user: ClassVar[str] = ""
    most_queries: ClassVar[int | None] = 15

    def prepare(self):
        self.client = Client(headers={"host": "localhost"})
        if self.user:
            self.client.force_login(get_user_model().objects.get(username=self.user))
        self.run()

    def run(self):
        response = self.client.get(self.address)
        assert response.status_code == 200, (self.address, response.status_code)
        return response


class CourseIndex(Page):
    name, address = "course index", "/szkolenia/"


class MyDevelopment(Page):
    name, address, user = "my development", "/moj-rozwoj/", "pracownik"


class TeamPage(Page):
    name, address, user = "team map (page)", "/zespol/", "kierownik"


class TeamMap(Measure):
    """The figures of the map alone, for the largest institution, beside one statement for the same levels."""

    name = "team map (figures)"

    def prepare(self):
        largest = Counter(Employment.objects.as_of(time.today()).values_list("organisation_id", flat=True)).most_common(
            1
        )[0][0]
        self.organisation = Organisation.objects.get(pk=largest)

    def run(self):
        return desk.team(self.organisation, time.today())

    def floor(self):
        return by_hand.rows(by_hand.TEAM, organisation=self.organisation.pk, on=time.today())

    def check(self, result, floor):
        ours = {(member.person.pk, pk, held.level) for member in result.members for pk, held in member.held.items()}
        theirs = {row for row in map(tuple, floor) if row[1] is not None}
        # The map also shows self-assessments that people share; the statement does not.
        assert theirs <= ours, "the team map and the statement written by hand disagree"


class GrowthReport(Measure):
    name = "growth report by county"
    most_milliseconds, most_times_the_floor = 300, 1.5

    def prepare(self):
        self.on = time.today()
        self.since = self.on - timedelta(days=365)

    def run(self):
        return growth_table(by=By.COUNTY, since=self.since, on=self.on)

    def floor(self):
        return by_hand.growth(by_hand.GROWTH_BY_COUNTY, since=self.since, on=self.on)

    def check(self, result, floor):
        assert by_hand.as_tuples(result) == floor, "the report and the statement written by hand disagree"


class GrowthByCompetence(GrowthReport):
    name = "growth report by competence"

    def run(self):
        return growth_table(by=By.COMPETENCE, since=self.since, on=self.on)

    def floor(self):
        return by_hand.growth(by_hand.GROWTH_BY_COMPETENCE, since=self.since, on=self.on)


def _prepared(number: int) -> list[Prepared]:
    """So many with their names checked; when fewer wait in the demo, some issued ones are taken back."""
    wanted = list(Prepared.objects.filter(state=PreparedState.PREPARED).order_by("pk")[:number])
    issued = Prepared.objects.filter(state=PreparedState.ISSUED, enrolment__certificates__status="valid").distinct()
    taken_back = list(issued.order_by("-pk")[: number - len(wanted)])
    for certificate in Certificate.objects.filter(status="valid", enrolment__prepared_certificate__in=taken_back):
        register.revoke(certificate=certificate, reason="Pomiar.", actor=ACTOR)
    # No verb takes an issued certificate back: only a bench needs so many.  Once for all of them, because each
    # trigger that is dropped and made anew holds a lock until the end of the transaction.
    triggers.remove()
    rows = Prepared.objects.filter(pk__in=[prepared.pk for prepared in taken_back])
    rows.update(state=PreparedState.PREPARED, checked_by="", checked_at=None)
    triggers.install()
    return [register.check_name(prepared=prepared, actor=ACTOR) for prepared in [*wanted, *rows]]


def _taught(number: int) -> Edition:
    """An edition of so many people, taught and verified, with its recruitment opened before: only closing is left."""
    now = time.now()
    standard = Standard.objects.filter(locked_at__isnull=False, outcomes__isnull=False).earliest("pk")
    first, day = now - timedelta(days=3), time.today(now - timedelta(days=2))
    edition = Edition.objects.create(
        course=standard.course, standard=standard, code=f"B{uuid.uuid4().hex[:8]}", state=EditionState.PUBLISHED,
        starts_on=time.today(first), ends_on=day,
    )  # fmt: skip
    catalogue.lock_rules(edition=edition, actor=ACTOR, now=first)
    people = workers(number + 2)
    trainer, assessor, staff = people[0], people[1], people[2:]
    enrolled = Enrolment.objects.bulk_create(
        Enrolment(edition=edition, person=person, arrival=n, applied_at=first, state=EnrolmentState.CONFIRMED)
        for n, person in enumerate(staff, start=1)
    )
    for topic, start in (("Pomiar 1", first), ("Pomiar 2", now - timedelta(days=2))):
        meeting = Meeting.objects.create(
            edition=edition, starts_at=start, ends_at=start + timedelta(hours=6), minutes=270, topic=topic
        )
        entries = [MarkEntry(enrolment.pk, Presence.PRESENT, uuid.uuid4()) for enrolment in enrolled]
        attendance.mark(meeting=meeting, entries=entries, actor=ACTOR, how=MarkedHow.FORM)
        attendance.close_meeting(meeting=meeting, minutes=270, topic=topic, taught_by=[trainer], actor=ACTOR)
    Verification.objects.bulk_create(
        Verification(
            enrolment=enrolment, outcome=outcome, assessor=assessor, is_met=True, method=outcome.method,
            verified_on=time.today(now), recorded_at=now, **acted(ACTOR),
        )
        for enrolment in enrolled
        for outcome in standard.outcomes.all()
    )  # fmt: skip
    return edition


class CloseEdition(Measure):
    """Closing an edition of 300, with what hears of it after the commit: certificates are prepared."""

    name, times = "close an edition of 300", 3
    most_queries, most_milliseconds = 80, 3000

    def prepare(self):
        self.editions = iter([_taught(300) for _turn in range(self.times)])

    def run(self):
        decided = completion.close(edition=next(self.editions), actor=ACTOR)
        assert len(decided) == 300
        assert register.prepare(completion_ids=[completion.pk for completion in decided]) == 300


class OneCertificate(Measure):
    name, times = "issue of one certificate", 21
    most_milliseconds = 25

    def prepare(self):
        self.prepared = iter(_prepared(self.times))

    def run(self):
        return register.issue(prepared=next(self.prepared), actor=ACTOR)


class Certificates(Measure):
    name, times = "100 certificates", 2
    most_milliseconds = 2500

    def prepare(self):
        prepared = _prepared(100 * self.times)
        self.groups = iter([prepared[:100], prepared[100:]])

    def run(self):
        self.issued = register.issue_many(prepared=next(self.groups), actor=ACTOR)
        assert len(self.issued) == 100

    def floor(self):
        """Only drawing the same documents."""
        for certificate in self.issued:
            payload = read(certificate.payload)
            strip = next((source["strip"] for source in payload["funding"] if source["strip"]), "")
            render(payload, strip=strip_drawing(files.read_strip(strip)) if strip else "")


class EnrolmentsSheet(Page):
    name, times = "xlsx of all enrolments", 3
    # Written while it is read: a query for each thousand rows.
    most_queries = None
    address, user = "/admin/kompas/applicants/?export=xlsx", "admin"

    def prepare(self):
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(get_user_model().objects.get(username=self.user))

    def run(self):
        response = super().run()
        return len(b"".join(response.streaming_content) if response.streaming else response.content)

    def floor(self):
        return len(by_hand.enrolments_xlsx())


class StaffPreview(Measure):
    name, times = "staff preview", 1
    most_milliseconds = 10_000

    def prepare(self):
        """The whole region's staff as one list, every tenth with another post."""
        book = Workbook(write_only=True)
        worksheet = book.create_sheet()
        worksheet.append(["Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat", "E-mail", "Zatrudniony od"])
        rows = Employment.objects.filter(superseded_at__isnull=True, valid_until__isnull=True).select_related(
            "person", "position", "organisation"
        )
        counties = dict(Organisation.objects.values_list("pk", "placements__county__name"))
        self.rows = 0
        for number, row in enumerate(rows.order_by("pk").iterator()):
            post = "kierownik" if number % 10 == 9 else row.position.name_pl
            worksheet.append(
                [row.person.list_name, post, row.organisation.name, counties[row.organisation_id], row.person.email,
                 row.valid_from]
            )  # fmt: skip
            self.rows += 1
        stream = BytesIO()
        book.save(stream)
        self.content = stream.getvalue()
        self.name = f"staff preview ({self.rows} rows)"

    def run(self):
        made = import_staff(file=self.content, file_name="pomiar.xlsx", actor=ACTOR)
        assert made.rows.count() >= self.rows

    def floor(self):
        return by_hand.read_list(self.content)


MEASURES: tuple[type[Measure], ...] = (
    Apply,
    ApplyToTheEnd,
    ItsLetters,
    Crowd,
    CrowdAndLetters,
    FollowCalendars,
    FillSeats,
    NothingLeft,
    Roster,
    CourseIndex,
    MyDevelopment,
    TeamPage,
    TeamMap,
    GrowthReport,
    GrowthByCompetence,
    CloseEdition,
    OneCertificate,
    Certificates,
    EnrolmentsSheet,
    StaffPreview,
)
