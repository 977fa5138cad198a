"""What demand plugs into the house; called once when Django is ready."""

from courses.catalogue import signals as catalogue
from courses.demand import actions, integrity, panels, receivers
from courses.demand.actions import merging
from courses.demand.states import NEXT_WISH
from courses.enrolment import signals as enrolment
from training.accounts import registry as roles
from training.desk import registry as desk
from training.kernel import triggers
from training.kernel.integrity import checks
from training.notices.registry import catch_up
from training.people.registry import merge_parts

# Who asked for what, and from where.
WISH_FROZEN = ["person", "course", "line", "level", "organisation", "county", "position", "asked_at"]


def register() -> None:
    merge_parts.register("wishes", merging.PART, order=25)
    # An analyst reads the numbers, which ask for the catalogue's rights; who wishes is for those who see names.
    roles.grant_models(roles.COORDINATOR, "kompas_courses", "wish", actions="view change")
    triggers.guard(
        "kompas_courses.Wish",
        frozen=WISH_FROZEN,
        moves={"state": {old.value: new for old, new in NEXT_WISH.items()}},
        beside=["ended_at", "answered_by"],
    )
    triggers.guard("kompas_courses.Opening", frozen=["edition", "noticed_at"], once=["ended_at"])
    desk.beside_gaps.register("wishes", panels.beside_gaps)
    desk.panels.register("wishes", panels.wishes_panel, order=35)
    for order, check in enumerate(integrity.CHECKS):
        checks.register(f"demand: {check.__name__}", check, order=250 + order)
    catalogue.edition_published.connect(
        receivers.on_edition_published, dispatch_uid="kompas_courses.demand.edition_published"
    )
    enrolment.recruitment_changed.connect(
        receivers.on_recruitment_changed, dispatch_uid="kompas_courses.demand.recruitment_changed"
    )
    catch_up.register("recruitments that opened", actions.notice_openings, order=35)
