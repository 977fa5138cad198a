"""Each broken promise of the catalogue is found, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection

from courses.catalogue import actions as catalogue
from courses.catalogue import integrity
from courses.catalogue.models import Edition, Standard
from tests import factories as make
from tests.unguarded import unguarded
from training.kernel import triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """Recruitment opened, the standard locked, a meeting to come."""
    outcome = make.OutcomeFactory()
    standard = catalogue.lock_standard(standard=outcome.standard, actor=make.ACTOR, now=make.NOW)
    edition = make.EditionFactory(course=standard.course, standard=standard)
    make.RecruitmentFactory(edition=edition, opened_at=make.NOW)
    starts = make.NOW + timedelta(days=20)
    catalogue.save_meeting(
        edition=edition, starts_at=starts, ends_at=starts + timedelta(hours=6), topic="Podstawy", actor=make.ACTOR
    )
    return edition


def faults():
    checks = (
        integrity.locked_standards_are_as_locked,
        integrity.opened_editions_have_locked_standards,
        integrity.days_follow_meetings,
    )
    return [fault.sentence for check in checks for fault in check()]


def spoil(statement, *values):
    """Change rows behind the back of actions and triggers."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
    triggers.install()


def test_a_sound_database_is_silent(edition):
    assert faults() == []


def test_an_edition_that_is_not_open_needs_no_locked_standard():
    make.EditionFactory(standard=make.OutcomeFactory().standard)
    assert faults() == []


def test_a_changed_outcome_is_found(edition):
    spoil("UPDATE kompas_courses_outcome SET level = 4 WHERE standard_id = %s", edition.standard_id)
    assert faults() == ["A locked standard is not what was locked."]


def test_a_standard_that_was_unlocked_is_found(edition):
    spoil("UPDATE kompas_courses_standard SET locked_at = NULL, content_hash = '' WHERE id = %s", edition.standard_id)
    assert faults() == ["Recruitment has opened and the standard is not locked."]


def test_a_standard_locked_after_recruitment_opened_is_found(edition):
    edition.recruitment.opened_at = make.NOW - timedelta(seconds=1)
    with unguarded():
        edition.recruitment.save()
    assert faults() == ["The standard was locked after recruitment opened."]


def test_a_standard_may_be_locked_when_teaching_has_begun(edition):
    """It then proves nothing; what it must not have proved is asked by the checks of completion."""
    Edition.objects.filter(pk=edition.pk).update(starts_on=make.TODAY, ends_on=make.TODAY)
    edition.meetings.update(starts_at=make.NOW, ends_at=make.NOW + timedelta(hours=2))
    assert faults() == []


def test_days_that_are_not_those_of_the_meetings_are_found(edition):
    Edition.objects.filter(pk=edition.pk).update(ends_on=make.TODAY + timedelta(days=40))
    assert faults() == ["The days are not those of the meetings."]


def test_the_checks_are_run_by_the_command():
    from training.kernel.integrity import checks

    for name in ("standards as locked", "standards locked in time", "days of editions"):
        assert name in checks
    assert Standard.objects.count() == 0
