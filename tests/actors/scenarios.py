"""One call of every verb, in the world of the walk, that changes something; by the verb's full name."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from certificates.register import actions as register
from certificates.register.models import Prepared
from courses.attendance import actions as attendance
from courses.attendance import reopening
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.calendars import actions as calendars
from courses.catalogue import actions as catalogue
from courses.completion import actions as completion
from courses.enrolment import actions as enrolment
from courses.enrolment import deciding, recruiting, seats
from courses.enrolment.states import EnrolmentState
from courses.funding import actions as funding
from tests import factories as make
from tests.actors.verbs import room_of
from tests.training.people.test_staff_lists import row, staff_list
from training.accounts import actions as accounts
from training.assessments import actions as assessments
from training.assessments.entries import NewAssessment
from training.assessments.states import AssessmentKind, AssessorRole
from training.competences import actions as competences
from training.competences import loader as frameworks
from training.kernel.actors import Actor
from training.notices import actions as notices
from training.notices.models import Notice
from training.people import actions as people
from training.people import loader as dictionaries

NOW, TODAY, OTHER = make.NOW, make.TODAY, make.ACTOR
DAY = timedelta(days=1)
World = SimpleNamespace
SCENARIOS: dict[str, Callable[[World, Actor], Any]] = {}


def scenario(*verbs: str) -> Callable:
    def keep(function: Callable[[World, Actor], Any]) -> Callable:
        SCENARIOS.update(dict.fromkeys(map(room_of, verbs), function))
        return function

    return keep


# ---- people ----------------------------------------------------------------------------------------------------

PEOPLE = "training.people.actions"
_LIST = [row("Nowa Anna"), row("Nowy Jan")]


@scenario(f"{PEOPLE}.persons.save_person")
def _(w, actor):
    people.save_person(person=w.third, phone="600 700 800", actor=actor)


@scenario(f"{PEOPLE}.persons.register_person")
def _(w, actor):
    people.register_person(
        first_name="Iga", last_name="Nowa", email="iga@example.org", language="pl", user=None, actor=actor
    )


@scenario(f"{PEOPLE}.persons.attach_user")
def _(w, actor):
    people.attach_user(person=w.third, user=make.user(), actor=actor)


@scenario(f"{PEOPLE}.persons.note_password")
def _(w, actor):
    people.note_password(person=w.third, actor=actor)


@scenario(f"{PEOPLE}.persons.confirm_identity")
def _(w, actor):
    people.confirm_identity(person=make.person(identity="unconfirmed"), actor=actor)


@scenario(f"{PEOPLE}.posts.start_employment")
def _(w, actor):
    people.start_employment(
        person=w.third, organisation=w.organisation, position=w.position, valid_from=TODAY, actor=actor
    )


@scenario(f"{PEOPLE}.posts.end_employment")
def _(w, actor):
    people.end_employment(employment=w.employment, on=TODAY, actor=actor)


@scenario(f"{PEOPLE}.posts.correct_employment")
def _(w, actor):
    people.correct_employment(employment=w.employment, valid_from=TODAY - DAY, actor=actor)


@scenario(f"{PEOPLE}.posts.grant_mandate")
def _(w, actor):
    people.grant_mandate(
        person=w.colleague, organisation=w.organisation, without_post=True, reason="zastępstwo", actor=actor
    )


@scenario(f"{PEOPLE}.posts.end_resting_mandate")
def _(w, actor):
    people.end_resting_mandate(w.mandate, TODAY, actor=actor, now=make.NOW)


@scenario(f"{PEOPLE}.posts.end_mandate")
def _(w, actor):
    people.end_mandate(mandate=w.mandate, on=TODAY, actor=actor)


def _merged(w, actor):
    return people.merge_people(kept=w.third, merged=make.person(), reason="ta sama osoba", actor=actor)


@scenario(f"{PEOPLE}.merging.merge_people")
def _(w, actor):
    _merged(w, actor)


@scenario(f"{PEOPLE}.merging.undo_merge")
def _(w, actor):
    people.undo_merge(merge=_merged(w, OTHER), reason="pomyłka", actor=actor)


@scenario(f"{PEOPLE}.merging.mark_distinct")
def _(w, actor):
    people.mark_distinct(first=w.third, second=make.person(), actor=actor)


@scenario(f"{PEOPLE}.merging.offer_again")
def _(w, actor):
    pair = people.mark_distinct(first=w.third, second=make.person(), actor=OTHER)
    people.offer_again(pair=pair, actor=actor)


@scenario(f"{PEOPLE}.institutions.save_organisation")
def _(w, actor):
    people.save_organisation(organisation=w.organisation, phone="81 000 00 00", actor=actor)


@scenario(f"{PEOPLE}.institutions.place_organisation")
def _(w, actor):
    county = make.CountyFactory(code="0601", name="bialski", is_city=False)
    people.place_organisation(organisation=w.organisation, kind=w.kind, county=county, valid_from=TODAY, actor=actor)


@scenario(f"{PEOPLE}.closing.close_organisation")
def _(w, actor):
    people.close_organisation(organisation=make.organisation(), closed_on=TODAY, reason="połączenie", actor=actor)


@scenario(f"{PEOPLE}.closing.reopen_organisation")
def _(w, actor):
    closed = people.close_organisation(
        organisation=make.organisation(), closed_on=TODAY, reason="połączenie", actor=make.ACTOR
    )
    people.reopen_organisation(organisation=closed, reason="pomyłka", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_position")
def _(w, actor):
    people.save_position(name_pl="dowódca", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_kind")
def _(w, actor):
    people.save_kind(code="XYZ", name_pl="izba", name_en="chamber", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_county")
def _(w, actor):
    people.save_county(code="0699", name="nowy", actor=actor)


def _read_list(w, by):
    return people.import_staff(
        file=staff_list(*_LIST), file_name="lista.xlsx", organisation=w.organisation, actor=by, now=NOW
    )


@scenario(f"{PEOPLE}.staff_lists.import_staff")
def _(w, actor):
    _read_list(w, actor)


@scenario(f"{PEOPLE}.staff_lists.open_import")
def _(w, actor):
    people.open_import(file=staff_list(*_LIST), file_name="lista.xlsx", actor=actor, now=NOW)


@scenario(f"{PEOPLE}.deciding.decide", f"{PEOPLE}.deciding.decide_row")
def _(w, actor):
    line = _read_list(w, OTHER).rows.first()
    people.decide_row(row=line, question="row", answer="skip", actor=actor, now=NOW)


@scenario(f"{PEOPLE}.staff_lists.apply_import", f"{PEOPLE}.applying.apply_judgements")
def _(w, actor):
    people.apply_import(staff_import=_read_list(w, OTHER), knowingly=True, actor=actor, now=NOW)


@scenario(f"{PEOPLE}.staff_lists.discard_import")
def _(w, actor):
    people.discard_import(staff_import=_read_list(w, OTHER), actor=actor)


@scenario("training.people.loader.load_dictionaries")
def _(w, actor):
    dictionaries.load_dictionaries(actor=actor)


# ---- accounts, notices -----------------------------------------------------------------------------------------


@scenario("training.accounts.actions.make_codes")
def _(w, actor):
    assert accounts.make_codes(people=[w.colleague], organisation=w.organisation, actor=actor, now=NOW)


@scenario("training.accounts.actions.confirm_email")
def _(w, actor):
    accounts.confirm_email(key=w.email_token, person=w.learner, actor=actor)


@scenario("training.accounts.actions.propose_email", f"{PEOPLE}.persons.propose_address")
def _(w, actor):
    people.save_person(person=w.learner, email="inny@example.org", actor=actor)


@scenario("training.accounts.actions.withdraw_email")
def _(w, actor):
    assert accounts.withdraw_email(person=w.learner, actor=actor)


@scenario("training.accounts.actions.confirm_code")
def _(w, actor):
    code = w.learner.claim_codes.create(
        code_hash="x",
        actor_kind="command",
        actor_name="Test",
        created_at=NOW,
        expires_at=NOW,
        used_at=NOW,
        for_password=True,
    )
    accounts.confirm_code(code=code, actor=actor)


@scenario(f"{PEOPLE}.persons.set_email")
def _(w, actor):
    people.set_email(person=w.learner, email="inny@example.org", actor=actor)


@scenario("training.notices.actions.resend")
def _(w, actor):
    Notice.objects.filter(pk=w.notice.pk).update(state="failed")
    notices.resend(notice=w.notice, actor=actor, now=NOW)


# ---- competences and the ledger --------------------------------------------------------------------------------

FRAMEWORKS, PROFILES = "training.competences.actions.frameworks", "training.competences.actions.profiles"
LINES = "training.competences.actions.lines"
LEDGER, STATEMENTS = "training.assessments.actions.ledger", "training.assessments.actions.statements"


def _draft(w):
    framework = make.FrameworkFactory(code="drugie")
    for number in (1, 2):
        make.LevelFactory(framework=framework, number=number)
    domain = make.DomainFactory(framework=framework)
    competence = make.CompetenceFactory(framework=framework, domain=domain)
    for number in (1, 2):
        competence.descriptors.create(level=number, text_pl="Zna.")
    return framework, domain, competence


@scenario(f"{FRAMEWORKS}.save_framework")
def _(w, actor):
    competences.save_framework(code="trzecie", name_pl="Trzecie", actor=actor)


@scenario(f"{FRAMEWORKS}.save_competence")
def _(w, actor):
    framework, domain, _competence = _draft(w)
    competences.save_competence(framework=framework, domain=domain, code="C9", name_pl="Nowa", actor=actor)


@scenario(f"{FRAMEWORKS}.delete_competence")
def _(w, actor):
    competences.delete_competence(competence=_draft(w)[2], actor=actor)


@scenario(f"{FRAMEWORKS}.publish")
def _(w, actor):
    competences.publish(framework=_draft(w)[0], actor=actor, now=NOW)


@scenario(f"{FRAMEWORKS}.retire")
def _(w, actor):
    competences.retire(framework=w.framework, actor=actor)


@scenario(f"{FRAMEWORKS}.new_version")
def _(w, actor):
    competences.new_version(framework=w.framework, actor=actor)


def _split(w):
    """What a draft makes of a published competence: a new one, which came from it."""
    draft = competences.new_version(framework=w.framework, actor=make.ACTOR)
    return competences.set_lineage(
        competence=draft.competences.get(continues=w.competence), origins=[w.competence], actor=make.ACTOR
    )


@scenario(f"{LINES}.set_lineage")
def _(w, actor):
    competences.set_lineage(competence=_split(w), continues=w.competence, actor=actor)


@scenario(f"{LINES}.carry_level")
def _(w, actor):
    competences.carry_level(origin=_split(w).origins.get(), actor=actor, now=NOW)


@scenario(f"{PROFILES}.save_profile")
def _(w, actor):
    competences.save_profile(
        framework=w.framework, code="nowy", name_pl="nowy", levels={w.competence: 2}, actor=actor, now=NOW
    )


@scenario(f"{PROFILES}.end_profile")
def _(w, actor):
    competences.end_profile(profile=w.profile, last_day=TODAY, actor=actor, now=NOW)


@scenario("training.competences.loader.load")
def _(w, actor):
    frameworks.load(frameworks.read(), code="inne", names=("Inne", "Other"), actor=actor, now=NOW)


@scenario(f"{LEDGER}.record")
def _(w, actor):
    said = NewAssessment(
        person=w.third,
        competence=w.competence,
        level=2,
        kind=AssessmentKind.SUPERVISOR,
        valid_on=TODAY,
        evidence_kind="test",
        evidence_key="1",
        assessor=w.manager,
        assessor_role=AssessorRole.MANAGER,
    )
    assessments.record(entries=[said], actor=actor, recorded_at=NOW)


@scenario(f"{STATEMENTS}.estimate")
def _(w, actor):
    assessments.estimate(person=w.learner, levels={w.competence: 3}, actor=actor, now=NOW)


@scenario(f"{STATEMENTS}.assess")
def _(w, actor):
    assessments.assess(person=w.learner, assessor=w.manager, levels={w.competence: 4}, actor=actor, now=NOW)


@scenario(f"{STATEMENTS}.take_back")
def _(w, actor):
    kind = AssessmentKind.SUPERVISOR
    assessments.take_back(
        person=w.learner, competence=w.competence, kind=kind, assessor=w.manager, actor=actor, now=NOW
    )


@scenario(f"{STATEMENTS}.share_estimates")
def _(w, actor):
    assessments.share_estimates(person=w.learner, is_shared=True, actor=actor, now=NOW)


# ---- catalogue, funding, calendars -----------------------------------------------------------------------------

COURSES, SCHEDULE = "courses.catalogue.actions", "courses.catalogue.scheduling"
CALENDARS, FUNDING = "courses.calendars.actions", "courses.funding.actions"


def _standard(w):
    standard = make.StandardFactory(course=make.CourseFactory())
    make.OutcomeFactory(standard=standard, competence=w.competence)
    return standard


@scenario(f"{COURSES}.save_course")
def _(w, actor):
    catalogue.save_course(course=w.edition.course, title="Inny tytuł", actor=actor)


@scenario(f"{COURSES}.save_modules")
def _(w, actor):
    modules = [catalogue.ModuleEntry("Wstęp", 90)]
    catalogue.save_modules(course=w.open.course, modules=modules, actor=actor)


@scenario(f"{COURSES}.save_standard")
def _(w, actor):
    catalogue.save_standard(course=w.open.course, scope="Zakres", actor=actor)


@scenario(f"{COURSES}.new_standard_version")
def _(w, actor):
    catalogue.new_standard_version(standard=w.edition.standard, actor=actor)


@scenario(f"{COURSES}.lock_standard")
def _(w, actor):
    catalogue.lock_standard(standard=_standard(w), actor=actor, now=NOW)


@scenario(f"{COURSES}.lock_rules")
def _(w, actor):
    catalogue.lock_rules(edition=w.draft, actor=actor, now=NOW)


@scenario(f"{SCHEDULE}.save_edition")
def _(w, actor):
    catalogue.save_edition(edition=w.draft, venue="Lublin", actor=actor)


@scenario(f"{SCHEDULE}.publish_edition")
def _(w, actor):
    edition = make.EditionFactory(state="draft", contact_name="Ewa", contact_email="ewa@example.org", venue="Lublin")
    make.MeetingFactory(edition=edition, venue="Lublin")
    make.RecruitmentFactory(edition=edition)
    catalogue.publish_edition(edition=edition, actor=actor, now=NOW)


@scenario(f"{SCHEDULE}.cancel_edition")
def _(w, actor):
    catalogue.cancel_edition(edition=w.coming, reason="Brak chętnych", actor=actor, now=NOW)


@scenario(f"{SCHEDULE}.mark_closed")
def _(w, actor):
    catalogue.mark_closed(edition=w.edition.edition, actor=actor, now=NOW)


@scenario(f"{SCHEDULE}.save_meeting")
def _(w, actor):
    start = NOW + 30 * DAY
    catalogue.save_meeting(
        edition=w.coming, starts_at=start, ends_at=start + timedelta(hours=2), topic="Dodatkowe", actor=actor, now=NOW
    )


@scenario(f"{SCHEDULE}.cancel_meeting")
def _(w, actor):
    catalogue.cancel_meeting(meeting=w.coming_meeting, reason="Choroba", actor=actor, now=NOW)


@scenario(f"{FUNDING}.save_source")
def _(w, actor):
    funding.save_source(source=w.funding, sentence="Współfinansowano.", actor=actor)


@scenario(f"{FUNDING}.set_funding")
def _(w, actor):
    funding.set_funding(edition=w.coming, sources=[w.funding], actor=actor)


@scenario(f"{CALENDARS}.make_feed")
def _(w, actor):
    calendars.make_feed(person=w.third, actor=actor, now=NOW)


@scenario(f"{CALENDARS}.revoke_feed")
def _(w, actor):
    calendars.revoke_feed(person=w.learner, actor=actor, now=NOW)


@scenario(f"{CALENDARS}.renew_feed")
def _(w, actor):
    calendars.renew_feed(person=w.learner, actor=actor, now=NOW)


# ---- enrolment -------------------------------------------------------------------------------------------------

ENROLMENT, DECIDING = "courses.enrolment.actions", "courses.enrolment.deciding"
RECRUITING, SEATS = "courses.enrolment.recruiting", "courses.enrolment.seats"


def _waiting(w):
    """Somebody who waits although a seat is free."""
    return make.EnrolmentFactory(edition=w.coming, person=make.person(), state=EnrolmentState.WAITING)


@scenario(f"{RECRUITING}.open_recruitment")
def _(w, actor):
    recruiting.open_recruitment(edition=w.draft, seats=5, opens_at=NOW, closes_at=NOW + 5 * DAY, actor=actor, now=NOW)


@scenario(f"{RECRUITING}.change_recruitment")
def _(w, actor):
    recruiting.change_recruitment(recruitment=w.coming.recruitment, seats=12, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.apply")
def _(w, actor):
    enrolment.apply(person=w.colleague, edition=w.coming, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.accept")
def _(w, actor):
    enrolment.accept(enrolment=w.offered, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.decline")
def _(w, actor):
    enrolment.decline(enrolment=w.offered, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.withdraw")
def _(w, actor):
    enrolment.withdraw(enrolment=w.seat, actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.end_double")
def _(w, actor):
    enrolment.end_double(enrolment=w.seat, reason="jedna osoba", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.move")
def _(w, actor):
    make.MeetingFactory(edition=w.open)
    enrolment.move(enrolment=w.seat, edition=w.open, reason="Prośba", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.fill_seats", f"{ENROLMENT}.fill_all")
def _(w, actor):
    _waiting(w)
    assert enrolment.fill_all(actor=actor, now=NOW)


@scenario(f"{SEATS}.fill")
def _(w, actor):
    _waiting(w)
    seats.fill(seats.locked(w.coming), actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.settle_offers")
def _(w, actor):
    make.MeetingFactory(edition=w.coming, starts_at=NOW + timedelta(hours=1))
    enrolment.settle_offers(edition=w.coming, actor=actor, now=NOW + timedelta(hours=2))


@scenario(f"{ENROLMENT}.end_double")
def _(w, actor):
    enrolment.end_double(enrolment=w.seat, reason="połączono", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.cancel_all")
def _(w, actor):
    enrolment.cancel_all(edition=w.coming, reason="Odwołane", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.write_to")
def _(w, actor):
    enrolment.write_to(enrolments=[w.seat], subject="Sala", body="Inna sala.", batch="1", actor=actor, now=NOW)


@scenario(f"{ENROLMENT}.expire_offers")
def _(w, actor):
    assert enrolment.expire_offers(actor=actor, now=NOW + 3 * DAY)


@scenario(f"{DECIDING}.decide")
def _(w, actor):
    deciding.decide(enrolment=w.undecided, accept=True, actor=actor, now=NOW)


@scenario(f"{DECIDING}.decide_all")
def _(w, actor):
    deciding.decide_all(enrolments=[w.undecided], accept=True, actor=actor, now=NOW)


# ---- classes and completion ------------------------------------------------------------------------------------

ATTENDANCE, COMPLETION = "courses.attendance.actions", "courses.completion.actions"


def _marks(w):
    return [MarkEntry(w.own_enrolment.pk, Presence.PRESENT, uuid.uuid4())]


@scenario(f"{ATTENDANCE}.mark")
def _(w, actor):
    attendance.mark(meeting=w.meeting, entries=_marks(w), actor=actor, how=MarkedHow.FORM, now=NOW)


@scenario(f"{ATTENDANCE}.undo")
def _(w, actor):
    entries = _marks(w)
    attendance.mark(meeting=w.meeting, entries=entries, actor=OTHER, how=MarkedHow.FORM, now=NOW)
    attendance.undo(meeting=w.meeting, client_ids=[one.client_id for one in entries], actor=actor, now=NOW)


@scenario(f"{ATTENDANCE}.close_meeting")
def _(w, actor):
    attendance.close_meeting(
        meeting=w.meeting,
        minutes=w.meeting.minutes,
        topic="Podstawy",
        taught_by=[w.trainer],
        rest_absent=True,
        actor=actor,
        now=NOW,
    )


@scenario("courses.attendance.reopening.reopen_meeting")
def _(w, actor):
    reopening.reopen_meeting(meeting=w.edition.meeting, actor=actor, now=NOW)


@scenario(f"{ATTENDANCE}.correct_closing")
def _(w, actor):
    attendance.correct_closing(
        meeting=w.edition.meeting, topic="Inny", taught_by=[w.trainer], reason="Pomyłka", actor=actor, now=NOW
    )


@scenario(f"{COMPLETION}.grant_assessorship")
def _(w, actor):
    completion.grant_assessorship(edition=w.coming, person=w.assessor, actor=actor, now=NOW)


@scenario(f"{COMPLETION}.end_assessorship")
def _(w, actor):
    completion.end_assessorship(assessorship=w.assessorship, actor=actor, now=NOW)


@scenario(f"{COMPLETION}.verify", f"{COMPLETION}.verify_all")
def _(w, actor):
    completion.verify(
        enrolment=w.edition.enrolments[0],
        outcome=w.edition.outcome,
        is_met=True,
        assessor=w.assessor,
        actor=actor,
        now=NOW,
    )


@scenario(f"{COMPLETION}.close")
def _(w, actor):
    completion.close(edition=w.edition.edition, knowingly=True, actor=actor, now=NOW)


def _closed(w, actor):
    completion.close(edition=w.edition.edition, knowingly=True, actor=actor, now=NOW)
    w.edition.edition.refresh_from_db()
    return w.edition.edition


@scenario(f"{COMPLETION}.reopen", "courses.records.actions.leave", f"{SCHEDULE}.mark_reopened")
def _(w, actor):
    completion.reopen(edition=_closed(w, OTHER), reason="Pomyłka", actor=actor, now=NOW)


@scenario("courses.records.actions.write")
def _(w, actor):
    _closed(w, actor)


@scenario(f"{COMPLETION}.withdraw_levels")
def _(w, actor):
    enrolment, outcome = w.edition.enrolments[0], w.edition.outcome
    completion.verify(enrolment=enrolment, outcome=outcome, is_met=True, assessor=w.assessor, actor=OTHER, now=NOW)
    _closed(w, OTHER)
    assert completion.withdraw_levels(enrolment=enrolment, reason="Unieważniono", actor=actor, now=NOW)


@scenario(f"{COMPLETION}.restore_levels")
def _(w, actor):
    enrolment, outcome = w.edition.enrolments[0], w.edition.outcome
    completion.verify(enrolment=enrolment, outcome=outcome, is_met=True, assessor=w.assessor, actor=OTHER, now=NOW)
    _closed(w, OTHER)
    completion.withdraw_levels(enrolment=enrolment, reason="Unieważniono", actor=OTHER, now=NOW)
    assert completion.restore_levels(enrolment=enrolment, reason="Pomyłka", actor=actor, now=NOW)


# ---- certificates ----------------------------------------------------------------------------------------------

REGISTER, PREPARING = "certificates.register.actions", "certificates.register.preparing"


@scenario(f"{PREPARING}.save_series")
def _(w, actor):
    register.save_series(code="ROPS", year=2031, pattern="{number}/{series}/{year}", actor=actor)


@scenario(f"{PREPARING}.check_name")
def _(w, actor):
    register.check_name(prepared=w.prepared, actor=actor, now=NOW)


@scenario(f"{PREPARING}.drop")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=actor)


@scenario(f"{PREPARING}.take_back")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=OTHER)
    register.take_back(prepared=w.prepared, actor=actor)


@scenario(f"{PREPARING}.prepare")
def _(w, actor):
    Prepared.objects.filter(pk=w.prepared.pk).delete()
    assert register.prepare(completion_ids=[w.prepared.enrolment.completion.pk], actor=actor, now=NOW) == 1


@scenario(
    f"{REGISTER}.issue",
    f"{REGISTER}.issue_many",
    "certificates.register.writing.remember",
    "certificates.register.writing.write_certificate",
)
def _(w, actor):
    checked = register.check_name(prepared=w.prepared, actor=OTHER, now=NOW)
    register.issue_many(prepared=[checked], actor=actor, now=NOW)


@scenario(f"{REGISTER}.revoke")
def _(w, actor):
    register.revoke(certificate=w.certificate, reason="Pomyłka", actor=actor, now=NOW)


@scenario(f"{REGISTER}.replace")
def _(w, actor):
    register.replace(certificate=w.certificate, reason="Pomyłka", name="Anna Inna", actor=actor, now=NOW)


@scenario(f"{REGISTER}.note_download")
def _(w, actor):
    register.note_download(certificate=w.certificate, actor=actor, now=NOW)
