"""What is kept of a course is never older than the course."""

from datetime import timedelta

import pytest

from cms.outlines import outline_of
from courses.catalogue import actions as catalogue
from courses.catalogue.rules import OutcomeEntry
from courses.catalogue.states import OutcomeKind, VerificationMethod
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    competence = make.CompetenceFactory(name_pl="Rozmowa", name_en="Talking")
    course = make.CourseFactory()
    course.competences.set([competence])
    course.kinds.set([make.KindFactory(code="OPS")])
    make.ModuleFactory(course=course, title="Wstęp", minutes=90)
    return course


def outcome(text, competence, level=1):
    return OutcomeEntry(
        kind=OutcomeKind.SKILL,
        text=text,
        criterion="",
        method=VerificationMethod.TEST,
        competence_id=competence.pk,
        level=level,
        is_required=True,
    )


def test_the_second_reader_is_answered_without_a_query(course, django_assert_num_queries):
    first = outline_of(course, [])
    with django_assert_num_queries(0):
        assert outline_of(course, []) == first
    assert ([line.title for line in first.programme], first.minutes) == (["Wstęp"], 90)
    assert [target.competence.name for target in first.competences] == ["Rozmowa"]


def test_a_programme_that_is_written_anew_is_shown_at_once(course):
    assert outline_of(course, []).minutes == 90
    catalogue.save_modules(course=course, modules=[catalogue.ModuleEntry("Całość", 120)], actor=make.ACTOR)
    assert [(line.title, line.minutes) for line in outline_of(course, []).programme] == [("Całość", 120)]


def test_other_posts_and_competences_of_the_course_are_shown_at_once(course):
    outline_of(course, [])
    position = make.PositionFactory(name_pl="asystent rodziny")
    catalogue.save_course(
        course=course, positions=[position], competences=[make.CompetenceFactory(name_pl="Plan")], actor=make.ACTOR
    )
    kept = outline_of(course, [])
    assert [entry.name for entry in kept.positions] == ["asystent rodziny"]
    assert [target.competence.name for target in kept.competences] == ["Plan"]


def test_a_new_standard_is_shown_at_once_and_each_edition_keeps_its_own(course):
    competence = course.competences.get()
    make.LevelFactory(framework=competence.framework, number=1)
    old = catalogue.save_standard(course=course, outcomes=[outcome("Pyta.", competence)], actor=make.ACTOR)
    assert [line.text for line in outline_of(course, []).outcomes] == ["Pyta."]
    held = make.EditionFactory(course=course, standard=old)
    catalogue.save_standard(course=course, outcomes=[outcome("Słucha.", competence)], actor=make.ACTOR)
    assert [line.text for line in outline_of(course, []).outcomes] == ["Słucha."]
    assert [line.text for line in outline_of(course, [held]).outcomes] == ["Pyta."]
    assert outline_of(course, [make.EditionFactory(course=course, standard=None)]).outcomes == []


def test_the_nearest_edition_with_a_standard_says_what_is_learnt(course):
    competence = course.competences.get()
    make.LevelFactory(framework=competence.framework, number=1)
    standard = catalogue.save_standard(course=course, outcomes=[outcome("Pyta.", competence)], actor=make.ACTOR)
    day = make.NOW.date() + timedelta(days=3)
    editions = [
        make.EditionFactory(course=course, standard=None, starts_on=day, ends_on=day),
        make.EditionFactory(course=course, standard=standard),
    ]
    assert [line.text for line in outline_of(course, editions).outcomes] == ["Pyta."]


def test_a_renamed_competence_is_called_so_at_once_in_each_language(course):
    from django.utils import translation

    with translation.override("en"):
        assert [target.competence.name for target in outline_of(course, []).competences] == ["Talking"]
    assert [target.competence.name for target in outline_of(course, []).competences] == ["Rozmowa"]
    competence = course.competences.get()
    competence.name_pl = "Dialog"
    competence.save()
    assert [target.competence.name for target in outline_of(course, []).competences] == ["Dialog"]
