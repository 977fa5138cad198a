"""What machines that watch over machines are told: yes or no, and how long work waits; nothing of people."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests import factories as make
from training.kernel import health, time
from training.notices import actions as notices
from training.notices.models import Notice

MAIL = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _migrations_not_checked_yet(monkeypatch):
    monkeypatch.setattr(health.migrations_applied, "is_passed", False)


def asked(client, name="health"):
    answer = client.get(reverse(f"kompas_training:{name}"))
    return answer.status_code, answer.json()


def letter(*, minutes):
    """A letter that has been due for so long."""
    person = make.person(email="anna.kowalska@example.org")
    context = {"made_by": "Jan Kos", "is_used": False, "sign_in_name": "anna"}
    template = "kompas_training/accounts/letters/code_told"
    notice = notices.queue(kind="account_code_told", person=person, template=template, context=context)
    due = time.now() - timedelta(minutes=minutes)
    Notice.objects.filter(pk=notice.pk).update(state="queued", next_attempt_at=due)


def test_a_site_at_rest_is_well(client, db):
    quiet = {"ok": True, "waiting_seconds": None}
    checks = dict.fromkeys(["database", "migrations", "tasks", "letters"], quiet)
    assert asked(client) == (200, {"ok": True, "checks": checks})
    del checks["tasks"], checks["letters"]
    assert asked(client, "health_of_pages") == (200, {"ok": True, "checks": checks})


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (20, 503)])
def test_letters_that_wait_too_long_are_told_to_who_watches_not_to_the_proxy(client, db, mail_backend, minutes, status):
    mail_backend(MAIL)
    letter(minutes=minutes)
    code, facts = asked(client)
    assert code == status
    assert facts["checks"]["letters"]["ok"] is (status == 200)
    assert minutes * 60 <= facts["checks"]["letters"]["waiting_seconds"] < minutes * 60 + 60
    assert asked(client, "health_of_pages")[0] == 200
    assert "kowalska" not in str(facts)


def test_letters_of_a_site_without_a_mail_server_wait_on_purpose(client, db, mail_backend):
    letter(minutes=20)
    mail_backend("django.core.mail.backends.dummy.EmailBackend")
    assert asked(client)[0] == 200


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (20, 503)])
def test_tasks_that_no_worker_takes_are_told(client, db, minutes, status):
    task = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={}, queue_name="default", backend_name="default", run_after=time.now()
    )
    since = time.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=since, run_after=since)
    code, facts = asked(client)
    assert (code, facts["checks"]["tasks"]["ok"]) == (status, status == 200)


def test_a_migration_that_was_not_applied_is_told(client, db):
    MigrationRecorder.Migration.objects.filter(app="kompas_certificates").delete()
    for name in ("health", "health_of_pages"):
        code, facts = asked(client, name)
        assert (code, facts["checks"]["migrations"]["ok"], facts["checks"]["database"]["ok"]) == (503, False, True)


def test_migrations_are_read_until_they_are_applied_and_then_no_more(client, db, django_assert_num_queries):
    lost = list(MigrationRecorder.Migration.objects.filter(app="kompas_certificates"))
    MigrationRecorder.Migration.objects.filter(app="kompas_certificates").delete()
    assert asked(client, "health_of_pages")[0] == 503
    MigrationRecorder.Migration.objects.bulk_create(lost)
    assert asked(client, "health_of_pages")[0] == 200
    with django_assert_num_queries(1):
        assert asked(client, "health_of_pages")[0] == 200


def test_a_database_that_is_away_is_an_answer_too(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        code, facts = asked(client)
    assert (code, facts["ok"]) == (503, False)
    assert set(facts["checks"]) == {"database", "migrations", "tasks", "letters"}
    assert "nobody there" not in str(facts)


def test_work_that_is_not_due_yet_does_not_wait():
    assert health.waiting_since(make.NOW + timedelta(hours=1), make.NOW) == health.Condition(True)
