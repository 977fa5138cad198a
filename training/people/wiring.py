"""What the room of people plugs in: what its tables keep, its checks, what it knows of a person when records merge."""

from django.utils.translation import gettext_lazy as _

from training.kernel import integrity, triggers
from training.people.integrity import check_people, check_printed_names
from training.people.queries import merge_parts as parts
from training.people.registry import MergePart, merge_parts

# Of a merge only its undoing is written later.
MERGE_KEPT = (
    "kept",
    "merged",
    "merged_at",
    "reason",
    "ended",
    "actor_kind",
    "actor_name",
    "actor_user",
    "kept_user",
    "merged_user",
    "deactivated_user",
    "kept_email",
    "moved_email",
)
LIST_KEPT = (
    "file_name",
    "file_hash",
    "organisation",
    "is_complete",
    "state",
    "rows_total",
    "uploaded_by",
    "uploaded_at",
    "applied_by",
    "applied_at",
)


def register() -> None:
    _guard_tables()
    integrity.checks.register("people", check_people, order=10)
    integrity.checks.register("printed names", check_printed_names, order=11)
    for order, (name, part) in enumerate(
        {
            "contact": MergePart(_("Contact"), parts.contact),
            "staff_numbers": MergePart(_("Staff numbers"), parts.staff_numbers),
            "posts": MergePart(_("Posts"), parts.posts),
            "mandates": MergePart(_("Mandates"), parts.mandates),
            "account": MergePart(_("Account"), parts.account),
        }.items()
    ):
        merge_parts.register(name, part, order=order)


def _guard_tables() -> None:
    for dated in ("Employment", "Mandate", "Placement"):
        triggers.guard_dated(f"kompas_training.{dated}")
    triggers.guard("kompas_training.FormerName")
    triggers.guard("kompas_training.Merge", frozen=MERGE_KEPT, ended_by="undone_at")
    # A pair of different people may be offered again, which takes the row away; who decided, and when, stays as it is.
    triggers.guard("kompas_training.DistinctPeople", gone=triggers.MAY_GO)
    triggers.guard_locked("kompas_training.StaffImport", lock="applied_at", columns=LIST_KEPT)
    triggers.guard_depth("kompas_training.Person", field="merged_into")
