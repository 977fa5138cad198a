"""Addresses and pages of the desk, and somebody who works."""

from datetime import date

from django.urls import reverse

from tests import factories as make

DAY = date(2026, 5, 12)


def worker(office, **more):
    return make.employed(organisation=office, **more)


def url(name, *args):
    return reverse(f"kompas_training:{name}", args=args)


def page(client, address, user=None):
    if user is not None:
        client.force_login(user)
    answer = client.get(address)
    return answer, answer.content.decode()
