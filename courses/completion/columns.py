"""How the reader's own applications look on pages about courses."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.completion.queries import OwnEnrolment
from courses.completion.states import TONES, Result
from courses.enrolment.columns import tone
from courses.enrolment.states import EnrolmentState
from training.kernel.date_texts import day_text, moment_text
from training.ui.addresses import address_of


@dataclass(frozen=True)
class OwnTag:
    """One application in a few words, and its own address; none on a site without these screens.

    ``awaits_answer`` says that a place is offered and can still be accepted.
    """

    text: str
    tone: str
    url: str
    awaits_answer: bool = False


def own_tag(own: OwnEnrolment, now: datetime, *, elsewhere: bool = False) -> OwnTag:
    """How the reader stands; ``elsewhere`` names the edition, on the page or card of another one."""
    text = _outcome_text(own) if own.has_ended else _current_text(own, now)
    if elsewhere and not own.has_ended:
        text = _("%(state)s (edition %(code)s)") % {"state": text, "code": own.code}
    return OwnTag(
        text=text,
        tone=_tone(own),
        url=address_of("kompas_courses:enrolment", own.pk),
        awaits_answer=not own.has_ended and _can_be_accepted(own, now),
    )


def _tone(own: OwnEnrolment) -> str:
    if not own.has_ended:
        return tone(own.state)
    return TONES[own.result] if own.result else "info"


def _can_be_accepted(own: OwnEnrolment, now: datetime) -> bool:
    return own.state == EnrolmentState.OFFERED and own.offer_expires_at is not None and now < own.offer_expires_at


def _current_text(own: OwnEnrolment, now: datetime) -> str:
    match own.state:
        case EnrolmentState.CONFIRMED:
            return _("You have a place")
        case EnrolmentState.WAITING:
            return _("On the reserve list: %(position)d of %(waiting)d") % {
                "position": own.position,
                "waiting": own.waiting,
            }
        case EnrolmentState.OFFERED if _can_be_accepted(own, now) and own.offer_expires_at:
            return _("A place is offered to you until %(moment)s") % {"moment": moment_text(own.offer_expires_at)}
        case EnrolmentState.OFFERED:
            return _("The time to accept the place is over")
        case _:
            return _("Being considered")


def _outcome_text(own: OwnEnrolment) -> str:
    day = {"day": day_text(own.ends_on) if own.ends_on else "–"}
    match own.result:
        case Result.CONFIRMED:
            return _("Completed on %(day)s, competence confirmed") % day
        case Result.COMPLETED:
            return _("Completed on %(day)s") % day
        case Result.TOOK_PART:
            return _("You took part; it ended on %(day)s") % day
        case Result.NOT_COMPLETED:
            return _("Not completed; it ended on %(day)s") % day
        case _:
            return _("Ended on %(day)s; the result is not known yet") % day
