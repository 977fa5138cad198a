"""A used database made by the verbs alone, in which ``kompas_check`` finds nothing.

Each table that keeps a history has a row of one that is over: an edition
closed, corrected and closed again, places offered, taken and given up,
certificates issued, replaced and revoked, posts ended, records merged.
"""

import io
import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from certificates.register import actions as register
from certificates.register.models import Prepared
from cms.pages.actions import keep_version
from cms.pages.models import TermsPage
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.calendars import actions as calendars
from courses.catalogue import actions as catalogue
from courses.completion import actions as completion
from courses.demand import actions as demand
from courses.enrolment import actions as enrolment
from courses.funding import actions as funding
from tests import factories as make
from tests.training.people.test_staff_lists import row, staff_list
from training.accounts import actions as accounts
from training.assessments import actions as assessments
from training.assessments.states import AssessmentKind
from training.competences import actions as competences
from training.kernel.actors import Actor
from training.kernel.polish import fold
from training.notices import actions as notices
from training.people import actions as people

NOW, TODAY, DAY = make.NOW, make.TODAY, timedelta(days=1)
ACTOR = make.ACTOR


def build() -> SimpleNamespace:
    world = SimpleNamespace()
    # An account acts, so that the columns of accounts say something too; another one is there to take its place.
    make.user(), make.user()
    global ACTOR
    ACTOR = Actor.of_user(make.superuser(first_name="Anna", last_name="Urzędowa"))
    _people(world)
    _competences(world)
    make.SynonymFactory()
    _edition(world)
    _close(world)
    _estimates(world)
    _wishes(world)
    _small_things(world)
    _texts(world)
    return world


def _texts(world: SimpleNamespace) -> None:
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=TermsPage(title="Regulamin", slug="regulamin", text="<p>§ 1</p>", valid_from=TODAY))
    world.version = keep_version(page=page, actor=ACTOR, now=NOW)


def _person(last_name: str, world: SimpleNamespace, **more):
    who = people.register_person(
        first_name="Ewa", last_name=last_name, email=f"{fold(last_name)}@example.org", language="pl", user=None,
        actor=ACTOR, **more,
    )  # fmt: skip
    people.confirm_identity(person=who, actor=ACTOR)
    people.start_employment(
        person=who, organisation=world.organisation, position=world.position, valid_from=TODAY - 300 * DAY,
        actor=ACTOR, now=NOW - 300 * DAY,
    )  # fmt: skip
    return who


def _people(world: SimpleNamespace) -> None:
    world.organisation = make.organisation(name="Ośrodek nad rzeką")
    world.successor = make.organisation(name="Ośrodek nad jeziorem")
    people.save_organisation(organisation=world.organisation, aliases=["GOPS nad rzeką"], actor=ACTOR)
    world.position = make.PositionFactory()
    people.save_position(position=world.position, aliases=["pracownik soc."], actor=ACTOR)
    make.PositionFactory(code="inne", name_pl="Inne")
    names = ("Adamczyk", "Bąk", "Cis", "Dąb", "Ert", "Trener", "Weryfikator", "Kierownik")
    world.people = [_person(name, world) for name in names]
    *world.learners, world.trainer, world.assessor, world.manager = world.people
    world.ended_post = people.end_employment(
        employment=world.learners[4].employments.get(), on=TODAY - DAY, actor=ACTOR, now=NOW
    )
    world.mandate = people.grant_mandate(
        person=world.manager,
        organisation=world.organisation,
        actor=ACTOR,
        valid_from=TODAY - 9 * DAY,
        now=NOW - 9 * DAY,
    )
    people.save_person(person=world.learners[3], last_name="Dębowa", actor=ACTOR)
    twins = [people.register_person(
        first_name="Zofia", last_name="Podwójna", email="", language="pl", user=None, actor=ACTOR
    ) for _turn in range(4)]  # fmt: skip
    people.merge_people(kept=twins[0], merged=twins[1], reason="jedna osoba", actor=ACTOR, now=NOW)
    undone = people.merge_people(kept=twins[0], merged=twins[2], reason="jedna osoba", actor=ACTOR, now=NOW)
    world.undone = people.undo_merge(merge=undone, reason="pomyłka", actor=ACTOR, now=NOW)
    people.mark_distinct(first=twins[0], second=twins[3], actor=ACTOR, now=NOW)


def _competences(world: SimpleNamespace) -> None:
    framework = make.FrameworkFactory()
    for number in range(1, 5):
        make.LevelFactory(framework=framework, number=number)
    domain = make.DomainFactory(framework=framework)
    world.competences = [make.CompetenceFactory(framework=framework, domain=domain) for _turn in range(3)]
    for competence in world.competences:
        for number in range(1, 5):
            competence.descriptors.create(level=number, text_pl="Zna.")
    framework = competences.publish(framework=framework, actor=ACTOR, now=NOW - 200 * DAY)
    world.profile = competences.save_profile(
        framework=framework, code="pracownik", name_pl="pracownik", positions=[world.position],
        levels={world.competences[0]: 2}, valid_from=TODAY - 100 * DAY, actor=ACTOR, now=NOW - 100 * DAY,
    )  # fmt: skip


def _version(world: SimpleNamespace) -> None:
    """A further version: what was one competence is made anew of two, and carries the level of one."""
    draft = competences.new_version(framework=world.competences[0].framework, actor=ACTOR)
    copy = draft.competences.get(continues=world.competences[2])
    made = competences.set_lineage(
        competence=copy, origins=[world.competences[2]], carries=world.competences[2], actor=ACTOR
    )
    competences.publish(framework=draft, actor=ACTOR, now=NOW)
    world.origin = made.origins.get()


def _edition(world: SimpleNamespace) -> None:
    course = catalogue.save_course(code="DM", title="Dialog motywujący", actor=ACTOR)
    catalogue.save_modules(course=course, modules=[catalogue.ModuleEntry("Duch dialogu", 90)], actor=ACTOR)
    course.kinds.add(world.organisation.placements.get().kind)
    course.positions.add(world.position)
    course.competences.add(world.competences[0])
    standard = make.StandardFactory(course=course)
    world.outcomes = [
        make.OutcomeFactory(standard=standard, text=text, level=level, competence=world.competences[0])
        for text, level in (("Prowadzi rozmowę", 2), ("Rozpoznaje język zmiany", 1))
    ]
    edition = catalogue.save_edition(
        course=course, code="2/2026", standard=standard, venue="Lublin", county=make.CountyFactory(),
        contact_name="Ewa", contact_email="ewa@example.org", actor=ACTOR,
    )  # fmt: skip
    start = NOW - DAY
    world.meeting = catalogue.save_meeting(
        edition=edition, starts_at=start - timedelta(hours=2), ends_at=start, minutes=90, topic="Podstawy",
        trainers=[world.trainer], module=course.modules.get(), actor=ACTOR, now=NOW - 40 * DAY,
    )  # fmt: skip
    enrolment.open_recruitment(
        edition=edition, actor=ACTOR, seats=3, opens_at=NOW - 30 * DAY, closes_at=NOW - 10 * DAY, now=NOW - 40 * DAY
    )
    catalogue.publish_edition(edition=edition, actor=ACTOR, now=NOW - 40 * DAY)
    _strip(world)
    funding.set_funding(edition=edition, sources=[world.source], actor=ACTOR)
    world.edition = edition
    world.enrolments = [
        enrolment.apply(person=who, edition=edition, actor=ACTOR, now=NOW - (25 - turn) * DAY)
        for turn, who in enumerate(world.learners)
    ]
    enrolment.withdraw(enrolment=world.enrolments[2], actor=ACTOR, reason="Choroba", now=NOW - 15 * DAY)
    world.enrolments[3] = enrolment.accept(enrolment=world.enrolments[3], actor=ACTOR, now=NOW - 14.9 * DAY)
    edition.refresh_from_db()
    enrolment.snapshot_at_start(edition, now=NOW)


def _strip(world: SimpleNamespace) -> None:
    # A transactional test before this one may have emptied what migrations made.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    content = io.BytesIO()
    Picture.new("RGB", (40, 10), "white").save(content, "PNG")
    strip = get_image_model().objects.create(title="Pasek", file=ImageFile(content, name="pasek.png"))
    world.source = funding.save_source(
        name="FERS", sentence="Dofinansowano ze środków", strip=strip, strip_alt="Pasek", actor=ACTOR
    )
    funding.save_source(name="Inny", sentence="Z innych środków", actor=ACTOR)


def _close(world: SimpleNamespace) -> None:
    world.taking_part = [world.enrolments[key] for key in (0, 1, 3)]
    make.hold(world.meeting, present=world.taking_part[:2], absent=world.taking_part[2:], taught_by=[world.trainer])
    attendance.correct_closing(
        meeting=world.meeting,
        topic="Podstawy rozmowy",
        taught_by=[world.trainer],
        reason="Pomyłka",
        actor=ACTOR,
        now=NOW,
    )
    world.granted = completion.grant_assessorship(
        edition=world.edition, person=world.assessor, actor=ACTOR, valid_from=TODAY - 7 * DAY, now=NOW
    )
    for met in (False, True):
        for participant in world.taking_part:
            for outcome in world.outcomes:
                completion.verify(
                    enrolment=participant, outcome=outcome, is_met=met and participant != world.taking_part[2],
                    assessor=world.assessor, actor=ACTOR, now=NOW,
                )  # fmt: skip
    _prepare(completion.close(edition=world.edition, actor=ACTOR, now=NOW))
    world.prepared = list(Prepared.objects.order_by("pk"))
    for prepared in world.prepared:
        register.check_name(prepared=prepared, actor=ACTOR, now=NOW)
    world.certificates = [register.issue(prepared=prepared, actor=ACTOR, now=NOW) for prepared in world.prepared]
    register.revoke(certificate=world.certificates[1], reason="Pomyłka", actor=ACTOR, now=NOW)
    completion.withdraw_levels(enrolment=world.taking_part[1], reason="Unieważniono", actor=ACTOR, now=NOW)
    register.replace(certificate=world.certificates[0], reason="Zgubione", name="Ewa Adamczyk", actor=ACTOR, now=NOW)
    # A correction: reopened, a mark changed, and closed again.
    later = NOW + DAY
    completion.reopen(edition=world.edition, reason="Pomyłka", actor=ACTOR, now=later)
    entry = MarkEntry(world.taking_part[2].pk, Presence.EXCUSED, uuid.uuid4(), reason="Zwolnienie")
    attendance.mark(meeting=world.meeting, entries=[entry], actor=ACTOR, how=MarkedHow.OFFICE, now=later)
    _prepare(completion.close(edition=world.edition, actor=ACTOR, now=later))


def _prepare(made: list) -> None:
    # What hears of the closing after the commit, which a test does not reach.
    register.prepare(completion_ids=[completion.pk for completion in made], now=NOW)


def _estimates(world: SimpleNamespace) -> None:
    who, competence = world.learners[0], world.competences[1]
    for level in (1, 2):
        assessments.estimate(person=who, levels={competence: level}, actor=ACTOR, now=NOW + level * DAY)
    assessments.assess(person=who, assessor=world.manager, levels={competence: 3}, actor=ACTOR, now=NOW)
    assessments.estimate(person=who, levels={world.competences[2]: 1}, actor=ACTOR, now=NOW)
    assessments.take_back(
        person=who, competence=world.competences[2], kind=AssessmentKind.SELF, assessor=who, actor=ACTOR, now=NOW
    )
    for who, turns in (
        (world.learners[0], (True,)),
        (world.learners[1], (True, False)),
        (world.learners[3], (True, False, True)),
    ):
        for turn, is_shared in enumerate(turns):
            assessments.share_estimates(person=who, is_shared=is_shared, actor=ACTOR, now=NOW + turn * DAY)


def _wishes(world: SimpleNamespace) -> None:
    """One answered by a recruitment that is over, one taken back, one that waits."""
    first, second, third = world.learners[:3]
    demand.wish_for_course(person=first, course=world.edition.course, actor=ACTOR, now=NOW - 35 * DAY)
    _opening(world)
    wish = demand.wish_for_course(person=second, course=world.edition.course, actor=ACTOR, now=NOW)
    demand.withdraw(wish=wish, actor=ACTOR, now=NOW + DAY)
    demand.wish_for_level(person=third, competence=world.competences[0], level=2, actor=ACTOR, now=NOW)


def _opening(world: SimpleNamespace) -> None:
    edition = catalogue.save_edition(
        course=world.edition.course, code="3/2026", venue="Lublin", contact_name="Ewa",
        contact_email="ewa@example.org", actor=ACTOR,
    )  # fmt: skip
    start = NOW + 9 * DAY
    catalogue.save_meeting(
        edition=edition, starts_at=start, ends_at=start + timedelta(hours=2), topic="Podstawy", actor=ACTOR, now=NOW
    )
    enrolment.open_recruitment(
        edition=edition, actor=ACTOR, seats=3, opens_at=NOW - 9 * DAY, closes_at=NOW - 2 * DAY, now=NOW - 10 * DAY
    )
    catalogue.publish_edition(edition=edition, actor=ACTOR, now=NOW - 10 * DAY)
    assert demand.notice_openings(now=NOW - 9 * DAY) == 1


def _small_things(world: SimpleNamespace) -> None:
    calendars.make_feed(person=world.learners[0], actor=ACTOR, now=NOW)
    calendars.renew_feed(person=world.learners[0], actor=ACTOR, now=NOW)
    people.import_staff(
        file=staff_list(row("Nowa Anna"), row("Nowy Jan")), file_name="lista.xlsx", organisation=world.organisation,
        actor=ACTOR, now=NOW, apply=True,
    )  # fmt: skip
    accounts.make_codes(people=[world.learners[1]], organisation=world.organisation, actor=ACTOR, now=NOW)
    _version(world)
    notices.queue(
        kind="test",
        person=world.learners[0],
        template="kompas_training/accounts/letters/merged",
        context={},
        attachments=[notices.Attachment(file_name="z.ics", content_type="text/calendar", content=b"x", method="")],
        now=NOW,
    )
    notices.deliver(now=NOW + 2 * DAY)
