"""How long offers live: passed on when nobody answers, and moved with the first meeting.

``actions`` gives these verbs to everybody.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Edition
from courses.enrolment import letters, queries
from courses.enrolment.actions import seats
from courses.enrolment.actions.seats import Step
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import deadlines
from courses.enrolment.states import EnrolmentState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note_many

logger = logging.getLogger("kompas.enrolment")


def expire_offers(*, now: datetime | None = None, actor: Actor | None = None) -> int:
    """Pass on the places that nobody accepted in time; return how many offers ran out.

    Each edition is a transaction of its own, so one that fails keeps no other
    waiting.  What a lost signal left behind, an offer that should have moved
    with the first meeting, is made good too.
    """
    now, actor = now or time.now(), actor or Actor.task("expire_offers")
    editions = {
        deadline.edition_id
        for deadline, ends in deadlines.offers_with_ends()
        if ends is None or ends <= now or ends != deadline.offer_expires_at
    }
    count, failure = 0, None
    for edition in sorted(editions):
        try:
            count += settle_offers(edition=edition, now=now, actor=actor)
        except Exception as error:
            logger.exception("offers of edition %s could not be passed on", edition)
            failure = error
    if failure:
        raise failure
    return count


@transaction.atomic
def settle_offers(*, edition: Edition | int, actor: Actor, now: datetime | None = None) -> int:
    """Let every offer of the edition end when it should, by the first meeting as it stands now; return how many ended.

    Whoever has more or less time than they were told is told again; what ended is offered to the next.
    """
    now = now or time.now()
    recruitment = seats.locked(edition)
    # Asked inside the lock: somebody may have accepted a moment ago.
    waiting = Enrolment.objects.filter(edition=recruitment.edition_id, state=EnrolmentState.OFFERED)
    offered = list(waiting.select_related("person__user").order_by("arrival"))
    if not offered:
        return 0
    starts_at = queries.starts_at(recruitment.edition_id)
    told = {enrolment.pk: enrolment.offer_expires_at for enrolment in offered}
    for enrolment in offered:
        enrolment.offer_expires_at = deadlines.offer_end(enrolment, starts_at)
    _keep(
        recruitment,
        [enrolment for enrolment in offered if enrolment.offer_expires_at != told[enrolment.pk]],
        actor=actor,
        now=now,
    )
    expired = [enrolment for enrolment in offered if not _lasts(enrolment, now)]
    if expired:
        seats.move(expired, EnrolmentState.EXPIRED, recruitment, Step(actor=actor, now=now))
        seats.fill(recruitment, actor=actor, now=now)
    return len(expired)


def _keep(recruitment: Recruitment, moved: list[Enrolment], *, actor: Actor, now: datetime) -> None:
    """Write the new ends; those who still have time are told."""
    if not moved:
        return
    Enrolment.objects.bulk_update(moved, ["offer_expires_at"], batch_size=500)
    note_many(
        [
            (enrolment, _("The offer moved with the first meeting"), enrolment.offer_expires_at.isoformat())
            for enrolment in moved
            if enrolment.offer_expires_at
        ],
        actor=actor,
    )
    letters.send_new_deadline([enrolment for enrolment in moved if _lasts(enrolment, now)], recruitment, now=now)


def _lasts(enrolment: Enrolment, now: datetime) -> bool:
    return enrolment.offer_expires_at is not None and enrolment.offer_expires_at > now
