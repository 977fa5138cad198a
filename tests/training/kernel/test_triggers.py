"""Triggers that keep what was written: each is missed when it is gone, and those of an earlier version replaced."""

import io
import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from courses.enrolment.models import EnrolmentChange
from tests import factories as make
from training.kernel import triggers
from training.kernel.actor_columns import Acted, acted
from training.kernel.actors import Actor

pytestmark = pytest.mark.django_db
GUARDED = sorted(entry.name for entry in triggers.guards.entries())
# These say who did it last, beside what may change or go; what was done stands in journals that are guarded.
NOT_JOURNALS = {"kompas_courses.Completion", "kompas_training.EmailProposal"}


def execute(*statements, params=None):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, params)


def refused(statement, params=None):
    with pytest.raises(DatabaseError, match="keeps what"), transaction.atomic():
        execute(statement, params=params)


def drop(entry, name):
    suffix = f' ON "{entry.table}"' if connection.vendor == "postgresql" else ""
    execute(f'DROP TRIGGER "{name}"{suffix}')


def test_what_is_promised_to_be_kept_is_guarded():
    assert GUARDED == [
        "kompas_certificates.Certificate",
        "kompas_certificates.CertificateEvent",
        "kompas_certificates.Prepared",
        "kompas_certificates.Series",
        "kompas_courses.Assessorship",
        "kompas_courses.ClosingChange",
        "kompas_courses.Completion closed",
        "kompas_courses.Edition",
        "kompas_courses.Edition cancelled",
        "kompas_courses.Edition over",
        "kompas_courses.EditionFunding closed",
        "kompas_courses.EditionRecord",
        "kompas_courses.Enrolment",
        "kompas_courses.EnrolmentChange",
        "kompas_courses.Feed",
        "kompas_courses.MarkChange",
        "kompas_courses.Meeting closed",
        "kompas_courses.MeetingClosing",
        "kompas_courses.Meeting_trainers closed",
        "kompas_courses.Opening",
        "kompas_courses.Outcome",
        "kompas_courses.Recruitment",
        "kompas_courses.Recruitment closed",
        "kompas_courses.Reopening",
        "kompas_courses.Standard",
        "kompas_courses.Teaching",
        "kompas_courses.Verification",
        "kompas_courses.Wish",
        "kompas_pages.TextVersion",
        "kompas_training.Assessment",
        "kompas_training.AssessmentNote",
        "kompas_training.ClaimCode",
        "kompas_training.Competence",
        "kompas_training.CompetenceOrigin",
        "kompas_training.DistinctPeople",
        "kompas_training.Employment",
        "kompas_training.EstimateSharing",
        "kompas_training.FormerName",
        "kompas_training.Framework retired",
        "kompas_training.Mandate",
        "kompas_training.Merge",
        "kompas_training.Notice",
        "kompas_training.NoticeAttachment",
        "kompas_training.Person",
        "kompas_training.Placement",
        "kompas_training.Requirement",
        "kompas_training.RoleProfile",
        "kompas_training.RoleProfile_positions",
        "kompas_training.StaffImport",
        "wagtailcore.ModelLogEntry",
    ]


@pytest.mark.parametrize("model", GUARDED)
def test_each_trigger_that_is_gone_is_missed_and_comes_back(model):
    entry = triggers.guards[model]
    for name in sorted(entry.expected(connection.vendor)):
        drop(entry, name)
        assert triggers.missing() == [name]
        output = io.StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("kompas_check", "triggers", "--json", stdout=output)
        assert left.value.code == 1
        assert [fault["keys"] for fault in json.loads(output.getvalue())] == [{"trigger": name}]
        triggers.install()
        assert triggers.missing() == []


@pytest.mark.parametrize("model", [m for m in GUARDED if getattr(triggers.guards[m], "frozen", None)])
def test_a_trigger_of_an_earlier_version_that_keeps_less_is_found_and_replaced(model):
    entry = triggers.guards[model]
    earlier = triggers.Guard(entry.model, frozen=entry.frozen[:1], gone=entry.gone)
    execute(*earlier.create(connection.vendor))
    assert triggers.missing() == [f"{entry.table}_no_update"]
    triggers.install()
    assert triggers.missing() == []


def test_every_model_with_a_history_of_who_did_what_keeps_it():
    """A new journal that nobody guards is found here."""
    unguarded = {model._meta.label for model in apps.get_models() if issubclass(model, Acted)} - set(GUARDED)
    assert unguarded == NOT_JOURNALS


@pytest.fixture
def change():
    clerk = make.user(first_name="Joanna", last_name="Wysocka")
    change = EnrolmentChange.objects.create(
        enrolment=make.EnrolmentFactory(), at=make.NOW, new_state="confirmed", **acted(Actor.of_user(clerk))
    )
    return change, clerk


def test_an_account_may_go_and_its_name_stays_in_the_history(change):
    written, clerk = change
    clerk.delete()
    written.refresh_from_db()
    assert (written.actor_user, written.actor_name) == (None, "Joanna Wysocka")


@pytest.mark.parametrize(
    "assignment",
    [
        "actor_user_id = NULL, actor_name = 'Ktoś Inny'",
        "actor_name = 'Ktoś Inny'",
        "reason = 'Inny'",
        "new_state = new_state",
        "actor_user_id = actor_user_id",
    ],
)
def test_nothing_else_of_a_history_goes_with_the_account(change, assignment):
    refused(f"UPDATE kompas_courses_enrolmentchange SET {assignment} WHERE id = %s", [change[0].pk])


def test_nobody_is_put_in_the_place_of_an_account_that_is_gone(change):
    written, clerk = change
    other = make.user()
    refused("UPDATE kompas_courses_enrolmentchange SET actor_user_id = %s", [other.pk])
    clerk.delete()
    refused("UPDATE kompas_courses_enrolmentchange SET actor_user_id = %s", [other.pk])
    assert EnrolmentChange.objects.get(pk=written.pk).actor_user is None
