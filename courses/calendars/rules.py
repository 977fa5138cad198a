"""What an iCalendar file says (RFC 5545, 5546, 7986): facts in, bytes out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText, vUri
from icalendar.parser import Contentline
from icalendar.prop import vDuration

from training.kernel.canonical_json import fingerprint
from training.kernel.mailboxes import mail_address
from training.kernel.polish import squeeze

PRODUCT = "-//Kompas//wagtail-kompas//PL"
WARSAW = "Europe/Warsaw"
_WARSAW_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/Warsaw
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
# Zones written as yearly rules, as calendar programs read them.  Lists of dates, which icalendar writes by itself, make
# ical.js (Thunderbird, Nextcloud) show meetings an hour off.  Poland has kept these rules since 1996; other zones get
# their times in UTC.
ZONES = {WARSAW: Timezone.from_ical(_WARSAW_RULES)}
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def plain_line(text: str) -> str:
    """One line without control characters: a title cannot begin a property of its own."""
    return squeeze("".join(" " if unicodedata.category(mark) in {"Cc", "Zl", "Zp"} else mark for mark in text))


def plain_text(text: str) -> str:
    """Lines divided by a line feed, which the file writes as ``\\n``; no other control characters."""
    lines = _BREAKS.sub("\n", text)
    return "".join(mark for mark in lines if mark in "\n\t" or unicodedata.category(mark) != "Cc")


@dataclass(frozen=True)
class Entry:
    """One event as a calendar shows it.

    ``stamp`` is when it last changed: the same facts give the same bytes.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    stamp: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    # How long before the start a calendar may remind; nothing when it must not.
    reminder: timedelta | None = None

    def fingerprint(self) -> str:
        """The same while a calendar has nothing new to learn."""
        return fingerprint(
            {
                "starts_at": self.starts_at,
                "ends_at": self.ends_at,
                "title": self.title,
                "description": self.description,
                "place": self.place,
                "url": self.url,
                "is_cancelled": self.is_cancelled,
            }
        )


@dataclass(frozen=True)
class Party:
    """Who invites, or who is invited."""

    email: str
    name: str = ""

    def address(self) -> vCalAddress:
        # An address with a space or a control character would break out of the value.
        made = vCalAddress(f"mailto:{re.sub(r'[^!-~]', '', mail_address(self.email))}")
        if self.name:
            made.params["CN"] = vText(plain_line(self.name).replace('"', "'"))
        return made


def _empty(method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    return calendar


def summary(entry: Entry) -> str:
    """The title as a calendar shows it, in the active language.

    Many programs show a cancelled event like any other (Google hides the
    STATUS of subscribed calendars), so the words say it too.
    """
    title = plain_line(entry.title)
    return _("Cancelled: %(title)s") % {"title": title} if entry.is_cancelled else title


def _event(entry: Entry, zone_name: str) -> Event:
    zone = ZoneInfo(WARSAW) if zone_name == WARSAW else UTC
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("DTSTART", entry.starts_at.astimezone(zone))
    event.add("DTEND", entry.ends_at.astimezone(zone))
    event.add("SUMMARY", summary(entry))
    if entry.description:
        event.add("DESCRIPTION", plain_text(entry.description))
    if entry.place:
        event.add("LOCATION", plain_line(entry.place))
    if entry.url:
        event.add("URL", vUri(iri_to_uri(plain_line(entry.url))))
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def invitation(entry: Entry, *, organiser: Party, attendee: Party, zone_name: str) -> bytes:
    """One event for one person, to be mailed: a request, or its cancellation.

    Nobody else is named in it: who takes part is nobody else's business.
    """
    return addressed(unaddressed(entry, organiser=organiser, zone_name=zone_name), entry, attendee)


def unaddressed(entry: Entry, *, organiser: Party, zone_name: str) -> bytes:
    """An invitation without the line that names whom it invites: the same for everybody who is told the same."""
    calendar = _empty("CANCEL" if entry.is_cancelled else "REQUEST")
    _add_zone(calendar, zone_name)
    event = _event(entry, zone_name)
    event.add("ORGANIZER", organiser.address())
    calendar.add_component(event)
    return calendar.to_ical()


def addressed(content: bytes, entry: Entry, attendee: Party) -> bytes:
    """The invitation to ``entry`` with the line that names the person, as the last of its event."""
    invited = attendee.address()
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    if not entry.is_cancelled:
        invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
        invited.params["RSVP"] = vText("TRUE")
    line = Contentline.from_parts("ATTENDEE", invited.params, invited).to_ical()
    before, end, after = content.rpartition(b"END:VEVENT")
    return before + line + b"\r\n" + end + after


def feed(entries: Iterable[Entry], *, name: str, zone_name: str, description: str = "") -> bytes:
    """A calendar to subscribe to.  No METHOD: PUBLISH would ask for an organiser (RFC 5546, 3.2.1)."""
    calendar = _empty()
    calendar.add("NAME", plain_line(name))
    calendar.add("X-WR-CALNAME", plain_line(name))
    if description:
        calendar.add("X-WR-CALDESC", plain_text(description))
    calendar.add("X-WR-TIMEZONE", zone_name)
    refresh = vDuration(timedelta(hours=6))
    refresh.params["VALUE"] = vText("DURATION")
    calendar.add("REFRESH-INTERVAL", refresh)
    calendar.add("X-PUBLISHED-TTL", "PT6H")
    _add_zone(calendar, zone_name)
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.uid)):
        event = _event(entry, zone_name)
        if entry.reminder and not entry.is_cancelled:
            alarm = Alarm()
            alarm.add("ACTION", "DISPLAY")
            alarm.add("DESCRIPTION", plain_line(entry.title))
            alarm.add("TRIGGER", -entry.reminder)
            event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()


def _add_zone(calendar: Calendar, zone_name: str) -> None:
    if zone := ZONES.get(zone_name):
        calendar.add_component(zone)
