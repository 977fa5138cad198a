"""Noticing that recruitments open, and answering the wishes for them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.demand import letters, queries
from courses.demand.models import Opening, Wish
from courses.demand.states import WishState
from courses.enrolment.models import Recruitment
from courses.enrolment.queries import is_open
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note_many


def notice_openings(*, editions: Collection[int] | None = None, now: datetime | None = None) -> int:
    """Notice which recruitments opened or ended, and answer the wishes for them; return how many people were told.

    ``editions`` are keys of those that may have opened; without them all are looked at.

    Called when a recruitment is set or changed or its edition published, before
    each new wish, and by ``kompas_catch_up``: most recruitments open at an hour.
    """
    now = now or time.now()
    queries.openings_over(now).update(ended_at=now)
    return sum(_open(edition_id, now) for edition_id in queries.editions_opened(now, editions))


@transaction.atomic
def _open(edition_id: int, now: datetime) -> int:
    """Everything about one opening or nothing: the row that it was noticed, the letters, the ends of the wishes."""
    # Whoever notices the same opening at the same time waits here, and then sees that it was noticed.
    recruitment = Recruitment.objects.locked().filter(edition=edition_id).first()
    if recruitment is None or not is_open(recruitment, now) or queries.is_noticed(recruitment):
        return 0
    opening = Opening.objects.create(edition_id=edition_id, noticed_at=now)
    wishes = list(
        queries.wishes_answered_by(recruitment.edition)
        .select_related("person__merged_into__user", "person__user", "course")
        .select_for_update(of=("self",), no_key=True)
    )
    if not wishes:
        return 0
    told = letters.send_opening(opening, recruitment, wishes, now=now)
    Wish.objects.filter(pk__in=[wish.pk for wish in wishes]).update(
        state=WishState.ANSWERED, ended_at=now, answered_by=opening
    )
    note_many(
        [(wish, _("Recruitment opened"), str(recruitment.edition)) for wish in wishes],
        actor=Actor.task("recruitment opened"),
        now=now,
    )
    return told
