"""What the room of assessments plugs in: what the ledger keeps, its checks, whom a change of a framework touches."""

from django.utils.translation import gettext_lazy as _

from training.accounts import registry as accounts
from training.assessments import actions, integrity, queries
from training.assessments.actions import merging
from training.competences import queries as competences
from training.competences import registry
from training.kernel import integrity as kernel_integrity
from training.kernel import triggers
from training.people.registry import MergePart, merge_parts


def register() -> None:
    triggers.guard("kompas_training.Assessment")
    # Consent to show self-assessments: it ends, and another one is a row of its own.
    triggers.guard("kompas_training.EstimateSharing", once=("ended_at",))
    triggers.guard(
        "kompas_training.AssessmentNote", frozen=["assessment", "text"], erasable=["text"], gone=triggers.MAY_GO
    )
    registry.levels_carried.register("held levels", actions.count_lines_again)
    registry.touched.register(
        "holders", registry.Touched(_("people who hold a level"), queries.holders_by_line), order=10
    )
    registry.touched.register(
        "required",
        registry.Touched(_("people whose post requires it"), competences.people_required_by_line),
        order=20,
    )
    registry.touched_levels.register(
        "holders", registry.Touched(_("people who hold it in some competence"), queries.holders_by_level), order=10
    )
    kernel_integrity.checks.register("levels", integrity.check_levels, order=60)
    kernel_integrity.checks.register("sharing of estimates", integrity.check_sharing, order=61)
    kernel_integrity.checks.register("triggers", integrity.check_triggers, order=90)
    # Only counted anew: nothing is written in anybody's name.
    part = MergePart(
        _("Assessments"), merging.describe, follow=lambda people, *, actor: actions.rebuild_levels(people=people)
    )
    merge_parts.register("assessments", part, order=40)
    accounts.grant_models(accounts.COORDINATOR, "kompas_training", "heldlevel", actions="view")
    accounts.grant_models(accounts.ANALYST, "kompas_training", "heldlevel", actions="view")
