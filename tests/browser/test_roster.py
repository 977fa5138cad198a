"""The roster of a phone on a bad network: messages that are slow, lost, repeated or out of order."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.attendance import actions as attendance
from courses.attendance.models import Mark, MarkChange
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from tests import factories as make
from training.kernel import time

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Roster:
    """The roster open on a phone; ``held`` are the messages that have not left it yet, while ``holds``."""

    def __init__(self, window, meeting):
        self.page = window.page
        self.address = window.base + reverse("kompas_courses:roster_save", args=[meeting.pk])
        self.held, self.holds = [], False
        self.page.route(self.address, lambda route: self.held.append(route) if self.holds else route.continue_())
        window.go(reverse("kompas_courses:roster", args=[meeting.pk]))
        self.sync = self.page.locator("[data-sync]")

    def tap(self, enrolment, presence):
        self.page.locator(f"#person-{enrolment.pk} label:has(input[value={presence}])").click()

    def shows(self, enrolment):
        return self.page.locator(f"#person-{enrolment.pk} input:checked").get_attribute("value")

    def waits_for(self, count):
        while len(self.held) < count:
            self.page.wait_for_timeout(20)

    def is_saved(self):
        expect(self.sync).to_have_class("kc-tag kc-tag--ok")

    def is_not_saved(self):
        expect(self.sync).to_have_class("kc-tag kc-tag--bad")


@pytest.fixture
def trainer(db):
    return make.person_with_account(first_name="Jan", last_name="Trener")


@pytest.fixture
def meeting(trainer):
    return make.MeetingFactory(starts_at=time.now() - timedelta(hours=1), minutes=270, trainers=[trainer])


@pytest.fixture
def ewa(meeting):
    return make.EnrolmentFactory(edition=meeting.edition, person__first_name="Ewa", person__last_name="Ćwik")


@pytest.fixture
def roster(site, window, trainer, meeting, ewa):
    return Roster(window(trainer.user, width=390, has_touch=True), meeting)


def journal():
    changes = MarkChange.objects.order_by("pk")
    return [(change.old_presence, change.new_presence, change.took_effect) for change in changes]


def test_the_second_of_two_quick_taps_wins_however_slow_the_first_is(roster, ewa):
    roster.holds = True
    roster.tap(ewa, Presence.PRESENT)
    roster.waits_for(1)
    roster.tap(ewa, Presence.ABSENT)
    roster.page.wait_for_timeout(400)  # the first message is on its way all this time
    roster.holds = False
    roster.held.pop().continue_()
    roster.is_saved()
    assert journal() == [("", "present", True), ("present", "absent", True)]
    assert Mark.objects.get().presence == "absent"
    assert roster.shows(ewa) == "absent"


def test_a_message_that_arrives_after_newer_ones_changes_nothing_twice(roster, ewa):
    roster.holds = True
    roster.tap(ewa, Presence.PRESENT)
    roster.waits_for(1)
    # The phone loses the connection and believes nothing was sent; the message still travels.
    lost = roster.held.pop()
    sent, headers = lost.request.post_data, lost.request.all_headers()
    lost.abort("connectionreset")
    roster.is_not_saved()
    roster.holds = False
    roster.tap(ewa, Presence.ABSENT)
    roster.is_saved()
    entries = [("", "present", True), ("present", "absent", True)]
    assert journal() == entries
    for _ in range(2):
        late = roster.page.request.post(
            roster.address,
            data=sent,
            headers={name: headers[name] for name in ("content-type", "x-csrftoken", "referer", "origin")},
        )
        assert late.status == 200
        assert late.json()["repeated"] == [json.loads(sent)["entries"][0]["id"]]
    assert journal() == entries
    assert Mark.objects.get().presence == "absent"


def test_what_waits_behind_a_refusal_is_sent_and_refused_too(roster, ewa, meeting, trainer):
    roster.holds = True
    roster.tap(ewa, Presence.PRESENT)
    roster.waits_for(1)
    roster.tap(ewa, Presence.EXCUSED)
    attendance.close_meeting(
        meeting=meeting,
        minutes=meeting.minutes,
        topic="Podstawy",
        taught_by=[trainer],
        actor=make.ACTOR,
        rest_absent=True,
    )
    roster.holds = False
    with roster.page.expect_response(
        lambda answer: answer.url == roster.address and "excused" in answer.request.post_data
    ):
        roster.held.pop().continue_()
    roster.is_not_saved()
    expect(roster.sync).to_contain_text(meeting.topic)
    assert journal() == [("", "absent", True)]


def test_a_roster_whose_script_did_not_arrive_is_the_plain_form(site, window, trainer, meeting, ewa):
    opened = window(trainer.user, width=390)
    page = opened.page
    page.route("**/roster*.js", lambda route: route.abort())
    opened.go(reverse("kompas_courses:roster", args=[meeting.pk]))
    expect(page.locator("[data-sync]")).to_be_hidden()
    page.locator(f"#person-{ewa.pk} label:has(input[value=late])").click()
    page.locator(f"#missed-{ewa.pk}").fill("20")
    with page.expect_navigation():
        page.locator("[data-save]").click()
    assert [(mark.presence, mark.minutes_missed) for mark in Mark.objects.all()] == [("late", 20)]


def test_minutes_that_cannot_be_are_refused_beside_the_field_and_stay_as_they_were_typed(roster, ewa):
    roster.tap(ewa, Presence.LATE)
    roster.is_saved()
    row = roster.page.locator(f"#person-{ewa.pk}")
    for typed in ("900", "0", "-5", ""):
        row.locator("input[type=number]").fill(typed)
        row.locator("summary").focus()
        expect(row.locator("[data-fault]")).to_have_text(
            "Wpisz liczbę opuszczonych minut, od 1 do 270. Jeszcze nie zapisano."
        )
        assert row.locator("input[type=number]").input_value() == typed
        assert [(mark.presence, mark.minutes_missed) for mark in Mark.objects.all()] == [("late", 15)]
    row.locator("input[type=number]").fill("270")
    row.locator("summary").focus()
    expect(row.locator("[data-fault]")).to_be_hidden()
    roster.is_saved()
    assert Mark.objects.get().minutes_missed == 270


def test_minutes_that_the_server_refuses_stay_with_its_reason(roster, ewa):
    # A page loaded before the meeting was made shorter.
    roster.page.locator(f"#person-{ewa.pk} input[type=number]").evaluate("field => { field.max = 999 }")
    row = roster.page.locator(f"#person-{ewa.pk}")
    roster.tap(ewa, Presence.LATE)
    roster.is_saved()
    row.locator("input[type=number]").fill("300")
    row.locator("summary").focus()
    expect(row.locator("[data-fault]")).to_contain_text("270")
    assert row.locator("input[type=number]").input_value() == "300"
    assert Mark.objects.get().minutes_missed == 15


def test_five_people_stand_on_the_first_screen_of_a_phone_and_24_on_three(site, window, trainer, meeting, ewa):
    for number in range(23):
        make.EnrolmentFactory(
            edition=meeting.edition, person__first_name="Aleksandra", person__last_name=f"Wiśniewska-Kowal{number:02}"
        )
    page = window(trainer.user, width=390, height=844, has_touch=True).go(
        reverse("kompas_courses:roster", args=[meeting.pk])
    )
    seen = page.evaluate(
        """() => {
            const room = document.querySelector(".kc-foot").getBoundingClientRect().top;
            return [...document.querySelectorAll(".kc-person")].filter(
                (row) => row.getBoundingClientRect().bottom <= room).length;
        }"""
    )
    assert seen >= 5
    assert page.evaluate("document.documentElement.scrollHeight") < 2400
    page.evaluate("scrollTo(0, 1200)")
    assert page.locator(".kc-roster__bar").bounding_box()["height"] <= 60


# ---- what the browser keeps until the server has it


def offline(roster):
    roster.page.route(roster.address, lambda route: route.abort("internetdisconnected"))


def online(roster):
    roster.page.unroute(roster.address)


def unsent(roster):
    return roster.page.evaluate(
        "Object.values(localStorage).map(text => { try { return JSON.parse(text).length } catch { return 0 } })"
    )


def test_marks_without_a_network_outlive_the_page_and_are_sent_when_it_returns(roster, ewa):
    offline(roster)
    roster.tap(ewa, Presence.ABSENT)
    expect(roster.sync).to_contain_text("(1)")
    roster.page.reload()
    # Shown as it was marked, though nothing reached the server.
    assert roster.shows(ewa) == "absent"
    expect(roster.sync).to_contain_text("(1)")
    assert journal() == []
    # A closed tab loses nothing either.
    context = roster.page.context
    address = roster.page.url
    roster.page.close()
    roster.page = context.new_page()
    roster.page.goto(address)
    expect(roster.page.locator("[data-sync]")).to_have_class("kc-tag kc-tag--ok")
    assert journal() == [("", "absent", True)]
    assert unsent(roster) in ([], [0])


def test_marks_said_after_the_session_ended_are_sent_when_it_returns(roster, ewa, trainer, site):
    context = roster.page.context
    kept = context.cookies()
    context.clear_cookies()
    roster.tap(ewa, Presence.EXCUSED)
    roster.is_not_saved()
    expect(roster.sync).to_contain_text("(1)")
    context.add_cookies(kept)
    roster.page.evaluate("dispatchEvent(new Event('focus'))")
    roster.is_saved()
    assert journal() == [("", "excused", True)]


def test_signing_out_asks_about_marks_that_were_not_sent(roster, ewa):
    offline(roster)
    roster.tap(ewa, Presence.PRESENT)
    roster.is_not_saved()
    asked = []

    def answer(dialog, yes):
        asked.append(dialog.message)
        dialog.accept() if yes else dialog.dismiss()

    def sign_out(yes):
        roster.page.once("dialog", lambda dialog: answer(dialog, yes))
        roster.page.locator("details.kc-account summary").click()
        roster.page.locator("form[data-kc-account] button").click()

    sign_out(False)
    assert unsent(roster).count(1) == 1
    roster.page.keyboard.press("Escape")
    with roster.page.expect_navigation():
        sign_out(True)
    assert len(asked) == 2 and "1" in asked[0]
    assert unsent(roster).count(1) == 0
    assert journal() == []


def test_the_rest_of_a_second_device_leaves_the_marks_of_the_first(site, window, trainer, meeting, ewa, roster):
    jan = make.EnrolmentFactory(edition=meeting.edition, person__first_name="Jan", person__last_name="Lis")
    first = Roster(window(trainer.user, width=390, has_touch=True), meeting)
    second = Roster(window(trainer.user, width=390, has_touch=True), meeting)
    first.tap(ewa, Presence.ABSENT)
    first.is_saved()
    # The second still shows nobody marked.
    second.page.locator("[data-rest-button]").click()
    second.is_saved()
    expect(second.page.locator("[data-toast] span")).to_contain_text("nieobecność (1)")
    assert (second.shows(ewa), second.shows(jan)) == ("absent", "present")
    assert dict(Mark.objects.values_list("enrolment_id", "presence")) == {ewa.pk: "absent", jan.pk: "present"}


def test_none_of_the_marks_that_waited_passes_over_what_was_said_after_it(roster, meeting, ewa):
    """Two taps without a network, then another device; the second in the queue is as old as the first."""
    jan = make.EnrolmentFactory(edition=meeting.edition, person__first_name="Jan", person__last_name="Lis")
    roster.page.reload()
    offline(roster)
    roster.tap(jan, Presence.PRESENT)
    roster.tap(ewa, Presence.PRESENT)
    expect(roster.sync).to_contain_text("(2)")
    roster.page.wait_for_timeout(400)
    absent = [MarkEntry(enrolment.pk, Presence.ABSENT, uuid.uuid4()) for enrolment in (ewa, jan)]
    attendance.mark(meeting=meeting, entries=absent, actor=make.ACTOR, how=MarkedHow.TAP)
    roster.page.wait_for_timeout(400)
    online(roster)
    roster.is_saved()
    assert dict(Mark.objects.values_list("enrolment_id", "presence")) == {ewa.pk: "absent", jan.pk: "absent"}
    assert (roster.shows(ewa), roster.shows(jan)) == ("absent", "absent")


def test_a_row_keeps_its_undo_after_the_page_is_loaded_again(roster, ewa):
    roster.tap(ewa, Presence.PRESENT)
    roster.is_saved()
    roster.page.reload()
    roster.page.locator(f"#person-{ewa.pk} summary").click()
    button = roster.page.locator(f"#person-{ewa.pk} [data-undo]")
    button.click()
    roster.is_saved()
    expect(button).to_be_hidden()
    assert Mark.objects.count() == 0
    assert journal() == [("", "present", True), ("present", "", True)]


def test_the_office_corrects_a_closed_meeting_with_a_reason(window, site, trainer, meeting, ewa):
    make.hold(meeting, present=[ewa], taught_by=[trainer], now=time.now())
    page = window(make.superuser()).go(reverse("kompas_courses:roster", args=[meeting.pk]))
    # Nothing saves by itself here, so nothing says that it has.
    expect(page.locator("[data-sync]")).to_be_hidden()
    minutes = page.locator(f"#person-{ewa.pk} [data-minutes]")
    expect(minutes).to_be_hidden()
    page.locator(f"#person-{ewa.pk} label:has(input[value=late])").click()
    expect(minutes).to_be_visible()
    page.locator(f"#person-{ewa.pk} label:has(input[value=absent])").click()
    page.locator("#reason").fill("Podpis był pomyłką.")
    with page.expect_navigation():
        page.locator("[data-save]").click()
    assert Mark.objects.get().presence == "absent"
    assert MarkChange.objects.latest("pk").reason == "Podpis był pomyłką."
