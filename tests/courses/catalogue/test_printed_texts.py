"""What is frozen is checked when it is written: every text that a PDF will print."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command

from certificates.register import actions as register
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.sheets import attendance_list, register_book
from courses.attendance.states import MarkedHow, Presence
from courses.catalogue import actions as catalogue
from courses.catalogue.actions import ModuleEntry
from courses.catalogue.models import Course, Module, Outcome
from courses.catalogue.rules import OutcomeEntry
from courses.enrolment import actions as enrolment
from courses.funding import actions as funding
from tests import factories as make
from tests.factories import ACTOR, NOW
from training.accounts.forms import RegistrationForm
from training.competences import actions as competences
from training.competences.models import Competence
from training.kernel.printing import SIGN
from training.kernel.refusals import CannotBeDrawn, NameCannotBeDrawn
from training.people import actions as people
from training.people.models import County, Organisation, Person, Position

pytestmark = pytest.mark.django_db
BAD = "Praca \u738b socjalna"
HOUR = timedelta(hours=1)


def outcome(text, criterion="\uf0b7 bez błędu"):
    competence = make.CompetenceFactory()
    make.LevelFactory(framework=competence.framework, number=2)
    return OutcomeEntry("skill", text, criterion, "test", competence.pk, 2)


def meeting_of(edition, **given):
    return catalogue.save_meeting(
        edition=edition, starts_at=NOW - HOUR, ends_at=NOW, actor=ACTOR, **{"topic": "Podstawy", **given}
    )


def close(meeting, topic):
    attendance.close_meeting(
        meeting=meeting, minutes=meeting.minutes, topic=topic, taught_by=[make.person()], actor=ACTOR, now=NOW
    )


def competence(**given):
    domain = make.DomainFactory()
    competences.save_competence(
        actor=ACTOR, framework=domain.framework, domain=domain, **{"code": "X", "name_pl": "x", **given}
    )


WRITERS = {
    "course": lambda: catalogue.save_course(actor=ACTOR, code="x", title=BAD),
    "module": lambda: catalogue.save_modules(course=make.CourseFactory(), modules=[ModuleEntry(BAD, 45)], actor=ACTOR),
    "outcome": lambda: catalogue.save_standard(course=make.CourseFactory(), actor=ACTOR, outcomes=[outcome(BAD)]),
    "venue": lambda: catalogue.save_edition(actor=ACTOR, edition=make.EditionFactory(), venue=BAD),
    "edition": lambda: catalogue.save_edition(actor=ACTOR, edition=make.EditionFactory(), code="\u738b/2026"),
    "topic": lambda: meeting_of(make.EditionFactory(), topic=BAD),
    "venue of a meeting": lambda: meeting_of(make.EditionFactory(), venue=BAD),
    "topic taught": lambda: close(make.MeetingFactory(starts_at=NOW - HOUR), BAD),
    "funding": lambda: funding.save_source(actor=ACTOR, name="EFS", sentence=BAD),
    "project": lambda: funding.save_source(actor=ACTOR, name="EFS", project_title=BAD),
    "institution": lambda: people.save_organisation(actor=ACTOR, name=BAD),
    "course code": lambda: catalogue.save_course(actor=ACTOR, code="\u738b", title="x"),
    "criterion": lambda: catalogue.save_standard(
        course=make.CourseFactory(), actor=ACTOR, outcomes=[outcome("Omawia", BAD)]
    ),
    "post": lambda: people.save_position(actor=ACTOR, name_pl=BAD),
    "kind of institution": lambda: people.save_kind(actor=ACTOR, code="X", name_pl=BAD, name_en="x"),
    "county": lambda: people.save_county(actor=ACTOR, code="0699", name=BAD),
    "framework": lambda: competences.save_framework(actor=ACTOR, code="x", name_pl=BAD),
    "level": lambda: competences.save_framework(
        actor=ACTOR, code="x", name_pl="x", levels=[{"number": 1, "name_pl": BAD, "name_en": ""}]
    ),
    "domain": lambda: competences.save_framework(
        actor=ACTOR, code="x", name_pl="x", domains=[{"code": BAD, "order": 1, "name_pl": "x", "name_en": ""}]
    ),
    "competence": lambda: competence(name_pl=BAD),
    "competence code": lambda: competence(code="\u738b"),
    "series": lambda: register.save_series(code="\u738b", year=2026, pattern="{number}/{year}", actor=ACTOR),
}


@pytest.mark.parametrize("what", WRITERS)
def test_a_text_that_no_font_has_is_refused_when_it_is_written(what):
    with pytest.raises(CannotBeDrawn) as refused:
        WRITERS[what]()
    assert "\u738b" in refused.value.facts["text"]


def test_a_name_that_no_font_has_is_refused_and_its_field_named():
    with pytest.raises(NameCannotBeDrawn) as refused:
        people.save_person(actor=ACTOR, first_name="小明", last_name="王")
    assert refused.value.field in ("first_name", "last_name")
    person = make.person()
    with pytest.raises(NameCannotBeDrawn):
        people.save_person(actor=ACTOR, person=person, last_name="王")
    rest = {"email": "wang@example.org", "workplace": "Fundacja", "post": "opiekun"}
    form = RegistrationForm({"first_name": "小明", "last_name": "王", **rest})
    assert set(form.errors) == {"first_name", "last_name"}


def test_bullets_of_word_become_bullets():
    standard = catalogue.save_standard(
        course=make.CourseFactory(),
        actor=ACTOR,
        scope="\uf0a7 praca",
        outcomes=[outcome("\uf0b7 omawia\r\n\uf0d8 planuje")],
    )
    (written,) = standard.outcomes.all()
    assert (written.text, written.criterion, standard.scope) == ("• omawia\n• planuje", "• bez błędu", "• praca")


def test_a_standard_written_before_is_checked_before_it_is_locked():
    standard = make.OutcomeFactory(text=BAD).standard
    edition = make.EditionFactory(course=standard.course, standard=standard)
    with pytest.raises(CannotBeDrawn):
        enrolment.open_recruitment(edition=edition, actor=ACTOR, seats=5, opens_at=NOW, closes_at=NOW + HOUR, now=NOW)
    standard.refresh_from_db()
    assert standard.locked_at is None
    make.OutcomeFactory._meta.model.objects.update(text="Omawia.")
    Course.objects.update(title=BAD)
    edition.refresh_from_db()
    with pytest.raises(CannotBeDrawn):
        enrolment.open_recruitment(edition=edition, actor=ACTOR, seats=5, opens_at=NOW, closes_at=NOW + HOUR, now=NOW)


def test_one_old_name_keeps_no_group_without_its_list():
    meeting = make.MeetingFactory(starts_at=NOW - HOUR, trainers=[make.person()])
    enrolment = make.EnrolmentFactory(edition=meeting.edition)
    Person.objects.filter(pk=enrolment.person_id).update(first_name="小明", last_name="王")
    import pypdfium2

    def text_of(content):
        return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()

    attendance.mark(
        meeting=meeting,
        entries=[MarkEntry(enrolment.pk, Presence.PRESENT, uuid.uuid4())],
        actor=ACTOR,
        how=MarkedHow.FORM,
        now=NOW,
    )
    for made in (attendance_list(meeting), register_book(meeting.edition)):
        assert f"{SIGN} {SIGN}{SIGN}" in text_of(made)
        assert f"{SIGN} zastępuje znak" in text_of(made)
    Person.objects.update(first_name="Xiaoming", last_name="Wang")
    assert "zastępuje znak" not in text_of(attendance_list(meeting))


def test_old_rows_are_found(capsys):
    standard = make.OutcomeFactory(text=BAD).standard
    Module.objects.create(course=standard.course, title=BAD, minutes=45)
    make.person(last_name="王")
    Organisation.objects.create(name=BAD)
    Competence.objects.update(name_pl=BAD)
    Position.objects.create(code="x", name_pl=BAD)
    County.objects.create(code="0699", name=BAD)
    with pytest.raises(SystemExit):
        call_command("kompas_check")
    output = capsys.readouterr()
    lines = [line for line in (output.out + output.err).splitlines() if "no font" in line]
    for model in ("outcome", "module", "person", "organisation", "competence", "position", "county"):
        assert sum(f"{model}=" in line for line in lines) == 1
    Outcome.objects.update(text="\uf0b7 omawia")
    call = [line for line in lines if "outcome=" in line]
    assert "letters=王" in call[0]
