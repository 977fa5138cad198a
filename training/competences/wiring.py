"""What the room of competences plugs in: what its tables keep, its checks, rights on frameworks and profiles."""

from training.accounts import registry as accounts
from training.competences import integrity as checks
from training.kernel import integrity, triggers


def register() -> None:
    triggers.guard_dated("kompas_training.RoleProfile")
    # What a profile requires, and of which posts, comes with it; another wish is another version of the profile.
    triggers.guard("kompas_training.Requirement", counted=("profile", "requirement_count"))
    triggers.guard("kompas_training.RoleProfile_positions", counted=("roleprofile", "position_count"))
    triggers.guard_locked(
        "kompas_training.Framework", lock="state", words=["retired"], columns=["state"], name="retired"
    )
    triggers.guard_locked("kompas_training.Competence", lock="published_at", parent="framework")
    triggers.guard_locked("kompas_training.CompetenceOrigin", lock="carried_since")
    integrity.checks.register("frameworks", checks.check_frameworks, order=20)
    integrity.checks.register("profiles", checks.check_profiles, order=21)
    integrity.checks.register("lines", checks.check_lines, order=21)
    integrity.checks.register("scales", checks.check_scales, order=22)
    integrity.checks.register("printed texts of frameworks", checks.check_printed_texts, order=23)
    kompas = "kompas_training"
    accounts.grant_models(accounts.COORDINATOR, kompas, "framework", "competence", "roleprofile")
    accounts.grant_models(accounts.ANALYST, kompas, "framework", "competence", "roleprofile", actions="view")
