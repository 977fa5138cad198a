"""Courses: their codes, modules and words, and the gaps that they close."""

import pytest

from courses.catalogue import actions as catalogue
from courses.catalogue import queries
from courses.catalogue.refusals import CodeIsMissing, CodeIsTaken
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone")]


def test_the_code_of_a_course_is_its_own():
    catalogue.save_course(code="DM", title="Dialog motywujący", actor=make.ACTOR)
    with pytest.raises(CodeIsTaken):
        catalogue.save_course(code="DM", title="Inny", actor=make.ACTOR)


def test_a_course_is_found_without_polish_letters():
    course = catalogue.save_course(code="LE", title="Łączenie źródeł", actor=make.ACTOR)
    make.CourseFactory(title="Dialog")
    assert list(queries.search_courses("laczenie zrodel")) == [course]


def test_modules_keep_their_keys_and_follow_the_given_order():
    course = make.CourseFactory()
    first, second = catalogue.save_modules(
        course=course,
        modules=[catalogue.ModuleEntry("Wstęp", 90), catalogue.ModuleEntry("Ćwiczenia", 180)],
        actor=make.ACTOR,
    )
    catalogue.save_modules(
        course=course,
        modules=[
            catalogue.ModuleEntry("Ćwiczenia", 200, id=second.pk),
            catalogue.ModuleEntry("Podsumowanie", 45),
        ],
        actor=make.ACTOR,
    )
    assert [(line.title, line.minutes, line.hours) for line in queries.programme(course)] == [
        ("Ćwiczenia", 200, 4.44),
        ("Podsumowanie", 45, 1),
    ]
    assert set(course.modules.values_list("pk", flat=True)) & {first.pk, second.pk} == {second.pk}


def test_a_gap_is_closed_by_the_newest_standard_at_its_highest_level():
    competence = make.CompetenceFactory()
    course = make.CourseFactory(title="Dialog")
    old = make.StandardFactory(course=course, version=1)
    make.OutcomeFactory(standard=old, competence=competence, level=4)
    new = make.StandardFactory(course=course, version=2)
    make.OutcomeFactory(standard=new, competence=competence, level=2)
    make.OutcomeFactory(standard=new, competence=competence, level=3)
    make.OutcomeFactory(standard=make.StandardFactory(course__is_archived=True), competence=competence, level=3)
    make.OutcomeFactory()
    assert queries.courses_closing([competence.line_id]) == [queries.Closes(course, competence.line_id, 3)]


def test_a_course_or_edition_without_a_code_is_refused_with_a_sentence():
    """Two without one would meet at the database, and certificates would print an empty place."""
    with pytest.raises(CodeIsMissing):
        catalogue.save_course(title="Bez kodu", actor=make.ACTOR)
    course = catalogue.save_course(code="DM", title="Dialog motywujący", actor=make.ACTOR)
    with pytest.raises(CodeIsMissing):
        catalogue.save_course(course=course, code="", actor=make.ACTOR)
    with pytest.raises(CodeIsMissing):
        catalogue.save_edition(course=course, actor=make.ACTOR)
    assert catalogue.save_course(course=course, title="Dialog", actor=make.ACTOR).code == "DM"
