"""How a roster's page asks: addresses, and the messages of taps."""

import json
import uuid

from django.urls import reverse


def address(name, *args):
    return reverse(f"kompas_courses:{name}", args=args)


def send(client, meeting, **data):
    return client.post(address("roster_save", meeting.pk), json.dumps(data), content_type="application/json")


def tap(enrolment, presence, missed=0, age=0, key=None):
    return {
        "id": str(key or uuid.uuid4()),
        "enrolment": enrolment.pk,
        "presence": presence,
        "missed": missed,
        "age": age,
    }
