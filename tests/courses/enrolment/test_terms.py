"""The page of the admin where ROPS opens a recruitment and changes its terms."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Recruitment
from tests import factories as make
from tests.factories import ACTOR
from training.accounts.registry import GROUPS
from training.kernel import time

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def recruitment(**terms):
    now = time.now()
    opened = make.RecruitmentFactory(**{"opens_at": now - DAY, "closes_at": now + DAY, **terms})
    make.MeetingFactory(edition=opened.edition, starts_at=time.at(time.today(now) + 21 * DAY, "09:00"))
    return opened


def join(opened):
    return enrolment.apply(person=make.employed(), edition=opened.edition, actor=ACTOR)


@pytest.fixture
def coordinator(client):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS["coordinator"]))
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"kompas_applicants:{name}", args=args)


def terms(**changed):
    return {
        "seats": "5",
        "opens_at": "2026-11-20T08:00",
        "closes_at": "2026-12-20T16:00",
        "at_once": "on",
        "has_reserve_list": "on",
        "confirmation_hours": "16",
        **changed,
    }


def test_the_day_of_decisions_is_set_shown_and_not_before_the_end_of_applications(coordinator):
    edition = make.EditionFactory()
    address = url("recruitment", edition.pk)
    by_decision = {**terms(), "decides_by": "2026-12-19"}
    del by_decision["at_once"]
    refused = coordinator.post(address, by_decision)
    assert refused.context["form"].errors["decides_by"] == [
        "Zgłoszenia są przyjmowane do 20 grudnia 2026: na decyzje wybierz ten dzień albo późniejszy."
    ]
    assert not Recruitment.objects.exists()
    coordinator.post(address, {**by_decision, "decides_by": "2026-12-22"})
    assert Recruitment.objects.get().decides_by == date(2026, 12, 22)
    assert (
        "<dt>Decyzje do</dt><dd>22 grudnia 2026</dd>"
        in coordinator.get(reverse("kompas_edition:inspect", args=[edition.pk])).content.decode()
    )


def test_recruitment_is_opened_and_changed_on_a_page_of_its_edition(coordinator):
    edition = make.EditionFactory()
    address = url("recruitment", edition.pk)
    assert coordinator.get(address).status_code == 200
    assert coordinator.post(address, terms(closes_at="2026-11-19T08:00")).context["form"].errors["closes_at"]
    assert not Recruitment.objects.exists()
    assert coordinator.post(address, terms()).status_code == 302
    opened = Recruitment.objects.get(edition=edition)
    assert opened.opens_at == time.at(time.today(opened.opens_at), "08:00")
    assert opened.opened_at
    coordinator.post(address, terms(seats="7", organisation_limit="2"))
    opened.refresh_from_db()
    assert (opened.seats, opened.organisation_limit) == (7, 2)


def test_fewer_seats_than_taken_is_an_error_beside_the_field(coordinator):
    opened = recruitment(seats=2)
    join(opened)
    join(opened)
    refused = coordinator.post(url("recruitment", opened.edition_id), terms(seats="1"))
    assert refused.context["form"].errors["seats"]
    opened.refresh_from_db()
    assert opened.seats == 2


def test_the_page_of_the_edition_shows_its_recruitment(coordinator):
    opened = recruitment(seats=3)
    join(opened)
    page = coordinator.get(reverse("kompas_edition:inspect", args=[opened.edition_id])).content.decode()
    assert f"{url('index')}?edition={opened.edition_id}" in page
    assert url("recruitment", opened.edition_id) in page


def test_a_window_beyond_the_first_meeting_is_saved_and_said(coordinator):
    opened = recruitment()
    late = (time.today(time.now()) + 40 * DAY).isoformat()
    data = terms(closes_at=f"{late}T08:00", withdraw_until=f"{late}T08:00")
    response = coordinator.post(url("recruitment", opened.edition_id), data, follow=True)
    levels = [message.level_tag for message in response.context["messages"]]
    assert levels == ["success", "warning", "warning"]
