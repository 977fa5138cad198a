"""One person, one record: whichever record of a person is in hand, the same rows are found."""

import contextlib
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests import factories as make
from training.kernel import triggers
from training.people import queries
from training.people.models import Employment, Person

pytestmark = pytest.mark.django_db


def merged_into(kept):
    return make.person(merged_into=kept)


def refused(work):
    with pytest.raises(DatabaseError, match="one step away"), transaction.atomic():
        work()


def test_all_records_of_a_person_are_found_from_each_of_them():
    kept, stranger = make.person(), make.person()
    first, second = merged_into(kept), merged_into(kept)
    everything = {kept, first, second}
    for record in (kept, first, second):
        assert set(queries.records_of(record)) == everything
        assert queries.resolve(record) == kept
        assert queries.root_id(record) == kept.pk
        assert queries.is_same_person(record, kept)
    assert set(queries.records_of(stranger)) == {stranger}
    assert not queries.is_same_person(stranger, kept)


def test_rows_of_every_record_are_found_in_one_query(django_assert_num_queries):
    kept = make.employed()
    merged = make.employed()
    make.employed()
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    for record in (kept, Person.objects.get(pk=merged.pk)):
        with django_assert_num_queries(1):
            employments = list(Employment.objects.filter(person__in=queries.records_of(record)))
        assert {row.person_id for row in employments} == {kept.pk, merged.pk}
    roots = Employment.objects.annotate(root=queries.root_of()).filter(root=kept.pk)
    assert {row.person_id for row in roots} == {kept.pk, merged.pk}


def test_roots_and_families_of_many_people():
    kept, alone = make.person(), make.person()
    merged = merged_into(kept)
    assert queries.root_ids([merged, alone.pk]) == {kept.pk, alone.pk}
    assert queries.root_ids([merged.pk, kept.pk]) == {kept.pk}
    assert queries.family_of({kept.pk, alone.pk}) == {kept.pk: kept.pk, merged.pk: kept.pk, alone.pk: alone.pk}


# ---- the database holds the depth --------------------------------------------------------------------------------


def test_nobody_is_merged_into_a_record_that_was_merged_itself():
    kept = make.person()
    merged = merged_into(kept)
    other = make.person()
    refused(lambda: Person.objects.filter(pk=other.pk).update(merged_into=merged))
    refused(lambda: make.person(merged_into=merged))


def test_a_record_that_others_live_on_in_is_not_merged_before_they_are_led_elsewhere():
    kept, next_one = make.person(), make.person()
    merged = merged_into(kept)
    refused(lambda: Person.objects.filter(pk=kept.pk).update(merged_into=next_one))
    Person.objects.filter(pk=merged.pk).update(merged_into=next_one)
    Person.objects.filter(pk=kept.pk).update(merged_into=next_one)
    kept.refresh_from_db()
    assert set(queries.records_of(kept)) == {kept, merged, next_one}


def test_no_circle_of_two_and_none_of_one():
    first, second = make.person(), make.person()
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    refused(lambda: Person.objects.filter(pk=second.pk).update(merged_into=first))
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=second.pk).update(merged_into=second)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replacing_a_row_does_not_get_round_it():
    kept, other = make.person(), make.person()
    merged_into(kept)
    columns = [field.column for field in Person._meta.concrete_fields]
    named = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(str(other.pk) if column == "merged_into_id" else f'"{column}"' for column in columns)
    statement = (
        f"INSERT OR REPLACE INTO kompas_training_person ({named}) "
        f"SELECT {values} FROM kompas_training_person WHERE id = {kept.pk}"
    )

    def replace():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    refused(replace)


def _at_once(*works):
    """Run each in a thread and transaction of its own; all have written before any commits, when nothing waits."""
    written = threading.Barrier(len(works), timeout=1)
    outcomes = []

    def run(work):
        try:
            with transaction.atomic():
                work()
                with contextlib.suppress(threading.BrokenBarrierError):
                    written.wait()
            outcomes.append("written")
        except DatabaseError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return sorted(outcomes)


def _pairs():
    first, second, third = make.person(), make.person(), make.person()
    point = lambda person, other: lambda: Person.objects.filter(pk=person.pk).update(merged_into=other)  # noqa: E731
    return {
        "a circle": (point(first, second), point(second, first)),
        "a chain": (point(first, second), point(second, third)),
    }


def _too_deep():
    return Person.objects.filter(merged_into__merged_into__isnull=False).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shape", ["a circle", "a chain"])
def test_two_who_write_at_once_make_neither_circle_nor_chain(shape):
    assert _at_once(*_pairs()[shape]) == ["refused", "written"]
    assert not _too_deep()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shape", ["a circle", "a chain"])
def test_without_the_guard_two_at_once_do(shape):
    """The negative control: the race is real."""
    triggers.remove()
    assert _at_once(*_pairs()[shape]) == ["written", "written"]
    assert _too_deep()
