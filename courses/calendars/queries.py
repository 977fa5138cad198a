"""What belongs in a person's calendar, and in that of an edition."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import formats
from django.utils.translation import gettext as _

from courses.calendars.models import Feed, Invitation
from courses.calendars.registry import meeting_pages, meetings_of_person
from courses.calendars.rules import Entry
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.queries.recorded import as_held, put_meetings
from courses.catalogue.registry import url_of
from courses.catalogue.rules import didactic_hours
from courses.catalogue.states import EditionState, MeetingState
from training.kernel import time
from training.kernel.actors import account_email
from training.kernel.links import site
from training.people.models import Person
from training.people.queries import records_of

REMINDER = timedelta(days=1)
# A calendar looks back a year; an event that is off is shown as such for a month after its day.
KEPT = timedelta(days=365)
CANCELLED_KEPT = timedelta(days=30)


def mail_address_of(person: Person) -> str:
    """Where the person's invitations go; a person without an address has no calendar to tell."""
    return person.email or (account_email(person.user) if person.user_id else "")


def is_off(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.CANCELLED or meeting.edition.state == EditionState.CANCELLED


def place_of(meeting: Meeting) -> str:
    return meeting.venue or meeting.edition.venue


def link_of(meeting: Meeting) -> str:
    return meeting.online_link or meeting.edition.online_link


def entry_of(
    meeting: Meeting, *, invitation: Invitation | None = None, is_withdrawn: bool = False, is_public: bool = False
) -> Entry:
    """A meeting as an event; ``is_withdrawn`` when the person no longer takes part.

    The public one leaves out the link to join: it is for those who take part.
    """
    edition = meeting.edition
    hours = didactic_hours(meeting.minutes, edition.didactic_hour)
    lines = [
        _("Course: %(course)s (%(edition)s)") % {"course": edition.title, "edition": edition.code},
        _("Didactic hours: %(hours)s") % {"hours": formats.localize(hours)},
    ]
    if not is_public and (link := link_of(meeting)):
        lines.append(_("To join: %(link)s") % {"link": link})
    if edition.contact_name:
        contact = [edition.contact_name, edition.contact_phone, edition.contact_email]
        lines.append(_("Contact: %(contact)s") % {"contact": ", ".join(part for part in contact if part)})
    address = url_of(edition.course)
    entry = Entry(
        uid=str(meeting.uid),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=_("%(course)s: %(topic)s") % {"course": edition.title, "topic": meeting.topic},
        description="\n".join(lines),
        place=place_of(meeting) or (_("online") if link_of(meeting) else ""),
        url=site(address) if address and address.startswith("/") else address or "",
        is_cancelled=is_off(meeting) or is_withdrawn,
        stamp=meeting.changed_at,
        reminder=None if is_public else REMINDER,
    )
    return entry_told(entry, invitation) if invitation else entry


def entry_told(entry: Entry, invitation: Invitation) -> Entry:
    """The event as the person of the invitation was told of it last."""
    return replace(entry, sequence=invitation.sequence, stamp=max(entry.stamp, invitation.sent_at))


def _with_edition(keys: Iterable[int], person: Person) -> list[Meeting]:
    mine = Prefetch(
        "invitations",
        Invitation.objects.filter(person__in=records_of(person)).order_by("-sequence", "pk"),
        to_attr="mine",
    )
    return list(
        Meeting.objects.filter(pk__in=keys)
        .select_related("edition__course")
        .prefetch_related(mine)
        .order_by("starts_at", "pk")
    )


def _invitations_at(meeting: Meeting) -> list[Invitation]:
    """The person's own, as ``_with_edition`` read them."""
    return getattr(meeting, "mine", [])


def entries_of(person: Person, *, now: datetime | None = None) -> list[Entry]:
    """Everything in the person's own calendar at ``now``: what rooms name, and what they were once invited to.

    Withdrawing leaves the event in the calendar as cancelled for a while:
    one that simply vanished would stay in programs that only add.
    """
    return [entry for _meeting, entry in _entries(person, now or time.now())]


def _entries(person: Person, now: datetime) -> list[tuple[Meeting, Entry]]:
    current = set()
    for meetings_of in meetings_of_person:
        current |= set(meetings_of(person).filter(ends_at__gte=now - KEPT).order_by().values_list("pk", flat=True))
    left = Invitation.objects.filter(person__in=records_of(person), meeting__ends_at__gte=now - CANCELLED_KEPT)
    was_invited = set(left.values_list("meeting_id", flat=True))
    entries: list[tuple[Meeting, Entry]] = []
    meetings = _with_edition(current | was_invited, person)
    put_meetings(meetings)
    for meeting in meetings:
        invitation = next(iter(_invitations_at(meeting)), None)
        entry = entry_of(meeting, invitation=invitation, is_withdrawn=meeting.pk not in current)
        if not entry.is_cancelled or meeting.ends_at >= now - CANCELLED_KEPT:
            entries.append((meeting, entry))
    return entries


@dataclass(frozen=True)
class Coming:
    """A meeting that is not over, with the page where the person finds it; "" when it has none."""

    entry: Entry
    url: str


def coming_meetings(person: Person, *, now: datetime) -> list[Coming]:
    """The meetings of the person's calendar that are not over, the nearest first."""
    coming = [(meeting, entry) for meeting, entry in _entries(person, now) if entry.ends_at >= now]
    keys = [meeting.pk for meeting, _entry in coming]
    pages: dict[int, str] = {}
    for pages_of in meeting_pages:
        pages |= pages_of(person, keys)
    return [Coming(entry, pages.get(meeting.pk, entry.url)) for meeting, entry in coming]


def entries_of_edition(edition: Edition) -> list[Entry]:
    """The public programme of an edition, with the meetings that are off."""
    meetings = Meeting.objects.filter(edition=edition).select_related("edition__course").order_by("starts_at", "pk")
    return [entry_of(meeting, is_public=True) for meeting in as_held(edition, meetings)]


def live_feed(person: Person) -> Feed | None:
    """The person's calendar address in use."""
    return Feed.objects.filter(person__in=records_of(person), revoked_at__isnull=True).order_by("-pk").first()


def feed_by_token(token: str) -> Feed | None:
    """The feed behind a secret address, unless it was revoked."""
    return Feed.objects.filter(token=token, revoked_at__isnull=True).select_related("person__merged_into").first()
