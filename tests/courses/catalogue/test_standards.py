"""Promise 6: the standard is set before teaching, and locked it stays as it was."""

import pytest
from django.db import IntegrityError, connection, transaction

from courses.catalogue import actions as catalogue
from courses.catalogue import queries
from courses.catalogue.actions import OutcomeEntry
from courses.catalogue.models import Outcome, Standard
from courses.catalogue.refusals import (
    LevelNotInFramework,
    StandardHasNoOutcomes,
    StandardIsInUse,
    StandardIsLocked,
    StandardOfAnotherCourse,
)
from courses.catalogue.registry import recruitment_opened
from tests import factories as make
from training.kernel import triggers

pytestmark = pytest.mark.django_db


def entry(competence, **kwargs):
    values = {"kind": "skill", "text": "Prowadzi rozmowę.", "criterion": "Według schematu.", "method": "case_task"}
    return OutcomeEntry(**{**values, "competence_id": competence.pk, "level": 2, **kwargs})


@pytest.fixture
def standard():
    return catalogue.save_standard(
        course=make.CourseFactory(), scope="Rozmowa", outcomes=[entry(make.CompetenceFactory())], actor=make.ACTOR
    )


@pytest.fixture
def locked(standard):
    return catalogue.lock_standard(standard=standard, actor=make.ACTOR, now=make.NOW)


def test_versions_of_one_course_are_numbered_from_one():
    course, competence = make.CourseFactory(), make.CompetenceFactory()
    made = [
        catalogue.save_standard(course=course, outcomes=[entry(competence)], actor=make.ACTOR).version for _ in range(3)
    ]
    assert made == [1, 2, 3]


def test_outcomes_keep_the_order_in_which_they_were_written(standard):
    competence = make.CompetenceFactory()
    wanted = [entry(competence, text=text) for text in ("Zna.", "Potrafi.", "Jest gotów do.")]
    catalogue.save_standard(course=standard.course, standard=standard, outcomes=wanted, actor=make.ACTOR)
    assert queries.outcome_entries(Standard.objects.get()) == wanted


def test_a_level_the_framework_does_not_have_is_refused():
    competence = make.CompetenceFactory()
    for number in (1, 2, 3):
        make.LevelFactory(framework=competence.framework, number=number)
    with pytest.raises(LevelNotInFramework):
        catalogue.save_standard(course=make.CourseFactory(), outcomes=[entry(competence, level=4)], actor=make.ACTOR)
    assert not Standard.objects.exists()


def test_locking_keeps_the_hash_and_the_moment(locked):
    stored = Standard.objects.get()
    assert (stored.locked_at, stored.content_hash) == (make.NOW, queries.hash_of(stored))
    assert len(stored.content_hash) == 64


def test_locking_again_changes_nothing(locked):
    again = catalogue.lock_standard(standard=locked, actor=make.ACTOR)
    assert (again.locked_at, again.content_hash) == (locked.locked_at, locked.content_hash)


def test_a_standard_without_outcomes_is_not_locked():
    with pytest.raises(StandardHasNoOutcomes):
        catalogue.lock_standard(standard=make.StandardFactory(), actor=make.ACTOR)


def test_a_locked_standard_is_not_changed_by_the_action(locked):
    with pytest.raises(StandardIsLocked):
        catalogue.save_standard(course=locked.course, standard=locked, scope="Inne", actor=make.ACTOR)
    assert Standard.objects.get().scope == "Rozmowa"


STATEMENTS = {
    "changing its scope": "UPDATE kompas_courses_standard SET scope = 'x' WHERE id = %(standard)s",
    "unlocking it": "UPDATE kompas_courses_standard SET locked_at = NULL, content_hash = '' WHERE id = %(standard)s",
    "deleting it": "DELETE FROM kompas_courses_standard WHERE id = %(standard)s",
    "changing an outcome": "UPDATE kompas_courses_outcome SET level = 1 WHERE id = %(outcome)s",
    "taking an outcome away": "DELETE FROM kompas_courses_outcome WHERE id = %(outcome)s",
    "moving an outcome out": "UPDATE kompas_courses_outcome SET standard_id = %(other)s WHERE id = %(outcome)s",
    "moving an outcome in": "UPDATE kompas_courses_outcome SET standard_id = %(standard)s WHERE id = %(free)s",
    "adding an outcome": (
        'INSERT INTO kompas_courses_outcome (standard_id, "order", kind, text, criterion, method, competence_id, '
        "level, is_required) SELECT %(standard)s, 9, kind, text, criterion, method, competence_id, level, is_required "
        "FROM kompas_courses_outcome WHERE id = %(free)s"
    ),
}


@pytest.mark.parametrize("what", STATEMENTS)
def test_the_database_itself_refuses(what, locked):
    free = make.OutcomeFactory(standard__course=locked.course, standard__version=2)
    keys = {
        "standard": locked.pk,
        "outcome": locked.outcomes.get().pk,
        "other": free.standard_id,
        "free": free.pk,
    }
    with (
        pytest.raises(IntegrityError, match="keeps what is locked"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(STATEMENTS[what], keys)
    # The control: without its triggers the same statement goes through.
    triggers.remove()
    with transaction.atomic(), connection.cursor() as cursor:
        if what in {"deleting it"}:
            cursor.execute("DELETE FROM kompas_courses_outcome WHERE standard_id = %(standard)s", keys)
        cursor.execute(STATEMENTS[what], keys)
        assert cursor.rowcount == 1
    triggers.install()


def test_sqlite_does_not_slip_a_locked_row_away_with_insert_or_replace(locked):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    free = make.OutcomeFactory(standard__course=locked.course, standard__version=2)
    for table, key in (("standard", locked.pk), ("outcome", locked.outcomes.get().pk)):
        columns = [field.column for field in (Standard if table == "standard" else Outcome)._meta.concrete_fields]
        source = free.standard_id if table == "standard" else free.pk
        values = ", ".join(str(key) if name == "id" else f'"{name}"' for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        with pytest.raises(IntegrityError, match="keeps what is locked"), transaction.atomic():
            connection.cursor().execute(
                f"INSERT OR REPLACE INTO kompas_courses_{table} ({names}) "
                f"SELECT {values} FROM kompas_courses_{table} WHERE id = {source}"
            )


def test_a_standard_that_is_not_locked_stays_free(standard):
    standard.outcomes.update(level=3)
    standard.outcomes.all().delete()
    standard.delete()
    assert not Outcome.objects.exists()


def test_a_new_version_is_a_free_copy(locked):
    new = catalogue.new_standard_version(standard=locked, actor=make.ACTOR)
    assert (new.version, new.locked_at) == (2, None)
    assert queries.outcome_entries(new) == queries.outcome_entries(locked)
    assert catalogue.new_standard_version(standard=locked, actor=make.ACTOR) == new


def test_a_new_version_has_another_hash(locked):
    new = catalogue.new_standard_version(standard=locked, actor=make.ACTOR)
    assert catalogue.lock_standard(standard=new, actor=make.ACTOR).content_hash != locked.content_hash


def test_an_edition_takes_no_standard_of_another_course(locked):
    edition = make.EditionFactory()
    with pytest.raises(StandardOfAnotherCourse):
        catalogue.save_edition(edition=edition, standard=locked, actor=make.ACTOR)


def test_the_standard_of_an_open_edition_stays(locked):
    edition = make.EditionFactory(course=locked.course, standard=locked)
    new = catalogue.new_standard_version(standard=locked, actor=make.ACTOR)
    with recruitment_opened.only():
        recruitment_opened.register("test", lambda ids: dict.fromkeys(ids, make.NOW))
        with pytest.raises(StandardIsInUse):
            catalogue.save_edition(edition=edition, standard=new, actor=make.ACTOR)
        with pytest.raises(StandardIsInUse):
            catalogue.save_edition(edition=edition, standard=None, actor=make.ACTOR)
        same = catalogue.save_edition(edition=edition, standard=locked, venue="Lublin", actor=make.ACTOR)
    assert same.venue == "Lublin"
