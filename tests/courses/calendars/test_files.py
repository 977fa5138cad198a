"""Calendar files read back by another implementation (vobject), and looked at byte by byte."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils import translation

from courses.calendars import rules
from courses.calendars.rules import Entry, Party

WARSAW = ZoneInfo("Europe/Warsaw")
STAMP = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROPS = Party("rops@example.org", "ROPS w Lublinie")
ANNA = Party("anna@example.org", "Łucja Żółć")


def entry(**kwargs):
    starts = kwargs.pop("starts_at", datetime(2026, 12, 3, 9, 0, tzinfo=WARSAW))
    values = {
        "uid": "0d7f7a0e-8f43-4c51-a9a3-4d5a6b1c2d3e",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=6),
        "title": "Dialog motywujący: Podstawy",
        "stamp": STAMP,
    }
    return Entry(**{**values, **kwargs})


def request(entry, zone_name="Europe/Warsaw"):
    return rules.invitation(entry, organiser=ROPS, attendee=ANNA, zone_name=zone_name)


def feed(entries, zone_name="Europe/Warsaw"):
    return rules.feed(entries, name="Kursy – ROPS w Lublinie", zone_name=zone_name)


def read(content):
    return vobject.readOne(content.decode())


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # The last Sundays of March and October 2026, the days around them, and both seasons.
        (datetime(2026, 3, 28, 9, 0), datetime(2026, 3, 28, 8, 0)),
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 0, 30)),
        (datetime(2026, 3, 29, 9, 0), datetime(2026, 3, 29, 7, 0)),
        (datetime(2026, 7, 1, 9, 0), datetime(2026, 7, 1, 7, 0)),
        (datetime(2026, 10, 24, 9, 0), datetime(2026, 10, 24, 7, 0)),
        (datetime(2026, 10, 25, 9, 0), datetime(2026, 10, 25, 8, 0)),
        (datetime(2026, 12, 3, 9, 0), datetime(2026, 12, 3, 8, 0)),
        (datetime(2031, 3, 30, 9, 0), datetime(2031, 3, 30, 7, 0)),
        (datetime(2040, 10, 28, 9, 0), datetime(2040, 10, 28, 8, 0)),
    ],
)
@pytest.mark.parametrize("zone_name", ["Europe/Warsaw", "UTC"])
def test_another_reader_finds_the_very_moment(local, utc, zone_name):
    appointment = entry(starts_at=local.replace(tzinfo=WARSAW))
    for content in (request(appointment, zone_name), feed([appointment], zone_name)):
        event = read(content).vevent
        assert event.dtstart.value.astimezone(UTC).replace(tzinfo=None) == utc
        assert event.dtend.value.astimezone(UTC) == appointment.ends_at.astimezone(UTC)


def test_the_zone_is_written_as_yearly_rules():
    text = request(entry()).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RDATE" not in text
    assert "DTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in text
    assert "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in text


def test_an_invitation_names_one_person_and_asks_for_an_answer():
    calendar = read(request(entry(sequence=3)))
    assert calendar.method.value == "REQUEST"
    event = calendar.vevent
    assert (event.uid.value, event.sequence.value) == (entry().uid, "3")
    assert [attendee.value for attendee in event.attendee_list] == ["mailto:anna@example.org"]
    assert event.attendee.params["CN"] == ["Łucja Żółć"]
    assert (event.attendee.params["PARTSTAT"], event.attendee.params["RSVP"]) == (["NEEDS-ACTION"], ["TRUE"])
    assert event.organizer.value == "mailto:rops@example.org"
    assert event.status.value == "CONFIRMED"


def test_a_cancellation_keeps_the_uid_and_says_cancelled():
    calendar = read(request(entry(sequence=4, is_cancelled=True)))
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (entry().uid, "4")


@pytest.mark.parametrize(("language", "title"), [("pl", "Odwołane: {}"), ("en", "Cancelled: {}")])
def test_a_title_says_what_is_off_in_the_language_of_the_calendar(language, title):
    """Programs that hide STATUS would send people to a locked door."""
    with translation.override(language):
        off, on = read(feed([entry(is_cancelled=True), entry(uid="z")])).vevent_list
        mailed = read(request(entry(is_cancelled=True))).vevent
    assert off.summary.value == mailed.summary.value == title.format(entry().title)
    assert on.summary.value == entry().title


def test_the_domain_of_an_attendee_is_sent_in_ascii():
    assert Party("jan@ą.pl").address() == "mailto:jan@xn--2da.pl"


def test_a_feed_has_no_method_and_says_how_often_to_ask():
    content = feed([entry(), entry(uid="b", is_cancelled=True)])
    text = content.decode()
    assert "METHOD" not in text and "ATTENDEE" not in text and "ORGANIZER" not in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "X-PUBLISHED-TTL:PT6H\r\n" in text
    assert "X-WR-CALNAME:Kursy – ROPS w Lublinie\r\n" in text
    assert [event.status.value for event in read(content).vevent_list] == ["CONFIRMED", "CANCELLED"]


def test_a_reminder_comes_a_day_before_and_not_for_what_is_off():
    reminded = read(feed([entry(reminder=timedelta(days=1))])).vevent
    assert reminded.valarm.trigger.value == timedelta(days=-1)
    assert not hasattr(read(feed([entry(reminder=timedelta(days=1), is_cancelled=True)])).vevent, "valarm")


def test_the_same_facts_give_the_same_bytes_in_any_order():
    appointment, other = entry(), entry(uid="b", starts_at=datetime(2026, 12, 4, 9, 0, tzinfo=WARSAW))
    assert feed([appointment, other]) == feed([other, appointment])


POLISH = "Zażółć gęślą jaźń: źródła, „dobre praktyki” i ćwiczenia; część druga – Łęczna, Świdnik, Żółkiewka " * 2


def test_long_polish_text_is_folded_at_75_octets_and_comes_back_whole():
    content = request(entry(title=POLISH, description=POLISH, place=POLISH))
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    event = read(content).vevent
    for text in (event.summary.value, event.location.value):
        assert text == POLISH.strip()
    assert event.description.value == POLISH


HOSTILE = "Dialog\r\nATTENDEE:mailto:evil@example.org\r\nEND:VEVENT"


@pytest.mark.parametrize(
    "nasty",
    [
        HOSTILE,
        HOSTILE.replace("\r\n", "\n"),
        HOSTILE.replace("\r\n", "\r"),
        HOSTILE.replace("\r\n", "\u2028"),
        HOSTILE.replace("\r\n", "\x85"),
        HOSTILE.replace("\r\n", "\x0b"),
        "a\x00b\x07c",
        'a;b,c\\n:"d"',
    ],
)
def test_a_title_cannot_write_properties_of_its_own(nasty):
    appointment = entry(title=nasty, description=nasty, place=nasty, url=f"https://example.org/{nasty}")
    content = rules.invitation(
        appointment,
        organiser=Party("rops@example.org", nasty),
        attendee=Party("anna@example.org", nasty),
        zone_name="Europe/Warsaw",
    )
    unfolded = content.decode().replace("\r\n ", "")
    lines = unfolded.split("\r\n")
    assert not any(mark in unfolded.replace("\r\n", "") for mark in "\r\n\x00\x07\x0b\x85\u2028")
    names = [line.split(":")[0].split(";")[0] for line in lines]
    assert (names.count("ATTENDEE"), names.count("ORGANIZER")) == (1, 1)
    assert sum(line == "END:VEVENT" for line in lines) == 1
    event = read(content).vevent
    assert [attendee.value for attendee in event.attendee_list] == ["mailto:anna@example.org"]


def test_commas_semicolons_and_backslashes_come_back_as_typed():
    event = read(request(entry(title='Prawo; etyka, RODO \\ "praktyka"'))).vevent
    assert event.summary.value == 'Prawo; etyka, RODO \\ "praktyka"'


def test_an_address_cannot_carry_a_second_one():
    address = rules.Party("anna@example.org\r\nATTENDEE:mailto:evil@example.org", "Anna").address()
    assert "\r" not in address and "\n" not in address


def test_files_of_two_people_differ_only_in_the_line_that_names_them():
    shared = rules.unaddressed(entry(), organiser=ROPS, zone_name="Europe/Warsaw")
    to_anna, to_jan = (rules.addressed(shared, entry(), who) for who in (ANNA, Party("jan@example.org", "Jan Kos")))
    assert to_anna == request(entry())
    assert b"ATTENDEE" not in shared and b"anna" not in to_jan
    event = read(to_jan).vevent
    assert event.attendee.value == "mailto:jan@example.org"
    assert (event.attendee.params["CN"], event.attendee.params["PARTSTAT"]) == (["Jan Kos"], ["NEEDS-ACTION"])
    different = set(to_anna.decode().replace("\r\n ", "").split("\r\n")) ^ set(
        to_jan.decode().replace("\r\n ", "").split("\r\n")
    )
    assert len(different) == 2
