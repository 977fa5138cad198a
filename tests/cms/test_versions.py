"""A new version of a framework: courses and practices stay on their subject, and are called as it calls it."""

from types import SimpleNamespace

import pytest

from cms import queries
from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course
from courses.catalogue.queries import courses_by_line, courses_closing
from tests import factories as make
from tests.training.assessments.versions import counterpart, draft_of, publish, published, removed, rename
from training.kernel import time

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A course and its standard about a competence that was renamed since, and one about a competence that ended."""
    kept, ended = published(2)
    course, other = make.CourseFactory(title="Dialog"), make.CourseFactory(title="Dawny")
    course.competences.set([kept])
    other.competences.set([ended])
    standard = make.StandardFactory(course=course)
    make.OutcomeFactory(standard=standard, competence=kept, level=3)
    draft = draft_of(kept)
    new = rename(counterpart(draft, kept), "Rozmowa po nowemu")
    removed(draft, ended)
    publish(draft)
    return SimpleNamespace(kept=kept, ended=ended, new=new, course=course, other=other, framework=draft)


def test_a_course_is_tagged_with_what_continues_its_subject_and_one_that_ended_keeps_its_own(world):
    assert [*world.course.competences.all()] == [world.new]
    assert [*world.other.competences.all()] == [world.ended]
    (outcome,) = world.course.standards.get().outcomes.all()
    assert outcome.competence == world.kept  # what was written in a standard stays


def test_a_standard_of_the_old_version_closes_a_gap_of_the_new_one(world):
    (closes,) = courses_closing([world.new.line_id])
    assert (closes.course, closes.level) == (world.course, 3)
    assert courses_by_line([world.new.line_id, world.ended.line_id], time.today()) == {world.new.line_id: 1}


def test_the_form_of_a_course_offers_each_competence_once(world):
    form = CourseForm(instance=world.course)
    assert [*form.fields["competences"].queryset] == [world.new]
    assert form.initial["competences"] == [world.new.pk]
    # Tagged in an older version still: shown, and saved again, as the newest one.
    world.course.competences.set([world.kept])
    assert CourseForm(instance=world.course).initial["competences"] == [world.new.pk]
    assert {*CourseForm(instance=world.other).fields["competences"].queryset} == {world.new, world.ended}


def test_filters_and_search_find_a_course_tagged_in_either_version(world):
    for tagged in (world.kept, world.new):
        world.course.competences.set([tagged])
        found = Course.objects.filter(pk__in=queries.courses_on([world.new.line_id]))
        assert [*found] == [world.course]
    assert queries.lines_named(["nowemu"]) == [[world.new.line_id]]
    assert [one.pk for one in queries.domains_with_competences()] == [world.new.domain_id]


def test_the_page_of_a_course_names_its_competence_once_and_by_its_new_name(world):
    from cms.screens import course_screen

    screen = course_screen(world.course, time.now())
    assert [(one.competence.name, one.level) for one in screen.competences] == [("Rozmowa po nowemu", 3)]
