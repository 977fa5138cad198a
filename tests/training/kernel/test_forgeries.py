"""A row that is kept is not put out of the way by another: six forgeries that SQLite allowed despite the triggers.

Each takes the unique key of a kept row with a new id, then sets the id back.
The connection's own guard (``recursive_triggers``) is switched off, as in a
program that is not ours; one test shows what it adds.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from certificates.register.models import Certificate
from courses.attendance.models import MarkChange
from courses.catalogue.models import Standard
from courses.completion.models import Verification
from courses.enrolment.models import Enrolment
from tests import factories as make
from tests.walk.world import build
from training.assessments.models import Assessment
from training.kernel import triggers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has OR REPLACE"),
]


@pytest.fixture
def world():
    return build()


@pytest.fixture
def somebody_elses_program():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        yield
        cursor.execute("PRAGMA recursive_triggers = ON")


def execute(statement, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def refused(statement, params=()):
    with pytest.raises(DatabaseError, match="keeps what"):
        execute(statement, params)


def replace(row, *, pk, **changes):
    """The row again under another id, with other words, in the place of the one that holds its unique key."""
    columns = {field.column: field.attname for field in row._meta.concrete_fields}
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("%s" if column in changes or column == "id" else f'"{column}"' for column in columns)
    given = [pk if column == "id" else changes[column] for column in columns if column in changes or column == "id"]
    table = row._meta.db_table
    return f'INSERT OR REPLACE INTO "{table}" ({names}) SELECT {values} FROM "{table}" WHERE id = %s', [*given, row.pk]


def kept(world):
    counted = Verification.objects.filter(superseded_at__isnull=True).first()
    return {
        "the name on a certificate": (Certificate.objects.first(), {"name": "Kto Inny"}),
        "a level in the ledger": (Assessment.objects.first(), {"level": 4}),
        "a line of the journal": (MarkChange.objects.first(), {"actor_name": "Kto Inny"}),
        "the order of the queue": (Enrolment.objects.first(), {"applied_at": make.NOW + timedelta(days=1)}),
        "a locked standard": (Standard.objects.filter(locked_at__isnull=False).first(), {"content_hash": "f" * 64}),
        "a verification": (counted, {"is_met": not counted.is_met}),
    }


FORGERIES = [
    "the name on a certificate",
    "a level in the ledger",
    "a line of the journal",
    "the order of the queue",
    "a locked standard",
    "a verification",
]


@pytest.mark.parametrize("what", FORGERIES)
def test_no_row_is_replaced_by_its_unique_key(world, somebody_elses_program, what):
    row, changes = kept(world)[what]
    refused(*replace(row, pk=row.pk + 1000, **changes))
    refused(*replace(row, pk=row.pk, **changes))
    assert type(row).objects.filter(pk=row.pk).values().get() == {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
    }


@pytest.mark.parametrize("what", FORGERIES)
def test_the_id_of_a_row_is_frozen(world, somebody_elses_program, what):
    row, _changes = kept(world)[what]
    refused(f'UPDATE "{row._meta.db_table}" SET id = id + 1000 WHERE id = %s', [row.pk])
    refused(f'UPDATE OR REPLACE "{row._meta.db_table}" SET id = id + 1000 WHERE id = %s', [row.pk])


def test_without_the_triggers_each_forgery_succeeds(world, somebody_elses_program):
    """The control: what is refused above is what SQLite would do."""
    triggers.remove()
    with connection.cursor() as cursor:
        row = Assessment.objects.filter(corrected_by__isnull=True).last()
        pk = row.pk + 1000
        statement, params = replace(row, pk=pk, level=4)
        cursor.execute(statement, params)
        cursor.execute("UPDATE kompas_training_assessment SET id = %s WHERE id = %s", [row.pk, pk])
    assert Assessment.objects.get(pk=row.pk).level == 4


def test_an_update_does_not_take_the_key_of_a_row_that_is_kept(world, somebody_elses_program):
    """A superseded verification made to stand again would put away the one that stands."""
    counted = Verification.objects.filter(superseded_at__isnull=True).first()
    earlier = Verification.objects.create(
        enrolment=counted.enrolment,
        outcome=counted.outcome,
        assessor=counted.assessor,
        is_met=False,
        method=counted.method,
        verified_on=counted.verified_on,
        recorded_at=make.NOW,
        superseded_at=make.NOW,
        actor_name="Ktoś",
    )
    refused("UPDATE OR REPLACE kompas_courses_verification SET superseded_at = NULL WHERE id = %s", [earlier.pk])
    first = world.own_enrolment
    again = make.EnrolmentFactory(edition=first.edition, person=first.person, state="withdrawn")
    refused("UPDATE OR REPLACE kompas_courses_enrolment SET state = 'confirmed' WHERE id = %s", [again.pk])
    assert Enrolment.objects.filter(pk=first.pk).exists()


def test_an_open_standard_does_not_take_the_place_of_a_locked_one(world, somebody_elses_program):
    locked = world.edition.standard
    free = make.StandardFactory(course=locked.course, version=2)
    refused("UPDATE OR REPLACE kompas_courses_standard SET version = 1 WHERE id = %s", [free.pk])
    refused("UPDATE OR REPLACE kompas_courses_standard SET id = %s WHERE id = %s", [locked.pk, free.pk])


def test_every_connection_of_ours_hears_a_replacement(db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)


def test_a_message_sent_twice_is_still_no_forgery(world):
    """What the application itself repeats goes through its own ways, not past the triggers."""
    change = MarkChange.objects.first()
    assert MarkChange.objects.filter(client_id=change.client_id).count() == 1
    MarkChange.objects.create(
        **{
            field.attname: getattr(change, field.attname)
            for field in change._meta.concrete_fields
            if field.name not in ("id", "client_id")
        },
        client_id=uuid.uuid4(),
    )
