"""The ways the room of competences says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class FrameworkIsFrozen(Refusal):
    code = "framework_is_frozen"
    message = _("“%(framework)s” is published and cannot change. Make a new version of it.")


class FrameworkIsIncomplete(Refusal):
    code = "framework_is_incomplete"
    message = _("“%(framework)s” cannot be published yet. Missing: %(missing)s.")


class LevelNotInFramework(Refusal):
    code = "level_not_in_framework"
    message = _("The framework has no level %(level)s.")


class CompetenceNotInFramework(Refusal):
    code = "competence_not_in_framework"
    message = _("“%(competence)s” does not belong to the framework of this profile.")


class ProfileHasNoFramework(Refusal):
    code = "profile_has_no_framework"
    message = _("A profile needs a published framework.")


class ProfileIsSuperseded(Refusal):
    code = "profile_is_superseded"
    message = _("This version of the profile was replaced by a newer one. Open that one.")


class ProfileStartsTooEarly(Refusal):
    code = "profile_starts_too_early"
    message = _("A new version of the profile must start on %(first)s or later; to mend this one, keep its day.")
    field = "valid_from"
