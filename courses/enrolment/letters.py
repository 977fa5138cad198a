"""What is written to people about their place.

A letter belongs to one row of the history, so the same step never writes twice.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch

from courses.catalogue.models import Edition
from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from training.kernel.links import absolute
from training.notices.actions import Message, queue_many

NOTICES = "kompas_courses/enrolment/notices"


def tell(changes: Iterable[EnrolmentChange], recruitment: Recruitment, *, now: datetime) -> None:
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
            "offer_expires_at": enrolment.offer_expires_at,
            "withdraw_until": recruitment.withdraw_until,
            "was_moved": enrolment.moved_from_id is not None,
            "was_offered": change.old_state == "offered",
            "by_organiser": change.actor_kind != "task" and change.facts.get("by_staff", False),
            "url": _page_of(enrolment),
        },
        cause_kind="enrolment_change",
        cause_key=change.pk,
    )


def message(enrolment: Enrolment, *, subject: str, body: str, batch: str, sender: str) -> Message:
    """Words of ROPS to one applicant; the same ``batch`` reaches a person once."""
    return Message(
        kind="enrolment_message",
        person=enrolment.person,
        template=f"{NOTICES}/message",
        context={
            **about(enrolment.edition),
            "subject": " ".join(subject.split()),
            "body": body,
            "sender": sender,
            "url": _page_of(enrolment),
        },
        cause_kind="enrolment_message",
        cause_key=f"{batch}/{enrolment.pk}",
    )


def _page_of(enrolment: Enrolment) -> str:
    """The address of the person's page; nothing in a site that does not mount ours."""
    try:
        return absolute("kompas_courses:enrolment", enrolment.pk, language=enrolment.person.language)
    except NoReverseMatch:
        return ""


def about(edition: Edition) -> dict[str, Any]:
    return {
        "course": edition.title,
        "edition": edition.code,
        "starts_on": edition.starts_on,
        "contact_name": edition.contact_name,
        "contact_email": edition.contact_email,
        "contact_phone": edition.contact_phone,
    }
