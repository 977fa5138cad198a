"""No value in a message of the roster, which programs send, ends in a 500."""

import json
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from tests.hostile.steps import MARKS, report_of

pytestmark = MARKS

ODD = [
    2**63,
    -(2**64),
    10**400,
    -1,
    1e300,
    float("inf"),
    float("nan"),
    "²",
    "\ud800",
    "a\x00b",
    "",
    None,
    True,
    [],
    [[]],
    {},
]


@pytest.mark.parametrize("name", ["enrolment", "presence", "missed", "age", "id"])
def test_no_value_in_a_message_of_the_roster_ends_in_a_500(site, name):
    url = reverse("kompas_courses:roster_save", args=[site.meeting.pk])
    usual = {"enrolment": site.own_enrolment.pk, "presence": "late", "missed": 5, "age": 0, "id": str(uuid.uuid4())}
    faults = []
    for value in ODD:
        for body in (
            {"entries": [usual | {name: value}]},
            {"entries": value},
            {"undo": [value]},
            {"undo": value},
            value,
        ):
            with transaction.atomic():
                answer = site.clients["trainer"].post(url, json.dumps(body), content_type="application/json")
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                faults.append(report_of(json.dumps(body)[:120], answer))
    assert not faults, "\n".join(faults)
