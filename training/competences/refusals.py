"""The ways the room of competences says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class FrameworkIsFrozen(Refusal):
    code = "framework_is_frozen"
    message = _("“%(framework)s” is published and cannot change. Make a new version of it.")


class FrameworkIsIncomplete(Refusal):
    code = "framework_is_incomplete"
    message = _("“%(framework)s” cannot be published yet. Missing: %(missing)s.")


class ScaleHasAnotherLength(Refusal):
    code = "scale_has_another_length"
    message = _(
        "The scale of “%(framework)s” ends at level %(top)s, and in version %(version)s it ends at level %(kept)s. "
        "Levels that people hold keep their numbers, so a version keeps the length of its scale. End it at level "
        "%(kept)s again, or begin another framework, with a code of its own."
    )


class LevelNotInFramework(Refusal):
    code = "level_not_in_framework"
    message = _("The framework has no level %(level)s.")


class CompetenceNotInFramework(Refusal):
    code = "competence_not_in_framework"
    message = _("“%(competence)s” does not belong to the framework of this profile.")


class NotAnEarlierVersion(Refusal):
    code = "not_an_earlier_version"
    message = _("“%(competence)s” is not in an earlier published version of this framework. Choose one that is.")


class AlreadyContinued(Refusal):
    code = "already_continued"
    message = _(
        "“%(competence)s” is continued by “%(by)s” (version %(version)s). A competence has one continuation; "
        "one that was split is an origin of the others."
    )
    field = "continues"


class OriginNamedTwice(Refusal):
    code = "origin_named_twice"
    message = _("“%(competence)s” is named twice. What continues it need not name it as an origin.")
    field = "origins"


class CarriesTwoLevels(Refusal):
    code = "carries_two_levels"
    message = _("“%(competence)s” already has the level of “%(of)s”. A competence carries one level on.")
    field = "carries"


class CarriesNoOrigin(Refusal):
    code = "carries_no_origin"
    message = _("The level can be carried only from one of the origins. Name “%(competence)s” as an origin first.")
    field = "carries"


class NewerVersionPublished(Refusal):
    code = "newer_version_published"
    message = _("Version %(version)s of this framework is published already. Make a new version of that one.")


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
