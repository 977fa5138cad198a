"""Calendar addresses: what programs get, what the wrong ones get, and the page where a person makes theirs."""

import re
from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils.http import parse_http_date

from courses.calendars import actions as calendars
from courses.calendars.models import Feed
from courses.calendars.registry import meetings_of_person
from courses.catalogue import actions as catalogue
from courses.catalogue.models import Meeting
from courses.catalogue.states import EditionState
from tests import factories as make
from training.kernel import time

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make.person_with_account(first_name="Anna", last_name="Żuk", email="anna@example.org")


@pytest.fixture
def meeting():
    return make.MeetingFactory(
        starts_at=time.at(time.today() + timedelta(days=20), "09:00"),
        edition__venue="Łęczna",
        edition__online_link="https://example.org/x",
    )


@pytest.fixture
def address(anna, meeting):
    meeting.trainers.add(anna)
    make.MeetingFactory(topic="Cudze zajęcia", trainers=[make.person()])
    token = calendars.make_feed(person=anna, actor=make.ACTOR).token
    with meetings_of_person.only():
        meetings_of_person.register("test", lambda person: Meeting.objects.filter(trainers=person))
        yield reverse("kompas_courses:feed", args=[token])


def test_a_feed_needs_no_sign_in_and_holds_only_ones_own(client, address, meeting):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, max-age=900"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    parse_http_date(response.headers["Last-Modified"])
    calendar = vobject.readOne(response.content.decode())
    assert [event.uid.value for event in calendar.vevent_list] == [str(meeting.uid)]
    assert "Cudze" not in response.content.decode()


def test_a_program_that_has_it_already_gets_304(client, address, meeting):
    first = client.get(address)
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"other", {first.headers["ETag"]}'):
        again = client.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    catalogue.save_meeting(
        edition=meeting.edition,
        meeting=meeting,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        minutes=meeting.minutes,
        topic="Inny temat",
        trainers=list(meeting.trainers.all()),
        actor=make.ACTOR,
    )
    changed = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_revoked_address_and_one_that_never_was_answer_alike(client, address, anna):
    calendars.revoke_feed(person=anna, actor=make.ACTOR)
    revoked, never = client.get(address), client.get(reverse("kompas_courses:feed", args=["x" * 32]))
    assert (revoked.status_code, never.status_code) == (404, 404)
    token = address.rsplit("/", 1)[1]
    strip = re.compile(r"x{32}|" + re.escape(token.removesuffix(".ics")))
    assert strip.sub("", revoked.content.decode()) == strip.sub("", never.content.decode())


def test_guessing_and_asking_too_often_are_answered_with_wait(client, address, settings):
    settings.KOMPAS = {**settings.KOMPAS, "RATE_LIMITS": {"feed": 2}}
    assert [client.get(address).status_code for _time in range(3)] == [200, 200, 429]
    guesses = [client.get(reverse("kompas_courses:feed", args=[f"guess{n}"])).status_code for n in range(3)]
    assert guesses == [404, 404, 429]


def test_nothing_is_written_by_a_feed_but_when_it_was_read(client, address):
    assert client.post(address).status_code == 405
    client.get(address)
    assert Feed.objects.get().last_read_at is not None


def test_the_programme_of_an_edition_is_public_without_link_and_names(client, meeting, anna):
    meeting.trainers.add(anna)
    meeting.edition.contact_name = "Ewa Zając"
    meeting.edition.save()
    response = client.get(reverse("kompas_courses:edition_calendar", args=[meeting.edition.pk]))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    text = response.content.decode().replace("\r\n ", "")
    assert "Łęczna" in text and "Ewa Zając" in text
    assert "example.org/x" not in text and "Żuk" not in text


def test_an_edition_that_is_not_published_has_no_calendar(client):
    draft = make.EditionFactory(state=EditionState.DRAFT)
    assert client.get(reverse("kompas_courses:edition_calendar", args=[draft.pk])).status_code == 404


# ---- the person's own page -------------------------------------------------------------------------------------


def test_the_page_asks_to_sign_in(client):
    for name in ("my_calendar", "make_feed", "renew_feed", "revoke_feed"):
        url = reverse(f"kompas_courses:{name}")
        response = client.get(url) if name == "my_calendar" else client.post(url)
        assert response.status_code == 302
        assert reverse("kompas_training:sign_in") in response.headers["Location"]


def test_making_renewing_and_switching_off_an_address(client, anna):
    client.force_login(anna.user)
    page = reverse("kompas_courses:my_calendar")
    assert "webcal:" not in client.get(page).content.decode()
    client.post(reverse("kompas_courses:make_feed"))
    first = Feed.objects.get()
    shown = client.get(page)
    assert f"/kalendarz/{first.token}.ics" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    client.post(reverse("kompas_courses:renew_feed"))
    second = Feed.objects.get(revoked_at__isnull=True)
    shown = client.get(page).content.decode()
    assert second.token in shown and first.token not in shown
    client.post(reverse("kompas_courses:revoke_feed"))
    assert not Feed.objects.filter(revoked_at__isnull=True).exists()
    assert client.post(reverse("kompas_courses:revoke_feed")).status_code == 302


def test_nobody_else_sees_the_address(client, anna):
    feed = calendars.make_feed(person=anna, actor=make.ACTOR)
    client.force_login(make.person_with_account().user)
    assert feed.token not in client.get(reverse("kompas_courses:my_calendar")).content.decode()


def test_the_page_changes_nothing_when_it_is_only_looked_at(client, anna):
    client.force_login(anna.user)
    for name in ("make_feed", "renew_feed", "revoke_feed"):
        assert client.get(reverse(f"kompas_courses:{name}")).status_code == 405
    assert not Feed.objects.exists()


def test_a_participant_is_led_from_the_calendar_to_the_own_application(client):
    anna = make.person_with_account()
    meeting = make.MeetingFactory(starts_at=time.at(time.today() + timedelta(days=20), "09:00"))
    enrolment = make.EnrolmentFactory(person=anna, edition=meeting.edition, state="confirmed")
    client.force_login(anna.user)
    page = client.get(reverse("kompas_courses:my_calendar")).content.decode()
    assert f'<a href="{reverse("kompas_courses:enrolment", args=[enrolment.pk])}">' in page


def test_a_trainer_is_led_from_the_calendar_to_the_roster(client, anna, meeting):
    meeting.trainers.add(anna)
    client.force_login(anna.user)
    page = client.get(reverse("kompas_courses:my_calendar")).content.decode()
    assert f'<a href="{reverse("kompas_courses:roster", args=[meeting.pk])}">' in page
