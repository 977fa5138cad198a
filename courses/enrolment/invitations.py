"""Calendars follow the list of participants: what they were told is compared with what is so.

Only the difference is sent, so a lost nudge is made good by asking again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from courses.calendars import actions as calendars
from courses.calendars.models import Invitation
from courses.calendars.queries import entry_of, is_off, link_of, place_of
from courses.catalogue.models import Edition, Meeting
from courses.enrolment.letters import NOTICES, about
from courses.enrolment.models import Enrolment, Recruitment
from training.kernel import time
from training.kernel.conf import setting
from training.notices.actions import Attachment, queue
from training.people.models import Person


@transaction.atomic
def follow_calendars(
    edition: Edition | int, *, people: Collection[int] | None = None, now: datetime | None = None
) -> int:
    """Invite those who take part, and uninvite those who no longer do, to the coming meetings of an edition.

    Run twice it sends nothing.  ``people`` narrows it to some.  Returns how many were written to.
    """
    # The lock keeps two workers from writing to the same person twice.
    recruitment = Recruitment.objects.locked().filter(edition=edition).first()
    if recruitment is None:
        return 0
    now = now or time.now()
    coming = Meeting.objects.filter(edition=edition, ends_at__gt=now).select_related("edition__course")
    meetings = {meeting.pk: meeting for meeting in coming.order_by("starts_at", "pk")}
    told = _what_calendars_know(meetings, people)
    taking_part = _who_takes_part(recruitment.edition_id, people)
    count = 0
    for person in Person.objects.select_related("user").filter(pk__in={*taking_part, *told}).order_by("pk"):
        known = told.get(person.pk, {})
        theirs = [meeting for meeting in meetings.values() if person.pk in taking_part and not is_off(meeting)]
        news = [meeting for meeting in theirs if _is_news(meeting, known.get(meeting.pk), person)]
        over = [meetings[key] for key in known if meetings[key] not in theirs]
        invited = _invite(person, news, is_change=any(one.pk in known for one in news), now=now)
        uninvited = _uninvite(person, over, now=now)
        count += invited or uninvited
    return count


def follow_all_calendars() -> int:
    """What was left untold: for ``kompas_catch_up``."""
    now = time.now()
    involved = Q(enrolments__in=Enrolment.objects.taking_part()) | Q(meetings__invitations__is_cancelled=False)
    coming = Edition.objects.filter(involved, meetings__ends_at__gt=now, recruitment__isnull=False)
    return sum(follow_calendars(edition, now=now) for edition in sorted(set(coming.values_list("pk", flat=True))))


def _what_calendars_know(meetings: Iterable[int], people: Collection[int] | None) -> dict[int, dict[int, Invitation]]:
    """``{person_id: {meeting_id: invitation}}`` of the invitations that stand."""
    standing = Invitation.objects.filter(meeting__in=list(meetings), is_cancelled=False)
    if people is not None:
        standing = standing.filter(person__in=people)
    found: dict[int, dict[int, Invitation]] = defaultdict(dict)
    for invitation in standing:
        found[invitation.person_id][invitation.meeting_id] = invitation
    return found


def _who_takes_part(edition: int, people: Collection[int] | None) -> set[int]:
    rows = Enrolment.objects.filter(edition=edition).taking_part()
    if people is not None:
        rows = rows.filter(person__in=people)
    return set(rows.values_list("person_id", flat=True))


def _is_news(meeting: Meeting, invitation: Invitation | None, person: Person) -> bool:
    """The calendar does not know the meeting, or knows it as it was before a change."""
    if invitation is None:
        return True
    with translation.override(person.language):
        return entry_of(meeting, invitation=invitation).fingerprint() != invitation.fingerprint


def _invite(person: Person, meetings: list[Meeting], *, is_change: bool, now: datetime) -> bool:
    if not meetings:
        return False
    organiser = meetings[0].edition.contact_email or setting("ORGANISER")["email"]
    files = calendars.invite(person=person, meetings=meetings, organiser_email=organiser, now=now)
    return _write("invited", person, meetings, files, is_change=is_change, now=now)


def _uninvite(person: Person, meetings: list[Meeting], *, now: datetime) -> bool:
    files = calendars.uninvite(person=person, meetings=meetings, now=now) if meetings else []
    return _write("uninvited", person, meetings, files, is_change=False, now=now)


def _write(
    letter: str, person: Person, meetings: list[Meeting], files: list[Attachment], *, is_change: bool, now: datetime
) -> bool:
    """One letter with all the files; none for a person without an address, who has no calendar to tell."""
    if not files:
        return False
    queue(
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
        now=now,
    )
    return True
