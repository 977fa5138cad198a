"""Two institutions, two courses, two of everybody: whatever one may see, somebody else's is beside it.

Each person has a surname that occurs nowhere else, so that a page can be
searched for people it has no business with.
"""

import re
import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from certificates.register import actions as certificates
from certificates.register.models import Prepared, Series
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.calendars import actions as calendars
from courses.catalogue import actions as catalogue
from courses.completion import actions as completion
from courses.completion.models import Completion, Verification
from courses.completion.states import Result
from courses.demand import actions as demand
from courses.enrolment.states import EnrolmentState
from courses.funding.models import FundingSource
from tests import factories as make
from training.accounts import actions as accounts
from training.accounts import registry as roles
from training.accounts.models import ClaimCode
from training.assessments import actions as assessments
from training.assessments.actions import NewAssessment
from training.assessments.states import AssessmentKind, AssessorRole
from training.competences.states import FrameworkState
from training.kernel.actor_columns import acted
from training.kernel.actors import Actor
from training.notices.models import Notice
from training.people import actions as people
from training.people.models import StaffImport
from training.people.states import ImportState

NOW, ACTOR = make.NOW, make.ACTOR

ROLES = (
    "nobody",
    "learner",
    "other_learner",
    "trainer",
    "other_trainer",
    "assessor",
    "manager",
    "other_manager",
    "coordinator",
    "analyst",
    "editor",
    "superuser",
)
# Whose people they are: an institution's own manager may read them, the other institution's may not.
SURNAMES = {
    "learner": "Uczestnicka",
    "other_learner": "Obcowska",
    "trainer": "Trenerski",
    "other_trainer": "Zastępczyński",
    "assessor": "Weryfikalska",
    "manager": "Kierowniczyńska",
    "other_manager": "Naczelniakowa",
    "colleague": "Bezkontowa",
    "other_colleague": "Niekontowska",
    "former_colleague": "Odeszłowska",
}


def build() -> SimpleNamespace:
    world = SimpleNamespace()
    _people(world)
    _competences(world)
    world.synonym = make.SynonymFactory()
    world.edition = _edition(world, "Dialog motywujący", world.trainer, [world.learner, world.third])
    world.other_edition = _edition(world, "Kontrakt socjalny", world.other_trainer, [world.other_learner])
    completion.grant_assessorship(
        edition=world.edition.edition, person=world.assessor, actor=ACTOR, valid_from=make.TODAY, now=NOW
    )
    # What was once granted opens nothing today.
    completion.grant_assessorship(
        edition=world.other_edition.edition,
        person=world.assessor,
        actor=ACTOR,
        valid_from=make.TODAY - timedelta(days=9),
        valid_until=make.TODAY - timedelta(days=2),
        now=NOW,
    )
    world.ended = _edition(
        world, "Ekonomia społeczna", make.person(last_name="Dawny"), [world.learner, world.other_learner, world.third]
    )
    _open_edition(world)
    _certificates(world)
    _small_things(world)
    world.users = {role: getattr(world, role).user for role in ROLES[1:8]}
    for role in (roles.COORDINATOR, roles.ANALYST, roles.PRACTICE_EDITOR):
        user = make.user()
        user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
        world.users["editor" if role == roles.PRACTICE_EDITOR else role] = user
    world.users["superuser"] = make.user(is_superuser=True)
    return world


def _people(world: SimpleNamespace) -> None:
    world.organisation = make.organisation(name="Ośrodek Pomocy Społecznej Alfa")
    world.other_organisation = make.organisation(name="Ośrodek Pomocy Społecznej Beta")
    of_other = {"other_learner", "other_manager", "other_colleague"}
    for role, surname in SURNAMES.items():
        # An account carries its person's name: a picker of users would tell it.
        named = {"username": role, "first_name": "Anna", "last_name": surname}
        account = {} if "colleague" in role else {"user": make.user(**named)}
        person = make.person(first_name="Anna", last_name=surname, email=f"{role}@example.org", **account)
        setattr(world, role, person)
        if role in {"trainer", "other_trainer", "assessor"}:
            continue
        employer = world.other_organisation if role in of_other else world.organisation
        until = {"valid_until": make.TODAY - timedelta(days=30)} if role == "former_colleague" else {}
        make.EmploymentFactory(person=person, organisation=employer, **until)
    # Somebody of neither institution, on the learner's course.
    world.third = make.person(first_name="Ewa", last_name="Trzecia")
    _look_alikes(world)
    world.employment = world.learner.employments.get()
    world.kind = world.organisation.placements.get().kind
    world.county = world.organisation.placements.get().county
    world.mandate = make.MandateFactory(person=world.manager, organisation=world.organisation)
    make.MandateFactory(person=world.other_manager, organisation=world.other_organisation)
    # What was once granted opens nothing today.
    yesterday = make.TODAY - timedelta(days=1)
    make.MandateFactory(person=world.other_manager, organisation=world.organisation, valid_until=yesterday)


def _look_alikes(world: SimpleNamespace) -> None:
    """Two records that may be of one person, two that were merged, two that are different people."""
    twins = [make.person(first_name="Zofia", last_name="Podwójna", phone="601234567") for _turn in range(6)]
    world.alike, world.alike_too, kept, merged, first, second = twins
    world.merge = people.merge_people(kept=kept, merged=merged, reason="jedna osoba", actor=ACTOR, now=NOW)
    world.not_duplicates = people.mark_distinct(first=first, second=second, actor=ACTOR, now=NOW)


def _competences(world: SimpleNamespace) -> None:
    published = {"state": FrameworkState.PUBLISHED, "published_at": make.LONG_AGO, "content_hash": "a" * 64}
    world.framework = make.FrameworkFactory(**published)
    for number in range(1, 5):
        make.LevelFactory(framework=world.framework, number=number)
    world.competence = make.CompetenceFactory(framework=world.framework)
    world.line = world.competence.line
    world.position = make.PositionFactory()
    world.profile = make.RoleProfileFactory(
        framework=world.framework, requirements={world.competence: 3}, positions=[world.position]
    )
    entries = [
        NewAssessment(
            person=person,
            competence=world.competence,
            level=2,
            kind=AssessmentKind.SUPERVISOR,
            valid_on=make.TODAY - timedelta(days=60),
            evidence_kind="superior",
            evidence_key=str(person.pk),
            assessor=boss,
            assessor_role=AssessorRole.MANAGER,
        )
        for person, boss in ((world.learner, world.manager), (world.other_learner, world.other_manager))
    ]
    assessments.record(entries=entries, actor=ACTOR, recorded_at=NOW - timedelta(days=60))


def _edition(world: SimpleNamespace, title: str, trainer, people) -> SimpleNamespace:
    """Taught yesterday, its only meeting closed; everybody was there."""
    course = make.CourseFactory(title=title)
    standard = make.StandardFactory(course=course)
    outcome = make.OutcomeFactory(standard=standard, competence=world.competence)
    type(standard).objects.filter(pk=standard.pk).update(locked_at=make.LONG_AGO, content_hash="0" * 64)
    edition = make.EditionFactory(course=course, standard=standard)
    meeting = make.MeetingFactory(
        edition=edition,
        starts_at=NOW - timedelta(days=1, hours=2),
        ends_at=NOW - timedelta(days=1),
        minutes=90,
        topic="Podstawy",
        trainers=[trainer],
    )
    enrolments = [make.EnrolmentFactory(edition=edition, person=person) for person in people]
    marks = [MarkEntry(enrolment.pk, Presence.PRESENT, uuid.uuid4()) for enrolment in enrolments]
    attendance.mark(meeting=meeting, entries=marks, actor=ACTOR, how=MarkedHow.FORM, now=NOW)
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic="Podstawy", taught_by=[trainer], actor=ACTOR, now=NOW
    )
    edition.refresh_from_db()
    return SimpleNamespace(
        edition=edition,
        course=course,
        standard=standard,
        outcome=outcome,
        meeting=meeting,
        enrolments=enrolments,
    )


def _open_edition(world: SimpleNamespace) -> None:
    """Open for applications, with a meeting today; both learners hold a seat, both colleagues were offered one."""
    edition = make.EditionFactory(course=make.CourseFactory(title="Praca z rodziną"))
    world.open = edition
    world.recruitment = make.RecruitmentFactory(edition=edition)
    world.meeting = make.MeetingFactory(
        edition=edition, starts_at=NOW - timedelta(hours=1), minutes=90, trainers=[world.trainer]
    )
    world.own_enrolment = make.EnrolmentFactory(edition=edition, person=world.learner)
    offered = {"state": EnrolmentState.OFFERED, "offer_expires_at": NOW + timedelta(days=2)}
    coming = make.EditionFactory(course=make.CourseFactory(title="Superwizja"))
    make.RecruitmentFactory(edition=coming)
    world.coming_meeting = make.MeetingFactory(edition=coming, trainers=[world.other_trainer])
    world.coming = coming
    world.offered = make.EnrolmentFactory(edition=coming, person=world.learner, **offered)
    world.seat = make.EnrolmentFactory(edition=coming, person=world.other_learner)
    world.draft = make.EditionFactory(course=edition.course, state="draft")
    world.undecided = make.EnrolmentFactory(edition=coming, person=world.third, state=EnrolmentState.UNDER_DECISION)


def _certificates(world: SimpleNamespace) -> None:
    made = []
    for enrolment in world.ended.enrolments:
        world.verification = Verification.objects.create(
            enrolment=enrolment,
            outcome=world.ended.outcome,
            assessor=world.assessor,
            is_met=True,
            method="case_task",
            verified_on=make.TODAY,
            recorded_at=NOW,
        )
        done = Completion.objects.create(
            enrolment=enrolment,
            result=Result.CONFIRMED,
            minutes_taught=90,
            minutes_attended=90,
            minutes_required=72,
            threshold=80,
            decided_at=NOW,
            **acted(ACTOR),
        )
        made.append(done)
    make.freeze(world.ended.edition)
    catalogue.mark_closed(edition=world.ended.edition, actor=ACTOR, now=NOW)
    world.completion = made[0]
    certificates.prepare(completion_ids=[completion.pk for completion in made], now=NOW)
    prepared = {row.enrolment.person_id: row for row in Prepared.objects.select_related("enrolment__person")}
    pairs = (("certificate", world.learner), ("other_certificate", world.other_learner))
    for name, person in pairs:
        checked = certificates.check_name(prepared=prepared[person.pk], actor=ACTOR, now=NOW)
        setattr(world, name, certificates.issue(prepared=checked, actor=ACTOR, now=NOW))
    world.prepared = prepared[world.third.pk]
    world.series = Series.objects.get()


def _small_things(world: SimpleNamespace) -> None:
    world.funding = FundingSource.objects.create(name="Fundusz", sentence="Dofinansowano.")
    world.wish = demand.wish_for_course(person=world.learner, course=world.coming.course, actor=ACTOR, now=NOW)
    demand.wish_for_level(person=world.other_learner, competence=world.competence, level=3, actor=ACTOR, now=NOW)
    world.assessorship = world.edition.edition.assessorships.get()
    world.feed = calendars.make_feed(person=world.learner, actor=ACTOR, now=NOW)
    accounts.make_codes(people=[world.colleague], organisation=world.organisation, actor=ACTOR, now=NOW)
    world.code = ClaimCode.objects.get()
    world.staff_import = StaffImport.objects.create(
        file_name="lista.xlsx",
        file_hash="0" * 64,
        state=ImportState.PREVIEWED,
        uploaded_by="Test",
        uploaded_at=NOW,
    )
    # The letter that came with the certificate.
    world.notice = Notice.objects.filter(person=world.learner).first()
    world.attachment = world.notice.attachments.create(
        file_name="zajęcia.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n"
    )
    letter = Notice.objects.filter(person=world.other_learner).first()
    world.other_attachment = letter.attachments.create(file_name="obce.ics", content_type="text/calendar", content=b"x")
    world.claim_token = accounts.claim_token(world.colleague)
    # Somebody who never signs in during the walk: signing in would end the link.
    user = make.person_with_account(first_name="Olga", last_name="Zapominalska").user
    world.reset = (urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user))
    accounts.propose_email(person=world.learner, email="nowy@example.org", actor=Actor.by_link(world.learner))
    letter = Notice.objects.get(address="nowy@example.org")
    world.email_token = re.search(r"/konto/e-mail/([^/\s]+)/", letter.body)[1]
