"""What completion plugs into the house; called once when Django is ready."""

from django.utils.translation import gettext_lazy as _

from courses.attendance.registry import teaching_guards
from courses.catalogue.registry import edition_panels
from courses.catalogue.wiring import guard_closed
from courses.completion import actions, integrity, panels, queries
from courses.completion.actions import merging
from courses.completion.integrity import recorded
from courses.completion.models import Completion
from courses.completion.states import EVIDENCE
from courses.enrolment.registry import course_results, enrolment_panels
from training.accounts import registry as roles
from training.accounts.registry import Opened, first_screens, opened, relations
from training.assessments.registry import EvidenceTexts, evidence_texts
from training.desk import registry as desk
from training.kernel import triggers
from training.kernel.integrity import checks
from training.people.registry import merge_parts
from training.ui.navigation import NavItem, navigation

VERIFICATION_FROZEN = [
    "enrolment",
    "outcome",
    "assessor",
    "is_met",
    "method",
    "verified_on",
    "comment",
    "recorded_at",
    "actor_kind",
    "actor_name",
    "actor_user",
]


def register() -> None:
    merge_parts.register("completion", merging.PART, order=30)
    roles.grant_models("coordinator", "kompas_courses", "assessorship", "verification")
    roles.grant_models("coordinator", "kompas_courses", "completion", actions="add view")
    opened.register("assessor", Opened("kompas_courses.add_assessorship", queries.assessed_by))
    relations.register("assessor", queries.editions_to_assess)
    first_screens.register("assessor", "kompas_courses:editions_to_verify")
    edition_panels.register("completion", panels.teaching_panel, order=50)
    enrolment_panels.register("completion", panels.result_panel, order=20)
    evidence_texts.register("courses", EvidenceTexts(EVIDENCE, panels.evidence_texts), order=10)
    course_results.register("completion", panels.course_results)
    teaching_guards.register("completion", actions.object_to_teacher)
    desk.next_steps.register("completion", panels.assessor_steps)
    desk.office_tasks.register("editions", panels.office_tasks, order=30)
    navigation.register(
        "verification",
        NavItem(_("Verification of outcomes"), "kompas_courses:editions_to_verify", is_shown=panels.assesses),
        order=70,
    )
    checks.register("verification by a teacher", integrity.who_taught_did_not_verify)
    checks.register("verification in time", integrity.verified_in_time)
    checks.register("verification and ledger", integrity.ledger)
    checks.register("verifications and assessors superseded", integrity.superseded)
    checks.register("completions", integrity.completions)
    checks.register("completions as recorded", recorded.decisions)
    checks.register("meetings as recorded", recorded.meetings)
    # A changed mind is a new row; the old one only learns when it was superseded.
    triggers.guard("kompas_courses.Verification", frozen=VERIFICATION_FROZEN, once=["superseded_at"])
    triggers.guard_dated("kompas_courses.Assessorship")
    guard_closed(Completion, "enrolment__edition")
