"""*To do today*: what ROPS finds on the home of the admin, each line with its number and its list."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from courses.enrolment.states import EnrolmentState
from tests import factories as make
from training.accounts import registry as roles
from training.desk.panels import to_do_today
from training.kernel import time
from training.people.states import Identity

COORDINATOR, ANALYST, EDITOR = roles.COORDINATOR, roles.ANALYST, roles.PRACTICE_EDITOR
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def member(role):
    user = make.user()
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    return user


def shown(user):
    panel = to_do_today(user, time.now())
    return panel and [task.text for task in panel.get_context_data({})["tasks"]]


def finished_edition():
    day = time.today() - timedelta(days=3)
    edition = make.EditionFactory(starts_on=day, ends_on=day)
    make.MeetingFactory(edition=edition, starts_at=time.now() - timedelta(days=3))
    return edition


def test_the_office_finds_each_kind_of_work_with_its_number(client):
    coordinator = member(COORDINATOR)
    assert shown(coordinator) == []
    edition = finished_edition()
    for state in (EnrolmentState.UNDER_DECISION, EnrolmentState.UNDER_DECISION, EnrolmentState.WAITING):
        make.EnrolmentFactory(edition=edition, state=state)
    make.PersonFactory(identity=Identity.UNCONFIRMED)
    assert shown(coordinator) == [
        "Decide about 2 applications",
        "Close 1 meeting that is over",
        "Close 1 edition that is over",
        "Confirm who 1 registered person is",
    ]


def test_each_line_leads_to_as_many_rows_as_it_says(client):
    coordinator = member(COORDINATOR)
    edition = finished_edition()
    make.EnrolmentFactory(edition=edition, state=EnrolmentState.UNDER_DECISION)
    make.EnrolmentFactory(edition=edition, state=EnrolmentState.WAITING)
    make.PersonFactory(identity=Identity.UNCONFIRMED)
    make.PersonFactory(identity=Identity.LISTED)
    client.force_login(coordinator)
    tasks = to_do_today(coordinator, time.now()).get_context_data({})["tasks"]
    assert len([task for task in tasks if "admin" in task.url]) > 1
    for task in tasks:
        answer = client.get(task.url)
        assert answer.status_code == 200
        if "admin" in task.url:
            assert (task.url, answer.context["paginator"].count) == (task.url, task.count)


def test_who_has_no_such_work_sees_no_panel(client):
    make.EnrolmentFactory(edition=finished_edition(), state=EnrolmentState.UNDER_DECISION)
    for group in (ANALYST, EDITOR):
        user = member(group)
        assert shown(user) is None
        client.force_login(user)
        assert "kompas-to-do-today" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_the_same_at_any_length(count, django_assert_num_queries):
    coordinator = member(COORDINATOR)
    for _ in range(count):
        make.EnrolmentFactory(edition=finished_edition(), state=EnrolmentState.UNDER_DECISION)
    coordinator.has_perm("kompas_training.change_person")
    with django_assert_num_queries(15):
        to_do_today(coordinator, time.now())


def test_the_home_of_the_admin_counts_no_files(client):
    client.force_login(member(COORDINATOR))
    items = client.get(reverse("wagtailadmin_home")).context["site_summary"]
    assert [type(item).__name__ for item in items.summary_items] == ["PagesSummaryItem"]
