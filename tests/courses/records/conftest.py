"""An edition with everything that its papers print, made by the actions."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.catalogue.models import Edition
from courses.completion import actions as completion
from courses.enrolment import actions as enrolment
from courses.funding import actions as funding
from tests import factories as make
from tests.courses.records.steps import close, verify

ACTOR, NOW = make.ACTOR, make.NOW


@pytest.fixture
def group(db):
    """``group(closed=True)``: Adamczyk and Bąk met both outcomes, Cis was absent and met none."""

    def build(*, closed):
        framework = make.FrameworkFactory()
        for number in range(1, 5):
            make.LevelFactory(framework=framework, number=number)
        course = make.CourseFactory(code="DM", title="Dialog motywujący", attendance_threshold=80)
        make.ModuleFactory(course=course, title="Duch dialogu", minutes=90)
        standard = make.StandardFactory(course=course)
        outcomes = [
            make.OutcomeFactory(standard=standard, text=text, level=level, competence__framework=framework)
            for text, level in (("Prowadzi rozmowę", 2), ("Rozpoznaje język zmiany", 1))
        ]
        edition = make.EditionFactory(
            course=course, standard=standard, code="2/2026", venue="Lublin", county=make.CountyFactory()
        )
        enrolment.open_recruitment(
            edition=edition,
            actor=ACTOR,
            seats=10,
            opens_at=NOW - timedelta(days=30),
            closes_at=NOW - timedelta(days=20),
            now=NOW - timedelta(days=40),
        )
        # A transactional test before this one may have emptied what migrations made.
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        content = io.BytesIO()
        Picture.new("RGB", (40, 10), "white").save(content, "PNG")
        strip = get_image_model().objects.create(title="Pasek", file=ImageFile(content, name="pasek.png"))
        source = funding.save_source(
            name="FERS", sentence="Dofinansowano ze środków", strip=strip, strip_alt="Pasek", actor=ACTOR
        )
        funding.set_funding(edition=edition, sources=[source], actor=ACTOR)
        trainer = make.person_with_account(first_name="Jan", last_name="Trener")
        assessor = make.person_with_account(first_name="Olga", last_name="Oceniająca")
        organisation = make.organisation(name="Ośrodek nad rzeką")
        position = make.PositionFactory()
        people = [
            make.EnrolmentFactory(
                edition=edition,
                person__first_name="Ewa",
                person__last_name=name,
                organisation=organisation,
                organisation_at_start=organisation,
                position=position,
            )
            for name in ("Adamczyk", "Bąk", "Cis")
        ]
        meeting = make.MeetingFactory(
            edition=edition,
            starts_at=NOW - timedelta(days=1, hours=2),
            ends_at=NOW - timedelta(days=1),
            minutes=90,
            topic="Podstawy",
            trainers=[trainer],
        )
        day = meeting.starts_at.date()
        Edition.objects.filter(pk=edition.pk).update(starts_on=day, ends_on=day)
        make.hold(meeting, present=people[:2], absent=people[2:], taught_by=[trainer])
        completion.grant_assessorship(
            edition=edition, person=assessor, actor=ACTOR, valid_from=make.TODAY - timedelta(days=7), now=NOW
        )
        it = SimpleNamespace(
            edition=Edition.objects.select_related("course", "standard").get(pk=edition.pk),
            title=course.title,
            meeting=meeting,
            people=people,
            outcomes=outcomes,
            trainer=trainer,
            assessor=assessor,
            position=position,
            source=source,
        )
        for person in range(3):
            for outcome in range(2):
                verify(it, person, outcome, person < 2)
        if closed:
            close(it)
        return it

    return build
