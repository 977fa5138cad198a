"""Each kind of damage to verifications, the ledger and the decisions is found."""

import pytest
from django.db import connection

from courses.completion import actions as completion
from courses.completion import integrity
from courses.completion.models import Verification
from tests import factories as make
from training.kernel import triggers

pytestmark = pytest.mark.django_db
CHECKS = [
    integrity.who_taught_did_not_verify,
    integrity.verified_in_time,
    integrity.ledger,
    integrity.completions,
]


@pytest.fixture
def closed(taught):
    competence = make.CompetenceFactory()
    it = taught(present=2, absent=1, outcomes=[(competence, 1, True), (competence, 2, True)])
    completion.verify_all(
        edition=it.edition,
        verdicts=[completion.NewVerdict(person.pk, out.pk, True) for person in it.people for out in it.outcomes],
        assessor=it.assessor,
        actor=make.ACTOR,
        now=make.NOW,
    )
    completion.close(edition=it.edition, actor=make.ACTOR, now=make.NOW)
    return it


def damage(sql, *params):
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    triggers.install()


def faults():
    return [fault for check in CHECKS for fault in check()]


def test_a_sound_database_has_no_faults(closed):
    assert faults() == []


def test_a_verification_by_a_teacher_is_found(closed):
    damage("UPDATE kompas_courses_verification SET assessor_id = %s", closed.trainer.pk)
    assert {fault.sentence for fault in faults()} == {"outcomes were verified by somebody who taught the edition"}


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE kompas_courses_verification SET verified_on = '2026-01-01'", "dated before"),
        ("UPDATE kompas_courses_standard SET locked_at = NULL, content_hash = ''", "locked standard"),
        ("UPDATE kompas_courses_completion SET result = 'took_part' WHERE result = 'confirmed'", "does not follow"),
        ("UPDATE kompas_courses_completion SET minutes_attended = 80 WHERE minutes_attended = 90", "of the register"),
        ("UPDATE kompas_courses_completion SET minutes_required = 71", "threshold"),
        ("UPDATE kompas_courses_edition SET state = 'published'", "not closed has decisions"),
        ("UPDATE kompas_training_assessment SET level = 1", "says more"),
        ("UPDATE kompas_training_assessment SET evidence_key = 'x' || evidence_key", "not in the ledger"),
    ],
)
def test_each_kind_of_damage_is_found(closed, sql, words):
    damage(sql)
    assert any(words in fault.sentence for fault in faults()), faults()


def test_an_outcome_taken_back_behind_the_ledger_is_found(closed):
    kept = Verification.objects.order_by("pk").last()
    damage("UPDATE kompas_courses_verification SET is_met = %s WHERE id = %s", False, kept.pk)
    assert any(fault.promise == "ledger" for fault in faults())


def test_a_participant_nobody_decided_about_is_found(closed):
    make.EnrolmentFactory(edition=closed.edition)
    assert [fault.sentence for fault in faults()] == ["a closed edition decided nothing about a participant"]
