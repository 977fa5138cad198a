"""Two close, or reopen, one edition at the same moment on PostgreSQL: one record, one reopening."""

import threading

import pytest
from django.db import close_old_connections, connection

from courses.completion import actions as completion
from courses.completion.actions import closing
from courses.completion.models import Completion
from courses.records.models import EditionRecord, Reopening
from tests import factories as make
from training.assessments.models import Assessment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="no PostgreSQL: set KOMPAS_TEST_DATABASE_URL"),
]
ACTOR, NOW = make.ACTOR, make.NOW


def at_once(*calls):
    """Run the calls together; give their answers or what they raised."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        barrier.wait()
        try:
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def close(it):
    return lambda: completion.close(edition=it.edition, actor=ACTOR, now=NOW)


def reopen(it):
    return lambda: completion.reopen(edition=it.edition, reason="Pomyłka", actor=ACTOR, now=NOW)


def test_four_closings_at_once_make_one_record(group):
    it = group(closed=False)
    answers = at_once(*[close(it)] * 4)
    assert [type(answer) for answer in answers] == [list] * 4
    assert [record.version for record in EditionRecord.objects.all()] == [1]
    assert Completion.objects.count() == 3
    assert Assessment.objects.count() == 4


def test_four_reopenings_at_once_leave_one(group):
    it = group(closed=True)
    answers = at_once(*[reopen(it)] * 4)
    assert [type(answer).__name__ for answer in answers] == ["Edition"] * 4
    assert Reopening.objects.count() == 1


def test_closing_and_reopening_at_once_leave_a_whole_history(group):
    it = group(closed=True)
    at_once(reopen(it), close(it), reopen(it), close(it))
    versions = list(EditionRecord.objects.order_by("version").values_list("version", flat=True))
    assert versions in ([1], [1, 2], [1, 2, 3])
    assert Reopening.objects.count() in (len(versions) - 1, len(versions))
    assert Completion.objects.count() == 3


def test_without_the_lock_two_closings_collide(group, monkeypatch):
    """The negative control: only the constraint is left, and somebody gets an error instead of an answer."""
    it = group(closed=False)
    meet = threading.Barrier(2)
    real = closing.preview

    def without_lock(edition):
        from courses.catalogue.models import Edition

        return Edition.objects.get(pk=edition.pk)

    def slowly(edition):
        seen = real(edition)
        meet.wait(timeout=20)
        return seen

    monkeypatch.setattr(closing, "lock", without_lock)
    monkeypatch.setattr(closing, "preview", slowly)
    answers = at_once(close(it), close(it))
    assert sorted(isinstance(answer, Exception) for answer in answers) == [False, True]
