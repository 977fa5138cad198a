"""Each kind of damage to the register is found and named."""

import pytest
from django.db import OperationalError, connection

from certificates.register import files, integrity
from certificates.register.models import Certificate, Prepared, Series
from tests import factories as make
from tests.unguarded import unguarded
from training.kernel import triggers
from training.kernel.canonical_json import sha256

pytestmark = pytest.mark.django_db
ALL = (integrity.check_numbers, integrity.check_files, integrity.check_facts, integrity.check_validity)


def faults():
    return [str(fault) for check in ALL for fault in check()]


def damage(sql, *params):
    """As somebody with the database's own tools would: past the actions and the triggers."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    triggers.install()


@pytest.fixture
def three(issued):
    from certificates.register import actions as register

    first, second = issued(["Anna Nowak", "Jan Kos"])
    third = register.replace(certificate=second, name="Jan Koss", reason="Literówka.", actor=make.ACTOR, now=make.NOW)
    assert faults() == []
    return first, second, third


def test_a_missing_number_is_found(three):
    first = three[0]
    damage("DELETE FROM kompas_certificates_certificateevent WHERE certificate_id = %s", first.pk)
    damage("DELETE FROM kompas_certificates_certificate WHERE id = %s", first.pk)
    assert any("no certificate has them" in fault and "numbers=1" in fault for fault in faults())


def test_a_series_that_forgot_is_found(three):
    Series.objects.update(last_number=2)
    assert any("another last number" in fault and "given=3" in fault for fault in faults())
    Series.objects.update(last_number=5)
    assert any("numbers=4, 5" in fault for fault in faults())


def test_a_number_before_the_first_is_found(three):
    damage("UPDATE kompas_certificates_series SET first_number = 2")
    assert any("before the first" in fault for fault in faults())


def test_a_lost_and_a_changed_file_are_found(three):
    first, second, _third = three
    storage = files.storage()
    storage.delete(first.file_name)
    with storage.open(second.file_name, "r+b") as file:
        file.seek(500)
        file.write(b"X")
    messages = faults()
    assert len(messages) == 2
    assert any("not in the storage" in message and first.number in message for message in messages)
    assert any("not the one that was issued" in message and second.number in message for message in messages)


def test_changed_facts_are_found(three):
    first = three[0]
    damage(
        "UPDATE kompas_certificates_certificate SET payload = replace(payload, 'Anna', 'Hanna') WHERE id = %s", first.pk
    )
    assert faults() == [f"certificate facts: The frozen facts are not those that were hashed. [number={first.number}]"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "Hanna Nowak"), ("number", "1/XX/2026"), ("title", "Inny kurs"), ("kind", "completion")],
)
def test_a_column_that_says_something_else_than_the_document_is_found(three, column, value):
    damage(f"UPDATE kompas_certificates_certificate SET {column} = %s WHERE id = %s", value, three[0].pk)
    assert any(f"columns=['{column}'" in fault for fault in faults())


def test_a_token_of_another_certificate_is_found(three):
    damage("UPDATE kompas_certificates_certificate SET token = 'stolen' WHERE id = %s", three[0].pk)
    assert any("leads to another certificate" in fault for fault in faults())


def test_an_issued_mark_without_a_certificate_is_found(three, closed_course):
    (prepared,) = closed_course(["Ewa Lis"], code="INNY")
    Prepared.objects.filter(pk=prepared.pk).update(state="issued")
    assert any("there is no certificate" in fault and f"prepared={prepared.pk}" in fault for fault in faults())


def test_a_broken_chain_is_found(three):
    first = three[0]
    Certificate.objects.filter(pk=first.pk).update(status="replaced")
    assert any("Replaced, but by no certificate" in fault and first.number in fault for fault in faults())


def test_a_successor_of_one_still_valid_is_found(three):
    _first, second, third = three
    with unguarded():
        Certificate.objects.filter(pk=third.pk).update(status="revoked", status_reason="x")
        Certificate.objects.filter(pk=second.pk).update(status="valid")
    assert any("still valid" in fault and third.number in fault for fault in faults())


def test_two_valid_ones_of_an_enrolment_are_found_without_the_constraint(three):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX kompas_certificates_certificate_one_valid")
    with unguarded():
        Certificate.objects.update(status="valid")
    assert any("Several valid certificates" in fault for fault in faults())


def test_a_number_on_two_certificates_is_found_without_the_constraint(three):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        drop = "ALTER TABLE {0} DROP CONSTRAINT {1}" if connection.vendor == "postgresql" else "DROP INDEX {1}"
        try:
            cursor.execute(
                drop.format("kompas_certificates_certificate", "kompas_certificates_certificate_number_once")
            )
        except OperationalError:
            pytest.skip("SQLite keeps this constraint inside the table")
    damage("UPDATE kompas_certificates_certificate SET ordinal = 1 WHERE id = %s", three[2].pk)
    messages = faults()
    assert any("Two certificates have the same number" in fault and "numbers=1" in fault for fault in messages)


def test_facts_written_in_another_way_are_found(three):
    first = three[0]
    spaced = first.payload.replace('","', '", "')
    damage(
        "UPDATE kompas_certificates_certificate SET payload = %s, payload_hash = %s WHERE id = %s",
        spaced,
        sha256(spaced.encode()),
        first.pk,
    )
    assert faults() == [f"certificate facts: The frozen facts are not in their canonical form. [number={first.number}]"]


@pytest.mark.parametrize(("event", "which"), [("issued", 0), ("replaced", 1)])
def test_a_history_that_was_cut_is_found(three, event, which):
    damage(
        "DELETE FROM kompas_certificates_certificateevent WHERE certificate_id = %s AND event = %s",
        three[which].pk,
        event,
    )
    assert faults() == [
        "history of certificates: The history does not say how it came to its status. "
        f"[number={three[which].number}, lacks={event}]"
    ]


def test_a_revocation_without_its_history_is_found(three):
    first = three[0]
    Certificate.objects.filter(pk=first.pk).update(status="revoked", status_reason="x")
    assert any("lacks=revoked" in fault and first.number in fault for fault in faults())


def test_the_checks_are_part_of_the_whole_check():
    from training.kernel.integrity import checks

    registered = {entry.name for entry in checks.entries()}
    assert {"certificate_numbers", "certificate_files", "certificate_facts", "certificates_valid"} <= registered
