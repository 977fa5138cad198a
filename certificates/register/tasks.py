"""What a worker does: issuing for a whole group."""

from typing import Any, TypedDict

from django_tasks import task

from certificates.register import actions
from certificates.register.models import Prepared
from certificates.register.states import PreparedState
from training.kernel.actors import Actor


class Issued(TypedDict):
    """How many were issued, and why the others were not: key of the prepared certificate and sentence."""

    issued: int
    refused: list[tuple[int, str]]


@task
def issue_checked(edition_id: int, actor_name: str, actor_id: Any) -> Issued:
    """Issue everything of an edition whose name is checked.  Run again, it goes on where it stopped."""
    checked = (
        Prepared.objects.filter(enrolment__edition=edition_id, state=PreparedState.CHECKED)
        .select_related("enrolment__edition__course")
        .order_by("enrolment__person__sort_key", "pk")
    )
    refused: list[tuple[int, str]] = []
    issued = actions.issue_many(
        prepared=checked,
        actor=Actor("user", actor_name, actor_id),
        refused=lambda prepared, refusal: refused.append((prepared.pk, refusal.sentence)),
    )
    return {"issued": len(issued), "refused": refused}
