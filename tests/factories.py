"""Makers of test data without surprises: every call makes one thing and what it cannot do without."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue.models import Course, Edition, Meeting, Module, Outcome, Standard
from courses.catalogue.states import EditionState, OutcomeKind, VerificationMethod
from courses.completion.models import Assessorship, Completion
from courses.completion.queries import compose, preview
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.states import EnrolmentState
from courses.records.actions import write
from courses.records.payload import certificate_ground
from training.competences.models import Competence, CompetenceLine, Domain, Framework, Level, RoleProfile
from training.kernel.actors import Actor
from training.kernel.canonical_json import fingerprint
from training.people.models import (
    County,
    Employment,
    Mandate,
    Organisation,
    OrganisationKind,
    Person,
    Placement,
    Position,
)
from training.synonyms.models import Synonym

WARSAW = ZoneInfo("Europe/Warsaw")
LONG_AGO = datetime(2020, 1, 1, tzinfo=WARSAW)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=WARSAW)
ACTOR = Actor.command("test")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("password-1")


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("code",)

    code = "0663"
    name = "Lublin"
    is_city = True


class KindFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationKind
        django_get_or_create = ("code",)

    code = "OPS"
    name_pl = "ośrodek pomocy społecznej"
    name_en = "social assistance centre"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Gminny Ośrodek Pomocy Społecznej nr {n}")


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = Placement

    organisation = factory.SubFactory(OrganisationFactory)
    kind = factory.SubFactory(KindFactory)
    county = factory.SubFactory(CountyFactory)
    recorded_at = LONG_AGO


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position
        django_get_or_create = ("code",)

    code = "pracownik-socjalny"
    name_pl = "pracownik socjalny"
    name_en = "social worker"


class SynonymFactory(DjangoModelFactory):
    class Meta:
        model = Synonym

    term = "OPS"
    meaning = "ośrodek pomocy społecznej"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    first_name = "Anna"
    last_name = factory.Sequence(lambda n: f"Kowalska{n}")
    email = factory.Sequence(lambda n: f"anna{n}@example.org")


class EmploymentFactory(DjangoModelFactory):
    class Meta:
        model = Employment

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    position = factory.SubFactory(PositionFactory)
    valid_from = date(2020, 1, 1)
    recorded_at = LONG_AGO


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = date(2020, 1, 1)
    recorded_at = LONG_AGO
    granted_by = "ROPS"
    # Without an employment beside it, as most tests make it, a mandate works only so.
    without_post = True
    reason = "test"


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework
        django_get_or_create = ("code", "version")

    code = "kompas"
    version = 1
    name_pl = "Ramy kompetencji"
    name_en = "Competence framework"


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = Level

    framework = factory.SubFactory(FrameworkFactory)
    number = factory.Sequence(lambda n: n % 4 + 1)
    name_pl = "podstawowy"


class DomainFactory(DjangoModelFactory):
    class Meta:
        model = Domain
        django_get_or_create = ("framework", "code")

    framework = factory.SubFactory(FrameworkFactory)
    code = "D1"
    name_pl = "Praca socjalna"
    name_en = "Social work"


class CompetenceLineFactory(DjangoModelFactory):
    class Meta:
        model = CompetenceLine

    # Far from the keys of competences: where one is taken for the other, a test must fail.  Downwards, because
    # SQLite gives the next line that an action makes the highest key and one.
    id = factory.Sequence(lambda n: 700_000 - n)


class CompetenceFactory(DjangoModelFactory):
    class Meta:
        model = Competence

    framework = factory.SubFactory(FrameworkFactory)
    domain = factory.SubFactory(DomainFactory)
    line = factory.SubFactory(CompetenceLineFactory)
    code = factory.Sequence(lambda n: f"C1.{n}")
    order = factory.Sequence(lambda n: n)
    name_pl = factory.Sequence(lambda n: f"Kompetencja {n}")
    name_en = factory.Sequence(lambda n: f"Competence {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Into a published framework too, which the database would refuse: it is a draft for that moment."""
        framework = kwargs["framework"]
        rows = Framework.objects.filter(pk=framework.pk)
        was = rows.values("state", "published_at", "content_hash").get()
        rows.update(state="draft", published_at=None, content_hash="")
        competence = super()._create(model_class, *args, **kwargs)
        rows.update(**was)
        return competence


class RoleProfileFactory(DjangoModelFactory):
    class Meta:
        model = RoleProfile
        skip_postgeneration_save = True

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"profil-{n}")
    name_pl = "pracownik socjalny"
    recorded_at = LONG_AGO

    @classmethod
    def _generate(cls, strategy, params):
        params.setdefault("requirement_count", len(params.get("requirements") or {}))
        params.setdefault("position_count", len(params.get("positions") or []))
        return super()._generate(strategy, params)

    @factory.post_generation
    def requirements(self, create, extracted, **kwargs):
        """``requirements={competence: level}``."""
        for competence, level in (extracted or {}).items():
            self.requirements.create(competence=competence, level=level)

    @factory.post_generation
    def positions(self, create, extracted, **kwargs):
        self.positions.set(extracted or [])


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"K{n}")
    title = factory.Sequence(lambda n: f"Dialog motywujący {n}")


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    course = factory.SubFactory(CourseFactory)
    title = "Wprowadzenie"
    minutes = 90


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = Standard

    course = factory.SubFactory(CourseFactory)
    version = 1


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    standard = factory.SubFactory(StandardFactory)
    order = factory.Sequence(lambda n: n)
    kind = OutcomeKind.SKILL
    text = "Prowadzi rozmowę motywującą."
    criterion = "Prowadzi rozmowę według schematu."
    method = VerificationMethod.CASE_TASK
    competence = factory.SubFactory(CompetenceFactory)
    level = 2


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = Edition

    course = factory.SubFactory(CourseFactory)
    code = factory.Sequence(lambda n: f"{n}/2026")
    state = EditionState.PUBLISHED


class RecruitmentFactory(DjangoModelFactory):
    class Meta:
        model = Recruitment

    edition = factory.SubFactory(EditionFactory)
    seats = 10
    opens_at = NOW - timedelta(days=10)
    closes_at = NOW + timedelta(days=10)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    starts_at = NOW + timedelta(days=20)
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=6))
    minutes = 270
    topic = "Podstawy"

    @factory.post_generation
    def trainers(self, create, extracted, **kwargs):
        self.trainers.set(extracted or [])


class EnrolmentFactory(DjangoModelFactory):
    """A row put straight into the table, for tests of what reads it."""

    class Meta:
        model = Enrolment

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)
    state = EnrolmentState.CONFIRMED
    arrival = factory.Sequence(lambda n: n + 1)
    applied_at = NOW - timedelta(days=5)
    offered_at = factory.LazyAttribute(
        lambda enrolment: enrolment.applied_at if enrolment.state == EnrolmentState.OFFERED else None
    )
    offer_expires_at = None
    offer_lasts_until = factory.LazyAttribute(lambda enrolment: enrolment.offer_expires_at)


class AssessorshipFactory(DjangoModelFactory):
    class Meta:
        model = Assessorship

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)
    valid_from = date(2020, 1, 1)
    recorded_at = LONG_AGO
    granted_by = "ROPS"


def user(**kwargs):
    return UserFactory(**kwargs)


def person(**kwargs):
    return PersonFactory(**kwargs)


def person_with_account(**kwargs):
    return PersonFactory(user=UserFactory(), **kwargs)


def organisation(*, kind="OPS", county="0663", **kwargs):
    """An institution with its kind and county."""
    made = OrganisationFactory(**kwargs)
    PlacementFactory(
        organisation=made,
        kind=KindFactory(code=kind),
        county=CountyFactory(code=county, **({} if county == "0663" else {"name": county, "is_city": False})),
    )
    return made


def employed(*, organisation=None, position=None, **kwargs):
    """A person who works somewhere."""
    who = PersonFactory(**kwargs)
    extra = {"position": position} if position else {}
    EmploymentFactory(person=who, organisation=organisation or globals()["organisation"](), **extra)
    return who


def superuser(**kwargs):
    return UserFactory(is_superuser=True, is_staff=True, **kwargs)


def hold(meeting, *, present=(), absent=(), taught_by, now=NOW):
    """Mark a meeting that is over, by the actions, and close it."""
    presences = [(enrolment, Presence.PRESENT) for enrolment in present]
    presences += [(enrolment, Presence.ABSENT) for enrolment in absent]
    entries = [MarkEntry(enrolment.pk, presence, uuid.uuid4()) for enrolment, presence in presences]
    attendance.mark(meeting=meeting, entries=entries, actor=ACTOR, how=MarkedHow.FORM, now=now)
    return attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic=meeting.topic, taught_by=taught_by, actor=ACTOR, now=now
    )


def freeze(edition):
    """Write the record of a closed edition, as closing does."""
    edition = Edition.objects.select_related("course", "standard").get(pk=edition.pk)
    open_one = Edition.objects.select_related("course", "standard").get(pk=edition.pk)
    open_one.state = EditionState.PUBLISHED
    closed = {"at": NOW.isoformat(), "by": "test", "incomplete": False, "corrected": []}
    payload = compose(open_one, preview(open_one), closed)
    write(edition_id=edition.pk, payload=payload, actor=ACTOR, now=NOW)
    for person in payload["people"]:
        facts = {"name": f"{person['last_name']} {person['first_name']}", "institution": person["institution"]}
        ground = fingerprint(certificate_ground(payload, person))
        Completion.objects.filter(enrolment=person["enrolment"]).update(ground_hash=ground, **facts)
