"""The screens of ROPS: the applicants' list, decisions for one and for many, the terms of recruitment."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from courses.enrolment import actions as enrolment
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.factories import ACTOR
from training.accounts.registry import GROUPS
from training.kernel import time
from training.notices.models import Notice
from training.people.states import Identity

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def recruitment(**terms):
    now = time.now()
    opened = make.RecruitmentFactory(**{"opens_at": now - DAY, "closes_at": now + DAY, **terms})
    make.MeetingFactory(edition=opened.edition, starts_at=time.at(time.today(now) + 21 * DAY, "09:00"))
    return opened


def join(opened, person=None):
    return enrolment.apply(person=person or make.employed(), edition=opened.edition, actor=ACTOR)


def member(role):
    user = make.user()
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user


@pytest.fixture
def coordinator(client):
    client.force_login(member("coordinator"))
    return client


def url(name, *args, **query):
    address = reverse(f"kompas_applicants:{name}", args=args)
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def state(application):
    return Enrolment.objects.get(pk=application.pk).state


def test_the_list_shows_contacts_state_reason_and_counts(coordinator):
    opened, other = recruitment(seats=1), recruitment()
    application = join(opened, make.employed(last_name="Żak", email="zak@example.org", phone="600 100 200"))
    second = join(opened)
    stranger = join(other)
    enrolment.withdraw(enrolment=second, actor=ACTOR, reason="sick child")
    page = coordinator.get(url("index", edition=opened.edition_id)).content.decode()
    for shown in (
        "Żak",
        "zak@example.org",
        "600\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}200",
        application.organisation.name,
        "sick child",
    ):
        assert shown in page
    assert stranger.person.last_name not in page


def test_the_list_is_found_without_polish_letters_and_by_filters(coordinator):
    opened = recruitment(seats=1)
    join(opened, make.employed(last_name="Łączyńska"))
    join(opened, make.employed(last_name="Nowak"))
    page = coordinator.get(url("index", edition=opened.edition_id, q="laczynska")).content.decode()
    assert "Łączyńska" in page
    assert "Nowak" not in page
    waiting = coordinator.get(url("index", edition=opened.edition_id, state="waiting")).content.decode()
    assert "Nowak" in waiting
    assert "Łączyńska" not in waiting


def test_an_empty_list_says_whether_nobody_applied_or_the_filters_hide_them(coordinator):
    opened = recruitment()
    nobody = "Nikt jeszcze nie zgłosił się na tę edycję."
    assert nobody in coordinator.get(url("index", edition=opened.edition_id)).content.decode()
    join(opened)
    hidden = coordinator.get(url("index", edition=opened.edition_id, state="refused")).content.decode()
    assert nobody not in hidden
    assert "Nic nie pasuje" in hidden


def test_the_list_costs_the_same_for_one_and_for_three(coordinator):
    opened = recruitment(seats=1)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert coordinator.get(url("index", edition=opened.edition_id)).status_code == 200
        return len(captured)

    join(opened)
    coordinator.get(url("index", edition=opened.edition_id))
    with_one = cost()
    for _ in range(2):
        join(opened, make.employed(organisation=make.organisation()))
    assert cost() == with_one


def test_the_sheet_holds_the_filtered_rows_with_real_moments(coordinator):
    opened = recruitment(seats=1)
    application = join(opened, make.employed(last_name="=Żak"))
    join(opened)
    answer = coordinator.get(url("index", edition=opened.edition_id, state="confirmed", export="xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    heads = list(rows[0])
    assert len(rows) == 2
    values = rows[1]
    assert "=Żak" in values
    local = application.applied_at.astimezone(time.zone()).replace(tzinfo=None, microsecond=0)
    assert local in values
    assert len(heads) == len(values)


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_at_any_length(coordinator, count, django_assert_num_queries):
    opened = recruitment(seats=1)
    for _ in range(count):
        join(opened, make.employed(organisation=make.organisation()))
    coordinator.get(url("index", export="xlsx"))
    # One of them asks whether a row is of a closed edition, whose record then speaks.
    with django_assert_num_queries(11):
        answer = coordinator.get(url("index", export="xlsx"))
    assert load_workbook(io.BytesIO(answer.getvalue())).active.max_row == count + 1


def test_one_application_shows_why_and_its_history(coordinator):
    opened = recruitment(seats=1)
    join(opened)
    application = join(opened)
    page = coordinator.get(url("inspect", application.pk))
    assert page.status_code == 200
    assert page.context["explanation"].position == 1
    assert ACTOR.name in page.content.decode()


# ---- one row


def test_accepting_says_what_will_happen_and_does_it(coordinator):
    opened = recruitment(seats=1, at_once=False)
    first, second = join(opened), join(opened)
    assert coordinator.get(url("accept", first.pk)).status_code == 200
    for applicant in (first, second):
        assert coordinator.post(url("accept", applicant.pk)).status_code == 302
    assert (state(first), state(second)) == (EnrolmentState.CONFIRMED, EnrolmentState.WAITING)


def test_refusing_needs_a_reason(coordinator):
    application = join(recruitment(at_once=False))
    assert coordinator.post(url("refuse", application.pk), {"reason": ""}).status_code == 200
    assert state(application) == EnrolmentState.UNDER_DECISION
    coordinator.post(url("refuse", application.pk), {"reason": "not the target group"})
    assert state(application) == EnrolmentState.REFUSED


def test_rops_withdraws_after_the_deadline(coordinator):
    application = join(recruitment(withdraw_until=time.now() - DAY))
    coordinator.post(url("withdraw", application.pk), {"reason": "long illness"})
    assert state(application) == EnrolmentState.WITHDRAWN


def test_moving_leads_to_the_new_application_and_a_refusal_to_the_form(coordinator):
    old, new = recruitment(), recruitment(seats=1, has_reserve_list=False)
    first, second = join(old), join(old)
    moved = coordinator.post(url("move", first.pk), {"edition": new.edition_id, "reason": "date clash"})
    arrived = Enrolment.objects.get(edition=new.edition)
    assert moved.url == url("inspect", arrived.pk)
    refused = coordinator.post(url("move", second.pk), {"edition": new.edition_id, "reason": "date clash"})
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    assert state(second) == EnrolmentState.CONFIRMED


def test_an_offer_answered_by_telephone_is_accepted_for_the_person(coordinator):
    opened = recruitment(seats=1)
    first, second = join(opened), join(opened)
    enrolment.withdraw(enrolment=first, actor=ACTOR)
    assert url("take", second.pk) in coordinator.get(url("inspect", second.pk)).content.decode()
    assert coordinator.post(url("take", second.pk)).status_code == 302
    assert state(second) == EnrolmentState.CONFIRMED
    assert url("take", second.pk) not in coordinator.get(url("inspect", second.pk)).content.decode()
    waiting = join(opened)
    coordinator.post(url("take", waiting.pk))
    assert state(waiting) == EnrolmentState.WAITING


# ---- a group


def test_accepting_several_previews_each_and_goes_in_the_order_of_arrival(coordinator):
    opened = recruitment(seats=2, at_once=False)
    first, second, third = (join(opened) for _ in range(3))
    unknown = join(opened, make.person(identity=Identity.UNCONFIRMED, last_name="Obca"))
    address = url("group", "accept", edition=opened.edition_id)
    preview = coordinator.get(address)
    outcomes = [row.outcome for row in preview.context["rows"]]
    assert outcomes[:3] == [
        EnrolmentState.CONFIRMED.label,
        EnrolmentState.CONFIRMED.label,
        EnrolmentState.WAITING.label,
    ]
    assert "Obca" in outcomes[3]
    ticked = [third.pk, first.pk, second.pk, unknown.pk]
    assert coordinator.post(address, {"one": ticked}).status_code == 302
    assert [state(application) for application in (first, second, third, unknown)] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITING,
        EnrolmentState.UNDER_DECISION,
    ]


def test_a_step_for_a_group_touches_nobody_outside_the_filter_nor_without_a_tick(coordinator):
    opened, other = recruitment(at_once=False), recruitment(at_once=False)
    ticked, unticked, elsewhere = join(opened), join(opened), join(other)
    away = join(opened, make.employed(organisation=make.organisation()))
    address = url("group", "refuse", edition=opened.edition_id, organisation=ticked.organisation_id)
    keys = [ticked.pk, elsewhere.pk, away.pk]
    coordinator.post(address, {"one": keys, "reason": "not the target group"})
    assert state(ticked) == EnrolmentState.REFUSED
    assert [state(application) for application in (unticked, elsewhere, away)] == [EnrolmentState.UNDER_DECISION] * 3


def test_a_step_for_a_group_needs_an_edition_and_a_known_verb(coordinator):
    opened = recruitment()
    assert coordinator.get(url("group", "accept")).status_code == 404
    assert coordinator.get(url("group", "delete", edition=opened.edition_id)).status_code == 404
    assert coordinator.get(url("group", "accept", edition=opened.edition_id, state="nonsense")).status_code == 404


def test_writing_to_a_filtered_group_reaches_each_once(coordinator):
    opened = recruitment(seats=1)
    first, second = join(opened), join(opened)
    address = url("group", "write", edition=opened.edition_id, state="confirmed")
    preview = coordinator.get(address)
    message = {
        "one": [first.pk, second.pk],
        "subject": "Parking",
        "body": "At the back.",
        "batch": preview.context["form"]["batch"].value(),
    }
    for _ in range(2):
        assert coordinator.post(address, message).status_code == 302
    assert list(Notice.objects.filter(kind="enrolment_message").values_list("person", flat=True)) == [first.person_id]


def test_many_who_find_no_place_are_one_sentence(coordinator):
    opened = recruitment(seats=1, at_once=False, has_reserve_list=False)
    listed = [join(opened) for _ in range(8)]
    address = url("group", "accept", edition=opened.edition_id)
    page = coordinator.post(address, {"one": [application.pk for application in listed]}, follow=True)
    texts = [str(message).strip() for message in page.context["messages"]]
    assert [text.partition(":")[0] for text in texts] == ["7 osób", "Wykonano dla 1 osoby."]
    assert [state(application) for application in listed] == [EnrolmentState.CONFIRMED] + [
        EnrolmentState.UNDER_DECISION
    ] * 7


def test_ticking_nobody_is_said(coordinator):
    opened = recruitment(at_once=False)
    join(opened)
    answer = coordinator.post(url("group", "accept", edition=opened.edition_id), {})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


# ---- adding somebody


def test_somebody_is_added_on_their_behalf_after_the_window(coordinator):
    opened, person = recruitment(closes_at=time.now() - timedelta(hours=1)), make.employed()
    assert coordinator.get(url("join", opened.edition_id)).status_code == 200
    assert coordinator.post(url("join", opened.edition_id), {"person": person.pk}).status_code == 302
    assert Enrolment.objects.get(person=person).state == EnrolmentState.CONFIRMED


def test_adding_somebody_of_two_institutions_asks_which(coordinator):
    opened, person = recruitment(), make.employed()
    second = make.EmploymentFactory(person=person, organisation=make.organisation())
    asked = coordinator.post(url("join", opened.edition_id), {"person": person.pk})
    assert asked.status_code == 200
    assert asked.context["form"].errors["employment"]
    coordinator.post(url("join", opened.edition_id), {"person": person.pk, "employment": second.pk})
    assert Enrolment.objects.get(person=person).organisation == second.organisation


# ---- sight


@pytest.mark.parametrize("role", ["analyst", "practice_editor"])
def test_who_sees_no_names_sees_no_applicant(client, role):
    opened = recruitment(at_once=False)
    application = join(opened)
    client.force_login(member(role))
    for address in (
        url("index", edition=opened.edition_id),
        url("index", edition=opened.edition_id, export="xlsx"),
        url("inspect", application.pk),
        url("accept", application.pk),
        url("group", "write", edition=opened.edition_id),
        url("join", opened.edition_id),
        url("recruitment", opened.edition_id),
    ):
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert application.person.last_name not in answer.content.decode(), address
    client.post(url("group", "refuse", edition=opened.edition_id), {"one": [application.pk], "reason": "x"})
    client.post(url("accept", application.pk))
    assert state(application) == EnrolmentState.UNDER_DECISION


@pytest.mark.parametrize("asked", ["laczynska", "mediacje"])
def test_a_step_for_a_group_finds_what_the_search_box_finds(coordinator, asked):
    opened = recruitment(at_once=False, edition=make.EditionFactory(course__title="Mediacje"))
    join(opened, make.employed(last_name="Łączyńska"))
    join(opened, make.employed(last_name="Nowak"))
    listed = coordinator.get(url("index", edition=opened.edition_id, q=asked)).context["object_list"]
    previewed = coordinator.get(url("group", "accept", edition=opened.edition_id, q=asked)).context["rows"]
    assert [first.pk for first in listed] == [row.enrolment.pk for row in previewed]
    assert len(previewed) == (1 if asked == "laczynska" else 2)
