"""What is written to people about their place, and what their calendars are told.

A letter belongs to one row of the history, so the same step never writes
twice.  Calendars follow the list of participants: what they were told is
compared with what is so, and the difference is sent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from courses.calendars import actions as calendars
from courses.calendars.models import Invitation
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import MeetingState
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from training.kernel import time
from training.kernel.conf import setting
from training.kernel.links import absolute
from training.notices.actions import queue
from training.people.models import Person

NOTICES = "kompas_courses/enrolment/notices"


def tell(change: EnrolmentChange, recruitment: Recruitment, *, now: datetime) -> None:
    """Write to the person about one step, in the transaction of that step."""
    enrolment = change.enrolment
    queue(
        kind=f"enrolment_{change.new_state}",
        person=enrolment.person,
        template=f"{NOTICES}/{change.new_state}",
        context={
            **_about(recruitment.edition),
            "reason": change.reason,
            "position": change.facts.get("position"),
            "offer_expires_at": enrolment.offer_expires_at,
            "withdraw_until": recruitment.withdraw_until,
            "was_moved": enrolment.moved_from_id is not None,
            "was_offered": change.old_state == "offered",
            "by_organiser": change.actor_kind != "task" and change.facts.get("by_staff", False),
            "url": absolute("kompas_courses:enrolment", enrolment.pk, language=enrolment.person.language),
        },
        cause_kind="enrolment_change",
        cause_key=change.pk,
        now=now,
    )


def message(enrolment: Enrolment, *, subject: str, body: str, batch: str, sender: str, now: datetime) -> None:
    """Words of ROPS to one applicant; the same ``batch`` reaches a person once."""
    queue(
        kind="enrolment_message",
        person=enrolment.person,
        template=f"{NOTICES}/message",
        context={
            **_about(enrolment.edition),
            "subject": " ".join(subject.split()),
            "body": body,
            "sender": sender,
            "url": absolute("kompas_courses:enrolment", enrolment.pk, language=enrolment.person.language),
        },
        cause_kind="enrolment_message",
        cause_key=f"{batch}/{enrolment.pk}",
        now=now,
    )


def _about(edition: Edition) -> dict[str, Any]:
    return {
        "course": edition.course.title,
        "edition": edition.code,
        "starts_on": edition.starts_on,
        "contact_name": edition.contact_name,
        "contact_email": edition.contact_email,
        "contact_phone": edition.contact_phone,
    }


# ---- calendars --------------------------------------------------------------------------------------------------


@transaction.atomic
def follow_calendars(
    edition: Edition | int, *, people: Collection[int] | None = None, now: datetime | None = None
) -> int:
    """Invite those who take part, and uninvite those who no longer do, to the coming meetings of an edition.

    Compares what calendars were told with what is so now, and mails only the
    difference: run twice it sends nothing.  Returns how many people were told.
    """
    # The lock keeps two workers from inviting the same person twice.
    recruitment = Recruitment.objects.locked().filter(edition=edition).first()
    if recruitment is None:
        return 0
    now = now or time.now()
    meetings = {meeting.pk: meeting for meeting in Meeting.objects.filter(edition=edition, ends_at__gt=now)}
    told = _what_calendars_know(meetings, people)
    taking_part = _who_takes_part(recruitment.edition_id, people)
    standing = {key for key, meeting in meetings.items() if meeting.state != MeetingState.CANCELLED}
    count = 0
    for person in Person.objects.filter(pk__in={*taking_part, *told}).order_by("pk"):
        known = told.get(person.pk, {})
        wanted = standing if person.pk in taking_part else set()
        # A meeting that was changed after the invitation left is told again.
        add = [key for key in wanted if key not in known or known[key] < meetings[key].changed_at]
        remove = [key for key in known if key not in wanted]
        _send(recruitment.edition, person, [meetings[key] for key in add], known=known, is_off=False, now=now)
        _send(recruitment.edition, person, [meetings[key] for key in remove], known=known, is_off=True, now=now)
        count += bool(add or remove)
    return count


def _what_calendars_know(meetings: Iterable[int], people: Collection[int] | None) -> dict[int, dict[int, datetime]]:
    """``{person_id: {meeting_id: when told}}`` of the invitations that stand."""
    rows = Invitation.objects.filter(meeting__in=list(meetings), is_cancelled=False)
    if people is not None:
        rows = rows.filter(person__in=people)
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for person, meeting, sent_at in rows.values_list("person_id", "meeting_id", "sent_at"):
        found[person][meeting] = sent_at
    return found


def _who_takes_part(edition: int, people: Collection[int] | None) -> set[int]:
    rows = Enrolment.objects.filter(edition=edition).taking_part()
    if people is not None:
        rows = rows.filter(person__in=people)
    return set(rows.values_list("person_id", flat=True))


def _send(
    edition: Edition,
    person: Person,
    meetings: list[Meeting],
    *,
    known: dict[int, datetime],
    is_off: bool,
    now: datetime,
) -> None:
    if not meetings:
        return
    meetings = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.pk))
    if is_off:
        files = calendars.uninvite(person=person, meetings=meetings, now=now)
    else:
        organiser = edition.contact_email or setting("ORGANISER")["email"]
        files = calendars.invite(person=person, meetings=meetings, organiser_email=organiser, now=now)
    queue(
        kind="calendar_cancelled" if is_off else "calendar_invitation",
        person=person,
        template=f"{NOTICES}/{'uninvited' if is_off else 'invited'}",
        context={
            **_about(edition),
            "is_change": any(meeting.pk in known for meeting in meetings),
            "meetings": [
                {
                    "topic": meeting.topic,
                    "starts_at": meeting.starts_at,
                    "ends_at": meeting.ends_at,
                    "place": meeting.venue or edition.venue,
                    "link": meeting.online_link or edition.online_link,
                }
                for meeting in meetings
            ],
        },
        attachments=files,
        now=now,
    )


def follow_all_calendars() -> int:
    """What was left untold: for ``kompas_catch_up``."""
    now = time.now()
    coming = Edition.objects.filter(meetings__ends_at__gt=now, recruitment__isnull=False).distinct()
    return sum(follow_calendars(edition, now=now) for edition in coming.values_list("pk", flat=True))
