"""Calendars follow the list of participants: what was sent is compared with what holds.

Only the difference is sent, so a task that was lost is made good by the next one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from courses.calendars import actions as calendars
from courses.calendars.models import Invitation
from courses.calendars.queries import entry_of, is_off, link_of, place_of
from courses.catalogue.models import Edition, Meeting
from courses.enrolment.letters import NOTICES, about
from courses.enrolment.models import Enrolment
from training.kernel import time
from training.kernel.conf import setting
from training.notices.actions import Attachment, Message, queue_many
from training.people.models import Person


@dataclass
class PersonCalendar:
    """The meetings that a person was invited to (``{meeting_id: fingerprint}``), and the editions they take part in."""

    language: str
    invited_to: dict[int, str] = field(default_factory=dict)
    editions: set[int] = field(default_factory=set)


@dataclass
class CalendarChange:
    """What one person's calendar does not know: meetings to come to, and meetings that are over for them."""

    person_id: int
    meetings: list[Meeting]
    over: list[Meeting]
    # Some of the meetings were sent before, and changed since.
    is_change: bool


@transaction.atomic
def follow_calendars(
    edition: Edition | int, *, people: Collection[int] | None = None, now: datetime | None = None
) -> int:
    """Invite those who take part, and uninvite those who no longer do, to the coming meetings of an edition.

    Run twice it sends nothing.  ``people`` narrows it to some.  Returns how many were written to.  The number of
    statements grows neither with the people nor with the meetings.
    """
    now = now or time.now()
    coming = _coming(now).filter(edition=edition)
    meetings = _locked(coming)
    if not meetings:
        return 0
    changes = list(_calendar_changes(meetings, _person_calendars(coming, people)))
    if not changes:
        return 0
    recipients = Person.objects.select_related("user", "merged_into__user").in_bulk(
        [item.person_id for item in changes]
    )
    queue_many([*_invite(changes, recipients, now), *_uninvite(changes, recipients, now)], now=now)
    return len(changes)


def follow_all_calendars() -> int:
    """What nobody was written about: for ``kompas_catch_up``.  Only editions with changes are looked at one by one."""
    now = time.now()
    coming = _coming(now)
    changes = _calendar_changes(coming, _person_calendars(coming, None))
    behind = {meeting.edition_id for item in changes for meeting in (*item.meetings, *item.over)}
    return sum(follow_calendars(edition, now=now) for edition in sorted(behind))


# ---- calendars and their invitations ------------------------------------------------------------------------------


def _coming(now: datetime) -> QuerySet[Meeting]:
    coming = Meeting.objects.filter(ends_at__gt=now, edition__recruitment__isnull=False)
    return coming.select_related("edition__course").order_by("starts_at", "pk")


def _locked(coming: QuerySet[Meeting]) -> list[Meeting]:
    """The meetings, locked: without it two workers would write to the same person twice.

    Not the recruitment: nobody who applies waits until letters are written.
    """
    return list(coming.select_for_update(of=("self",), no_key=True))


def _person_calendars(coming: QuerySet[Meeting], people: Collection[int] | None) -> dict[int, PersonCalendar]:
    """Calendars of those who take part or were invited, in two queries; who has no address has no calendar."""
    invitations = Invitation.objects.filter(meeting__in=coming.order_by().values("pk"), is_cancelled=False)
    taking_part = Enrolment.objects.filter(edition__in=coming.order_by().values("edition")).taking_part().order_by()
    if people is not None:
        invitations, taking_part = invitations.filter(person__in=people), taking_part.filter(person__in=people)
    calendars_of: dict[int, PersonCalendar] = {}
    owner = ("person_id", "person__language", *_addresses())
    for edition, person, language, *addresses in taking_part.values_list("edition_id", *owner):
        if any(addresses):
            calendars_of.setdefault(person, PersonCalendar(language)).editions.add(edition)
    for meeting, mark, person, language, *addresses in invitations.values_list("meeting_id", "fingerprint", *owner):
        if any(addresses):
            calendars_of.setdefault(person, PersonCalendar(language)).invited_to[meeting] = mark
    return calendars_of


def _addresses() -> list[str]:
    """Columns of the addresses a person may have; the user model of a site may have none."""
    user, columns = get_user_model(), ["person__email"]
    with suppress(FieldDoesNotExist):
        columns.append(f"person__user__{user._meta.get_field(user.get_email_field_name()).name}")
    return columns


def _calendar_changes(
    coming: Iterable[Meeting], person_calendars: Mapping[int, PersonCalendar]
) -> Iterator[CalendarChange]:
    """What each calendar does not know, without a query."""
    meetings = {meeting.pk: meeting for meeting in coming}
    by_edition: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings.values():
        by_edition[meeting.edition_id].append(meeting)
    marks: dict[tuple[int, str], str] = {}

    def mark_of(meeting: Meeting, language: str) -> str:
        if (meeting.pk, language) not in marks:
            with translation.override(language):
                marks[meeting.pk, language] = entry_of(meeting).fingerprint()
        return marks[meeting.pk, language]

    for person_id, calendar in sorted(person_calendars.items()):
        theirs = [item for edition in calendar.editions for item in by_edition[edition] if not is_off(item)]
        # The calendar does not know the meeting, or knows it as it was before a change.
        not_sent = [item for item in theirs if calendar.invited_to.get(item.pk) != mark_of(item, calendar.language)]
        still = {item.pk for item in theirs}
        over = [meetings[key] for key in calendar.invited_to if key in meetings and key not in still]
        if not_sent or over:
            yield CalendarChange(
                person_id, not_sent, over, is_change=any(item.pk in calendar.invited_to for item in not_sent)
            )


# ---- letters ----------------------------------------------------------------------------------------------------


def _invite(changes: Iterable[CalendarChange], people: Mapping[int, Person], now: datetime) -> Iterator[Message]:
    invited = [item for item in changes if item.meetings]
    if not invited:
        return
    files = calendars.invite_many(
        wanted=[(people[item.person_id], item.meetings) for item in invited],
        organiser_email=invited[0].meetings[0].edition.contact_email or setting("ORGANISER")["email"],
        now=now,
    )
    for item, attached in zip(invited, files, strict=True):
        yield _letter("invited", people[item.person_id], item.meetings, attached, is_change=item.is_change)


def _uninvite(changes: Iterable[CalendarChange], people: Mapping[int, Person], now: datetime) -> Iterator[Message]:
    uninvited = [item for item in changes if item.over]
    files = calendars.uninvite_many(wanted=[(people[item.person_id], item.over) for item in uninvited], now=now)
    for item, attached in zip(uninvited, files, strict=True):
        yield _letter("uninvited", people[item.person_id], item.over, attached, is_change=False)


def _letter(
    letter: str, person: Person, meetings: list[Meeting], files: list[Attachment], *, is_change: bool
) -> Message:
    """One letter with all the files."""
    return Message(
        kind=f"calendar_{letter}",
        person=person,
        template=f"{NOTICES}/{letter}",
        context={
            **about(meetings[0].edition),
            "is_change": is_change,
            "meetings": [
                {
                    "topic": meeting.topic,
                    "starts_at": meeting.starts_at,
                    "ends_at": meeting.ends_at,
                    "place": place_of(meeting),
                    "link": link_of(meeting),
                }
                for meeting in meetings
            ],
        },
        attachments=files,
    )
