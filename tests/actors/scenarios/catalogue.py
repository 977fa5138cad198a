"""Verbs of the catalogue, funding and calendars."""

from datetime import timedelta

from courses.calendars import actions as calendars
from courses.catalogue import actions as catalogue
from courses.funding import actions as funding
from tests import factories as make
from tests.actors.scenario import DAY, NOW, scenario

CATALOGUE = "courses.catalogue.actions"
CALENDARS, FUNDING = "courses.calendars.actions", "courses.funding.actions"


def _standard(w):
    standard = make.StandardFactory(course=make.CourseFactory())
    make.OutcomeFactory(standard=standard, competence=w.competence)
    return standard


@scenario(f"{CATALOGUE}.save_course")
def _(w, actor):
    catalogue.save_course(course=w.edition.course, title="Inny tytuł", actor=actor)


@scenario(f"{CATALOGUE}.save_modules")
def _(w, actor):
    modules = [catalogue.ModuleEntry("Wstęp", 90)]
    catalogue.save_modules(course=w.open.course, modules=modules, actor=actor)


@scenario(f"{CATALOGUE}.save_standard")
def _(w, actor):
    catalogue.save_standard(course=w.open.course, scope="Zakres", actor=actor)


@scenario(f"{CATALOGUE}.new_standard_version")
def _(w, actor):
    catalogue.new_standard_version(standard=w.edition.standard, actor=actor)


@scenario(f"{CATALOGUE}.lock_standard")
def _(w, actor):
    catalogue.lock_standard(standard=_standard(w), actor=actor, now=NOW)


@scenario(f"{CATALOGUE}.lock_rules")
def _(w, actor):
    catalogue.lock_rules(edition=w.draft, actor=actor, now=NOW)


@scenario(f"{CATALOGUE}.save_edition")
def _(w, actor):
    catalogue.save_edition(edition=w.draft, venue="Lublin", actor=actor)


@scenario(f"{CATALOGUE}.publish_edition")
def _(w, actor):
    edition = make.EditionFactory(state="draft", contact_name="Ewa", contact_email="ewa@example.org", venue="Lublin")
    make.MeetingFactory(edition=edition, venue="Lublin")
    make.RecruitmentFactory(edition=edition)
    catalogue.publish_edition(edition=edition, actor=actor, now=NOW)


@scenario(f"{CATALOGUE}.cancel_edition")
def _(w, actor):
    catalogue.cancel_edition(edition=w.coming, reason="Brak chętnych", actor=actor, now=NOW)


@scenario(f"{CATALOGUE}.mark_closed")
def _(w, actor):
    catalogue.mark_closed(edition=w.edition.edition, actor=actor, now=NOW)


@scenario(f"{CATALOGUE}.save_meeting")
def _(w, actor):
    start = NOW + 30 * DAY
    catalogue.save_meeting(
        edition=w.coming, starts_at=start, ends_at=start + timedelta(hours=2), topic="Dodatkowe", actor=actor, now=NOW
    )


@scenario(f"{CATALOGUE}.cancel_meeting")
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
