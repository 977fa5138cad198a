"""What people and their institutions do with places, told upwards once it is committed; a rollback tells nothing.

A receiver that fails does not stop the others: each is called robustly, and
what it left undone it finds again by an entry of its own in ``catch_up``.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from courses.enrolment.models import Enrolment, EnrolmentChange, Recruitment
from courses.enrolment.states import EnrolmentState
from training.kernel.actors import Actor

# edition_id, enrolment_ids, actor: somebody applied, or ROPS moved an application here from another edition.
enrolment_applied = Signal()

# edition_id, enrolment_ids, actor, reason: somebody withdrew, or was withdrawn.
enrolment_withdrawn = Signal()

# edition_id: the terms of its recruitment were set or changed; it may take applications now, or no more.
recruitment_changed = Signal()


def send_recruitment_changed(recruitment: Recruitment) -> None:
    tell = partial(recruitment_changed.send_robust, sender=Recruitment, edition_id=recruitment.edition_id)
    transaction.on_commit(tell, robust=True)


def send_on_commit(changes: Sequence[EnrolmentChange], *, edition_id: int, actor: Actor, reason: str) -> None:
    """Send the signals of these changes of state, all of one edition, after the commit."""
    applied = [change.enrolment_id for change in changes if not change.old_state]
    withdrawn = [change.enrolment_id for change in changes if change.new_state == EnrolmentState.WITHDRAWN]
    facts: dict[str, Any] = {"sender": Enrolment, "edition_id": edition_id, "actor": actor}
    if applied:
        tell = partial(enrolment_applied.send_robust, enrolment_ids=applied, **facts)
        transaction.on_commit(tell, robust=True)
    if withdrawn:
        tell = partial(enrolment_withdrawn.send_robust, enrolment_ids=withdrawn, reason=reason, **facts)
        transaction.on_commit(tell, robust=True)
