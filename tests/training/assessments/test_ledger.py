"""The ledger keeps what was written, and the projection can be made again from it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.training.assessments.shapes import assessed, framework_with
from training.assessments import actions, integrity
from training.assessments.models import Assessment, HeldLevel
from training.assessments.queries import held_levels, whole_ledger
from training.assessments.states import AssessmentKind, Bound
from training.kernel import triggers

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
TABLE = Assessment._meta.db_table


@pytest.fixture
def row():
    return assessed(make.person(), framework_with(1)[0], 2, DAY)


def refused(*, sql=None, params=(), call=None):
    with pytest.raises(DatabaseError), transaction.atomic():
        if call:
            call()
        else:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)


def test_the_ledger_refuses_changes_by_the_orm(row):
    refused(call=lambda: Assessment.objects.filter(pk=row.pk).update(level=4))
    row.level = 4
    refused(call=row.save)
    refused(call=lambda: Assessment.objects.bulk_update([row], ["level"]))
    assert Assessment.objects.get().level == 2


def test_the_ledger_refuses_deletion_by_the_orm(row):
    HeldLevel.objects.all().delete()
    refused(call=lambda: Assessment.objects.all().delete())
    refused(call=lambda: Assessment.objects.filter(pk=row.pk)._raw_delete("default"))
    assert Assessment.objects.count() == 1


def test_the_ledger_refuses_changes_and_deletion_by_raw_sql(row):
    HeldLevel.objects.all().delete()
    refused(sql=f"UPDATE {TABLE} SET level = 4 WHERE id = %s", params=[row.pk])
    refused(sql=f"UPDATE {TABLE} SET level = level")
    refused(sql=f"DELETE FROM {TABLE}")
    assert Assessment.objects.get().level == 2


def test_the_ledger_refuses_to_be_emptied_at_once(row, on_postgres):
    if on_postgres:
        refused(sql=f"TRUNCATE {TABLE} CASCADE")
    else:
        HeldLevel.objects.all().delete()
        refused(sql=f"DELETE FROM {TABLE} WHERE 1")
    assert Assessment.objects.count() == 1


def test_the_ledger_refuses_a_row_put_over_another(row, on_postgres):
    columns = [field.column for field in Assessment._meta.fields]
    copied = ", ".join("4" if column == "level" else column for column in columns)
    if on_postgres:
        sql = (
            f"INSERT INTO {TABLE} ({', '.join(columns)}) SELECT {copied} FROM {TABLE} "
            "ON CONFLICT (id) DO UPDATE SET level = EXCLUDED.level"
        )
    else:
        sql = f"INSERT OR REPLACE INTO {TABLE} ({', '.join(columns)}) SELECT {copied} FROM {TABLE}"
    refused(sql=sql)
    refused(
        call=lambda: Assessment.objects.bulk_create(
            [Assessment(**{**{f.attname: getattr(row, f.attname) for f in Assessment._meta.fields}, "level": 4})],
            update_conflicts=True,
            update_fields=["level"],
            unique_fields=["id"],
        )
    )
    assert Assessment.objects.get().level == 2


def test_without_the_triggers_the_same_statement_goes_through(row):
    """The negative control: what refuses is the trigger, not something else."""
    triggers.remove()
    try:
        assert Assessment.objects.update(level=4) == 1
        assert [fault.promise for fault in integrity.check_triggers()].count("triggers") >= 3
    finally:
        triggers.install()
    assert list(integrity.check_triggers()) == []


def test_a_projection_that_differs_from_the_ledger_is_found(row):
    assert list(integrity.check_levels()) == []
    HeldLevel.objects.update(level=3)
    (fault,) = integrity.check_levels()
    assert fault.keys == {"person": row.person_id, "line": row.competence.line_id}
    HeldLevel.objects.all().delete()
    (fault,) = integrity.check_levels()
    assert "lack" in fault.sentence
    call_command("kompas_rebuild_levels", verbosity=0)
    assert list(integrity.check_levels()) == []
    HeldLevel.objects.create(
        person=make.person(), line=row.competence.line, level=1, kind="supervisor", assessment=row, since=DAY
    )
    (fault,) = integrity.check_levels()
    assert "does not" in fault.sentence


def test_the_ledger_of_everybody_puts_merged_records_where_they_belong_and_is_not_sorted():
    (competence,) = framework_with(1)
    people = [make.person() for _number in range(5)]
    rows = [assessed(person, competence, level, DAY) for person, level in zip(people, (1, 2, 3, 4, 1), strict=True)]
    # One record merged into an earlier one, one into a later one.
    for merged, kept in ((3, 0), (1, 4)):
        type(people[0]).objects.filter(pk=people[merged].pk).update(merged_into=people[kept])
    with CaptureQueriesContext(connection) as asked:
        streamed = {pair: sorted(row.id for row in ledger) for pair, ledger in whole_ledger()}
    line = competence.line_id
    assert list(streamed.items()) == [
        ((people[0].pk, line), [rows[0].pk, rows[3].pk]),
        ((people[2].pk, line), [rows[2].pk]),
        ((people[4].pk, line), [rows[1].pk, rows[4].pk]),
    ]
    # The stream of the whole ledger asks nothing about people: its order is that of an index.
    streams = [
        query["sql"] for query in asked if f'FROM "{TABLE}"' in query["sql"] and "merged_into" not in query["sql"]
    ]
    (stream,) = [sql for sql in streams if "ORDER BY" in sql]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {stream}")
            assert "TEMP B-TREE" not in str(cursor.fetchall())


# ---- any history ------------------------------------------------------------------------------------------------

START = datetime(2026, 1, 1, 8, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
statements = st.tuples(
    st.integers(0, 2),  # whose
    st.integers(0, 1),  # which competence
    st.one_of(st.none(), st.integers(1, 4)),  # level; none withdraws
    st.sampled_from(AssessmentKind.values),
    st.sampled_from(Bound.values),
    st.integers(-20, 0),  # observed so many days before it was recorded
    st.booleans(),  # a correction, when there is something to correct
)


def projection():
    fields = ("person_id", "line_id", "since", "until", "level", "kind", "assessment_id")
    return repr(list(HeldLevel.objects.order_by(*fields).values_list(*fields))).encode()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(statements, min_size=1, max_size=12))
def test_any_history_gives_the_same_projection_live_and_rebuilt_and_the_same_past(history):
    with transaction.atomic():
        competences = framework_with(2)
        people = [make.person() for _ in range(3)]
        answers = {}
        for number, (whose, which, level, kind, bound, before, is_correction) in enumerate(history):
            moment = START + timedelta(days=number)
            target = None
            if is_correction or level is None:
                target = Assessment.objects.filter(
                    person=people[whose], competence=competences[which], corrected_by__isnull=True
                ).last()
                if target is None and level is None:
                    continue
            assessed(
                people[whose],
                competences[which],
                level,
                moment.date() + timedelta(days=before),
                kind=kind,
                bound=bound,
                recorded_at=moment,
                corrects=target,
            )
            soon = moment + timedelta(seconds=1)
            for day in (moment.date() - timedelta(days=10), moment.date()):
                answers[(day, soon)] = held_levels(people, on=day)
                assert held_levels(people, on=day, recorded_until=soon) == answers[(day, soon)]
        live = projection()
        for (day, recorded_until), then in answers.items():
            assert held_levels(people, on=day, recorded_until=recorded_until) == then
        actions.rebuild_levels()
        assert projection() == live
        assert list(integrity.check_levels()) == []
        transaction.set_rollback(True)
