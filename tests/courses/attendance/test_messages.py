"""A message of a phone names enrolments that a database can be asked for, or it is no message."""

import uuid

import pytest

from courses.attendance.forms import entries_from_messages
from tests import factories as make


def message(enrolment):
    entry = {"enrolment": enrolment, "presence": "late", "missed": 5, "age": 0, "id": str(uuid.uuid4())}
    return {"entries": [entry]}


def test_an_enrolment_is_named_by_its_key():
    assert [entry.enrolment_id for entry in entries_from_messages(message("5"), make.NOW)] == [5]


@pytest.mark.parametrize("key", [2**63, -(2**64), -1, "²", ""])
def test_a_key_that_no_database_keeps_makes_the_message_unreadable(key):
    with pytest.raises(ValueError):
        entries_from_messages(message(key), make.NOW)
