from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    REMOTE = "remote", _("remote")
    HYBRID = "hybrid", _("hybrid")


class OutcomeKind(models.TextChoices):
    KNOWLEDGE = "knowledge", _("knowledge")
    SKILL = "skill", _("skill")
    SOCIAL = "social", _("social competence")


class VerificationMethod(models.TextChoices):
    TEST = "test", _("test")
    CASE_TASK = "case_task", _("case task")
    OBSERVATION = "observation", _("observation")
    PORTFOLIO = "portfolio", _("portfolio")
    INTERVIEW = "interview", _("interview")


class EndDocument(models.TextChoices):
    """The most that an edition ends with: verified outcomes need a standard."""

    COMPETENCE = "competence", _("certificate of confirmed competence")
    PARTICIPATION = "participation", _("certificate of participation")


class EditionState(models.TextChoices):
    """What is stored; recruiting, running and finished derive from dates (``EditionPhase``)."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")


NEXT_EDITION = {
    EditionState.DRAFT: {EditionState.PUBLISHED, EditionState.CANCELLED},
    EditionState.PUBLISHED: {EditionState.CANCELLED, EditionState.CLOSED},
    EditionState.CANCELLED: set(),
    # A correction; completion asks for its reason and keeps the record that is left.
    EditionState.CLOSED: {EditionState.PUBLISHED},
}


class EditionPhase(models.TextChoices):
    """Where an edition stands on a day; computed by ``catalogue.rules.phase``."""

    DRAFT = "draft", _("draft")
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("in progress")
    FINISHED = "finished", _("finished")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    CANCELLED = "cancelled", _("cancelled")
