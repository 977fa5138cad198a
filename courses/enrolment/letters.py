"""What is written to people about their place.

A letter belongs to one row of the history, so the same step never writes twice.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from courses.catalogue.models import Edition
from courses.enrolment import queries
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from training.kernel.links import absolute_or_empty
from training.notices.actions import Message, queue_many

NOTICES = "kompas_courses/enrolment/notices"
# The kind of a letter in ROPS's own words, and of its cause.
MESSAGE = "enrolment_message"


def notify(changes: Iterable[EnrolmentChange], recruitment: Recruitment, *, now: datetime) -> None:
    """Write to each person about their step, in the transaction of that step."""
    queue_many([_about_step(change, recruitment) for change in changes], now=now)


def _about_step(change: EnrolmentChange, recruitment: Recruitment) -> Message:
    enrolment = change.enrolment
    return Message(
        kind=f"enrolment_{change.new_state}",
        person=enrolment.person,
        template=f"{NOTICES}/{change.new_state}",
        context={
            **about(recruitment.edition),
            "reason": change.reason,
            "position": change.facts.get("position"),
            # What the rule saw; the template says it in the reader's language.
            "limits": {
                name: [change.facts[f"{name}_taken"], change.facts[f"{name}_limit"]]
                for name in ("organisation", "county")
                if f"{name}_limit" in change.facts.get("obstacles", [])
            },
            "offer_expires_at": enrolment.offer_expires_at,
            "withdraw_until": recruitment.withdraw_until,
            # Where places are given at once, only who applies is confirmed, and no day was promised for that.
            "decides_by": None if recruitment.at_once else recruitment.decides_by,
            "has_ended": queries.has_ended(recruitment.edition, change.at),
            "was_moved": enrolment.moved_from_id is not None,
            "was_offered": change.old_state == "offered",
            "by_organiser": change.actor_kind != "task" and change.facts.get("by_staff", False),
            "url": _page_of(enrolment),
        },
        cause_kind="enrolment_change",
        cause_key=change.pk,
    )


def send_new_deadline(enrolments: Iterable[Enrolment], recruitment: Recruitment, *, now: datetime) -> None:
    """The first meeting moved, and an offer now ends earlier or later than its letter said."""
    queue_many(
        [
            Message(
                kind="enrolment_offer_moved",
                person=enrolment.person,
                template=f"{NOTICES}/offer_moved",
                context={
                    **about(recruitment.edition),
                    "offer_expires_at": enrolment.offer_expires_at,
                    "url": _page_of(enrolment),
                },
                # Only an end that changed is told, so each is news of its own.
                cause_kind="enrolment_offer_moved",
                cause_key=f"{enrolment.pk}/{uuid4()}",
            )
            for enrolment in enrolments
        ],
        now=now,
    )


def message(enrolment: Enrolment, *, subject: str, body: str, batch: str, sender: str) -> Message:
    """Words of ROPS to one applicant; the same ``batch`` reaches a person once."""
    return Message(
        kind=MESSAGE,
        person=enrolment.person,
        template=f"{NOTICES}/message",
        context={
            **about(enrolment.edition),
            "subject": " ".join(subject.split()),
            "body": body,
            "sender": sender,
            "url": _page_of(enrolment),
        },
        cause_kind=MESSAGE,
        cause_key=f"{batch}/{enrolment.pk}",
    )


def _page_of(enrolment: Enrolment) -> str:
    return absolute_or_empty("kompas_courses:enrolment", enrolment.pk, language=enrolment.person.language)


def about(edition: Edition) -> dict[str, Any]:
    return {
        "course": edition.title,
        "edition": edition.code,
        "starts_on": edition.starts_on,
        "contact_name": edition.contact_name,
        "contact_email": edition.contact_email,
        "contact_phone": edition.contact_phone,
    }
