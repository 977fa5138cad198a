"""The ways demand says no."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class CourseIsNotOffered(Refusal):
    code = "course_is_not_offered"
    message = _("The course “%(course)s” is no longer offered.")


class LevelIsNotInScale(Refusal):
    code = "level_is_not_in_scale"
    message = _("The competence “%(competence)s” has no level %(level)d.")
