"""What the catalogue plugs into the house; called once when Django is ready."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from courses.catalogue import actions, integrity, queries
from courses.catalogue.models import Edition, Meeting
from courses.catalogue.states import EditionState
from training.accounts import registry as roles
from training.competences.registry import Touched, published, touched
from training.kernel import triggers
from training.kernel.integrity import checks

# What is printed of an edition, or led people to it, stays when it is over.
EDITION_OVER = [
    "code",
    "mode",
    "county",
    "venue",
    "online_link",
    "coordinator",
    "contact_name",
    "contact_email",
    "contact_phone",
    "starts_on",
    "ends_on",
    "cancelled_reason",
    "created_at",
]


def register() -> None:
    published.register("courses", actions.follow_version)
    touched.register("courses", Touched(_("courses that lead to it"), queries.courses_by_line), order=30)
    checks.register("standards as locked", integrity.locked_standards_are_as_locked)
    checks.register("standards locked in time", integrity.opened_editions_have_locked_standards)
    checks.register("rules of editions", integrity.opened_editions_have_own_rules)
    checks.register("days of editions", integrity.days_follow_meetings)
    checks.register("printed texts of courses", integrity.printed_texts)
    _guard()
    kompas = "kompas_courses"
    roles.grant_models(roles.COORDINATOR, kompas, "course", "standard", "edition", "meeting", "fundingsource")
    roles.grant_models(roles.ANALYST, kompas, "course", "standard", "edition", actions="view")


def guard_closed(model: type[Model], parent: str) -> None:
    """Of a closed edition nothing changes until it is opened again for a correction; ``parent`` leads to it."""
    triggers.guard_locked(
        model._meta.label,
        lock="state",
        words=[EditionState.CLOSED],
        parent=parent,
        columns=[field.name for field in model._meta.concrete_fields],
        name="closed",
    )


def _guard() -> None:
    triggers.guard_locked("kompas_courses.Edition", lock="rules_locked_at", columns=Edition.LOCKED)
    over = [EditionState.CLOSED, EditionState.CANCELLED]
    triggers.guard_locked("kompas_courses.Edition", lock="state", words=over, columns=EDITION_OVER, name="over")
    triggers.guard_locked(
        "kompas_courses.Edition", lock="state", words=[EditionState.CANCELLED], columns=["state"], name="cancelled"
    )
    guard_closed(Meeting, "edition")
    guard_closed(Meeting.trainers.through, "meeting__edition")
    triggers.guard_locked("kompas_courses.Standard", lock="locked_at")
    triggers.guard_locked("kompas_courses.Outcome", lock="locked_at", parent="standard")
