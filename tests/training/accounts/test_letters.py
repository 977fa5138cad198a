"""Letters are written after an answer that says nothing by its time; links say nothing of whose they are."""

import base64
import re

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.training.accounts.claiming import url
from training.accounts import actions, views
from training.accounts.models import LetterRequest
from training.accounts.states import LetterKind
from training.kernel.actors import Actor
from training.notices.models import Notice
from training.people.models import Person

pytestmark = pytest.mark.django_db


def statements_of_the_answer(path, view, data):
    """What is asked of the database before the last byte leaves: everything that could be timed."""
    request = RequestFactory().post(path, data)
    request.session = {}
    request.user = type("Nobody", (), {"is_authenticated": False, "is_anonymous": True})()
    with CaptureQueriesContext(connection) as asked:
        answer = view(request)
    return answer, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked]


def finish(answer):
    """Close an answer as a server does, but keep the connection, which the transaction of the test needs."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)


@pytest.mark.parametrize(
    ("name", "view", "field"),
    [("password_reset", views.password_reset, "name"), ("claim", views.claim, "email")],
)
def test_known_and_unknown_addresses_cost_the_same_until_the_answer_has_left(name, view, field):
    make.person_with_account(email="active@example.org")
    make.person(email="listed@example.org")
    make.person(email="shared@example.org")
    make.person(email="shared@example.org")
    costs = []
    for who in ("active", "listed", "shared", "nobody"):
        answer, statements = statements_of_the_answer(url(name), view, {field: f"{who}@example.org"})
        assert not Notice.objects.exists()
        costs.append(statements)
    assert costs[0] == costs[1] == costs[2] == costs[3]
    finish(answer)
    assert LetterRequest.objects.count() == 0
    assert Notice.objects.count() == (1 if name == "password_reset" else 2)


def test_registering_costs_the_same_for_an_address_on_record():
    make.person(email="listed@example.org")
    costs = [
        statements_of_the_answer(
            url("register"),
            views.register,
            {
                "first_name": "Ewa",
                "last_name": "Lis",
                "email": f"{who}@example.org",
                "workplace": "Dom",
                "post": "opiekun",
            },
        )[1]
        for who in ("listed", "nobody")
    ]
    assert costs[0] == costs[1]
    assert Person.objects.count() == 1
    assert actions.write_letters() == 2
    assert Person.objects.count() == 2


def test_letters_that_a_killed_process_left_are_written_later():
    make.person_with_account(email="active@example.org")
    actions.ask_for_letter(kind=LetterKind.PASSWORD, name="active@example.org")
    assert (actions.write_letters(), Notice.objects.count(), actions.write_letters()) == (1, 1, 0)


def test_a_mailbox_gets_five_letters_an_hour_from_whatever_addresses():
    make.person_with_account(email="active@example.org")
    for number in range(8):
        answer = Client().post(url("password_reset"), {"name": "active@example.org"}, REMOTE_ADDR=f"10.0.0.{number}")
        assert answer.status_code == 200
    assert Notice.objects.count() == 5


@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/set-password/", "complete/"])
def test_wagtails_way_to_a_new_password_leads_to_ours(client, path):
    make.user(username="boss", is_superuser=True)
    answer = client.post(f"/admin/password_reset/{path}", {"email": "boss@example.org"})
    assert answer["Location"] == "/konto/haslo/nowe/"
    assert not LetterRequest.objects.exists()


def test_links_say_nothing_of_whose_they_are(owner):
    """Neither as they stand nor unpacked."""
    listed = make.person(first_name="Łucja", last_name="Wójcik", email="lucja@example.org")
    actions.send_claim_link(email="lucja@example.org")
    actions.send_password_link(user=owner.user)
    actions.propose_email(person=owner, email="new@example.org", actor=Actor.of_user(owner.user))
    links = re.findall(r"http://\S+", " ".join(Notice.objects.values_list("body", flat=True)))
    assert len(links) >= 3
    for link in links:
        parts = [link, *re.split(r"[/:.=?&]", link)]
        for part in parts:
            raw = part.encode()
            is_base64 = re.fullmatch(r"[\w-]+", part) and len(part) % 4 != 1
            unpacked = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)) if is_base64 else b""
            for secret in ("lucja", "wójcik", "owner", "new@", "example.org", listed.last_name.lower()):
                assert secret not in part.lower()
                assert secret.encode() not in unpacked.lower()
