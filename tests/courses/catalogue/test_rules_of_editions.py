"""The rules of completion belong to the edition from the moment its recruitment opens."""

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from certificates.register.queries import facts
from courses.attendance import queries as attendance
from courses.attendance import sheets
from courses.catalogue import actions as catalogue
from courses.catalogue import integrity, queries
from courses.catalogue.models import Edition
from courses.completion import queries as completion
from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from tests import factories as make
from training.kernel import time, triggers

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW


@pytest.fixture
def course():
    made = make.CourseFactory(
        title="Dialog motywujący", attendance_threshold=80, didactic_hour=45, language="pl", code="DM"
    )
    make.ModuleFactory(course=made, order=1, title="Duch", description="O czym mówimy", minutes=90)
    make.ModuleFactory(course=made, order=2, title="Język zmiany", minutes=180)
    return made


@pytest.fixture
def edition(course):
    """Two meetings were closed; of three people one was at both, one at the first, one at none."""
    made = make.EditionFactory(course=course)
    enrolment.open_recruitment(
        edition=made,
        actor=ACTOR,
        seats=10,
        opens_at=NOW - timedelta(days=30),
        closes_at=NOW - timedelta(days=20),
        now=NOW - timedelta(days=40),
    )
    people = [make.EnrolmentFactory(edition=made, person__last_name=name) for name in ("Adamczyk", "Bąk", "Cis")]
    trainer = make.person(first_name="Jan", last_name="Trener")
    for number in range(2):
        meeting = make.MeetingFactory(
            edition=made, starts_at=NOW - timedelta(days=10 - number), minutes=135, trainers=[trainer]
        )
        make.hold(meeting, present=people[: 2 - number], absent=people[2 - number :], taught_by=[trainer])
    return Edition.objects.select_related("course").get(pk=made.pk)


def change_the_course(course):
    catalogue.save_course(
        course=course,
        actor=ACTOR,
        title="Zupełnie inny kurs",
        attendance_threshold=40,
        didactic_hour=60,
        language="en",
    )
    catalogue.save_modules(course=course, modules=[catalogue.ModuleEntry("Nowy moduł", 600)], actor=ACTOR)


def everything_shown(edition, monkeypatch):
    """What papers and screens say about the edition, freshly read."""
    monkeypatch.setattr(time, "now", lambda: NOW)
    # What the document is made of; its bytes also hold the second in which it was made.
    monkeypatch.setattr(sheets, "render_pdf", lambda template, data: data)
    edition = Edition.objects.select_related("course").get(pk=edition.pk)
    seen = completion.preview(edition)
    workbook = load_workbook(io.BytesIO(sheets.register_workbook(edition)))
    return {
        "title": str(edition),
        "rules": queries.rules_of(edition),
        "hours": queries.hours_of(edition),
        "results": [(line.person.pk, line.result, line.reasons) for line in seen.lines],
        "minutes": attendance.minutes_of(Enrolment.objects.filter(edition=edition)),
        "minutes with course at hand": attendance.minutes_of(
            Enrolment.objects.filter(edition=edition).select_related("edition__course")
        ),
        "pdf": sheets.register_book(edition),
        "xlsx": [[list(row) for row in sheet.values] for sheet in workbook],
        "certificate": facts.edition_facts(edition).programme,
    }


def test_a_change_of_the_course_after_opening_changes_nothing_anywhere(course, edition, monkeypatch):
    before = everything_shown(edition, monkeypatch)
    assert [result for _person, result, _reasons in before["results"]] == [
        "took_part",
        "not_completed",
        "not_completed",
    ]
    change_the_course(course)
    after = everything_shown(edition, monkeypatch)
    for name, shown in before.items():
        assert after[name] == shown, name


def test_before_opening_the_course_rules(course):
    planned = make.EditionFactory(course=course)
    change_the_course(course)
    own = queries.rules_of(Edition.objects.get(pk=planned.pk))
    assert (own.title, own.threshold, own.didactic_hour, own.language) == ("Zupełnie inny kurs", 40, 60, "en")
    assert [module.title for module in own.programme] == ["Nowy moduł"]


def test_a_later_edition_of_the_course_is_opened_with_what_the_course_says_then(course, edition):
    change_the_course(course)
    later = catalogue.lock_rules(edition=make.EditionFactory(course=course), actor=ACTOR, now=NOW)
    assert later.title == "Zupełnie inny kurs"
    assert Edition.objects.get(pk=edition.pk).title == "Dialog motywujący"


def test_locking_twice_is_harmless(edition):
    before = Edition.objects.values().get(pk=edition.pk)
    catalogue.lock_rules(edition=edition, actor=ACTOR, now=NOW)
    assert Edition.objects.values().get(pk=edition.pk) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("own_title", "Inny"),
        ("own_language", "en"),
        ("own_didactic_hour", 60),
        ("own_threshold", 40),
        ("own_end_document", "competence"),
        ("own_programme", []),
        ("rules_locked_at", None),
        ("rules_hash", "0" * 64),
        ("standard", "another"),
        ("course", "another"),
    ],
)
def test_the_database_refuses_to_change_locked_rules(edition, column, value):
    if column == "standard":
        value = make.StandardFactory(course=edition.course)
    elif column == "course":
        value = make.CourseFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{column: value})
    Edition.objects.filter(pk=edition.pk).update(venue="Lublin")


def test_the_database_refuses_to_delete_an_edition_with_locked_rules(course):
    opened = catalogue.lock_rules(edition=make.EditionFactory(course=course), actor=ACTOR, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=opened.pk)._raw_delete("default")
    make.EditionFactory(course=course).delete()


def test_rules_without_their_lock_are_refused(course):
    made = make.EditionFactory(course=course)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(own_threshold=40)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(rules_locked_at=NOW)


def test_the_check_is_silent_about_an_edition_opened_by_the_action(edition):
    assert list(integrity.opened_editions_have_own_rules()) == []


def test_the_check_finds_a_recruitment_without_locked_rules(course):
    bare = make.EditionFactory(course=course)
    make.RecruitmentFactory(edition=bare, opened_at=NOW)
    (fault,) = integrity.opened_editions_have_own_rules()
    assert fault.sentence == "Recruitment has opened and the rules of the edition are not locked."
    assert fault.keys == {"edition": bare.pk}


def test_the_check_finds_rules_changed_behind_the_trigger(edition):
    triggers.remove()
    Edition.objects.filter(pk=edition.pk).update(own_threshold=40)
    triggers.install()
    (fault,) = integrity.opened_editions_have_own_rules()
    assert fault.sentence == "The rules of the edition are not those that were locked."


def test_the_page_of_the_edition_shows_its_rules_and_where_the_course_differs(course, edition, client):
    client.force_login(make.superuser())
    url = reverse("kompas_edition:inspect", args=[edition.pk])
    text = client.get(url).content.decode()
    assert "zasady są już własne tej edycji" in text
    assert "w kursie jest teraz" not in text
    change_the_course(course)
    text = client.get(url).content.decode()
    assert "w kursie jest teraz: 40" in text
    assert "w kursie jest teraz: Zupełnie inny kurs" in text


def test_the_list_is_searched_by_both_titles(course, edition, client):
    change_the_course(course)
    client.force_login(make.superuser())
    for words in ("dialog", "zupelnie"):
        response = client.get(reverse("kompas_edition:index"), {"q": words})
        assert [course.pk for course in response.context["object_list"]] == [edition.pk]


def test_the_rules_are_read_without_further_queries(edition, django_assert_num_queries):
    loaded = Edition.objects.select_related("course").get(pk=edition.pk)
    with django_assert_num_queries(0):
        queries.rules_of(loaded)


def test_the_language_among_the_rules_is_a_word(edition):
    told = {str(rule.label): rule.value for rule in queries.shown_rules(edition)}
    assert told["język"] == "polski"
