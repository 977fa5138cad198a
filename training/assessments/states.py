from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    SELF = "self", _("self-assessment")
    SUPERVISOR = "supervisor", _("superior's assessment")
    VALIDATED = "validated", _("validated in a course")
    DOCUMENT = "document", _("document accepted by ROPS")


class Bound(models.TextChoices):
    """A passed level-2 course proves at least 2: it must not lower somebody who holds 3."""

    AT_LEAST = "at_least", _("at least")
    EXACTLY = "exactly", _("exactly")


class AssessorRole(models.TextChoices):
    SELF = "self", _("the person")
    MANAGER = "manager", _("manager")
    ASSESSOR = "assessor", _("assessor")
    ROPS = "rops", _("ROPS")


# Who is believed first; within a rank the newest counts.  domain.md 3.3: course and document,
# then the superior, then the person.
TRUST = {
    AssessmentKind.VALIDATED: 1,
    AssessmentKind.DOCUMENT: 1,
    AssessmentKind.SUPERVISOR: 2,
    AssessmentKind.SELF: 3,
}
