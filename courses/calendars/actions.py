"""Telling calendars: invitations with their sequence, and secret addresses of feeds."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from courses.calendars import queries, rules
from courses.calendars.models import Feed, Invitation
from courses.calendars.refusals import NoFeedToRevoke
from courses.catalogue.models import Meeting
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.conf import setting
from training.kernel.history import note
from training.notices.actions import Attachment
from training.people.models import Person
from training.people.queries import records_of

# 192 bits: nobody guesses it.
TOKEN_BYTES = 24
# How often "last read" is written: programs ask every few minutes.
READING_NOTED = timedelta(hours=1)
# What a calendar was told last.
TOLD = ("sequence", "fingerprint", "is_cancelled", "sent_at")


def invite(
    *, person: Person, meetings: Iterable[Meeting], organiser_email: str, now: datetime | None = None
) -> list[Attachment]:
    """Invitations to the meetings, one file each, ready to go with a notice.

    A meeting the person was already told of is asked for again with a higher
    SEQUENCE, but only when something in it changed; otherwise the same file
    comes back.  Meetings that are off are passed over, as is a person
    without an address.  The meetings come as they stand, with their edition
    and course at hand (``catalogue.queries.meetings_not_cancelled``).
    """
    return invite_many(wanted=[(person, list(meetings))], organiser_email=organiser_email, now=now)[0]


def uninvite(
    *, person: Person, meetings: Iterable[Meeting], organiser_email: str = "", now: datetime | None = None
) -> list[Attachment]:
    """Cancellations for the meetings the person's calendar knows of; nothing for the others.

    Calling off twice gives the same files: the sequence grows once.
    """
    return uninvite_many(wanted=[(person, list(meetings))], organiser_email=organiser_email, now=now)[0]


def invite_many(
    *, wanted: Sequence[tuple[Person, Sequence[Meeting]]], organiser_email: str, now: datetime | None = None
) -> list[list[Attachment]]:
    """``invite`` for many people, in their order, in a number of statements that does not grow with them."""
    wanted = [(person, [meeting for meeting in meetings if not queries.is_off(meeting)]) for person, meetings in wanted]
    return _files(wanted, organiser_email, is_withdrawn=False, now=now or time.now())


def uninvite_many(
    *, wanted: Sequence[tuple[Person, Sequence[Meeting]]], organiser_email: str = "", now: datetime | None = None
) -> list[list[Attachment]]:
    """``uninvite`` for many people, in their order, in a number of statements that does not grow with them."""
    return _files(wanted, organiser_email, is_withdrawn=True, now=now or time.now())


def _files(
    wanted: Sequence[tuple[Person, Sequence[Meeting]]], organiser_email: str, *, is_withdrawn: bool, now: datetime
) -> list[list[Attachment]]:
    told = [(person, meetings if queries.mail_address_of(person) else ()) for person, meetings in wanted]
    people = {person.pk for person, meetings in told if meetings}
    if not people:
        return [[] for _entry in told]
    with transaction.atomic(savepoint=False):
        keys = {meeting.pk for _person, meetings in told for meeting in meetings}
        locked = Invitation.objects.select_for_update(no_key=True).filter(person__in=people, meeting__in=keys)
        invitations = {
            (invitation.person_id, invitation.meeting_id): invitation
            for invitation in locked.order_by("person_id", "meeting_id")
        }
        files: list[list[Attachment]] = []
        changed: list[Invitation] = []
        shared = _Shared(organiser_email, is_withdrawn=is_withdrawn)
        for person, meetings in told:
            theirs: list[Attachment] = []
            files.append(theirs)
            for meeting in sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.pk)):
                invitation = invitations.get((person.pk, meeting.pk))
                if invitation is None and is_withdrawn:
                    continue
                invitation = invitation or Invitation(meeting=meeting, person=person)
                with translation.override(person.language):
                    entry = shared.entry(meeting, person.language)
                    if _learn(invitation, entry, is_withdrawn=is_withdrawn, now=now):
                        changed.append(invitation)
                    content = shared.file(queries.entry_told(entry, invitation), meeting, person.language)
                    theirs.append(_file(content, entry, meeting, person))
        # Two first invitations at once say the same, so whichever comes second changes nothing.
        Invitation.objects.bulk_create(
            [invitation for invitation in changed if not invitation.pk], ignore_conflicts=True, batch_size=500
        )
        Invitation.objects.bulk_update([invitation for invitation in changed if invitation.pk], TOLD, batch_size=500)
    return files


class _Shared:
    """What the files of many people have in common, written once in each language."""

    def __init__(self, organiser_email: str, *, is_withdrawn: bool) -> None:
        self.organiser_email, self.is_withdrawn = organiser_email, is_withdrawn
        self._entries: dict[tuple[int, str], rules.Entry] = {}
        self._files: dict[tuple[rules.Entry, int, str], bytes] = {}

    def entry(self, meeting: Meeting, language: str) -> rules.Entry:
        """The meeting as an event, in the active ``language``."""
        key = meeting.pk, language
        if key not in self._entries:
            self._entries[key] = queries.entry_of(meeting, is_withdrawn=self.is_withdrawn)
        return self._entries[key]

    def file(self, entry: rules.Entry, meeting: Meeting, language: str) -> bytes:
        """The file of the event, in the active ``language``, without whom it invites."""
        key = entry, meeting.pk, language
        if key not in self._files:
            organiser = setting("ORGANISER")
            email = self.organiser_email or meeting.edition.contact_email or organiser["email"]
            self._files[key] = rules.unaddressed(
                entry, organiser=rules.Party(email, organiser["name"]), zone_name=setting("TIME_ZONE")
            )
        return self._files[key]


def _learn(invitation: Invitation, entry: rules.Entry, *, is_withdrawn: bool, now: datetime) -> bool:
    """Set on the row what its calendar is told now; whether that is anything new."""
    mark = entry.fingerprint()
    if mark == invitation.fingerprint:
        return False
    # A new one has no fingerprint and begins at zero.
    invitation.sequence += 1 if invitation.fingerprint else 0
    invitation.fingerprint, invitation.is_cancelled, invitation.sent_at = mark, is_withdrawn, now
    return True


def _file(content: bytes, entry: rules.Entry, meeting: Meeting, person: Person) -> Attachment:
    attendee = rules.Party(queries.mail_address_of(person), person.full_name)
    return Attachment(
        file_name=f"{meeting.edition.course.code.lower()}-{time.today(meeting.starts_at):%Y-%m-%d}.ics",
        content_type="text/calendar",
        content=rules.addressed(content, entry, attendee),
        method="CANCEL" if entry.is_cancelled else "REQUEST",
    )


# ---- feeds -----------------------------------------------------------------------------------------------------


@transaction.atomic
def make_feed(*, person: Person, actor: Actor, now: datetime | None = None) -> Feed:
    """The person's calendar address; the one in use when there is one."""
    feed = queries.live_feed(person)
    if feed is not None:
        return feed
    try:
        with transaction.atomic():
            feed = Feed.objects.create(
                person=person, token=secrets.token_urlsafe(TOKEN_BYTES), created_at=now or time.now()
            )
    except IntegrityError:  # asked for twice at once: the constraint let one through
        return Feed.objects.get(person=person, revoked_at__isnull=True)
    note(person, _("Calendar address made"), actor=actor)
    return feed


@transaction.atomic
def revoke_feed(*, person: Person, actor: Actor, now: datetime | None = None) -> Feed:
    """From now on the address answers as if it had never been.

    Raises:
        NoFeedToRevoke: there is none in use.
    """
    # Two records that were merged may each have had one; both stop.
    theirs = Feed.objects.select_for_update(of=("self",), no_key=True).filter(person__in=records_of(person))
    feeds = list(theirs.filter(revoked_at__isnull=True).order_by("pk"))
    if not feeds:
        raise NoFeedToRevoke
    for feed in feeds:
        feed.revoked_at = now or time.now()
        feed.save(update_fields=["revoked_at"])
    note(person, _("Calendar address revoked"), actor=actor)
    return feeds[-1]


def renew_feed(*, person: Person, actor: Actor, now: datetime | None = None) -> Feed:
    """A new address in place of the old one, which stops working."""
    with transaction.atomic():
        if queries.live_feed(person) is not None:
            revoke_feed(person=person, actor=actor, now=now)
        return make_feed(person=person, actor=actor, now=now)


def note_reading(*, feed: Feed, now: datetime | None = None) -> None:
    """Keep when a program last asked, to the hour."""
    now = now or time.now()
    Feed.objects.filter(Q(last_read_at__isnull=True) | Q(last_read_at__lt=now - READING_NOTED), pk=feed.pk).update(
        last_read_at=now
    )
