"""Applying, to its end: what the request asks of the database, and what leaves after the answer."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.calendars.models import Invitation
from courses.enrolment import actions as enrolment
from courses.enrolment.actions.invitations import follow_all_calendars, follow_calendars
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR
from training.kernel import background as module
from training.kernel import time
from training.kernel.background import Background
from training.notices.models import Notice

DAY = time.timedelta(days=1)
# Session, account and person; recruitment and person locked, queue, posts, places taken; the application, its
# history, its letter.
QUERIES = 9


@pytest.fixture
def opened(db):
    now = time.now()
    made = make.RecruitmentFactory(opens_at=now - DAY, closes_at=now + DAY, edition__state="published")
    make.MeetingFactory(edition=made.edition, starts_at=time.at(time.today(now) + 21 * DAY, "09:00"))
    return made


@pytest.fixture
def serving(monkeypatch):
    """A process that answers requests, with a thread of its own."""
    made = Background(pause=0)
    made.note_request()
    monkeypatch.setattr(module, "background", made)
    yield made
    assert made.wait(60)


@pytest.fixture
def handed_over(serving, monkeypatch):
    """What is handed to the thread, which never comes to it: as when the process is killed after the answer."""
    handed = []
    monkeypatch.setattr(serving, "add", lambda task, keys: handed.append((task.name, list(keys))))
    return handed


def applicant(client):
    person = make.employed(user=make.user())
    client.force_login(person.user)
    return person


def apply(client, opened):
    response = client.post(reverse("kompas_courses:apply", args=[opened.edition_id]))
    assert response.status_code == 302, response.content
    return Enrolment.objects.get(pk=response.headers["Location"].rstrip("/").rsplit("/", 1)[1])


@pytest.mark.django_db(transaction=True)
def test_the_request_asks_nine_queries_to_its_end_and_hands_the_letters_over(client, opened, handed_over):
    person = applicant(client)
    with CaptureQueriesContext(connection) as asked:
        application = apply(client, opened)
    beside = [query for query in asked if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(beside) - 1 == QUERIES  # the last one is the test's own look
    assert application.state == EnrolmentState.CONFIRMED
    letter = Notice.objects.get()
    assert handed_over == [
        ("deliver_notices", [letter.pk]),
        ("follow_calendars", [(opened.edition_id, person.pk)]),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_after_the_answer_loses_neither_letter_nor_invitation(client, opened, handed_over):
    person = applicant(client)
    apply(client, opened)
    assert mail.outbox == [] and not Invitation.objects.exists()
    call_command("kompas_catch_up", stdout=io.StringIO())
    assert [letter.to for letter in mail.outbox] == [[person.email]] * 2
    assert sorted(Notice.objects.values_list("kind", "state", "attachments__method")) == [
        ("calendar_invited", "sent", "REQUEST"),
        ("enrolment_confirmed", "sent", None),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_thread_sends_the_letter_and_the_calendar_file(client, opened, serving):
    person = applicant(client)
    apply(client, opened)
    assert serving.wait(60)
    assert [letter.to for letter in mail.outbox] == [[person.email]] * 2
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert Invitation.objects.get().person == person


@pytest.mark.django_db(transaction=True)
def test_a_transaction_tells_of_all_its_letters_at_once(opened, handed_over):
    Enrolment.objects.bulk_create(
        Enrolment(edition=opened.edition, person=person, arrival=n, applied_at=time.now(), state=EnrolmentState.WAITING)
        for n, person in enumerate([make.employed() for _ in range(3)], start=1)
    )
    enrolment.fill_seats(recruitment=opened, actor=ACTOR)
    letters = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    assert handed_over == [("deliver_notices", letters)] and len(letters) == 3


def confirmed(opened, number):
    return [
        make.EnrolmentFactory(edition=opened.edition, person=make.employed(), arrival=n, state=EnrolmentState.CONFIRMED)
        for n in range(1, number + 1)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_calendars_of_many_are_followed_at_the_cost_of_one(opened, count, django_assert_num_queries):
    confirmed(opened, count)
    make.MeetingFactory(edition=opened.edition, starts_at=time.at(time.today() + 22 * DAY, "09:00"))
    # Meetings; who takes part; what was told; the people; their invitations, read and written; letters and files:
    # eight, and a savepoint.
    with django_assert_num_queries(10):
        assert follow_calendars(opened.edition) == count
    Enrolment.objects.update(state=EnrolmentState.WITHDRAWN)
    with django_assert_num_queries(10):
        assert follow_calendars(opened.edition) == count
    assert Notice.objects.count() == 2 * count


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_editions_without_news_are_passed_over_in_three_queries(count, django_assert_num_queries):
    now = time.now()
    for _number in range(count):
        made = make.RecruitmentFactory(opens_at=now - DAY, closes_at=now + DAY)
        make.MeetingFactory(edition=made.edition, starts_at=time.at(time.today(now) + 21 * DAY, "09:00"))
        confirmed(made, 2)
    assert follow_all_calendars() == 2 * count
    with django_assert_num_queries(3):
        assert follow_all_calendars() == 0


@pytest.mark.django_db
def test_who_joins_while_letters_are_written_waits_for_none(opened, monkeypatch):
    """Following calendars locks the meetings, never the recruitment."""
    confirmed(opened, 1)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        follow_calendars(opened.edition)
    statements = [query["sql"] for query in asked]
    assert statements and not any('FROM "kompas_courses_recruitment"' in sql for sql in statements)
