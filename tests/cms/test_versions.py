"""A new version of a framework: courses and practices stay on their subject, and are called as it calls it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms import queries
from cms.words import Word
from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course
from courses.catalogue.queries import courses_by_line, courses_closing
from courses.enrolment.panels import open_courses
from tests import factories as make
from tests.training.assessments.versions import added, counterpart, draft_of, publish, published, removed, rename
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
        courses = Course.objects.filter(pk__in=queries.courses_on([world.new.line_id]))
        assert [*courses] == [world.course]
    assert queries.CompetenceNames().lines(Word("nowemu")) == [world.new.line_id]
    assert [query.pk for query in queries.domains_with_competences()] == [world.new.domain_id]


def test_the_page_of_a_course_names_its_competence_once_and_by_its_new_name(world):
    from cms.contexts import course_screen
    from courses.completion.queries import OwnEnrolments

    screen = course_screen(world.course, time.now(), OwnEnrolments())
    assert [(competence.competence.name, competence.level) for competence in screen.outline.competences] == [
        ("Rozmowa po nowemu", 3)
    ]


def practice_form(competences):
    data = nested_form_data(
        {
            "title": "Narady",
            "slug": "narady",
            "summary": "Inaczej.",
            **dict.fromkeys(("image", "image_alt", "organisation", "contact_name", "contact_email"), ""),
            **dict.fromkeys(("contact_phone", "seo_title", "search_description"), ""),
            "body": streamfield([]),
            "action-publish": "1",
        }
    )
    return data | {"competences": [competence.pk for competence in competences]}


def test_a_practice_saved_again_keeps_the_competence_that_ended(client, kompas, practice):
    """The editor ticks nothing and drops nothing: what the form shows as ticked is what it sends back."""
    kept, ended = published(2)
    page = practice("Narady", slug="narady", summary="Krótko.")
    page.competences.set([kept, ended])
    page.save_revision().publish()
    draft = draft_of(kept)
    new = counterpart(draft, kept)
    removed(draft, ended)
    publish(draft)
    client.force_login(make.user(is_superuser=True))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(address).content.decode()
    # The revision still names the old version; the form shows each line once, as the newest version has it.
    form = client.get(address).context["form"]
    assert {*form.fields["competences"].queryset} == {new, ended}
    assert {*form.initial["competences"]} == {new.pk, ended.pk}
    assert f"{ended.code} {ended.name} (wersja 1)" in html
    ticked = [competence for competence in (new, ended) if competence.pk in form.initial["competences"]]
    assert client.post(address, practice_form(ticked)).status_code == 302
    page = type(page).objects.get(pk=page.pk)
    assert (page.summary, {*page.competences.all()}) == ("Inaczej.", {new, ended})
    for line in (new.line_id, ended.line_id):
        assert [*queries.practices_on(type(page), [line])] == [{"pk": page.pk}]


# ---- what closes a gap ---------------------------------------------------------------------------------------------


def split(*, carries):
    """A competence that was split in two, a course open for applications that proves it, and the first half."""
    (whole,) = published(1)
    standard = make.StandardFactory(course=make.CourseFactory(title="Całość"))
    make.OutcomeFactory(standard=standard, competence=whole, level=3)
    make.OutcomeFactory(standard=standard, competence=whole, level=2, order=2)
    make.RecruitmentFactory(edition__course=standard.course, edition__starts_on=time.today() + timedelta(days=9))
    draft = draft_of(whole)
    removed(draft, whole)
    half = added(draft, "Połowa", code="N1", origins=[whole], **({"carries": whole} if carries else {}))
    added(draft, "Druga połowa", code="N2", origins=[whole])
    publish(draft)
    return half


def test_a_course_on_what_was_split_closes_a_gap_in_the_part_that_carries_its_level():
    half = split(carries=True)
    assert [(competence.line_id, competence.level) for competence in courses_closing([half.line_id])] == [
        (half.line_id, 3)
    ]
    assert [(course.line_id, course.level) for course in open_courses([half.line_id], [], time.today())] == [
        (half.line_id, 3)
    ]
    assert courses_by_line([half.line_id], time.today()) == {half.line_id: 1}


def test_a_course_on_what_was_split_closes_nothing_where_no_level_is_carried():
    """What it proves would not count there, so it would be an empty promise."""
    half = split(carries=False)
    assert courses_closing([half.line_id]) == []
    assert open_courses([half.line_id], [], time.today()) == []
